/** What became of the supervisor's acts on one connection, as the undo bar and the list of operations show it. */
import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { ActionType, Operation } from '../domain/actions.ts';
import { stuckFor } from '../domain/patience.ts';
import type { WorkerClient } from '../messages/client.ts';
import { RequestError, type RequestErrorCode } from '../messages/requests.ts';
import { createTransferWatch, type Followed } from './transferWatch.ts';

/** Milliseconds that a success (or what was taken back) stays in view; what went wrong stays until it is dismissed. */
export const successStays = 6_000;

/** Their success is seen on the conversation's own page; told here only when they fail or hang. */
const quiet: readonly ActionType[] = ['monitor', 'stopMonitor', 'say', 'join', 'leave'];

/** What came of an undo or of looking again; an error where the worker could not be asked. */
export type Reply = 'tooLate' | 'checked' | RequestErrorCode;

export interface OperationsModel {
  /** In their undo window, the one that ends first on top. */
  held: ReadonlySignal<Operation[]>;
  /** Everything else that is to be seen, newest first. */
  listed: ReadonlySignal<Operation[]>;
  /** What the second agent made of a confirmed transfer, by operation id. */
  transfers: ReadonlySignal<ReadonlyMap<string, Followed>>;
  /** By operation id. */
  replies: ReadonlySignal<ReadonlyMap<string, Reply>>;
  /** Takes it back; too late when it was already being sent. */
  undo(operationId: string): Promise<void>;
  /** Has what became of it looked at again now. */
  check(operationId: string): Promise<void>;
  dismiss(operationId: string): void;
  start(): () => void;
}

/** `now` is this machine's clock in epoch ms, renewed at least once a second while something is shown. */
export function createOperations(
  client: WorkerClient,
  connectionId: ReadonlySignal<string | undefined>,
  now: ReadonlySignal<number>,
): OperationsModel {
  const told = signal<Operation[]>([]);
  // The worker tells settled ones for a minute only: failures are kept here until the supervisor has dismissed them.
  const kept = signal<readonly Operation[]>([]);
  const dismissed = signal<ReadonlySet<string>>(new Set());
  const replies = signal<ReadonlyMap<string, Reply>>(new Map());
  const transfers = createTransferWatch(client, () => now.peek());

  function take(operations: Operation[]): void {
    const ids = new Set(operations.map(({ id }) => id));
    batch(() => {
      kept.value = [...kept.peek(), ...told.peek()].filter(({ id, state }) => !ids.has(id) && failed(state));
      told.value = operations;
      transfers.follow(operations);
    });
  }

  const visible = computed(() => {
    const all = new Map([...kept.value, ...told.value].map((operation) => [operation.id, operation]));
    for (const { operation } of transfers.followed.value.values()) all.set(operation.id, operation);
    return [...all.values()].filter((operation) => !dismissed.value.has(operation.id) && isToBeSeen(operation));
  });

  function isToBeSeen(operation: Operation): boolean {
    const { id, state, action, settledAt } = operation;
    if (action.type === 'renewMonitor') return false;
    if (failed(state) || state === 'unknown' || stuckFor(operation, now.value) !== undefined) return true;
    if (quiet.includes(action.type)) return false;
    const transfer = transfers.followed.value.get(id);
    if (transfer !== undefined) return transfer.state !== 'accepted' || now.value - transfer.since < successStays;
    return (state !== 'confirmed' && state !== 'cancelled') || now.value - (settledAt ?? now.value) < successStays;
  }

  /** @param question asked by the operation's connection and id; what it answers is the reply, if anything is to be said */
  async function reply(
    operationId: string,
    question: (input: { connectionId: string; operationId: string }) => Promise<Reply | undefined>,
  ): Promise<void> {
    const operation = told.peek().find(({ id }) => id === operationId);
    if (operation === undefined) return;
    const said = await question({ connectionId: operation.connectionId, operationId }).catch((error: unknown) => {
      if (!(error instanceof RequestError)) throw error;
      return error.code;
    });
    const next = new Map(replies.peek());
    if (said === undefined) next.delete(operationId);
    else next.set(operationId, said);
    replies.value = next;
  }

  return {
    held: computed(() =>
      visible.value.filter(({ state }) => state === 'held').sort((a, b) => (a.until ?? 0) - (b.until ?? 0)),
    ),
    listed: computed(() => visible.value.filter(({ state }) => state !== 'held').sort((a, b) => b.at - a.at)),
    transfers: transfers.followed,
    replies,
    undo: (operationId) =>
      reply(operationId, async (input) => {
        const { cancelled } = await client.ask('cancelOperation', input);
        return cancelled ? undefined : 'tooLate';
      }),
    check: (operationId) =>
      reply(operationId, async (input) => {
        await client.ask('checkOperation', input);
        return 'checked';
      }),
    dismiss(operationId) {
      dismissed.value = new Set(dismissed.peek()).add(operationId);
      transfers.forget(operationId);
    },
    start() {
      return effect(() => {
        const id = connectionId.value;
        if (id === undefined) return;
        const subscription = untracked(() =>
          client.subscribe(
            'operations',
            () => ({ connectionId: id }),
            (push) => take(push.operations),
          ),
        );
        return () => {
          subscription.stop();
          transfers.clear();
          told.value = [];
          kept.value = [];
        };
      });
    },
  };
}

function failed(state: Operation['state']): boolean {
  return state === 'refused' || state === 'expired';
}

/** Whole seconds left in the undo window, never negative. */
export function secondsLeft(operation: Operation, now: number): number {
  return Math.max(0, Math.ceil(((operation.until ?? now) - now) / 1000));
}
