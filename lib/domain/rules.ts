/** The rules' data: what differs by version, and which family a channel belongs to. */
import type { Channel, QueueKind, State } from './records.ts';
import type { RulesVersion } from './ruleContext.ts';

export interface Rules {
  /** M1 */
  monitorStates: readonly State[];
  /** M1: Active only once the agent accepted. */
  monitorNeedsAcceptance: boolean;
  /** A3: an agent must be a member of the conversation's queue. */
  assignWithinQueue: boolean;
  /** T3: also to another queue. */
  transferToQueue: boolean;
}

export const rulesOf: Readonly<Record<RulesVersion, Rules>> = {
  '2024': {
    monitorStates: ['active', 'wrapUp'],
    monitorNeedsAcceptance: false,
    assignWithinQueue: false,
    transferToQueue: false,
  },
  '2025': {
    monitorStates: ['active', 'waiting', 'wrapUp'],
    monitorNeedsAcceptance: true,
    assignWithinQueue: true,
    transferToQueue: true,
  },
};

/** The kind of queue that carries a channel (A4, T2); escalation does not change it. Nobody knows that of an unknown one. */
export function kindOf(channel: Channel): QueueKind | 'unknown' {
  switch (channel) {
    case 'liveChat':
    case 'sms':
    case 'whatsApp':
    case 'messaging':
      return 'messaging';
    case 'voice':
      return 'voice';
    case 'entityRecord':
      return 'record';
    default:
      return 'unknown';
  }
}
