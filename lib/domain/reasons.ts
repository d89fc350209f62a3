/** Why something is not possible: codes with arguments (texts live in the language files). */
import * as v from 'valibot';
import { gapSchema } from './capabilities.ts';
import { idSchema, presenceBases, queueKinds, states } from './records.ts';

/** Who switched an action off (G2). */
export const switchOwners = ['policy', 'backend', 'connection'] as const;
export type SwitchOwner = (typeof switchOwners)[number];

export const actionReasonSchema = v.variant('code', [
  v.object({ code: v.literal('notSupervisor') }),
  v.object({ code: v.literal('switchedOff'), by: v.array(v.picklist(switchOwners)) }),
  v.object({ code: v.literal('noticeOpen') }),
  v.object({ code: v.literal('notSupported'), capability: v.string(), gap: v.optional(gapSchema) }),
  v.object({ code: v.literal('wrongState'), state: v.picklist(states), allowed: v.array(v.picklist(states)) }),
  v.object({ code: v.literal('notAccepted') }),
  v.object({ code: v.literal('wrongChannel'), channel: v.string() }),
  v.object({ code: v.literal('escalated'), to: v.picklist(['voice', 'video']) }),
  v.object({ code: v.literal('ownConversation') }),
  v.object({ code: v.literal('notMonitoring') }),
  /** J1, J3: writing and leaving are for those who take part. */
  v.object({ code: v.literal('notJoined') }),
  v.object({ code: v.literal('alreadyAssigned'), agentId: idSchema }),
  v.object({ code: v.literal('blockingRole'), role: v.string(), known: v.boolean() }),
  v.object({ code: v.literal('fromBot') }),
  v.object({ code: v.literal('transferPending'), toAgentId: idSchema }),
  v.object({ code: v.literal('changedMeanwhile'), what: v.array(v.string()) }),
  /** J3: what is written cannot reach that audience. */
  v.object({ code: v.literal('audienceNotPossible'), why: v.picklist(['agentIsBot', 'customerGone', 'voiceOnly']) }),
  /** The conversation is no longer there (deleted at the backend). */
  v.object({ code: v.literal('gone') }),
  v.object({ code: v.literal('backendRefused'), text: v.string(), backendCode: v.optional(v.string()) }),
]);
/** A reason against the action itself. */
export type ActionReason = v.InferOutput<typeof actionReasonSchema>;

export const targetReasonSchema = v.variant('code', [
  v.object({ code: v.literal('isBot') }),
  v.object({ code: v.literal('isCurrentAgent') }),
  v.object({ code: v.literal('isCurrentQueue') }),
  v.object({ code: v.literal('wrongQueueKind'), kind: v.picklist(queueKinds) }),
  v.object({ code: v.literal('notInQueue'), queueId: idSchema }),
  v.object({
    code: v.literal('presenceNotAllowed'),
    base: v.picklist(presenceBases),
    allowed: v.array(v.picklist(presenceBases)),
  }),
  v.object({ code: v.literal('presenceUnknown') }),
  v.object({ code: v.literal('overCapacity'), units: v.number() }),
  v.object({ code: v.literal('capacityUnknown') }),
  /** The target named in the request does not exist (any more). */
  v.object({ code: v.literal('noSuchTarget') }),
]);
/** A reason against one target of an action. */
export type TargetReason = v.InferOutput<typeof targetReasonSchema>;

export const reasonSchema = v.variant('code', [actionReasonSchema, targetReasonSchema]);
export type Reason = ActionReason | TargetReason;
export type ReasonCode = Reason['code'];

/** One of them says that the backend's own workspace can do it. */
export function isOnlyInWorkspace(reasons: readonly Reason[]): boolean {
  return reasons.some((reason) => reason.code === 'notSupported' && reason.gap?.why === 'onlyInWorkspace');
}
