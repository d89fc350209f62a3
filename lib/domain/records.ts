/**
 * The records that every part of Floorwalker speaks of. One schema per record is the single source: the type is
 * inferred from it, and whatever comes from outside (backend, storage, another context) is parsed with it into a fresh
 * object. Times are epoch milliseconds (UTC); every id is a string.
 */
import * as v from 'valibot';

/** Ids come from backends; the cap keeps a hostile one from filling memory. */
export const idSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const nameSchema = v.pipe(v.string(), v.maxLength(500));
const timeSchema = v.pipe(v.number(), v.finite());

export const states = ['open', 'active', 'waiting', 'wrapUp', 'closed'] as const;
export type State = (typeof states)[number];

export const knownChannels = ['liveChat', 'sms', 'whatsApp', 'messaging', 'voice', 'entityRecord'] as const;
/** A channel that no table knows is kept as `unknown:<code>` and shown with its code, never dropped. */
export type Channel = (typeof knownChannels)[number] | `unknown:${string}`;
const channelSchema = v.union([
  v.picklist(knownChannels),
  v.custom<`unknown:${string}`>((input) => typeof input === 'string' && /^unknown:.{1,100}$/.test(input)),
]);

export const presenceBases = ['available', 'busy', 'doNotDisturb', 'away', 'offline', 'unknown'] as const;
export type PresenceBase = (typeof presenceBases)[number];
export const presenceSchema = v.object({
  base: v.picklist(presenceBases),
  /** What the organisation calls it ("Lunch"); rules look at `base` only. */
  text: v.optional(nameSchema),
  since: v.optional(timeSchema),
});
export type Presence = v.InferOutput<typeof presenceSchema>;

export const sentimentLevels = [-3, -2, -1, 0, 1, 2, 3] as const;
export const sentimentSchema = v.object({
  /** `unknown` is not neutral and is never drawn as neutral. */
  level: v.union([v.picklist(sentimentLevels), v.literal('unknown')]),
  source: v.picklist(['backend', 'estimate']),
  at: v.optional(timeSchema),
});
export type Sentiment = v.InferOutput<typeof sentimentSchema>;

export const participantModes = ['primary', 'consultant', 'monitor'] as const;
export const participantSchema = v.object({
  agentId: idSchema,
  name: nameSchema,
  mode: v.picklist(participantModes),
  since: timeSchema,
});
export type Participant = v.InferOutput<typeof participantSchema>;

export const conversationSchema = v.object({
  id: idSchema,
  connectionId: idSchema,
  subject: v.pipe(v.string(), v.maxLength(2000)),
  customer: v.object({ name: nameSchema, id: v.optional(idSchema), language: v.optional(v.string()) }),
  channel: channelSchema,
  /** Set when a text conversation was raised to voice or video; stays until closed. */
  escalatedTo: v.optional(v.picklist(['voice', 'video'])),
  state: v.picklist(states),
  stateSince: timeSchema,
  /** The backend's own word for why the state is what it is, shown as it comes. */
  reason: v.optional(v.pipe(v.string(), v.maxLength(500))),
  queueId: v.optional(idSchema),
  workstreamId: v.optional(idSchema),
  /** The primary agent. */
  agentId: v.optional(idSchema),
  /** Offered to `agentId`, who has not accepted yet. */
  ringing: v.boolean(),
  participants: v.array(participantSchema),
  pendingTransfer: v.optional(v.object({ toAgentId: idSchema, since: timeSchema, expiresAt: v.optional(timeSchema) })),
  sentiment: sentimentSchema,
  /** Capacity units; overrides the workstream's when the backend says so per conversation. */
  unitsNeeded: v.optional(v.pipe(v.number(), v.minValue(0))),
  transferCount: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** The customer left the talk; what is written now reaches nobody outside. */
  customerGone: v.optional(v.boolean()),
  startedAt: timeSchema,
  waitingSince: v.optional(timeSchema),
  lastCustomerMessageAt: v.optional(timeSchema),
  lastAgentMessageAt: v.optional(timeSchema),
  priority: v.optional(v.number()),
  /** Rises with every change of the row, messages included; orders updates, is never acted on. */
  version: v.pipe(v.number(), v.integer()),
  /** Changes only with state, agentId, queueId, ringing, pendingTransfer; the precondition of actions. */
  etag: v.string(),
  /** When this reading was made, on the backend's clock. */
  observedAt: timeSchema,
  /** The backend has something newer that could not be read; this is as of then, on this machine's clock. */
  olderSince: v.optional(timeSchema),
});
export type Conversation = v.InferOutput<typeof conversationSchema>;

export const agentSchema = v.object({
  id: idSchema,
  name: nameSchema,
  kind: v.picklist(['human', 'bot']),
  presence: presenceSchema,
  /** Units; `free` may be negative after an override (A5). `unknown` is never 0; without `max` only that is unknown. */
  capacity: v.union([v.object({ max: v.optional(v.number()), free: v.number() }), v.literal('unknown')]),
  queueIds: v.array(idSchema),
  languages: v.optional(v.array(v.string())),
  /** This agent is the account that the connection is signed in with. */
  isMe: v.boolean(),
});
export type Agent = v.InferOutput<typeof agentSchema>;

export const queueKinds = ['messaging', 'voice', 'record'] as const;
export const queueSchema = v.object({ id: idSchema, name: nameSchema, kind: v.picklist(queueKinds) });
export type Queue = v.InferOutput<typeof queueSchema>;
export type QueueKind = Queue['kind'];

export const workstreamSchema = v.object({
  id: idSchema,
  name: nameSchema,
  channel: channelSchema,
  /** Which base presences may receive this work (A3, T4). */
  allowedPresences: v.array(v.picklist(presenceBases)),
  unitsNeeded: v.pipe(v.number(), v.minValue(0)),
  /** The agent is rung and must accept (A8). */
  asksAcceptance: v.boolean(),
  /** Milliseconds a conversation may wait in Open before it is over its limit. */
  waitingLimit: v.optional(v.number()),
  /** Milliseconds a conversation may be Active before it is over its limit. */
  handlingLimit: v.optional(v.number()),
  wrapUpKeepsCapacity: v.boolean(),
});
export type Workstream = v.InferOutput<typeof workstreamSchema>;

/** Longer messages are cut by the connector that read them, with "…" at the end. */
export const maxMessageLength = 65_536;
export const messageSchema = v.object({
  id: idSchema,
  conversationId: idSchema,
  at: timeSchema,
  from: v.picklist(['customer', 'agent', 'bot', 'supervisor', 'system']),
  authorName: v.optional(nameSchema),
  text: v.pipe(v.string(), v.maxLength(maxMessageLength)),
  audience: v.picklist(['everyone', 'internal']),
});
export type Message = v.InferOutput<typeof messageSchema>;

/** Sentiment over time, oldest first, as a conversation's own page draws it. */
export const sentimentPointSchema = v.object({ at: timeSchema, level: v.picklist(sentimentLevels) });
export type SentimentPoint = v.InferOutput<typeof sentimentPointSchema>;
