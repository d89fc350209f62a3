/** Brings what changed in memory into the restart image: coalesced, one commit at a time, never in memory's way. */
import { pauseBefore, troubleOf } from '../database.ts';
import type { StorageTrouble } from '../domain/storage.ts';
import type { Memory, Table } from './memory.ts';
import { commitOf, imageOf } from './memory.ts';
import type { MirrorStore } from './store.ts';

/** Milliseconds for which changes are gathered before they are written; a later write merges all that came meanwhile. */
export const writeDelay = 250;

/** `failed` = memory only: nothing is lost now, nothing survives the worker; `reason` is the storage's own word. */
export type StorageState = { state: 'ok' } | { state: 'failed'; trouble: StorageTrouble; reason: string };

export interface ImageWriter {
  readonly storage: StorageState;
  onStorage(listener: (storage: StorageState) => void): () => void;
  /** This row is no longer as the image has it. */
  mark(table: Table, id: string): void;
  /** Something changed: cursor, time or marked rows. */
  request(): void;
  /** The image is not trusted: the next write is a whole one. */
  requestWhole(): void;
  /** Resolves when everything asked for so far is written, or at once when storage has failed or writing has stopped. */
  flushed(): Promise<void>;
  /** The image cannot be used just now: memory goes on, and is written whole when the store comes back (FA23). */
  fail(error: unknown): void;
  /** Nothing is written until `resume`; resolves when the write under way has ended. */
  pause(): Promise<void>;
  /** Begins with a whole image, whatever has failed before. */
  resume(): void;
  /** No write begins after this; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

interface Options {
  store: MirrorStore;
  schedule(task: () => void, delay: number): void;
  memory: Memory;
}

/** Failures of the store never reach the caller: they end in `storage`. */
export function createImageWriter({ store, schedule, memory }: Options): ImageWriter {
  const listeners = new Set<(storage: StorageState) => void>();
  let storage: StorageState = { state: 'ok' };
  let marked = noMarks();
  let pending = false;
  let whole = false;
  let scheduled = false;
  let stopped = false;
  let paused = false;
  let writing: Promise<void> | undefined;
  let failures = 0;
  /** Set after a failure until the next try; where there is none, until `resume`. Marks need not be kept meanwhile. */
  let resting: object | undefined;

  const active = () => !stopped && !paused && resting === undefined;

  function become(next: StorageState): void {
    const troubleIn = (one: StorageState) => (one.state === 'failed' ? one.trouble : undefined);
    if (troubleIn(next) === troubleIn(storage)) return;
    storage = next;
    for (const listener of listeners) listener(storage);
  }

  function fail(error: unknown): void {
    const trouble = troubleOf(error);
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    marked = noMarks();
    whole = true;
    if (trouble === 'broken') failures += 1;
    const pause = pauseBefore(trouble, failures);
    resting = {};
    if (pause !== undefined) tryAgainIn(pause, resting);
    if (pause === undefined || trouble === 'blocked') become({ state: 'failed', trouble, reason });
  }

  function tryAgainIn(pause: number, mine: object): void {
    schedule(() => {
      if (resting !== mine || stopped || paused) return;
      resting = undefined;
      pending = true;
      void write();
    }, pause);
  }

  async function writeOnce(): Promise<void> {
    const dirty = marked;
    marked = noMarks();
    pending = false;
    try {
      if (whole || !(await store.commit(commitOf(memory, dirty)))) {
        // Marks that come while it is written belong to the next commit.
        marked = noMarks();
        whole = false;
        await store.replace(imageOf(memory));
      }
      failures = 0;
      become({ state: 'ok' });
    } catch (error) {
      fail(error);
    }
  }

  function write(): Promise<void> {
    if (writing === undefined && pending && active()) {
      writing = writeOnce().finally(() => {
        writing = undefined;
      });
    }
    return writing ?? Promise.resolve();
  }

  async function flushed(): Promise<void> {
    await writing;
    // A write that begins after the one above holds everything that was asked for when this was called.
    await write();
  }

  function request(): void {
    if (!active()) return;
    pending = true;
    if (scheduled) return;
    scheduled = true;
    schedule(() => {
      scheduled = false;
      void flushed();
    }, writeDelay);
  }

  return {
    get storage() {
      return storage;
    },
    onStorage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    mark: (table, id) => void (active() && marked[table].add(id)),
    request,
    requestWhole() {
      whole = true;
      request();
    },
    flushed,
    fail,
    async pause() {
      paused = true;
      await writing;
    },
    resume() {
      paused = false;
      resting = undefined;
      failures = 0;
      whole = true;
      request();
    },
    async stop() {
      stopped = true;
      await writing;
    },
  };
}

function noMarks(): Record<Table, Set<string>> {
  return {
    conversations: new Set(),
    agents: new Set(),
    queues: new Set(),
    workstreams: new Set(),
    tombstones: new Set(),
  };
}
