/** IndexedDB with bad days: every call fails with a given chance, in each way in which browsers were seen to fail. */
import { IDBDatabase, IDBFactory, IDBObjectStore } from 'fake-indexeddb';

export interface Faults {
  /** Chance of each call to fail; 0 = a good day. */
  rate: number;
  /** How often each class struck. */
  readonly struck: Map<string, number>;
  mend(): void;
}

const backingStore = () => new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError');
const closing = () => new DOMException('The database connection is closing.', 'InvalidStateError');
const full = () => new DOMException('Encountered full disk', 'QuotaExceededError');
const io = () => new DOMException('Internal error.', 'UnknownError');

/** @param random 0 ≤ x < 1. Call `mend` when done: the prototypes are everybody's. */
export function injectFaults(random: () => number): Faults {
  const faults: Faults = { rate: 0, struck: new Map(), mend: () => undefined };
  function strikes(what: string): boolean {
    if (random() >= faults.rate) return false;
    faults.struck.set(what, (faults.struck.get(what) ?? 0) + 1);
    return true;
  }
  function fail(prototype: object, method: string, classes: Record<string, () => Error>): void {
    const methods = prototype as Record<string, (...given: unknown[]) => unknown>;
    const whole = methods[method] as (...given: unknown[]) => unknown;
    methods[method] = function (this: unknown, ...given: unknown[]) {
      // The browser's own, while it opens a database.
      if (given[1] === 'versionchange') return whole.apply(this, given);
      for (const [name, error] of Object.entries(classes)) if (strikes(`${method}: ${name}`)) throw error();
      const result = whole.apply(this, given);
      // As when the process that keeps the files dies, or a commit does not reach the disk.
      if (method === 'transaction' && strikes('transaction: aborted')) abortSoon(result as IDBTransaction);
      return result;
    };
    const { mend } = faults;
    faults.mend = () => {
      methods[method] = whole;
      mend();
    };
  }
  fail(IDBFactory.prototype, 'open', { 'backing store': backingStore });
  fail(IDBFactory.prototype, 'databases', { 'backing store': backingStore });
  fail(IDBFactory.prototype, 'deleteDatabase', { io });
  fail(IDBDatabase.prototype, 'transaction', { closing });
  fail(IDBObjectStore.prototype, 'put', { io, full });
  fail(IDBObjectStore.prototype, 'add', { io, full });
  for (const method of ['get', 'getAll', 'clear']) fail(IDBObjectStore.prototype, method, { io });
  return faults;
}

function abortSoon(transaction: IDBTransaction): void {
  queueMicrotask(() => {
    try {
      transaction.abort();
    } catch {
      // It had ended before.
    }
  });
}

/** Small, seeded, good enough to choose steps by. 0 ≤ x < 1. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
