/** The outbox's database, one per connection: strict durability, because what is lost here nobody else knows. */
import type { DBSchema, IDBPDatabase, IDBPObjectStore, IDBPTransaction } from 'idb';
import * as v from 'valibot';
import { createDatabase, deleteDatabase, type Schedule } from '../database.ts';
import { type Operation, operationSchema } from '../domain/actions.ts';
import { type LogEntry, logEntrySchema } from '../domain/log.ts';
import type { NewLogEntry, OutboxStore } from './store.ts';

interface OutboxDatabase extends DBSchema {
  operations: { key: string; value: Operation };
  /** The database itself counts: an aborted transaction leaves no gap. */
  log: { key: number; value: NewLogEntry & { sequence?: number }; indexes: { at: number } };
}
type Name = 'operations' | 'log';
type Store<N extends Name> = IDBPObjectStore<OutboxDatabase, Name[], N, 'readwrite'>;
type Stores = { operations: Store<'operations'>; log: Store<'log'> };

/** From each version to the next; only ever appended to. Nothing here can be fetched again: a step keeps what it finds. */
export const migrations: ((database: IDBPDatabase) => void)[] = [
  (database) => {
    database.createObjectStore('operations', { keyPath: 'id' });
    const log = database.createObjectStore('log', { keyPath: 'sequence', autoIncrement: true });
    log.createIndex('at', 'at');
  },
];

export const databaseName = (connectionId: string) => `outbox-${connectionId}`;

/**
 * Opens at its first use; see lib/database.ts for what happens to a handle that is lost. Every method rejects with what
 * the browser says. @param onTrouble `trouble` has changed
 */
export function createIdbStore(connectionId: string, schedule: Schedule, onTrouble?: () => void): OutboxStore {
  const name = databaseName(connectionId);
  const listeners = new Set<() => void>();
  const database = createDatabase({
    place: async () => ({ factory: indexedDB, name }),
    migrations,
    schedule,
    onCreated() {
      for (const listener of listeners) listener();
    },
    ...(onTrouble && { onTrouble }),
  });

  async function begin<Mode extends 'readonly' | 'readwrite', T>(
    mode: Mode,
    work: (transaction: IDBPTransaction<OutboxDatabase, Name[], Mode>) => Promise<T>,
  ): Promise<T> {
    const names: Name[] = ['operations', 'log'];
    return database.use(async (opened) => {
      const typed = opened as unknown as IDBPDatabase<OutboxDatabase>;
      const tx = typed.transaction(names, mode, { durability: 'strict' });
      // Whatever breaks it off is told by its requests too, or by who waits for its end.
      tx.done.catch(() => undefined);
      return work(tx);
    });
  }

  /** What failed was not written, so that it may be done again on another handle. */
  const write = (work: (stores: Stores) => Promise<void>) =>
    begin('readwrite', async (tx) => {
      const stores: Stores = { operations: tx.objectStore('operations'), log: tx.objectStore('log') };
      // Both are awaited together: a request that fails also fails the transaction, and neither may go unheard.
      const worked = work(stores).catch((error: unknown) => {
        // What throws before it is a request leaves the transaction intact: half a write must not become durable.
        if (tx.error === null) tx.abort();
        throw error;
      });
      await Promise.all([worked, tx.done]);
    });

  return {
    load: () =>
      begin('readonly', async (tx) => {
        const rows = await tx.objectStore('operations').getAll();
        const read = rows.map((row) => v.safeParse(operationSchema, row)).filter((result) => result.success);
        const operations = read.map((result) => result.output).sort((a, b) => a.at - b.at);
        return { operations, unreadable: rows.length - operations.length };
      }),
    async add(operation, entry) {
      let stored = operation;
      let added = false;
      await write(async ({ operations, log }) => {
        const known = await operations.get(operation.id);
        added = known === undefined;
        if (known) {
          stored = v.parse(operationSchema, known);
          return;
        }
        await operations.add(operation);
        if (entry) await log.add(entry);
      });
      return { stored, added };
    },
    put: (operation, entry) =>
      write(async ({ operations, log }) => {
        await operations.put(operation);
        if (entry) await log.add(entry);
      }),
    append: (entry) =>
      write(async ({ log }) => {
        await log.add(entry);
      }),
    read: (before, limit) =>
      begin('readonly', async (tx) => {
        const range = before === undefined ? null : IDBKeyRange.upperBound(before, true);
        const entries: LogEntry[] = [];
        let cursor = await tx.objectStore('log').openCursor(range, 'prev');
        while (cursor && entries.length < limit) {
          const entry = v.safeParse(logEntrySchema, cursor.value);
          if (entry.success) entries.push(entry.output);
          cursor = await cursor.continue();
        }
        return entries;
      }),
    prune: (settledBefore, loggedBefore) =>
      write(async ({ operations, log }) => {
        for (const row of await operations.getAll()) {
          // What cannot be understood is kept: a newer build may.
          const read = v.safeParse(operationSchema, row);
          if (!read.success) continue;
          const { id, settledAt } = read.output;
          if (settledAt !== undefined && settledAt < settledBefore) await operations.delete(id);
        }
        const old = await log.index('at').getAllKeys(IDBKeyRange.upperBound(loggedBefore, true));
        for (const sequence of old) await log.delete(sequence);
      }),
    async wipe() {
      await database.close();
      await deleteDatabase(name, schedule);
    },
    get trouble() {
      return database.trouble;
    },
    onCreated(listener) {
      listeners.add(listener);
    },
    close: database.close,
  };
}
