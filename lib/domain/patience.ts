/** How long an act may stay open: until it asks again instead of happening late, and until people are told that it hangs. */
import type { Operation } from './actions.ts';
import { openOperationStates } from './actions.ts';
import { isDestructive } from './goals.ts';

/** Milliseconds an operation may wait to be sent; after that it asks again instead of happening late. */
const patience = 600_000;
const destructivePatience = 120_000;
/** From then on an open operation is said to be stuck (FA28). */
const stuckAfter = 60_000;

/** When an operation that was not sent by then asks again, epoch ms. */
export function sendBy({ action, at, until }: Operation): number {
  return (until ?? at) + (isDestructive(action.type) ? destructivePatience : patience);
}

/** Milliseconds for which it has been open, counted from the end of its undo window; undefined while that is no worry. */
export function stuckFor({ state, at, until }: Operation, now: number): number | undefined {
  const span = now - (until ?? at);
  return openOperationStates.includes(state) && span >= stuckAfter ? span : undefined;
}
