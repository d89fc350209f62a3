/** The domain's rules asked with the floor's own truth: whatever a client claims does not enter. */
import type { ActionOf, ActionType, Audience, Override, Target } from '../../domain/actions.ts';
import { reasonsAgainstTarget } from '../../domain/candidates.ts';
import { reasonsAgainst, reasonsAgainstSettingPresence } from '../../domain/eligibility.ts';
import type { Reason } from '../../domain/reasons.ts';
import type { Conversation } from '../../domain/records.ts';
import type { Directory, RuleContext } from '../../domain/ruleContext.ts';
import type { Supervisor } from '../floor.ts';
import { floorCapabilities, settablePresences, type WireConversation } from '../wire.ts';
import type { Core } from './core.ts';

/** A6 */
export const blockingRole = 'Omnichannel API access';

/** As the domain knows it; readers put their own connection and clock in. */
export function asConversation(row: WireConversation, now: number): Conversation {
  return { ...row, connectionId: 'floor', observedAt: now };
}

function directoryOf(core: Core, myAgentId: string): Directory {
  return {
    agent(id) {
      const row = core.desks.get(id)?.row;
      return row && { ...row, isMe: id === myAgentId };
    },
    queue: (id) => core.queues.get(id),
    workstream: (id) => core.workstreams.get(id),
  };
}

function contextOf(
  core: Core,
  supervisor: Supervisor | undefined,
  row: WireConversation,
  isMonitoring: boolean,
): RuleContext {
  const myAgentId = supervisor?.agentId ?? '';
  return {
    version: core.rulesVersion,
    isSupervisor: supervisor !== undefined,
    switchedOff: Object.fromEntries([...core.switchedOff].map((action) => [action, ['backend']])),
    // The client's own gate (G3): the floor has no notice.
    noticeAcknowledged: true,
    capabilities: floorCapabilities,
    myAgentId,
    ...(supervisor?.roles.includes(blockingRole) ? { blockingRole } : {}),
    isMonitoring,
    hasJoined: row.participants.some(({ agentId, mode }) => agentId === myAgentId && mode === 'consultant'),
  };
}

export interface Question {
  supervisor: Supervisor | undefined;
  row: WireConversation;
  isMonitoring: boolean;
}

/** Everything against the act itself. */
export function againstAct(
  core: Core,
  { supervisor, row, isMonitoring }: Question,
  type: ActionType,
  audience?: Audience,
): Reason[] {
  const context = contextOf(core, supervisor, row, isMonitoring);
  const conversation = asConversation(row, core.now);
  return reasonsAgainst(type, conversation, directoryOf(core, context.myAgentId), context, audience);
}

/** Everything against the target that it names. */
export function againstTarget(
  core: Core,
  { supervisor, row, isMonitoring }: Question,
  type: 'assign' | 'transfer',
  target: Target,
  override: Override,
): Reason[] {
  const context = contextOf(core, supervisor, row, isMonitoring);
  const conversation = asConversation(row, core.now);
  return reasonsAgainstTarget(type, target, override, conversation, directoryOf(core, context.myAgentId), context);
}

/** An agent asks a colleague: the rules of transfer without anybody's gates. */
export function againstHandover(core: Core, row: WireConversation, agentId: string): Reason[] {
  const nobody: Supervisor = { id: '', agentId: '', name: '', roles: [] };
  const question = { supervisor: nobody, row, isMonitoring: false };
  const against = againstAct(core, question, 'transfer').filter(({ code }) => code !== 'switchedOff');
  return [...against, ...againstTarget(core, question, 'transfer', { agentId }, {})];
}

/** Against the agent whose presence it is, and a presence that nobody can be given. */
export function againstSettingPresence(
  core: Core,
  { supervisor }: Question,
  { agentId, presenceId }: ActionOf<'setPresence'>,
): Reason[] {
  const directory = directoryOf(core, supervisor?.agentId ?? '');
  const isOffered = settablePresences.some((base) => base === presenceId);
  const against = reasonsAgainstSettingPresence(agentId, directory);
  return isOffered ? against : [...against, { code: 'backendRefused', text: `There is no presence "${presenceId}".` }];
}
