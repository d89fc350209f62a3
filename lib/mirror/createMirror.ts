/**
 * The mirror in memory. Memory is the truth; the store only lets a worker that died begin where it was. What a batch may
 * do to a row: versions never go backwards, duplicates are ignored, a deletion beats late pages, closed is final.
 */
import type { Change } from '../connectors/connector.ts';
import type { Agent, Conversation, Queue, Workstream } from '../domain/records.ts';
import type { StorageState } from './imageWriter.ts';
import { createImageWriter } from './imageWriter.ts';
import { emptyMemory } from './memory.ts';
import type { Batch, Delta, Mirror } from './mirror.ts';
import type { MirrorStore } from './store.ts';

const day = 24 * 60 * 60 * 1000;
/** Milliseconds for which a deletion is remembered; later pages of a reading are never older than this. */
const tombstoneLife = day;
/** The version of a tombstone that nothing outlives: the row was closed. */
const final = Number.MAX_SAFE_INTEGER;

export interface MirrorEnvironment {
  store: MirrorStore;
  /** This machine's clock, epoch ms. */
  now(): number;
  schedule(task: () => void, delay: number): void;
  /** Milliseconds for which closed conversations stay (spec §3). */
  retention?: number;
}

export interface KeptMirror {
  mirror: Mirror;
  /**
   * Fills the empty mirror from the image; call it once, before anything else. With unreadable rows the cursor is
   * dropped, so that the next pull is a full reading; a store that fails leaves an empty mirror in memory only.
   */
  load(): Promise<{ unreadable: number }>;
  /**
   * Throws the image away and trusts nothing that memory has: the next full reading takes its place row by row, old
   * versions or not, and is then written whole. What is shown stays until then. Read anew right after calling it.
   * @returns when the image is gone; what the browser did not delete is named. @throws what the storage says
   */
  rebuild(): Promise<{ left: string[] }>;
  /** From `rebuild` until everything was read anew. */
  readonly rebuilding: boolean;
  /** Lets go of closed conversations past their retention and of deletions past their use; epoch ms on the backend's clock. */
  prune(backendNow: number): void;
  /** Nothing is written after this; resolves when the write under way has ended. The store stays open. */
  stop(): Promise<void>;
  readonly storage: StorageState;
  onStorage(listener: (storage: StorageState) => void): () => void;
}

export function createMirror({ store, now, schedule, retention = day }: MirrorEnvironment): KeptMirror {
  const memory = emptyMemory();
  const { conversations, agents, queues, workstreams, tombstones } = memory;
  const listeners = new Set<(delta: Delta) => void>();
  let revision = 0;
  /** What the change under way has touched: rows as they were before it. */
  let touched = new Map<string, Conversation | undefined>();
  let directoryTouched = false;
  const writer = createImageWriter({ store, schedule, memory });
  /** Rows from before a rebuild: whatever is read replaces them. */
  let distrusted = new Set<string>();
  /** A rebuild under way: settles when the old image is gone. */
  let wiping: Promise<unknown> | undefined;

  function set(id: string, row: Conversation | undefined): void {
    distrusted.delete(id);
    if (!touched.has(id)) touched.set(id, conversations.get(id));
    if (row === undefined) conversations.delete(id);
    else conversations.set(id, row);
    writer.mark('conversations', id);
  }

  function bury(id: string, version: number): void {
    tombstones.set(id, { version: Math.max(version, tombstones.get(id)?.version ?? version), at: now() });
    writer.mark('tombstones', id);
  }

  const isOutdated = (row: Conversation, at: number) => row.state === 'closed' && row.stateSince + retention <= at;

  function take(row: Conversation): void {
    const known = conversations.get(row.id);
    const tombstone = tombstones.get(row.id);
    const trusted = distrusted.has(row.id) ? undefined : known;
    // The same version again, now understood: then nothing newer is there.
    const isCured = trusted?.olderSince !== undefined && trusted.version === row.version;
    if (trusted !== undefined && trusted.version >= row.version && !isCured) return;
    if (trusted?.state === 'closed' && row.state !== 'closed') return;
    if (tombstone !== undefined && tombstone.version >= row.version) return;
    // A backend that still lists what has left the mirror would bring it back at every reading.
    // Both times are the backend's: a wrong clock here must not make rows vanish (FA21).
    if (known === undefined && isOutdated(row, row.observedAt)) return;
    if (tombstones.delete(row.id)) writer.mark('tombstones', row.id);
    set(row.id, row);
  }

  /** It stays, as of the last picture in which it was understood (spec §3). */
  function markOlder(id: string): void {
    const known = conversations.get(id);
    if (known === undefined || known.olderSince !== undefined) return;
    set(id, { ...known, olderSince: memory.asOf ?? now() });
  }

  function remove(id: string, version: number): void {
    const known = conversations.get(id);
    if (known !== undefined && known.version > version) return;
    bury(id, known?.state === 'closed' ? final : version);
    if (known !== undefined) set(id, undefined);
  }

  function keep<T extends Agent | Queue | Workstream>(kind: 'agents' | 'queues' | 'workstreams', rows: Map<string, T>) {
    return (row: T): void => {
      const known = rows.get(row.id);
      // Backends send whole directories again and again; an equal row is no change.
      if (known !== undefined && JSON.stringify(known) === JSON.stringify(row)) return;
      rows.set(row.id, row);
      writer.mark(kind, row.id);
      directoryTouched = true;
    };
  }
  const keepAgent = keep('agents', agents);
  const keepQueue = keep('queues', queues);
  const keepWorkstream = keep('workstreams', workstreams);

  function dropMissing(
    kind: 'agents' | 'queues' | 'workstreams',
    rows: Map<string, unknown>,
    present: { id: string }[],
  ) {
    const ids = new Set(present.map(({ id }) => id));
    for (const id of rows.keys()) {
      if (ids.has(id)) continue;
      rows.delete(id);
      writer.mark(kind, id);
      directoryTouched = true;
    }
  }

  function takeChange(change: Change): void {
    if (change.kind === 'conversation') take(change.row);
    else if (change.kind === 'removed') remove(change.id, change.version);
    else if (change.kind === 'agent') keepAgent(change.row);
    else if (change.kind === 'queue') keepQueue(change.row);
    else keepWorkstream(change.row);
  }

  /** Ends a change: one revision and one delta, unless nothing came of it. */
  function announce(): void {
    const changes: Delta['conversations'] = [];
    for (const [id, before] of touched) {
      const after = conversations.get(id);
      if (before !== after) changes.push({ id, before, after });
    }
    const directory = directoryTouched;
    touched = new Map();
    directoryTouched = false;
    if (changes.length === 0 && !directory) return;
    revision += 1;
    for (const listener of listeners) listener({ revision, conversations: changes, directory });
  }

  /** What is absent stays as it is. */
  function moveOn(cursor = memory.cursor, asOf = memory.asOf): void {
    memory.cursor = cursor;
    memory.asOf = asOf;
    writer.request();
    if (wiping === undefined || cursor === undefined) return;
    distrusted = new Set();
    // Whether it could be wiped or not: writing says what the storage is worth now.
    wiping.then(writer.resume, writer.resume);
    wiping = undefined;
  }

  const mirror: Mirror = {
    get revision() {
      return revision;
    },
    get cursor() {
      return memory.cursor;
    },
    get asOf() {
      return memory.asOf;
    },
    get size() {
      return conversations.size;
    },
    conversation: (id) => conversations.get(id),
    conversations: () => conversations.values(),
    agent: (id) => agents.get(id),
    agents: () => agents.values(),
    queue: (id) => queues.get(id),
    queues: () => queues.values(),
    workstream: (id) => workstreams.get(id),
    workstreams: () => workstreams.values(),
    apply({ changes, unreadable = [], cursor, asOf }: Batch) {
      for (const change of changes) takeChange(change);
      unreadable.forEach(markOlder);
      moveOn(cursor, asOf);
      announce();
    },
    update(row) {
      const known = conversations.get(row.id);
      if (known === undefined) return;
      // It may have set out before the news that nobody understood: only the stream, in its order, ends that.
      const { olderSince } = known;
      const taken = olderSince === undefined ? row : { ...row, olderSince };
      mirror.apply({ changes: [{ kind: 'conversation', row: taken }] });
    },
    touch: moveOn,
    replace(rows, cursor, asOf) {
      const present = new Set<string>(rows.unreadable);
      rows.unreadable?.forEach(markOlder);
      for (const row of rows.conversations) {
        present.add(row.id);
        take(row);
      }
      for (const [id, row] of conversations) {
        if (present.has(id)) continue;
        // No tombstone for the others: what the reading missed may still come with its own version.
        if (row.state === 'closed') bury(id, final);
        set(id, undefined);
      }
      rows.agents.forEach(keepAgent);
      rows.queues.forEach(keepQueue);
      rows.workstreams.forEach(keepWorkstream);
      dropMissing('agents', agents, rows.agents);
      dropMissing('queues', queues, rows.queues);
      dropMissing('workstreams', workstreams, rows.workstreams);
      moveOn(cursor, asOf);
      announce();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    flushed: () => writer.flushed(),
  };

  return {
    mirror,
    async load() {
      const loaded = await store.load().catch((error: unknown) => writer.fail(error));
      if (loaded === undefined) return { unreadable: 0 };
      const { image, unreadable } = loaded;
      for (const row of image.conversations) {
        touched.set(row.id, undefined);
        conversations.set(row.id, row);
      }
      for (const row of image.agents) agents.set(row.id, row);
      for (const row of image.queues) queues.set(row.id, row);
      for (const row of image.workstreams) workstreams.set(row.id, row);
      for (const [id, version, at] of image.tombstones) tombstones.set(id, { version, at });
      directoryTouched = agents.size + queues.size + workstreams.size > 0;
      memory.asOf = image.asOf;
      if (unreadable === 0) memory.cursor = image.cursor;
      else writer.requestWhole();
      announce();
      return { unreadable };
    },
    async rebuild() {
      distrusted = new Set(conversations.keys());
      tombstones.clear();
      memory.cursor = undefined;
      const wiped = writer.pause().then(() => store.wipe());
      wiping = wiped;
      return wiped;
    },
    get rebuilding() {
      return wiping !== undefined;
    },
    prune(at) {
      for (const [id, row] of conversations) {
        if (!isOutdated(row, at)) continue;
        bury(id, final);
        set(id, undefined);
      }
      for (const [id, tombstone] of tombstones) {
        if (tombstone.at + tombstoneLife > now()) continue;
        tombstones.delete(id);
        writer.mark('tombstones', id);
      }
      writer.request();
      announce();
    },
    stop: () => writer.stop(),
    get storage() {
      return writer.storage;
    },
    onStorage: (listener) => writer.onStorage(listener),
  };
}
