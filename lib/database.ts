/**
 * One IndexedDB database as it behaves in life (FA22–FA24): opened at its first use, let go of at once when another
 * context needs it, opened again when it was lost, and never waited for when it does not answer.
 */
import { type IDBPDatabase, wrap } from 'idb';
import type { StorageTrouble } from './domain/storage.ts';

/** Milliseconds after which a database that does not answer counts as broken; what it answers later is still used. */
const patience = 3_000;
/** Milliseconds before what could not be done is tried again: not hammered, a damaged store only gets worse (FA23). */
const pauses = [1_000, 5_000, 30_000];
/** Asking whether the other page has let go costs nothing: it is done as long as it takes. */
const whileBlocked = 5_000;

export class StorageError extends Error {
  readonly kind: StorageTrouble;
  constructor(kind: StorageTrouble, message: string) {
    super(message);
    this.name = 'StorageError';
    this.kind = kind;
  }
}

export function troubleOf(error: unknown): StorageTrouble {
  if (error instanceof StorageError) return error.kind;
  const { name = '', message = '' } = error instanceof Error || error instanceof DOMException ? error : {};
  // Chromium says it in many ways, in the middle of a transaction as "Connection is closing … FILE_ERROR_NO_SPACE".
  if (name === 'QuotaExceededError' || /full disk|NO_SPACE/.test(message)) return 'full';
  if (name === 'SecurityError' || name === 'ReferenceError') return 'denied';
  return /denied|did not allow mutations/.test(message) ? 'denied' : 'broken';
}

/** Milliseconds until the next try after `failures` in a row; `undefined`: not again by itself. */
export function pauseBefore(trouble: StorageTrouble, failures: number): number | undefined {
  if (trouble === 'blocked') return whileBlocked;
  return trouble === 'broken' ? pauses[failures - 1] : undefined;
}

/** Runs `task` after `delay` ms; the returned function cancels. */
export type Schedule = (task: () => void, delay: number) => () => void;

export interface Database {
  /** Work that fails on a lost handle is done again on a new one, once. @throws what the browser says, or StorageError */
  use<T>(work: (database: IDBPDatabase) => Promise<T>): Promise<T>;
  /** What the last use met. */
  readonly trouble: StorageTrouble | undefined;
  /** Resolves when nothing of it is open or on its way to be, as far as the browser answers. */
  close(): Promise<void>;
}

export function createDatabase(options: {
  /** Where it lies and what it is called. Asked at each opening; not to be told it is trouble like every other. */
  place(): Promise<{ factory: IDBFactory; name: string }>;
  /** From each version to the next. */
  migrations: readonly ((database: IDBPDatabase) => void)[];
  schedule: Schedule;
  /** There was none: it has been made. */
  onCreated?(): void;
  onTrouble?(): void;
}): Database {
  const { migrations, schedule } = options;
  interface Opening {
    answer: Promise<IDBPDatabase>;
  }
  let current: Opening | undefined;
  let trouble: StorageTrouble | undefined;

  async function close(): Promise<void> {
    const opening = current;
    current = undefined;
    await opening?.answer.then(
      (database) => database.close(),
      () => undefined, // It has not opened (yet); whoever waited for it has been told.
    );
  }

  /** An answer that comes too late, or after another page let go, is what the next use finds. */
  function open(): Promise<IDBPDatabase> {
    if (current !== undefined) return current.answer;
    const { promise, resolve, reject } = Promise.withResolvers<IDBPDatabase>();
    const mine: Opening = { answer: promise };
    current = mine;
    const cancel = schedule(() => reject(new StorageError('broken', 'The database does not answer')), patience);
    request(() => reject(new StorageError('blocked', 'An older page keeps an older version of the database open')))
      .then(
        (database) => {
          if (current === mine) {
            resolve(database);
            mine.answer = Promise.resolve(database);
          } else {
            database.close();
            reject(new StorageError('broken', 'The database was closed while it opened'));
          }
        },
        (error: unknown) => {
          if (current === mine) current = undefined;
          reject(error);
        },
      )
      .finally(cancel);
    return promise;
  }

  async function request(blocked: () => void): Promise<IDBPDatabase> {
    const { factory, name } = await options.place();
    const opening = factory.open(name, migrations.length);
    let isNew = false;
    opening.addEventListener('upgradeneeded', ({ oldVersion }) => {
      isNew = oldVersion === 0;
      for (const migrate of migrations.slice(oldVersion)) migrate(wrap(opening.result));
    });
    opening.addEventListener('blocked', blocked);
    await wrap(opening);
    const database = wrap(opening.result);
    for (const lost of ['versionchange', 'close'] as const) database.addEventListener(lost, () => void close());
    if (isNew) options.onCreated?.();
    return database;
  }

  async function attempt<T>(work: (database: IDBPDatabase) => Promise<T>): Promise<T> {
    const database = await open();
    try {
      return await work(database);
    } catch (error) {
      if (troubleOf(error) !== 'broken') throw error;
      await close();
      return work(await open());
    }
  }

  function become(next: StorageTrouble | undefined): void {
    if (next === trouble) return;
    trouble = next;
    options.onTrouble?.();
  }

  return {
    async use(work) {
      try {
        const result = await attempt(work);
        become(undefined);
        return result;
      } catch (error) {
        become(troubleOf(error));
        throw error;
      }
    },
    get trouble() {
      return trouble;
    },
    close,
  };
}

/** @throws StorageError while somebody holds it or it does not answer: it goes when it can. Else what the browser says. */
export async function deleteDatabase(name: string, schedule: Schedule, factory = indexedDB): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const cancel = schedule(() => reject(new StorageError('broken', `${name} cannot be deleted: no answer`)), patience);
  try {
    const deletion = factory.deleteDatabase(name);
    deletion.addEventListener('blocked', () =>
      reject(new StorageError('blocked', `${name} cannot be deleted: another page holds it`)),
    );
    await Promise.race([promise, wrap(deletion)]);
  } finally {
    cancel();
  }
}
