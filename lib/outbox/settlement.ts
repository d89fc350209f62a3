/** What an answer means for an operation. Pure. */
import type { Action, ActionType, Operation, Outcome } from '../domain/actions.ts';
import { goalHolds, isDestructive, whatChanged } from '../domain/goals.ts';
import type { Reason } from '../domain/reasons.ts';
import type { Conversation } from '../domain/records.ts';

export const maxAttempts = 6;

export type Settlement =
  | { state: 'confirmed'; outcome: 'done' | 'alreadySo'; row?: Conversation }
  | { state: 'refused'; reasons: Reason[]; row?: Conversation };

/**
 * A refusal counts as `alreadySo` when the row is what was wanted (closed by someone else in the meantime).
 * @param seen the row that the supervisor acted on, where it is still known
 */
export function settlementOf(
  outcome: Outcome,
  { action, account }: Pick<Operation, 'action' | 'account'>,
  seen: Conversation | undefined,
): Settlement {
  const { row } = outcome;
  const withRow = row ? { row } : {};
  if (outcome.kind === 'done' || outcome.kind === 'alreadySo') {
    return { state: 'confirmed', outcome: outcome.kind, ...withRow };
  }
  const isGone = outcome.kind === 'refused' && outcome.reasons.some(({ code }) => code === 'gone');
  if ((row || isGone) && goalHolds(action, row, { myAgentId: account }) === true) {
    return { state: 'confirmed', outcome: 'alreadySo', ...withRow };
  }
  const reasons = outcome.kind === 'refused' ? outcome.reasons : [changedSince(seen, outcome.row)];
  return { state: 'refused', reasons, ...withRow };
}

function changedSince(seen: Conversation | undefined, row: Conversation): Reason {
  return { code: 'changedMeanwhile', what: seen ? whatChanged(seen, row) : [] };
}

/**
 * Whether doing it twice is the same as doing it once, on a backend that does not know operation ids. A transfer is
 * not: it may have been declined in between; nor is a presence: the agent may have chosen another one since. What was said would be said twice. Closing is never sent again blindly.
 */
export function isSetStyle(type: ActionType): boolean {
  return type !== 'say' && type !== 'transfer' && type !== 'setPresence' && !isDestructive(type);
}

/** The operation as it may lie on the disk: without names, and without text once nobody needs to send it any more. */
export function forDisk({ about: _about, ...operation }: Operation): Operation {
  return operation.settledAt === undefined ? operation : { ...operation, action: withoutText(operation.action) };
}

function withoutText(action: Action): Action {
  if (action.type === 'say') return { ...action, text: '…' };
  if (action.type !== 'forceClose') return action;
  const { note: _note, ...rest } = action;
  return rest;
}
