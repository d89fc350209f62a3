/**
 * The restart image in IndexedDB: one database per connection, one record per row, no secondary indexes (nothing is
 * ever asked of it but everything). Puts are not awaited one by one and durability is relaxed: what a power cut loses is
 * read from the backend again, because the cursor is in the same transaction.
 */
import { type IDBPDatabase, type IDBPTransaction, unwrap } from 'idb';
import * as v from 'valibot';
import { createDatabase, deleteDatabase, type Schedule } from '../database.ts';
import { agentSchema, conversationSchema, queueSchema, workstreamSchema } from '../domain/records.ts';
import { bucketOfMirrors } from './bucket.ts';
import { compileCheck } from './compileCheck.ts';
import type { Commit, Image, MirrorStore } from './store.ts';
import { wholeCommit } from './wholeCommit.ts';

const rowStores = ['conversations', 'agents', 'queues', 'workstreams', 'tombstones'] as const;
const allStores = [...rowStores, 'meta'];

/** From each version to the next; only ever appended to. The image can be rebuilt, so a step may also empty it. */
export const migrations: ((database: IDBPDatabase) => void)[] = [
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
const metaSchema = v.object({
  cursor: v.optional(v.string()),
  asOf: v.optional(v.number()),
  /** How often this image was written: whoever writes on must have seen the last one. */
  writes: v.optional(v.number(), 0),
});

export const databaseName = (connectionId: string) => `mirror-${connectionId}`;

/** Opens at its first use; see lib/database.ts for what happens to a handle that is lost. */
export function createIdbStore(connectionId: string, schedule: Schedule): MirrorStore {
  const first = databaseName(connectionId);
  /** After a database that could not be deleted: the name that is used instead. */
  let begun: string | undefined;
  /** As this store left the image or found it. */
  let writes = 0;
  const database = createDatabase({ place: placeInUse, migrations, schedule });

  /** Oldest first: `mirror-x`, and `mirror-x~2`, `mirror-x~3` … where the one before could not be deleted. */
  async function namesIn(factory: IDBFactory): Promise<string[]> {
    const all = await factory.databases();
    const own = all.flatMap(({ name = '' }) => (name === first || name.startsWith(`${first}~`) ? [name] : []));
    return own.sort((a, b) => generation(a) - generation(b));
  }
  const generation = (name: string) => (name === first ? 1 : Number(name.slice(first.length + 1)));

  /** The newest there is, so that a worker that starts again finds the same one. */
  async function placeInUse(): Promise<{ factory: IDBFactory; name: string }> {
    const factory = await bucketOfMirrors();
    return { factory, name: begun ?? (await namesIn(factory)).at(-1) ?? first };
  }

  async function wipe(): Promise<{ left: string[] }> {
    await database.close();
    writes = 0;
    const factory = await bucketOfMirrors();
    const all = await namesIn(factory);
    const results = await Promise.allSettled(all.map((name) => deleteDatabase(name, schedule, factory)));
    const left = all.filter((_, index) => results[index]?.status === 'rejected');
    const last = left.at(-1);
    if (last !== undefined) {
      begun = `${first}~${generation(last) + 1}`;
      // Made now: from here on nobody opens what could not be deleted, whoever dies.
      await database.use(async () => undefined);
    }
    return { left };
  }

  return {
    async load() {
      const loaded = await database.use(read).catch(async (error: unknown) => {
        if (!(error instanceof DOMException) || error.name !== 'VersionError') throw error;
        // Left by a newer build: the image is a cache, so it is begun afresh.
        await wipe();
        return database.use(read);
      });
      ({ writes } = loaded);
      return { image: loaded.image, unreadable: loaded.unreadable };
    },
    async commit(commit) {
      const next = await database.use((opened) => write(opened, commit, writes));
      if (next === undefined) return false;
      writes = next;
      return true;
    },
    async replace(image) {
      writes = (await database.use((opened) => write(opened, wholeCommit(image), undefined))) ?? 0;
    },
    wipe,
    close: database.close,
  };
}

async function read(database: IDBPDatabase): Promise<{ image: Image; unreadable: number; writes: number }> {
  const transaction = database.transaction(allStores, 'readonly');
  // What breaks it off is told by the requests; each is asked inside a promise, so that none fails unheard.
  transaction.done.catch(() => undefined);
  const [rows, meta] = await Promise.all([
    Promise.all(rowStores.map(async (store): Promise<unknown[]> => transaction.objectStore(store).getAll())),
    (async (): Promise<unknown> => transaction.objectStore('meta').get('state'))(),
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
  return { image, unreadable, writes: writesOf(meta) };
}

/** A count that makes no sense is like none: the next write is then a whole one. */
function writesOf(meta: unknown): number {
  const state = v.safeParse(metaSchema, meta ?? {});
  return state.success ? state.output.writes : 0;
}

/**
 * Onto the image that was written `after` times, or with `undefined` in place of whatever is there.
 * @returns its new count; `undefined` when another image is there (FA23: deleted, emptied, or written by another worker).
 *   A part put onto that, with a cursor, would be taken for the whole at the next start.
 */
async function write(database: IDBPDatabase, commit: Commit, after: number | undefined): Promise<number | undefined> {
  const transaction = database.transaction(allStores, 'readwrite', { durability: 'relaxed' });
  const { done } = transaction;
  let found: number;
  try {
    found = writesOf(await transaction.objectStore('meta').get('state'));
    if (after === undefined || found === after) put(transaction, commit, found + 1, after === undefined);
  } catch (error) {
    // Half a commit must not become durable.
    abort(transaction);
    await done.catch(() => undefined);
    throw error;
  }
  await done;
  return after === undefined || found === after ? found + 1 : undefined;
}

type Writing = IDBPTransaction<unknown, string[], 'readwrite'>;

function put(transaction: Writing, commit: Commit, writes: number, fromEmpty: boolean): void {
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
  store('meta').put({ cursor: commit.cursor, asOf: commit.asOf, writes }, 'state');
}

function abort(transaction: Writing): void {
  try {
    transaction.abort();
  } catch {
    // It had ended by itself: the request that failed took it along.
  }
}
