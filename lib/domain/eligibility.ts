/**
 * Whether an action is possible on a conversation, and every reason why not. Pure; used by the screens, the worker and
 * the local floor alike.
 */
import type { ActionType, Audience } from './actions.ts';
import type { ActionReason } from './reasons.ts';
import type { Conversation } from './records.ts';
import type { Directory, RuleContext } from './ruleContext.ts';

/** All reasons against an action; empty = allowed. An absent conversation is `gone`. `audience` matters to `say` only (J3). */
export function reasonsAgainst(
  _type: ActionType,
  _conversation: Conversation | undefined,
  _directory: Directory,
  _context: RuleContext,
  _audience: Audience = 'internal',
): ActionReason[] {
  throw new Error('not yet');
}
