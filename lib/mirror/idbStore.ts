/**
 * The restart image in IndexedDB: one database per connection, one record per row, no secondary indexes (nothing is
 * ever asked of it but everything). Puts are not awaited one by one and durability is relaxed: what a power cut loses is
 * read from the backend again, because the cursor is in the same transaction.
 */
import type { IDBPDatabase } from 'idb';
import { deleteDB, openDB, unwrap } from 'idb';
import * as v from 'valibot';
import { agentSchema, conversationSchema, queueSchema, workstreamSchema } from '../domain/records.ts';
import { compileCheck } from './compileCheck.ts';
import type { Commit, Image, MirrorStore } from './store.ts';
import { wholeCommit } from './wholeCommit.ts';

const rowStores = ['conversations', 'agents', 'queues', 'workstreams', 'tombstones'] as const;
const allStores = [...rowStores, 'meta'];

/** From each version to the next; only ever appended to. The image can be rebuilt, so a step may also empty it. */
const migrations: ((database: IDBPDatabase) => void)[] = [
  (database) => {
    for (const name of rowStores) database.createObjectStore(name, { keyPath: 'id' });
    database.createObjectStore('meta');
  },
];

const checks = {
  conversations: compileCheck(conversationSchema),
  agents: compileCheck(agentSchema),
  queues: compileCheck(queueSchema),
  workstreams: compileCheck(workstreamSchema),
  tombstones: compileCheck(v.object({ id: v.string(), version: v.number(), at: v.number() })),
};
const metaSchema = v.object({ cursor: v.optional(v.string()), asOf: v.optional(v.number()) });

export const databaseName = (connectionId: string) => `mirror-${connectionId}`;

/**
 * Opens at its first use. A handle that is lost (another context upgrades or deletes the database, the browser closes
 * it) is opened anew and the work done again, once; what fails then, or has no room (QuotaExceededError), rejects.
 */
export function createIdbStore(connectionId: string): MirrorStore {
  const name = databaseName(connectionId);
  let handle: Promise<IDBPDatabase> | undefined;

  function drop(): void {
    handle?.then(
      (database) => database.close(),
      () => undefined, // It never opened; whoever waited for it has been told.
    );
    handle = undefined;
  }

  function open(): Promise<IDBPDatabase> {
    handle ??= openUnblocked(name, drop);
    return handle;
  }

  async function withDatabase<T>(work: (database: IDBPDatabase) => Promise<T>): Promise<T> {
    try {
      return await work(await open());
    } catch (error) {
      drop();
      if (!(error instanceof DOMException) || error.name === 'QuotaExceededError') throw error;
      // Left by a newer build: the image is a cache, so it is begun afresh.
      if (error.name === 'VersionError') await deleteDB(name);
      return work(await open());
    }
  }

  return {
    load: () => withDatabase(read),
    commit: (commit) => withDatabase((database) => write(database, commit, false)),
    replace: (image) => withDatabase((database) => write(database, wholeCommit(image), true)),
    async wipe() {
      drop();
      await deleteDB(name);
    },
    close: drop,
  };
}

function openUnblocked(name: string, onLost: () => void): Promise<IDBPDatabase> {
  return new Promise((resolve, reject) => {
    let isBlocked = false;
    openDB(name, migrations.length, {
      upgrade(database, oldVersion) {
        for (const migrate of migrations.slice(oldVersion)) migrate(database);
      },
      blocked() {
        isBlocked = true;
        // Not a lost handle: a second request would only queue behind this one.
        reject(new Error('Another context keeps an older version of this database open'));
      },
      blocking: onLost,
      terminated: onLost,
    }).then((database) => {
      if (isBlocked) database.close();
      else resolve(database);
    }, reject);
  });
}

async function read(database: IDBPDatabase): Promise<{ image: Image; unreadable: number }> {
  const transaction = database.transaction(allStores, 'readonly');
  const [rows, meta] = await Promise.all([
    Promise.all(rowStores.map((store) => transaction.objectStore(store).getAll() as Promise<unknown[]>)),
    transaction.objectStore('meta').get('state') as Promise<unknown>,
  ]);
  let unreadable = 0;
  // What the database hands out is a fresh copy already; it is checked and taken as it is.
  const readable = <T>(store: (typeof rowStores)[number]): T[] => {
    const all = rows[rowStores.indexOf(store)] ?? [];
    const good = all.filter(checks[store]);
    unreadable += all.length - good.length;
    return good as T[];
  };
  const state = v.safeParse(metaSchema, meta ?? {});
  if (!state.success) unreadable += 1;
  const image: Image = {
    conversations: readable('conversations'),
    agents: readable('agents'),
    queues: readable('queues'),
    workstreams: readable('workstreams'),
    tombstones: readable<{ id: string; version: number; at: number }>('tombstones').map(({ id, version, at }) => [
      id,
      version,
      at,
    ]),
    cursor: state.success ? state.output.cursor : undefined,
    asOf: state.success ? state.output.asOf : undefined,
  };
  return { image, unreadable };
}

async function write(database: IDBPDatabase, commit: Commit, fromEmpty: boolean): Promise<void> {
  const transaction = database.transaction(allStores, 'readwrite', { durability: 'relaxed' });
  const done = transaction.done;
  try {
    // Bare requests: a failing one aborts the transaction, and nobody needs a promise for each of 100,000 rows.
    const store = (name: string) => unwrap(transaction.objectStore(name));
    if (fromEmpty) for (const name of allStores) store(name).clear();
    for (const kind of ['conversations', 'agents', 'queues', 'workstreams'] as const) {
      const target = store(kind);
      for (const row of commit.puts[kind]) target.put(row);
      for (const id of commit.deletes[kind]) target.delete(id);
    }
    const tombstones = store('tombstones');
    for (const [id, version, at] of commit.tombstones.put) tombstones.put({ id, version, at });
    for (const id of commit.tombstones.drop) tombstones.delete(id);
    store('meta').put({ cursor: commit.cursor, asOf: commit.asOf }, 'state');
  } catch (error) {
    // Half a commit must not become durable.
    transaction.abort();
    await done.catch(() => undefined);
    throw error;
  }
  await done;
}
