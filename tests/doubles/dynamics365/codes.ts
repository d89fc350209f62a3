/** Choice values with their labels (facts §1, §4, §9 of Dynamics 365) and the floor's words in them. */
import type { Channel, PresenceBase, QueueKind, Sentiment, State } from '../../../lib/domain/records.ts';

export type Labels = Readonly<Record<number, string>>;

export const statusLabels: Labels = { 1: 'Open', 2: 'Active', 3: 'Waiting', 4: 'Closed', 5: 'Wrap-up' };
export const statusOf: Readonly<Record<State, number>> = { open: 1, active: 2, waiting: 3, closed: 4, wrapUp: 5 };
export const stateLabels: Labels = { 0: 'Open', 1: 'Closed', 2: 'Resolved', 3: 'Scheduled', 4: 'Wrap-up (deprecated)' };
/** The third numbering: `msdyn_liveconversation.msdyn_statecode`. */
export const liveStateLabels: Labels = { 0: 'Open', 1: 'Active', 2: 'Waiting', 3: 'Closed', 4: 'Wrap-up' };
export const sessionStateLabels: Labels = { 0: 'Open', 1: 'Completed', 2: 'Canceled', 3: 'Scheduled' };
export const activeLabels: Labels = { 0: 'Active', 1: 'Inactive' };

const reason = (number: number) => 192_350_000 + number;
export const changeReasons = {
  awaitingAssignment: reason(1),
  awaitingAcceptance: reason(2),
  inConversation: reason(3),
  awaitingCustomer: reason(4),
  agentMovedToWrapUp: reason(5),
  customerDisconnectedActive: reason(6),
  customerMovedToWrapUp: reason(7),
  endedByAgent: reason(8),
  autoClosedFromWaiting: reason(9),
  autoClosed: reason(10),
  customerDisconnectedOpen: reason(12),
  forceClosed: reason(15),
  assignedBySupervisor: reason(17),
} as const;
export const changeReasonLabels: Labels = {
  [reason(1)]: 'AwaitingAgentAssignment',
  [reason(2)]: 'AwaitingAgentAcceptance',
  [reason(3)]: 'InConversation',
  [reason(4)]: 'AwaitingCustomerResponse',
  [reason(5)]: 'AgentMovedToWrapUp',
  [reason(6)]: 'CustomerDisconnectedOrLeftActiveConversation',
  [reason(7)]: 'CutomerMovedToWrapUp',
  [reason(8)]: 'ConversationEndedByAgent',
  [reason(9)]: 'AutoClosedFromWaitingState',
  [reason(10)]: 'AutoClosedBySystem',
  [reason(12)]: 'CustomerDisconnectedOrLeftOpenConversation',
  [reason(15)]: 'ForceClosedBySupervisor',
  [reason(17)]: 'AssignedBySupervisor',
};

/** `msdyn_ocsession.msdyn_closurereason` */
export const closureReasons = {
  agentReject: reason(1),
  agentTimeout: reason(2),
  conversationTimeout: reason(3),
  agentTransferred: reason(6),
  agentDisconnected: reason(7),
  agentReRouted: reason(8),
  agentTransferToQueue: reason(10),
  supervisorAssignToQueue: reason(11),
  supervisorTransferToAgent: reason(12),
  forceClose: reason(14),
  autoClose: reason(18),
  customerDisconnect: reason(20),
  agentEnded: reason(21),
} as const;

export const modes = { primary: reason(2), consult: reason(3), monitor: reason(4) } as const;
export const modeLabels: Labels = { [reason(2)]: 'Primary', [reason(3)]: 'Consult', [reason(4)]: 'Monitor' };

export const escalated = { voice: 192_370_000, video: 192_380_000 } as const;
const channels: Readonly<Record<string, number>> = {
  whatsApp: 192_300_000,
  sms: 192_340_000,
  entityRecord: 192_350_000,
  messaging: 192_350_002,
  liveChat: 192_360_000,
  voice: 192_440_000,
};
export function channelCode(channel: Channel): number {
  return channels[channel] ?? Number(channel.replace('unknown:', ''));
}
export const channelLabels: Labels = {
  192300000: 'WhatsApp',
  192340000: 'SMS',
  192350000: 'Entity Records',
  192350002: 'Custom',
  192360000: 'Live chat',
  192370000: 'Voice',
  192380000: 'Video',
  192440000: 'Voice call',
};

/** 0 and 7 … 13, never 1 … 7. */
export function sentimentCode(level: Sentiment['level']): number {
  return level === 'unknown' ? 0 : level + 10;
}
export const sentimentLabels: Labels = {
  0: 'N/A',
  7: 'Very negative',
  8: 'Negative',
  9: 'Slightly negative',
  10: 'Neutral',
  11: 'Slightly positive',
  12: 'Positive',
  13: 'Very positive',
};

type KnownBase = Exclude<PresenceBase, 'unknown'>;
/** Base status, label and the id that Microsoft ships for it (facts §4.4). */
export const basePresences: Readonly<Record<KnownBase, { code: number; label: string; id: string }>> = {
  available: { code: 192_360_000, label: 'Available', id: 'f523f628-c07a-e811-8162-000d3aa11f50' },
  busy: { code: 192_360_001, label: 'Busy', id: 'efdeb843-c07a-e811-8162-000d3aa11f50' },
  doNotDisturb: { code: 192_360_002, label: 'Busy - DND', id: '08971864-c07a-e811-8162-000d3aa11f50' },
  away: { code: 192_360_003, label: 'Away', id: '3dacae76-c07a-e811-8162-000d3aa11f50' },
  offline: { code: 192_360_004, label: 'Offline', id: '70139190-c07a-e811-8162-000d3aa11f50' },
};
export const presenceLabels: Labels = Object.fromEntries(
  Object.values(basePresences).map(({ code, label }) => [code, label]),
);

export const queueTypes: Readonly<Record<QueueKind, number>> = {
  messaging: reason(0),
  record: reason(1),
  voice: reason(2),
};
export const queueTypeLabels: Labels = { [reason(0)]: 'Messaging', [reason(1)]: 'Entity', [reason(2)]: 'Voice' };
export const capacityFormats = { unit: reason(0), profile: 192_360_000 } as const;
export const capacityFormatLabels: Labels = { [reason(0)]: 'Unit based', 192360000: 'Profile based' };
export const conversationModes = { live: reason(0), persistent: reason(1) } as const;
export const conversationModeLabels: Labels = { [reason(0)]: 'Live chat', [reason(1)]: 'Persistent chat' };
/** Which value marks a bot is nowhere published: these are the double's own. */
export const userTypes = { human: reason(0), bot: reason(1) } as const;
export const userTypeLabels: Labels = { [reason(0)]: 'CRM user', [reason(1)]: 'Bot application user' };
