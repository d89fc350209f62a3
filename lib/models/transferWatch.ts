/** Follows a transfer from "asked" to what the second agent made of it, as the row tells it (T5–T8). */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Operation } from '../domain/actions.ts';
import type { Conversation } from '../domain/records.ts';
import type { WorkerClient } from '../messages/client.ts';

/** `notAccepted`: declined, timed out or cancelled; rows do not say which. */
export type TransferState = 'pending' | 'accepted' | 'notAccepted' | 'closed' | 'gone';
export interface Followed {
  operation: Operation;
  state: TransferState;
  /** When that state was first seen, epoch ms on this machine's clock. */
  since: number;
}

export interface TransferWatch {
  /** By operation id. */
  followed: ReadonlySignal<ReadonlyMap<string, Followed>>;
  /** Begins to follow every confirmed transfer among these that is not followed yet. */
  follow(operations: readonly Operation[]): void;
  forget(operationId: string): void;
  /** Forgets all. */
  clear(): void;
}

export function createTransferWatch(client: WorkerClient, now: () => number): TransferWatch {
  const followed = signal<ReadonlyMap<string, Followed>>(new Map());
  const subscriptions = new Map<string, { stop(): void }>();

  function set(operation: Operation, state: TransferState): void {
    const before = followed.peek().get(operation.id);
    if (before?.state === state) return;
    followed.value = new Map(followed.peek()).set(operation.id, { operation, state, since: now() });
    if (state !== 'pending') end(operation.id);
  }
  function end(operationId: string): void {
    subscriptions.get(operationId)?.stop();
    subscriptions.delete(operationId);
  }
  function begin(operation: Operation): void {
    const { connectionId, id, action } = operation;
    set(operation, 'pending');
    const params = () => ({ connectionId, conversationId: action.conversationId });
    const subscription = client.subscribe('conversation', params, ({ row, gone }) => {
      if (followed.peek().get(id)?.state !== 'pending') return;
      if (gone) set(operation, 'gone');
      else if (row !== undefined) set(operation, transferState(operation, row));
    });
    // The first push may have come within subscribe, before there was anything to stop.
    if (followed.peek().get(id)?.state === 'pending') subscriptions.set(id, subscription);
    else subscription.stop();
  }

  return {
    followed,
    follow(operations) {
      for (const operation of operations) {
        const { id, state, action } = operation;
        // To a queue (T3 [2025]) it is done at once: nobody has to answer.
        const isAsked = action.type === 'transfer' && action.agentId !== undefined;
        if (isAsked && state === 'confirmed' && !followed.peek().has(id)) begin(operation);
      }
    },
    forget(operationId) {
      end(operationId);
      const rest = new Map(followed.peek());
      rest.delete(operationId);
      followed.value = rest;
    },
    clear() {
      for (const id of [...subscriptions.keys()]) end(id);
      followed.value = new Map();
    },
  };
}

function transferState({ action }: Operation, row: Conversation): TransferState {
  const to = action.type === 'transfer' ? action.agentId : undefined;
  if (row.agentId === to) return 'accepted';
  if (row.state === 'closed') return 'closed';
  return row.pendingTransfer?.toAgentId === to ? 'pending' : 'notAccepted';
}
