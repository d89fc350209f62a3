/** What a supervisor can do, and what becomes of it. */
import * as v from 'valibot';
import { reasonSchema } from './reasons.ts';
import { conversationSchema, idSchema } from './records.ts';

const envelope = {
  /** Minted where the user clicked; the same id means the same act, however often it arrives. */
  operationId: idSchema,
  conversationId: idSchema,
  /** The etag of what the supervisor saw: the precondition. */
  etag: v.string(),
};

const target = { agentId: v.optional(idSchema), queueId: v.optional(idSchema) };
const namesOneTarget = (input: { agentId?: string | undefined; queueId?: string | undefined }) =>
  (input.agentId === undefined) !== (input.queueId === undefined);
const oneTargetOnly = 'name either an agentId or a queueId';

export const maxNoteLength = 1000;
export const maxSayLength = 4000;

export const actionSchema = v.variant('type', [
  v.object({ type: v.literal('monitor'), ...envelope }),
  v.object({ type: v.literal('renewMonitor'), ...envelope }),
  v.object({ type: v.literal('stopMonitor'), ...envelope }),
  v.object({ type: v.literal('join'), ...envelope }),
  v.object({ type: v.literal('leave'), ...envelope }),
  v.object({
    type: v.literal('say'),
    ...envelope,
    text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(maxSayLength)),
    audience: v.picklist(['everyone', 'internal']),
  }),
  v.pipe(
    v.object({
      type: v.literal('assign'),
      ...envelope,
      ...target,
      override: v.object({ presence: v.optional(v.boolean()), capacity: v.optional(v.boolean()) }),
    }),
    v.check((input) => namesOneTarget(input), oneTargetOnly),
  ),
  // A queue only by the rules of 2025 (T3).
  v.pipe(
    v.object({ type: v.literal('transfer'), ...envelope, ...target }),
    v.check((input) => namesOneTarget(input), oneTargetOnly),
  ),
  /** Of the agent who has the conversation; `presenceId` is one that the backend offers (capabilities.ts). */
  v.object({ type: v.literal('setPresence'), ...envelope, agentId: idSchema, presenceId: idSchema }),
  v.object({
    type: v.literal('forceClose'),
    ...envelope,
    note: v.optional(v.pipe(v.string(), v.maxLength(maxNoteLength))),
  }),
]);
export type Action = v.InferOutput<typeof actionSchema>;
export type ActionType = Action['type'];
export type ActionOf<T extends ActionType> = Extract<Action, { type: T }>;
export type Audience = ActionOf<'say'>['audience'];
/** Whom an assign or a transfer would give the conversation to. */
export type Target = { agentId: string; queueId?: undefined } | { queueId: string; agentId?: undefined };
export function targetOf({ agentId, queueId }: { agentId?: string | undefined; queueId?: string | undefined }): Target {
  return agentId === undefined ? { queueId: queueId ?? '' } : { agentId };
}
export type Override = ActionOf<'assign'>['override'];

/** The four that have a switch (G2); join, leave, say and the lease follow `monitor`, an agent's presence `assign`. */
export const switchedActions = ['monitor', 'assign', 'transfer', 'forceClose'] as const;
export type SwitchedAction = (typeof switchedActions)[number];
export function switchOf(type: ActionType): SwitchedAction {
  if (type === 'setPresence') return 'assign';
  return type === 'assign' || type === 'transfer' || type === 'forceClose' ? type : 'monitor';
}

/**
 * What the backend made of an action. `done` carries the row as read back after the act where the backend gives it.
 * Anything that leaves the effect uncertain (network, time-out, 5xx) is thrown as a ConnectorError instead.
 */
export const outcomeSchema = v.variant('kind', [
  v.object({ kind: v.literal('done'), row: v.optional(conversationSchema) }),
  /** The goal already held: nothing was changed. */
  v.object({ kind: v.literal('alreadySo'), row: v.optional(conversationSchema) }),
  v.object({ kind: v.literal('refused'), reasons: v.array(reasonSchema), row: v.optional(conversationSchema) }),
  /** The precondition failed: the conversation is no longer what the supervisor saw. */
  v.object({ kind: v.literal('changed'), row: conversationSchema }),
]);
export type Outcome = v.InferOutput<typeof outcomeSchema>;

export const operationStates = [
  'held', // in the undo window (F3): nothing has been sent
  'queued', // durable, waiting for its turn
  'sending',
  'confirmed',
  'refused',
  'unknown', // sent, no answer: being read back, never sent again blindly
  'cancelled', // taken back by the supervisor before it was sent
  'expired', // its time passed while nobody could send it: asks again, was not sent
] as const;
export type OperationState = (typeof operationStates)[number];

export const operationSchema = v.object({
  id: idSchema,
  connectionId: idSchema,
  action: actionSchema,
  /** Who acted: the account's agent id on that connection. */
  account: v.string(),
  state: v.picklist(operationStates),
  at: v.number(),
  /** End of the undo window while `held`. */
  until: v.optional(v.number()),
  attempts: v.number(),
  settledAt: v.optional(v.number()),
  /** The backend said that it was done, though the row did not show it: never sent again. */
  answered: v.optional(v.boolean()),
  /** How a confirmed operation came true: by us, or it already was so. */
  outcome: v.optional(v.picklist(['done', 'alreadySo'])),
  reasons: v.optional(v.array(reasonSchema)),
  /** For people: the customer's name at the time of the click, and the target's; memory only, never in the log. */
  about: v.optional(v.object({ customer: v.string(), target: v.optional(v.string()) })),
});
export type Operation = v.InferOutput<typeof operationSchema>;
export const openOperationStates: readonly OperationState[] = ['held', 'queued', 'sending', 'unknown'];
