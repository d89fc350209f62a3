/** What an action wants the conversation to be, read from the row alone: for the read-back after a lost answer. */
import type { Action, ActionType } from './actions.ts';
import type { Conversation } from './records.ts';

/** Whether the row is as the action wants it; `'cannotTell'` where the row does not show it. An absent row is gone. */
export function goalHolds(
  _action: Action,
  _row: Conversation | undefined,
  _who: { myAgentId: string },
): boolean | 'cannotTell' {
  throw new Error('not yet');
}
/** Which of the fields that `etag` stands for differ, for `changedMeanwhile`. */
export function whatChanged(_before: Conversation, _after: Conversation): string[] {
  throw new Error('not yet');
}
/** Cannot be undone (F3): asks first, and asks again when it could not be sent in time. */
export function isDestructive(type: ActionType): boolean {
  return type === 'forceClose';
}
