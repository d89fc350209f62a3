/**
 * Whether an action is possible on a conversation, and every reason why not. Pure; used by the screens, the worker and
 * the local floor alike.
 *
 * The order of reasons is fixed: gates (notSupervisor, switchedOff, noticeOpen, notSupported), gone, blockingRole,
 * wrongState, notAccepted, wrongChannel, escalated, ownConversation, notMonitoring, notJoined, alreadyAssigned, fromBot,
 * transferPending, audienceNotPossible.
 *
 * A channel that no table knows is taken not to be an entity record, so M2, A7 and F1 let it pass; whether it is
 * messaging is not known, so T2 does not.
 */
import type { ActionType, Audience } from './actions.ts';
import { switchOf } from './actions.ts';
import type { Capabilities } from './capabilities.ts';
import type { ActionReason, TargetReason } from './reasons.ts';
import type { Conversation, State } from './records.ts';
import { states } from './records.ts';
import type { Directory, RuleContext } from './ruleContext.ts';
import { kindOf, rulesOf } from './rules.ts';

const notClosed = states.filter((state) => state !== 'closed');

/**
 * All reasons against an action; empty = allowed. An absent conversation is `gone` (deleted at the backend).
 * `audience` matters to `say` only; internal is the default (J3). An agent that the directory does not know counts as
 * human: the backend decides again.
 */
export function reasonsAgainst(
  type: ActionType,
  conversation: Conversation | undefined,
  directory: Directory,
  context: RuleContext,
  audience: Audience = 'internal',
): ActionReason[] {
  const gates = againstAccount(type, conversation, context, audience);
  if (conversation === undefined) return [...gates, { code: 'gone' }];
  switch (type) {
    case 'monitor':
      return [...gates, ...againstMonitoring(conversation, context)];
    // J1: joining is possible from a monitored conversation, and M1–M3 hold throughout (M6).
    case 'renewMonitor':
    case 'join':
      return [...gates, ...againstMonitoring(conversation, context), ...unless(context.isMonitoring, notMonitoring)];
    case 'stopMonitor':
      return [...gates, ...unless(context.isMonitoring, notMonitoring)];
    case 'leave':
      return [...gates, ...unless(isConsultant(conversation, context), notJoined)];
    case 'say':
      return [...gates, ...againstSaying(conversation, directory, context, audience)];
    case 'assign':
      return [...gates, ...againstAssigning(conversation, context)];
    case 'transfer':
      return [...gates, ...againstTransferring(conversation, directory, context)];
    case 'setPresence':
      return gates;
    case 'forceClose':
      return [...gates, ...outside(notClosed, conversation), ...isRecord(conversation)]; // F1
  }
}

const notMonitoring: ActionReason = { code: 'notMonitoring' };
const notJoined: ActionReason = { code: 'notJoined' };
const unless = (holds: boolean, reason: ActionReason): ActionReason[] => (holds ? [] : [reason]);

/** G1–G4. A switch that went off keeps nobody inside: stopMonitor and leave pass G2. */
function againstAccount(
  type: ActionType,
  conversation: Conversation | undefined,
  context: RuleContext,
  audience: Audience,
): ActionReason[] {
  const lettingGo = type === 'stopMonitor' || type === 'leave';
  const by = lettingGo ? [] : (context.switchedOff[switchOf(type)] ?? []);
  return [
    ...unless(context.isSupervisor, { code: 'notSupervisor' }),
    ...unless(by.length === 0, { code: 'switchedOff', by: [...by] }),
    ...unless(context.noticeAcknowledged, { code: 'noticeOpen' }),
    ...capabilitiesOf(type, conversation, context.capabilities, audience)
      .filter((capability) => !context.capabilities[capability])
      .map((capability): ActionReason => {
        const gap = context.gaps?.[capability];
        return { code: 'notSupported', capability, ...(gap === undefined ? {} : { gap }) };
      }),
  ];
}

/** What the backend must be able to do for an action (G4); on a voice call joining means audio (J3). */
function capabilitiesOf(
  type: ActionType,
  conversation: Conversation | undefined,
  capabilities: Capabilities,
  audience: Audience,
): (keyof Capabilities)[] {
  const isVoice = conversation?.channel === 'voice';
  switch (type) {
    case 'monitor':
    case 'renewMonitor':
    case 'stopMonitor':
      return ['monitor'];
    case 'join':
    case 'leave':
      return [isVoice ? 'voiceJoin' : 'join'];
    case 'say':
      return [...(isVoice ? (['voiceJoin'] as const) : []), audience === 'everyone' ? 'sayPublic' : 'sayInternal'];
    case 'assign':
      return capabilities.assignToQueue ? [] : ['assignToAgent']; // either of them is enough
    case 'transfer':
    case 'setPresence':
    case 'forceClose':
      return [type];
  }
}

/** Whose presence nobody can set. */
export function reasonsAgainstSettingPresence(agentId: string, directory: Directory): TargetReason[] {
  const agent = directory.agent(agentId);
  if (agent === undefined) return [{ code: 'noSuchTarget' }];
  return agent.kind === 'bot' ? [{ code: 'isBot' }] : [];
}

function outside(allowed: readonly State[], { state }: Conversation): ActionReason[] {
  return unless(allowed.includes(state), { code: 'wrongState', state, allowed: [...allowed] });
}

/** M2, A7, F1 */
function isRecord({ channel }: Conversation): ActionReason[] {
  return unless(kindOf(channel) !== 'record', { code: 'wrongChannel', channel });
}

/** M1–M3 */
function againstMonitoring(conversation: Conversation, context: RuleContext): ActionReason[] {
  const rules = rulesOf[context.version];
  const isAccepted = conversation.state !== 'active' || !conversation.ringing;
  return [
    ...outside(rules.monitorStates, conversation),
    ...unless(isAccepted || !rules.monitorNeedsAcceptance, { code: 'notAccepted' }),
    ...isRecord(conversation),
    ...unless(conversation.agentId !== context.myAgentId, { code: 'ownConversation' }),
  ];
}

function isConsultant(conversation: Conversation, context: RuleContext): boolean {
  return (
    context.hasJoined ||
    conversation.participants.some(({ agentId, mode }) => agentId === context.myAgentId && mode === 'consultant')
  );
}

function isHeldByBot({ agentId }: Conversation, directory: Directory): boolean {
  return agentId !== undefined && directory.agent(agentId)?.kind === 'bot';
}

/** J3: a consultant or the primary agent writes; to whom depends on who is there to read it. */
function againstSaying(
  conversation: Conversation,
  directory: Directory,
  context: RuleContext,
  audience: Audience,
): ActionReason[] {
  const takesPart = isConsultant(conversation, context) || conversation.agentId === context.myAgentId;
  const isPublic = audience === 'everyone';
  return [
    ...outside(notClosed, conversation),
    ...isRecord(conversation),
    ...unless(takesPart, notJoined),
    ...unless(isPublic || !isHeldByBot(conversation, directory), { code: 'audienceNotPossible', why: 'agentIsBot' }),
    ...unless(!isPublic || !conversation.customerGone, { code: 'audienceNotPossible', why: 'customerGone' }),
    ...unless(!isPublic || conversation.channel !== 'voice', { code: 'audienceNotPossible', why: 'voiceOnly' }),
  ];
}

/** A1, A6, A7 */
function againstAssigning(conversation: Conversation, { blockingRole: role }: RuleContext): ActionReason[] {
  const { agentId } = conversation;
  return [
    ...(role === undefined ? [] : [{ code: 'blockingRole', role, known: true } as const]),
    ...outside(['open'], conversation),
    ...isRecord(conversation),
    ...(agentId === undefined ? [] : [{ code: 'alreadyAssigned', agentId } as const]),
  ];
}

/** T1–T3, T8 */
function againstTransferring(conversation: Conversation, directory: Directory, context: RuleContext): ActionReason[] {
  const { channel, escalatedTo, pendingTransfer } = conversation;
  const kind = kindOf(channel);
  const isCarried = kind === 'messaging' || (kind === 'voice' && context.capabilities.voiceTransfer);
  return [
    ...outside(['active', 'waiting'], conversation),
    ...unless(isCarried, { code: 'wrongChannel', channel }),
    ...(escalatedTo === undefined ? [] : [{ code: 'escalated', to: escalatedTo } as const]),
    ...unless(!isHeldByBot(conversation, directory), { code: 'fromBot' }),
    ...(pendingTransfer === undefined
      ? []
      : [{ code: 'transferPending', toAgentId: pendingTransfer.toAgentId } as const]),
  ];
}
