/** What the signed-in account may do on one connection: the gates (G1–G4) and all rules against one action. */
import type { Action } from '../domain/actions.ts';
import { switchedActions, targetOf } from '../domain/actions.ts';
import { reasonsAgainstTarget } from '../domain/candidates.ts';
import type { Capabilities, Offer } from '../domain/capabilities.ts';
import { reasonsAgainst, reasonsAgainstSettingPresence } from '../domain/eligibility.ts';
import type { Identity } from '../domain/identity.ts';
import { noticeVersion } from '../domain/notice.ts';
import type { ActionReason, Reason, SwitchOwner } from '../domain/reasons.ts';
import type { Conversation } from '../domain/records.ts';
import type { RuleContext } from '../domain/ruleContext.ts';
import type { ConnectionStatus } from '../messages/topics.ts';
import type { Mirror } from '../mirror/mirror.ts';
import type { SettingsStore } from '../settings/createSettings.ts';
import { offByPolicy } from '../settings/policy.ts';
import type { StoredConnection } from '../settings/settings.ts';

export interface Account {
  /** As read at the last sign-in; kept, so that the panel can open offline. */
  identity(): Identity | undefined;
  /** What can be done here, and why not what cannot (G4). */
  offer(): Offer;
  /** Effective switches (G2): whoever says no is named. */
  switchedOff(): ConnectionStatus['switchedOff'];
  /** G3: by this account, in the present version. */
  noticeAcknowledged(): boolean;
  ruleContext(conversationId: string): RuleContext;
  /** Everything against an action as it was asked for, its target included. */
  reasonsAgainstAction(action: Action): Reason[];
  /** Why a monitoring that has begun may not go on (M6). */
  reasonsAgainstMonitoring(row: Conversation | undefined): ActionReason[];
}

export function createAccount(parts: {
  stored: () => StoredConnection;
  settings: SettingsStore;
  mirror: Mirror;
  /** Of the connector, where the account's own are not told. */
  capabilities: Capabilities;
  isMonitoring(conversationId: string): boolean;
}): Account {
  const { stored, settings, mirror } = parts;
  const identity = () => stored().identity;
  const offer = () => identity()?.offer ?? { capabilities: parts.capabilities, gaps: {} };

  function switchedOff(): ConnectionStatus['switchedOff'] {
    const byPolicy = offByPolicy(settings.policy);
    const off: ConnectionStatus['switchedOff'] = {};
    for (const action of switchedActions) {
      const by: SwitchOwner[] = [];
      if (byPolicy.includes(action)) by.push('policy');
      if (identity()?.switchedOff.includes(action)) by.push('backend');
      if (!stored().switches[action]) by.push('connection');
      if (by.length > 0) off[action] = by;
    }
    return off;
  }

  function noticeAcknowledged(): boolean {
    const { notice } = stored();
    return notice?.version === noticeVersion && notice.account === identity()?.accountId;
  }

  function ruleContext(conversationId: string): RuleContext {
    const known = identity();
    const me = known?.agentId ?? '';
    const participants = mirror.conversation(conversationId)?.participants ?? [];
    return {
      version: stored().rulesVersion,
      isSupervisor: known?.isSupervisor ?? false,
      switchedOff: switchedOff(),
      noticeAcknowledged: noticeAcknowledged(),
      ...offer(),
      myAgentId: me,
      ...(known?.blockingRole === undefined ? {} : { blockingRole: known.blockingRole }),
      isMonitoring: parts.isMonitoring(conversationId),
      hasJoined: participants.some(({ agentId, mode }) => agentId === me && mode === 'consultant'),
    };
  }

  return {
    identity,
    offer,
    switchedOff,
    noticeAcknowledged,
    ruleContext,
    reasonsAgainstAction(action) {
      const row = mirror.conversation(action.conversationId);
      const context = ruleContext(action.conversationId);
      const audience = action.type === 'say' ? action.audience : undefined;
      const reasons: Reason[] = reasonsAgainst(action.type, row, mirror, context, audience);
      if (row === undefined) return reasons;
      if (action.type === 'setPresence') reasons.push(...reasonsAgainstSettingPresence(action.agentId, mirror));
      if (action.type === 'assign' || action.type === 'transfer') {
        const override = action.type === 'assign' ? action.override : {};
        reasons.push(...reasonsAgainstTarget(action.type, targetOf(action), override, row, mirror, context));
      }
      return reasons;
    },
    reasonsAgainstMonitoring(row) {
      const context = { ...ruleContext(row?.id ?? ''), isMonitoring: true };
      return reasonsAgainst('renewMonitor', row, mirror, context);
    },
  };
}
