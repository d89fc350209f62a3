/**
 * Supervisor actions, durable before they are acknowledged (spec §3, F3):
 *
 *   held ──until──► queued ──► sending ──answer──► confirmed | refused
 *     │ cancel        │ cancel     └─ no answer ──► unknown ──read back──► confirmed | refused | queued | unknown
 *     ▼               ▼
 *   cancelled       cancelled, or expired when it could not be sent in time: it asks again
 *
 * What a start finds as `sending` is unknown; what it finds `held` past its time has expired.
 */
import type { Operation } from '../domain/actions.ts';
import { openOperationStates } from '../domain/actions.ts';
import { goalHolds } from '../domain/goals.ts';
import { sendBy } from '../domain/patience.ts';
import type { Reason } from '../domain/reasons.ts';
import type { Conversation } from '../domain/records.ts';
import { createBook, OutboxError } from './book.ts';
import { createSender, type Gate, type SenderConnector } from './createSender.ts';
import type { Outbox } from './outbox.ts';
import type { OutboxStore } from './store.ts';

/** Milliseconds for which a settled operation is shown; it stays longer, so that a repeated click is answered with it. */
const seenFor = 60_000;
const keptFor = 24 * 3_600_000;
const logKeptFor = 90 * 24 * 3_600_000;
const pruneEvery = 3_600_000;
/** A timer that fires this much later than it was set for has been asleep. */
const overslept = 5_000;

export interface OutboxOptions {
  connectionId: string;
  connector: SenderConnector;
  store: OutboxStore;
  /** Shared with the reading of the same connection. */
  gate: Gate;
  /** The account's own agent id. */
  account(): string;
  /** The mirror's row. */
  row(conversationId: string): Conversation | undefined;
  /** The rules once more, at the end of the undo window (F3) and before sending; it may read the row anew first. */
  recheck(action: Operation['action']): readonly Reason[] | Promise<readonly Reason[]>;
  /** A row as the backend has it now; called in the same step in which the operation's outcome can be seen. */
  onRow(row: Conversation): void;
  /** Storage trouble and bugs, for the log of trouble; the operations stay right without anybody listening. */
  onProblem(error: unknown): void;
  now(): number;
  /** Runs `task` after `delay` ms; the returned function cancels. */
  schedule(task: () => void, delay: number): () => void;
  /** Runs `work` while nobody else holds that name (Web Locks): one sender per connection. AbortError: it was taken over. */
  lock?(name: string, work: () => Promise<void>): Promise<void>;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { connectionId, store, now, schedule, onProblem } = options;
  const book = createBook(store, now, onProblem);
  /** Ids whose state is being changed by someone: nobody else touches them. */
  const claims = new Set<string>();
  const timers = new Map<string, () => void>();
  const seen = new Map<string, Conversation>();
  /** What is being stored to be held, by conversation. */
  const holding = new Map<string, Promise<Operation>>();
  let session: { controller: AbortController; isAtWork: boolean } | undefined;
  /** Resolves when this is the one sender and what earlier ones left is known. */
  let holds = createSignal();
  let loading: Promise<void> | undefined;

  let cancelPrune = () => {};
  const sender = createSender({
    ...options,
    book,
    claimed,
    isClaimed: (id) => claims.has(id),
    seen: (id) => seen.get(id),
    settled,
  });

  /** Does `work` with the operation if it is in one of `states` and nobody else is at it; says whether it did. */
  async function claimed(
    id: string,
    states: readonly Operation['state'][],
    work: (operation: Operation) => Promise<void>,
  ): Promise<boolean> {
    const operation = book.get(id);
    if (!operation || claims.has(id) || !states.includes(operation.state)) return false;
    claims.add(id);
    try {
      await work(operation);
      return true;
    } finally {
      claims.delete(id);
      arm(id);
      sender.kick();
    }
  }

  /** The one deadline that an operation has: the end of its undo window, of its patience, of being seen. */
  function arm(id: string) {
    timers.get(id)?.();
    timers.delete(id);
    const operation = book.get(id);
    if (!operation || !session) return;
    const deadline = deadlineOf(operation);
    if (deadline === undefined) return;
    const fire = () => {
      onDeadline(id).catch(onProblem);
    };
    timers.set(id, schedule(fire, Math.max(0, deadline - now())));
  }

  function deadlineOf(operation: Operation): number | undefined {
    if (operation.settledAt !== undefined) return isSeen(operation) ? operation.settledAt + seenFor : undefined;
    if (operation.state === 'held') return operation.until;
    return operation.state === 'queued' ? sendBy(operation) : undefined;
  }

  function isSeen({ settledAt }: Operation): boolean {
    return settledAt === undefined || settledAt + seenFor > now();
  }

  async function onDeadline(id: string) {
    const operation = book.get(id);
    if (operation && !openOperationStates.includes(operation.state)) {
      timers.delete(id);
      seen.delete(id);
      book.tell();
      return;
    }
    await claimed(id, ['held', 'queued'], operation?.state === 'held' ? endUndoWindow : expire);
  }

  async function accept(action: Operation['action'], about: Operation['about'], holdFor: number): Promise<Operation> {
    const at = now();
    const row = options.row(action.conversationId);
    if (row?.etag === action.etag) seen.set(action.operationId, row);
    const operation = await book.add({
      id: action.operationId,
      connectionId,
      action,
      account: options.account(),
      state: holdFor > 0 ? 'held' : 'queued',
      at,
      ...(holdFor > 0 ? { until: at + holdFor } : {}),
      attempts: 0,
      ...(about ? { about } : {}),
    });
    arm(operation.id);
    sender.kick();
    return operation;
  }

  /**
   * The same wish, made in several places at once, is held once (FA8): one undo window, and whoever takes it back has
   * taken it back everywhere.
   */
  async function hold(action: Operation['action'], about: Operation['about'], holdFor: number): Promise<Operation> {
    const { type, conversationId, etag } = action;
    const storing = holding.get(conversationId);
    if (storing) await storing;
    for (const held of book.all()) {
      const isHeld = held.state === 'held' && (held.until ?? 0) > now() && !claims.has(held.id);
      const isSame = held.action.type === type && held.action.conversationId === conversationId;
      if (isHeld && isSame && held.action.etag === etag) return held;
    }
    const accepted = accept(action, about, holdFor);
    holding.set(conversationId, accepted);
    return accepted.finally(() => holding.delete(conversationId));
  }

  async function expire(operation: Operation) {
    await book.record(operation, { state: 'expired' });
  }

  async function endUndoWindow(operation: Operation) {
    const { action, account, until = 0 } = operation;
    // The machine slept over it: nobody has been there to take it back (F3).
    if (now() - until > overslept) return expire(operation);
    let reasons: readonly Reason[];
    try {
      reasons = await options.recheck(action);
    } catch (error) {
      // Without the rules' answer nothing irreversible goes out.
      onProblem(error);
      return expire(operation);
    }
    const row = options.row(action.conversationId);
    if (row && goalHolds(action, row, { myAgentId: account }) === true) {
      await book.record(operation, { state: 'confirmed', outcome: 'alreadySo' });
    } else if (reasons.length > 0) {
      await book.record(operation, { state: 'refused', reasons: [...reasons] });
    } else {
      await book.record(operation, { state: 'queued' });
    }
  }

  function settled(operation: Operation, row: Conversation | undefined, patch: Partial<Operation>) {
    return book.record(operation, patch, () => {
      if (row) options.onRow(row);
    });
  }

  async function recover() {
    for (const operation of [...book.all()]) {
      const { id, state } = operation;
      const deadline = deadlineOf(operation);
      if (state === 'sending') await claimed(id, ['sending'], becomeUnknown);
      else if (deadline !== undefined && deadline <= now()) await claimed(id, ['held', 'queued'], expire);
      else arm(id);
    }
  }

  async function becomeUnknown(operation: Operation) {
    await book.record(operation, { state: 'unknown' });
  }

  async function work(signal: AbortSignal) {
    if (signal.aborted) return;
    // Whoever held the lock before may have gone on after the first look at the disk.
    if (options.lock) await book.load();
    await recover();
    if (signal.aborted) return;
    prune();
    sender.start(signal);
    holds.resolve();
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }

  function prune() {
    store.prune(now() - keptFor, now() - logKeptFor).catch(onProblem);
    for (const { id, settledAt } of [...book.all()]) {
      if (settledAt !== undefined && settledAt < now() - keptFor) book.forget(id);
    }
    cancelPrune = schedule(prune, pruneEvery);
  }

  function load(): Promise<void> {
    loading ??= book.load().catch((error: unknown) => {
      loading = undefined;
      throw new OutboxError(error);
    });
    return loading;
  }

  /** What was stored is known now. A disk that failed at the start begins here with the first act that it takes. */
  function beginWork() {
    const begun = session;
    if (!begun || begun.isAtWork) return;
    begun.isAtWork = true;
    const run = () => work(begun.controller.signal);
    void (options.lock ? options.lock(`outbox-${connectionId}`, run) : run()).catch((error: unknown) => {
      onProblem(error);
      // Another worker took the lock over, and sends now: this one must not any more, nor take it back.
      if (error instanceof DOMException && error.name === 'AbortError') begun.controller.abort();
      else begun.isAtWork = false;
    });
  }

  return {
    async add(action, about, { holdFor }) {
      await load();
      beginWork();
      const known = book.get(action.operationId);
      if (known) {
        sender.checkAgain(known.id);
        return known;
      }
      return holdFor > 0 ? hold(action, about, holdFor) : accept(action, about, 0);
    },
    async cancel(operationId) {
      await load();
      beginWork();
      // While another worker holds the lock it may be sending this very act (FA9).
      if (session && options.lock) await holds.done;
      return claimed(operationId, ['held', 'queued'], async (operation) => {
        await book.move(operation, { state: 'cancelled' });
      });
    },
    async check(operationId) {
      await load();
      beginWork();
      sender.checkAgain(operationId);
      return book.get(operationId);
    },
    get: (operationId) => book.get(operationId),
    recent: () => [...book.all()].filter(isSeen).reverse(),
    get unreadable() {
      return book.unreadable;
    },
    subscribe: (listener) => book.subscribe(listener),
    start() {
      session ??= { controller: new AbortController(), isAtWork: false };
      return load().then(beginWork);
    },
    stop() {
      session?.controller.abort();
      session = undefined;
      holds = createSignal();
      loading = undefined;
      cancelPrune();
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
  };
}

function createSignal() {
  let resolve = () => {};
  const done = new Promise<void>((letGo) => {
    resolve = letGo;
  });
  return { done, resolve: () => resolve() };
}
