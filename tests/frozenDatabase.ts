/** A database as an earlier build left it, from plain data: what frozen/v<n>.json of mirror and outbox hold. */
import { readdirSync, readFileSync } from 'node:fs';
import { openDB } from 'idb';

interface FrozenStore {
  name: string;
  keyPath: string | null;
  autoIncrement: boolean;
  indexes: { name: string; keyPath: string }[];
  /** `key` where the store has no key path. */
  records: { key?: string; value: unknown }[];
}
export interface Frozen<Expected> {
  version: number;
  stores: FrozenStore[];
  /** What today's build makes of it. */
  expected: Expected;
}

export const versionsIn = (folder: string): number[] =>
  readdirSync(folder)
    .map((file) => Number(/^v(\d+)\.json$/.exec(file)?.[1]))
    .sort((a, b) => a - b);

export function readFrozen<T>(folder: string, version: number): T {
  return JSON.parse(readFileSync(`${folder}/v${version}.json`, 'utf8')) as T;
}

export async function thaw(name: string, { version, stores }: Frozen<unknown>): Promise<void> {
  const database = await openDB(name, version, {
    upgrade(made) {
      for (const { name: storeName, keyPath, autoIncrement, indexes } of stores) {
        const store = made.createObjectStore(storeName, { keyPath, autoIncrement });
        for (const index of indexes) store.createIndex(index.name, index.keyPath);
      }
    },
  });
  for (const { name: storeName, records } of stores) {
    for (const { key, value } of records) await database.put(storeName, value, key);
  }
  database.close();
}
