/** What an action wants the conversation to be, read from the row alone: for the read-back after a lost answer. */
import type { Action, ActionType } from './actions.ts';
import type { Conversation } from './records.ts';

/**
 * Whether the row is as the action wants it. `'cannotTell'` where the row does not show it: what was said, monitoring
 * leases, an agent's presence, a conversation that is gone (an absent row), and one that went on living after it got there.
 */
export function goalHolds(
  action: Action,
  row: Conversation | undefined,
  { myAgentId }: { myAgentId: string },
): boolean | 'cannotTell' {
  if (row === undefined) return action.type === 'leave' ? true : 'cannotTell';
  const isConsultant = row.participants.some(({ agentId, mode }) => agentId === myAgentId && mode === 'consultant');
  switch (action.type) {
    case 'monitor':
    case 'renewMonitor':
    case 'stopMonitor':
    case 'say':
    case 'setPresence':
      return 'cannotTell';
    case 'join':
      return isConsultant;
    case 'leave':
      return !isConsultant;
    case 'assign':
      return action.agentId === undefined ? isInQueue(row, action.queueId) : isWithAgent(row, action.agentId);
    case 'transfer':
      if (action.agentId === undefined) return isInQueue(row, action.queueId);
      return row.agentId === action.agentId || row.pendingTransfer?.toAgentId === action.agentId;
    case 'forceClose':
      return row.state === 'closed';
  }
}

/** A8. Closed since then: who had it last does not tell whether we gave it to them. */
function isWithAgent({ agentId, state }: Conversation, wanted: string): boolean | 'cannotTell' {
  if (agentId !== wanted || state === 'open') return false;
  return state === 'closed' ? 'cannotTell' : true;
}

/** A8. In that queue but already somebody's: routing may have gone on at once, or it never was nobody's there. */
function isInQueue({ queueId, agentId, state }: Conversation, wanted: string | undefined): boolean | 'cannotTell' {
  if (queueId !== wanted) return false;
  return state === 'open' && agentId === undefined ? true : 'cannotTell';
}

/** Which of the fields that `etag` stands for differ, for `changedMeanwhile`. */
export function whatChanged(before: Conversation, after: Conversation): string[] {
  const changed: string[] = (['state', 'agentId', 'queueId', 'ringing'] as const).filter(
    (field) => before[field] !== after[field],
  );
  // Backends differ in what they know of a pending transfer's times; to whom it goes is what a supervisor saw.
  if (before.pendingTransfer?.toAgentId !== after.pendingTransfer?.toAgentId) changed.push('pendingTransfer');
  return changed;
}

/** What gives a conversation away or ends it was decided on a picture of it; the rest is about one's own place in it. */
export function hasPrecondition(type: ActionType): boolean {
  return type === 'assign' || type === 'transfer' || type === 'forceClose';
}

/** Cannot be undone (F3): asks first, and asks again when it could not be sent in time. */
export function isDestructive(type: ActionType): boolean {
  return type === 'forceClose';
}
