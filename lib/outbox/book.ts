/** The operations of one connection: in memory, and on the disk before anyone is told. */
import type { Operation } from '../domain/actions.ts';
import { openOperationStates } from '../domain/actions.ts';
import type { LogEntry } from '../domain/log.ts';
import { forDisk } from './settlement.ts';
import type { NewLogEntry, OutboxStore } from './store.ts';

/** The operation could not be made durable, so it was not accepted. */
export class OutboxError extends Error {
  readonly kind = 'storage';
  constructor(cause: unknown) {
    super(`The action could not be stored, so it was not accepted: ${String(cause)}`, { cause });
    this.name = 'OutboxError';
  }
}

export interface Book {
  get(id: string): Operation | undefined;
  /** In the order of their clicks. */
  all(): IterableIterator<Operation>;
  load(): Promise<void>;
  /** Stored operations that cannot be understood: they stay on the disk, and nobody does them. */
  readonly unreadable: number;
  /** @throws OutboxError */
  add(operation: Operation): Promise<Operation>;
  /** @throws OutboxError: nothing has changed then */
  move(operation: Operation, patch: Partial<Operation>): Promise<Operation>;
  /**
   * As `move`, for what is a fact already: memory follows even when the disk fails. `atOnce` runs in the same step.
   * The next start finds the older state and reads back.
   */
  record(operation: Operation, patch: Partial<Operation>, atOnce?: () => void): Promise<Operation>;
  /** Writes that it stays unknown to the log. */
  logUnknown(operation: Operation): Promise<void>;
  forget(id: string): void;
  /** Time alone changed what is to be seen. */
  tell(): void;
  subscribe(listener: () => void): () => void;
}

export function createBook(store: OutboxStore, now: () => number, onProblem: (error: unknown) => void): Book {
  let operations = new Map<string, Operation>();
  let unreadable = 0;
  const listeners = new Set<() => void>();

  function tell() {
    for (const listener of [...listeners]) listener();
  }
  function keep(operation: Operation) {
    operations.set(operation.id, operation);
    tell();
  }
  function settled(operation: Operation, patch: Partial<Operation>): Operation {
    const next = { ...operation, ...patch };
    return openOperationStates.includes(next.state) ? next : { ...next, settledAt: now() };
  }

  // The database was lost while this worker lives: what it accepted is made durable again, beside what is there by now.
  const unstored = new Set<string>();
  store.onCreated(() => {
    for (const id of operations.keys()) unstored.add(id);
    restore().catch(onProblem);
  });
  async function restore() {
    for (const id of unstored) {
      const operation = operations.get(id);
      // Whoever comes first: what a later state has written stays.
      if (operation) await store.add(forDisk(operation), undefined);
      unstored.delete(id);
    }
  }
  /** Every write goes through here: what could not be restored is tried again with it. */
  async function put(operation: Operation) {
    await store.put(forDisk(operation), entryOf(operation, outcomeFor(operation), now()));
    await restore().catch(onProblem);
  }

  return {
    get: (id) => operations.get(id),
    all: () => operations.values(),
    get unreadable() {
      return unreadable;
    },
    async load() {
      const { operations: stored, unreadable: left } = await store.load();
      unreadable = left;
      if (unreadable > 0) onProblem(new Error(`${unreadable} stored operations could not be understood`));
      const before = operations;
      operations = new Map(stored.map((operation) => [operation.id, withAbout(operation, before.get(operation.id))]));
      tell();
    },
    async add(operation) {
      const { stored, added } = await store
        .add(forDisk(operation), entryOf(operation, 'asked', now()))
        .catch((error: unknown) => {
          throw new OutboxError(error);
        });
      if (added) keep(operation);
      // Stored by a try that the browser called a failure.
      else if (!operations.has(operation.id)) keep(stored);
      return operations.get(operation.id) ?? stored;
    },
    async move(operation, patch) {
      const next = settled(operation, patch);
      try {
        await put(next);
      } catch (error) {
        throw new OutboxError(error);
      }
      keep(next);
      return next;
    },
    async record(operation, patch, atOnce) {
      const next = settled(operation, patch);
      await put(next).catch(onProblem);
      try {
        atOnce?.();
      } catch (error) {
        onProblem(error);
      }
      keep(next);
      return next;
    },
    async logUnknown(operation) {
      const entry = entryOf(operation, 'unknown', now());
      if (entry) await store.append(entry).catch(onProblem);
    },
    forget: (id) => void operations.delete(id),
    tell,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function withAbout(stored: Operation, known: Operation | undefined): Operation {
  return known?.about ? { ...stored, about: known.about } : stored;
}

function outcomeFor({ state, outcome }: Operation): LogEntry['outcome'] | undefined {
  switch (state) {
    case 'confirmed':
      return outcome ?? 'done';
    case 'refused':
    case 'cancelled':
    case 'expired':
      return state;
    default:
      return undefined;
  }
}

/** Nothing said, no names (spec §5). Renewing a lease is no act of a person: it would bury the others. */
function entryOf(operation: Operation, outcome: LogEntry['outcome'] | undefined, at: number): NewLogEntry | undefined {
  const { id, connectionId, account, action, reasons } = operation;
  if (outcome === undefined || action.type === 'renewMonitor') return undefined;
  const target = action.type === 'assign' ? (action.agentId ?? action.queueId) : undefined;
  const named = action.type === 'transfer' ? action.agentId : target;
  return {
    at,
    connectionId,
    account,
    action: action.type,
    conversationId: action.conversationId,
    operationId: id,
    outcome,
    reasonCodes: (reasons ?? []).map(({ code }) => code),
    ...(named === undefined ? {} : { target: named }),
  };
}
