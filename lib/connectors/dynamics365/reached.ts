/** What a row shows of the goal of an act: here also who listens, which is a participant like any other (facts §4.3). */
import { goalHolds } from '../../domain/goals.ts';
import type { Conversation, Participant } from '../../domain/records.ts';
import type { CalledAction } from './deeds.ts';

/** Whether the row is as the act wants it, as far as it tells. */
export function isReached(action: CalledAction, row: Conversation, myAgentId: string): boolean {
  if (action.type === 'monitor') return isThere(row, myAgentId);
  if (action.type === 'stopMonitor') return !isIn(row, myAgentId, ['monitor']);
  return goalHolds(action, row, { myAgentId }) === true;
}

/** Joining turns the monitor into a consultant (facts §5.4), who still sees what a monitor sees. */
export function isThere(row: Conversation, myAgentId: string): boolean {
  return isIn(row, myAgentId, ['monitor', 'consultant']);
}

function isIn({ participants }: Conversation, myAgentId: string, modes: readonly Participant['mode'][]): boolean {
  return participants.some(({ agentId, mode }) => agentId === myAgentId && modes.includes(mode));
}
