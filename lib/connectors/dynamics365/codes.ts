/**
 * The backend's option values in the records' words (facts §1, §4, §9 of Dynamics 365). A code that stands in no table
 * is never dropped: each reader says what becomes of it.
 */
import type { Channel, PresenceBase, QueueKind, Sentiment, State } from '../../domain/records.ts';

/** `statuscode` of a conversation; 6 Resolved and 7 Scheduled are internal to the backend. Not `statecode`. */
export const states: Readonly<Record<number, State>> = {
  1: 'open',
  2: 'active',
  3: 'waiting',
  4: 'closed',
  5: 'wrapUp',
};
/** `statecode`, another numbering: open is everything that is not closed, wrap-up too. */
export const stillOpen = 0;
export const isClosed = 1;

/** `msdyn_statuschangereason` of an active conversation that the agent has not accepted yet. */
export const awaitingAcceptance = 192350002;
/** The customer disconnected, left the open or active conversation, or ended it. */
export const customerLeft: readonly number[] = [192350006, 192350007, 192350012];

/** `msdyn_channel` and `msdyn_streamsource`: what carries the conversation. */
export const channels: Readonly<Record<number, Channel>> = {
  19241000: 'messaging', // Microsoft Teams, with eight digits
  192300000: 'whatsApp',
  192310000: 'messaging', // LINE
  192320000: 'messaging', // WeChat
  192330000: 'messaging', // Facebook
  192340000: 'sms',
  192350000: 'entityRecord',
  192350001: 'messaging', // Twitter
  192350002: 'messaging', // Custom
  192360000: 'liveChat',
  192440000: 'voice',
  192450000: 'messaging', // Apple Messages for Business
  192450001: 'messaging', // Google's Business Messages
};
/** What a text conversation is raised to; 192440000, a phone call, is no escalation. */
export const escalations: Readonly<Record<number, 'voice' | 'video'>> = { 192370000: 'voice', 192380000: 'video' };
/** Beside a conversation, never what carries it: co-browse and screen sharing. */
export const besides: readonly number[] = [192390000, 192400000];

/** `msdyn_customersentimentlabel`: 0 is "not available", 1 to 6 do not exist. */
export const sentiments: Readonly<Record<number, Sentiment['level']>> = {
  0: 'unknown',
  7: -3,
  8: -2,
  9: -1,
  10: 0,
  11: 1,
  12: 2,
  13: 3,
};

/** `msdyn_mode` of a participant; 192350005 Preview looks before accepting and takes no part. */
export const modes = { primary: 192350002, consultant: 192350003, monitor: 192350004 } as const;

/** `msdyn_basepresencestatus`, also in a workstream's `msdyn_allowedpresences`. */
export const presences: Readonly<Record<number, PresenceBase>> = {
  192360000: 'available',
  192360001: 'busy',
  192360002: 'doNotDisturb',
  192360003: 'away',
  192360004: 'offline',
};

/** `msdyn_queuetype` */
export const queueKinds: Readonly<Record<number, QueueKind>> = {
  192350000: 'messaging',
  192350001: 'record',
  192350002: 'voice',
};

/** `msdyn_capacityformat` of a workstream that counts in profiles: each item of work is one unit. */
export const byProfile = 192360000;

/** The codes of a multi-select column: a comma-separated string on the wire. */
export function codesOf(multiSelect: string | null | undefined): number[] {
  return (multiSelect ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
}
