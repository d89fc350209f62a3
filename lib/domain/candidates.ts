/**
 * Everybody who could receive a conversation, each with all reasons against (spec, "Explained, always"), and the same
 * question for one concrete target.
 *
 * What is not known is said as unknown: without its workstream nobody can say which presences may receive a
 * conversation (presenceUnknown) nor what it costs (capacityUnknown). A conversation in no queue has no "same queue",
 * so the rules about membership do not apply to it.
 */
import type { Override, Target } from './actions.ts';
import type { TargetReason } from './reasons.ts';
import type { Agent, Conversation, Queue, QueueKind } from './records.ts';
import type { Candidate, CandidateGroup, Directory, RuleContext } from './ruleContext.ts';
import { kindOf, rulesOf } from './rules.ts';

type Transferable = 'assign' | 'transfer';
type Against = Pick<Candidate, 'blocking' | 'overridable' | 'unitsOver'>;

/** A2–A5: agents, then queues inside each group; kinds of target that the backend cannot assign to are left out (G4). */
export function assignCandidates(
  conversation: Conversation,
  everybody: { agents: Iterable<Agent>; queues: Iterable<Queue> },
  directory: Directory,
  context: RuleContext,
): Candidate[] {
  const { assignToAgent, assignToQueue } = context.capabilities;
  const agents = assignToAgent ? agentCandidates('assign', conversation, everybody.agents, directory, context) : [];
  const queues = assignToQueue ? queueCandidates(conversation, everybody.queues, directory) : [];
  return inGroups([...agents, ...queues]);
}

/** T3–T5: agents only. */
export function transferCandidates(
  conversation: Conversation,
  everybody: { agents: Iterable<Agent>; queues: Iterable<Queue> },
  directory: Directory,
  context: RuleContext,
): Candidate[] {
  const agents = agentCandidates('transfer', conversation, everybody.agents, directory, context);
  const isOpenToQueues = rulesOf[context.version].transferToQueue;
  return inGroups([...agents, ...(isOpenToQueues ? queueCandidates(conversation, everybody.queues, directory) : [])]);
}

/** offered: no reason · overridable: only overridable reasons · blocked: at least one blocking reason. */
export function groupOf(candidate: Candidate): CandidateGroup {
  if (candidate.blocking.length > 0) return 'blocked';
  return candidate.overridable.length > 0 ? 'overridable' : 'offered';
}

/** Which overrides a candidate needs, blocking reasons aside (A5). */
export function overridesFor(candidate: Candidate): Override {
  const override: Override = {};
  for (const { code } of candidate.overridable) override[overrideOf(code)] = true;
  return override;
}

/** What stands against one concrete target, given the overrides; empty = allowed. */
export function reasonsAgainstTarget(
  type: Transferable,
  target: Target,
  override: Override,
  conversation: Conversation,
  directory: Directory,
  context: RuleContext,
): TargetReason[] {
  const against = againstTarget(type, target, conversation, directory, context);
  if (against === undefined) return [{ code: 'noSuchTarget' }];
  return [...against.blocking, ...against.overridable.filter(({ code }) => override[overrideOf(code)] !== true)];
}

function againstTarget(
  type: Transferable,
  target: Target,
  conversation: Conversation,
  directory: Directory,
  context: RuleContext,
): Against | undefined {
  if (target.agentId !== undefined) {
    const agent = directory.agent(target.agentId);
    const isReachable = type === 'transfer' || context.capabilities.assignToAgent;
    return agent && isReachable ? againstAgent(type, agent, conversation, directory, context) : undefined;
  }
  const queue = directory.queue(target.queueId);
  const isReachable = type === 'assign' ? context.capabilities.assignToQueue : rulesOf[context.version].transferToQueue;
  return queue && isReachable ? againstQueue(queue, conversation, directory) : undefined;
}

function overrideOf(code: TargetReason['code']): keyof Override {
  return code === 'presenceNotAllowed' || code === 'presenceUnknown' ? 'presence' : 'capacity';
}

function againstAgent(
  type: Transferable,
  agent: Agent,
  conversation: Conversation,
  directory: Directory,
  context: RuleContext,
): Against {
  const isTransfer = type === 'transfer';
  const blocking: TargetReason[] = [];
  if (agent.kind === 'bot') blocking.push({ code: 'isBot' });
  if (isTransfer && agent.id === conversation.agentId) blocking.push({ code: 'isCurrentAgent' });
  const { queueId } = conversation;
  const isQueueAsked = isTransfer || rulesOf[context.version].assignWithinQueue;
  if (isQueueAsked && queueId !== undefined && !agent.queueIds.includes(queueId)) {
    blocking.push({ code: 'notInQueue', queueId });
  }
  const presence = againstPresence(agent, conversation, directory);
  const over = unitsOver(agent, conversation, directory);
  if (isTransfer) {
    return { blocking: [...blocking, ...presence], overridable: [], ...(over ? { unitsOver: over } : {}) };
  }
  const capacity: TargetReason[] = [];
  if (over === undefined) capacity.push({ code: 'capacityUnknown' });
  else if (over > 0) capacity.push({ code: 'overCapacity', units: over });
  return { blocking, overridable: [...presence, ...capacity] };
}

/** A3, T4: the base counts, whatever the organisation calls it; an unknown one is never taken for away (A5). */
function againstPresence({ presence }: Agent, conversation: Conversation, directory: Directory): TargetReason[] {
  const allowed = workstreamOf(conversation, directory)?.allowedPresences;
  if (presence.base === 'unknown' || allowed === undefined) return [{ code: 'presenceUnknown' }];
  if (allowed.includes(presence.base)) return [];
  return [{ code: 'presenceNotAllowed', base: presence.base, allowed: [...allowed] }];
}

/** A5: `max(0, needed − free)` units; `undefined` when either is not known. */
function unitsOver({ capacity }: Agent, conversation: Conversation, directory: Directory): number | undefined {
  const needed = conversation.unitsNeeded ?? workstreamOf(conversation, directory)?.unitsNeeded;
  if (needed === undefined || capacity === 'unknown') return undefined;
  return Math.max(0, needed - capacity.free);
}

function workstreamOf({ workstreamId }: Conversation, directory: Directory) {
  return workstreamId === undefined ? undefined : directory.workstream(workstreamId);
}

/** A4 */
function againstQueue(queue: Queue, conversation: Conversation, directory: Directory): Against {
  const blocking: TargetReason[] = [];
  if (queue.id === conversation.queueId) blocking.push({ code: 'isCurrentQueue' });
  const kind = queueKindOf(conversation, directory);
  if (kind !== undefined && queue.kind !== kind) blocking.push({ code: 'wrongQueueKind', kind: queue.kind });
  return { blocking, overridable: [] };
}

/** Of an unknown channel the queue that carries it now tells the kind; without one, the backend decides. */
function queueKindOf({ channel, queueId }: Conversation, directory: Directory): QueueKind | undefined {
  const kind = kindOf(channel);
  if (kind !== 'unknown') return kind;
  return queueId === undefined ? undefined : directory.queue(queueId)?.kind;
}

const byName = new Intl.Collator('en', { numeric: true }).compare;

/** Most free units first, unknown ones last; then by name, and by id so that the order never wavers. */
function agentCandidates(
  type: Transferable,
  conversation: Conversation,
  agents: Iterable<Agent>,
  directory: Directory,
  context: RuleContext,
): Candidate[] {
  const free = ({ capacity }: Agent) => (capacity === 'unknown' ? Number.MIN_SAFE_INTEGER : capacity.free);
  return [...agents]
    .sort((a, b) => free(b) - free(a) || byName(a.name, b.name) || (a.id < b.id ? -1 : 1))
    .map((agent) => ({
      target: { agentId: agent.id },
      name: agent.name,
      ...againstAgent(type, agent, conversation, directory, context),
      isMe: agent.id === context.myAgentId,
    }));
}

function queueCandidates(conversation: Conversation, queues: Iterable<Queue>, directory: Directory): Candidate[] {
  return [...queues]
    .sort((a, b) => byName(a.name, b.name) || (a.id < b.id ? -1 : 1))
    .map((queue) => ({
      target: { queueId: queue.id },
      name: queue.name,
      ...againstQueue(queue, conversation, directory),
      isMe: false,
    }));
}

function inGroups(candidates: Candidate[]): Candidate[] {
  const groups: CandidateGroup[] = ['offered', 'overridable', 'blocked'];
  return groups.flatMap((group) => candidates.filter((candidate) => groupOf(candidate) === group));
}
