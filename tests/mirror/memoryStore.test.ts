import { createMemoryStore } from '../../lib/mirror/memoryStore.ts';
import { describeMirrorStore } from './storeContract.ts';

describeMirrorStore('memory store', () => {
  const store = createMemoryStore();
  return () => store;
});
