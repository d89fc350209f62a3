/** What is on the disk at the end, read by a page of the extension that has no line to the worker. */
import type { Page } from '@playwright/test';
import type { Evidence, Row } from './judge.ts';

export interface Stored {
  operations: Evidence['operations'][number][];
  log: Evidence['log'][number][];
  mirror: Row[];
}

/** The two databases of one connection. @throws what IndexedDB says */
export function readStored(page: Page, connectionId: string): Promise<Stored> {
  return page.evaluate(async (id) => {
    async function all(database: string, names: string[]): Promise<unknown[][]> {
      const known = await indexedDB.databases();
      if (!known.some(({ name }) => name === database)) return names.map(() => []);
      return new Promise((resolve, reject) => {
        const opening = indexedDB.open(database);
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
    const [operations, log] = await all(`outbox-${id}`, ['operations', 'log']);
    const [mirror] = await all(`mirror-${id}`, ['conversations']);
    return { operations, log, mirror } as never;
  }, connectionId);
}
