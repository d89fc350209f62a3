/**
 * What the local floor's HTTP API and event stream carry (model.md §5): one set of schemas for the server, its OpenAPI
 * document and the connector that talks to it.
 */
import * as v from 'valibot';
import { switchedActions } from '../domain/actions.ts';
import type { Capabilities } from '../domain/capabilities.ts';
import { reasonSchema } from '../domain/reasons.ts';
import {
  agentSchema,
  conversationSchema,
  idSchema,
  messageSchema,
  presenceBases,
  sentimentPointSchema,
} from '../domain/records.ts';

/** The reader adds which connection it came by and when it read it. */
export const wireConversationSchema = v.omit(conversationSchema, ['connectionId', 'observedAt', 'olderSince']);
export type WireConversation = v.InferOutput<typeof wireConversationSchema>;
export const wireAgentSchema = v.omit(agentSchema, ['isMe']);
export type WireAgent = v.InferOutput<typeof wireAgentSchema>;

const sequence = v.pipe(v.number(), v.integer(), v.minValue(0));
const now = v.number();

export const wireIdentitySchema = v.object({
  /** Says that this is a local floor, and which dialect it speaks. */
  product: v.literal('floorwalker-floor'),
  apiVersion: v.literal(1),
  siteName: v.string(),
  accountId: idSchema,
  agentId: idSchema,
  name: v.string(),
  roles: v.array(v.string()),
  switchedOff: v.array(v.picklist(switchedActions)),
  now,
});
export type WireIdentity = v.InferOutput<typeof wireIdentitySchema>;

/** GET /v1/conversations, /v1/agents, /v1/queues, /v1/workstreams; `rows` are checked one by one by the reader. */
export const wirePageSchema = v.object({
  sequence,
  rows: v.array(v.unknown()),
  next: v.nullable(v.string()),
  now,
});

/** WS /v1/events */
export const wireEventSchema = v.variant('type', [
  v.object({ sequence, type: v.literal('conversation'), row: v.unknown() }),
  v.object({ sequence, type: v.literal('removed'), id: idSchema, version: v.number() }),
  v.object({ sequence, type: v.literal('agent'), row: v.unknown() }),
  v.object({ sequence, type: v.literal('queue'), row: v.unknown() }),
  v.object({ sequence, type: v.literal('workstream'), row: v.unknown() }),
  v.object({ sequence, type: v.literal('ping'), now }),
  v.object({ type: v.literal('restart') }),
]);
export type WireEvent = v.InferOutput<typeof wireEventSchema>;

/** POST /v1/conversations/{id}/{verb}; 200 */
export const wireDoneSchema = v.object({
  operationId: idSchema,
  alreadySo: v.boolean(),
  row: wireConversationSchema,
});
/** RFC 9457 problem details; `reasons` with 422, `row` with 412. */
export const wireProblemSchema = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.optional(v.string()),
  reasons: v.optional(v.array(reasonSchema)),
  row: v.optional(wireConversationSchema),
});
/** GET /v1/operations/{operationId}: what became of it; 404 = it never had an effect. */
export const wireOperationSchema = v.object({
  operationId: idSchema,
  outcome: v.picklist(['done', 'alreadySo', 'refused', 'changed']),
  reasons: v.array(reasonSchema),
  row: v.optional(wireConversationSchema),
});
/** GET /v1/conversations/{id}/transcript?after=<message id> */
export const wireTranscriptSchema = v.object({
  messages: v.array(messageSchema),
  sentiment: v.array(sentimentPointSchema),
});
/** POST /v1/tickets: one use, 30 s. */
export const wireTicketSchema = v.object({ ticket: v.string() });

/** Those that a supervisor may set; their ids are their bases. */
export const settablePresences = presenceBases.filter((base) => base !== 'unknown');

/** What this backend can do, for its own rules and for the connector that speaks of it (G4). */
export const floorCapabilities: Capabilities = {
  monitor: true,
  join: true,
  sayPublic: true,
  sayInternal: true,
  assignToAgent: true,
  assignToQueue: true,
  transfer: true,
  forceClose: true,
  setPresence: true,
  silentMonitoring: true,
  liveTranscript: true,
  voiceTransfer: false,
  // Nobody on this floor has a voice: a call can be monitored, there is no audio to join.
  voiceJoin: false,
};
