/** When a conversation is over its workstream's limit (model.md §1). */
import type { Conversation, Workstream } from './records.ts';

/** Epoch ms at which it goes over its limit, on the backend's clock; `undefined` where no limit runs. */
export function dueAt(conversation: Conversation, workstream: Workstream | undefined): number | undefined {
  const { state, waitingSince, stateSince } = conversation;
  const { waitingLimit, handlingLimit } = workstream ?? {};
  if (state === 'open' && waitingLimit !== undefined) return (waitingSince ?? stateSince) + waitingLimit;
  if (state === 'active' && handlingLimit !== undefined) return stateSince + handlingLimit;
  return undefined;
}

/** `now` is the backend's clock, epoch ms; over only once the due time has passed. */
export function isOverLimit(conversation: Conversation, workstream: Workstream | undefined, now: number): boolean {
  return dueOrder(conversation, workstream) < now;
}

/** Sorts the most overdue first and those without a limit last; needs no `now`, so the order holds as time passes. */
export function dueOrder(conversation: Conversation, workstream: Workstream | undefined): number {
  return dueAt(conversation, workstream) ?? Number.POSITIVE_INFINITY;
}
