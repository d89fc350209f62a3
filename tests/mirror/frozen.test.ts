/** Images as earlier builds left them. A migration without its frozen/v<n>.json fails here. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { createIdbStore, databaseName, migrations } from '../../lib/mirror/idbStore.ts';
import type { Image } from '../../lib/mirror/store.ts';
import { type Frozen, readFrozen, thaw, versionsIn } from '../frozenDatabase.ts';
import { schedule } from '../realTime.ts';
import { aCommit } from './storeContract.ts';

const folder = `${import.meta.dirname}/frozen`;

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
});

test('every version that an image ever had stands here as an example', () => {
  expect(versionsIn(folder)).toEqual(migrations.map((_, index) => index + 1));
});

test.each(versionsIn(folder))('an image of version %i is read whole, and written on', async (version) => {
  const frozen = readFrozen<Frozen<Image>>(folder, version);
  const id = `k-${version}`;
  await thaw(databaseName(id), frozen);
  const store = createIdbStore(id, schedule);
  expect(await store.load()).toEqual({ image: frozen.expected, unreadable: 0 });
  expect(await store.commit(aCommit({ cursor: 'whole 18' }))).toBe(true);
  expect((await store.load()).image.cursor).toBe('whole 18');
  store.close();
});
