/** The outbox's database, one per connection: strict durability, because what is lost here nobody else knows. */
import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPObjectStore, openDB } from 'idb';
import * as v from 'valibot';
import { type Operation, operationSchema } from '../domain/actions.ts';
import { type LogEntry, logEntrySchema } from '../domain/log.ts';
import type { NewLogEntry, OutboxStore } from './store.ts';

interface OutboxDatabase extends DBSchema {
  operations: { key: string; value: Operation };
  /** The database itself counts: an aborted transaction leaves no gap. */
  log: { key: number; value: NewLogEntry & { sequence?: number }; indexes: { at: number } };
}
type Database = IDBPDatabase<OutboxDatabase>;
type Store<Name extends 'operations' | 'log'> = IDBPObjectStore<
  OutboxDatabase,
  ('operations' | 'log')[],
  Name,
  'readwrite'
>;
type Stores = { operations: Store<'operations'>; log: Store<'log'> };

/** From each version to the next; only ever appended to. Nothing here can be fetched again: a step keeps what it finds. */
const migrations: ((database: Database) => void)[] = [
  (database) => {
    database.createObjectStore('operations', { keyPath: 'id' });
    const log = database.createObjectStore('log', { keyPath: 'sequence', autoIncrement: true });
    log.createIndex('at', 'at');
  },
];

export const databaseName = (connectionId: string) => `outbox-${connectionId}`;

/** Opens at its first use, and again when the handle was lost. Every method rejects with what the browser says. */
export function createIdbStore(connectionId: string): OutboxStore {
  const name = databaseName(connectionId);
  let handle: Promise<Database> | undefined;

  function close() {
    handle?.then(
      (database) => database.close(),
      () => undefined, // It never opened; whoever waited for it has been told.
    );
    handle = undefined;
  }

  function open(): Promise<Database> {
    handle ??= openUnblocked(name, close).catch((error: unknown) => {
      handle = undefined;
      throw error;
    });
    return handle;
  }

  /** A handle that is being closed refuses the transaction before anything is written: it is then begun once more. */
  async function transaction<Mode extends 'readonly' | 'readwrite'>(mode: Mode) {
    const names: ('operations' | 'log')[] = ['operations', 'log'];
    const begin = (database: Database) => database.transaction(names, mode, { durability: 'strict' });
    try {
      return begin(await open());
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
      close();
      return begin(await open());
    }
  }

  async function write(work: (stores: Stores) => Promise<void>): Promise<void> {
    const tx = await transaction('readwrite');
    const stores: Stores = { operations: tx.objectStore('operations'), log: tx.objectStore('log') };
    // Both are awaited together: a request that fails also fails the transaction, and neither may go unheard.
    const worked = work(stores).catch((error: unknown) => {
      // What throws before it is a request leaves the transaction intact: half a write must not become durable.
      if (tx.error === null) tx.abort();
      throw error;
    });
    await Promise.all([worked, tx.done]);
  }

  return {
    async load() {
      const tx = await transaction('readonly');
      const rows = await tx.objectStore('operations').getAll();
      const read = rows.map((row) => v.safeParse(operationSchema, row)).filter((result) => result.success);
      const operations = read.map((result) => result.output).sort((a, b) => a.at - b.at);
      return { operations, unreadable: rows.length - operations.length };
    },
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
    async read(before, limit) {
      const tx = await transaction('readonly');
      const range = before === undefined ? null : IDBKeyRange.upperBound(before, true);
      const entries: LogEntry[] = [];
      let cursor = await tx.objectStore('log').openCursor(range, 'prev');
      while (cursor && entries.length < limit) {
        const entry = v.safeParse(logEntrySchema, cursor.value);
        if (entry.success) entries.push(entry.output);
        cursor = await cursor.continue();
      }
      return entries;
    },
    prune: (settledBefore, loggedBefore) =>
      write(async ({ operations, log }) => {
        for (const operation of await operations.getAll()) {
          const { id, settledAt } = operation;
          if (settledAt !== undefined && settledAt < settledBefore) await operations.delete(id);
        }
        const old = await log.index('at').getAllKeys(IDBKeyRange.upperBound(loggedBefore, true));
        for (const sequence of old) await log.delete(sequence);
      }),
    async wipe() {
      close();
      await deleteDB(name);
    },
    close,
  };
}

function openUnblocked(name: string, onLost: () => void): Promise<Database> {
  return new Promise((resolve, reject) => {
    let isBlocked = false;
    openDB<OutboxDatabase>(name, migrations.length, {
      upgrade(database, oldVersion) {
        for (const migrate of migrations.slice(oldVersion)) migrate(database);
      },
      blocked() {
        isBlocked = true;
        reject(new DOMException('Another context keeps an older version of the outbox open', 'InvalidStateError'));
      },
      blocking: onLost,
      terminated: onLost,
    }).then((database) => {
      if (isBlocked) database.close();
      else resolve(database);
    }, reject);
  });
}
