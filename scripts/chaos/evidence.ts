/** What is on the disk at the end, read by a page of the extension that has no line to the worker. */
import type { JSHandle, Page } from '@playwright/test';
import type { Evidence, Row } from './judge.ts';

export interface Stored {
  operations: Evidence['operations'][number][];
  log: Evidence['log'][number][];
  mirror: Row[];
}

/** Where the mirrors lie (lib/mirror/bucket.ts), as a page of the extension finds it. */
export const mirrorsIn = (page: Page): Promise<JSHandle<IDBFactory>> =>
  page.evaluateHandle(async () => {
    const { storageBuckets } = navigator as unknown as {
      storageBuckets: { open(name: string): Promise<{ indexedDB: IDBFactory }> };
    };
    return (await storageBuckets.open('mirror')).indexedDB;
  });

/** The two databases of one connection. @throws what IndexedDB says */
export async function readStored(page: Page, connectionId: string): Promise<Stored> {
  const mirrors = await mirrorsIn(page);
  return page.evaluate(
    async ({ id, mirrors }) => {
      async function all(place: IDBFactory, database: string, names: string[]): Promise<unknown[][]> {
        const known = await place.databases();
        if (!known.some(({ name }) => name === database)) return names.map(() => []);
        return new Promise((resolve, reject) => {
          const opening = place.open(database);
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const handle = opening.result;
            const transaction = handle.transaction(names, 'readonly');
            const requests = names.map((name) => transaction.objectStore(name).getAll());
            transaction.oncomplete = () => {
              handle.close();
              resolve(requests.map(({ result }) => result as unknown[]));
            };
            transaction.onabort = () => reject(transaction.error);
          };
        });
      }
      const [operations, log] = await all(indexedDB, `outbox-${id}`, ['operations', 'log']);
      const [mirror] = await all(mirrors, `mirror-${id}`, ['conversations']);
      return { operations, log, mirror } as never;
    },
    { id: connectionId, mirrors },
  );
}
