/** What the rules need to know about the supervisor and the backend, taken from what the worker tells. */
import type { Conversation } from '../domain/records.ts';
import type { RuleContext } from '../domain/ruleContext.ts';
import type { ConnectionStatus, Lease } from '../messages/topics.ts';

/** @param lease the monitoring lease of that conversation, as far as this page knows it */
export function ruleContextOf(
  connection: ConnectionStatus,
  conversation: Conversation | undefined,
  lease: Lease,
): RuleContext {
  const { identity } = connection;
  const myAgentId = identity?.agentId ?? '';
  const takesPart = (mode: string) =>
    conversation?.participants.some((one) => one.agentId === myAgentId && one.mode === mode) === true;
  return {
    version: connection.rulesVersion,
    // An account that has not been asked yet is not refused up front: the backend decides again.
    isSupervisor: identity?.isSupervisor ?? true,
    switchedOff: connection.switchedOff,
    noticeAcknowledged: connection.noticeAcknowledged,
    capabilities: connection.capabilities,
    gaps: connection.gaps,
    myAgentId,
    ...(identity?.blockingRole === undefined ? {} : { blockingRole: identity.blockingRole }),
    isMonitoring: lease.state === 'monitoring',
    hasJoined: takesPart('consultant'),
  };
}
