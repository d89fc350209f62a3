/** What a backend can do for an account (G4), and why not where that can be said. */
import * as v from 'valibot';
import { idSchema, presenceBases } from './records.ts';

export const capabilitiesSchema = v.object({
  monitor: v.boolean(),
  join: v.boolean(),
  sayPublic: v.boolean(),
  sayInternal: v.boolean(),
  assignToAgent: v.boolean(),
  assignToQueue: v.boolean(),
  transfer: v.boolean(),
  forceClose: v.boolean(),
  /** An agent's presence may be set by a supervisor. */
  setPresence: v.boolean(),
  /** Monitoring is silent and free of capacity (M4); `'unknown'` where the backend does not say. */
  silentMonitoring: v.union([v.boolean(), v.literal('unknown')]),
  /** What is said can be read while it goes on (M4); absent in what earlier builds stored. */
  liveTranscript: v.optional(v.boolean(), true),
  /** Voice calls may be transferred (T2). */
  voiceTransfer: v.boolean(),
  /** Joining a voice call with audio (J3). */
  voiceJoin: v.boolean(),
});
export type Capabilities = v.InferOutput<typeof capabilitiesSchema>;

export const gapKinds = [
  /** This organisation's version of the backend lacks the message; `detail` names it. */
  'messageAbsent',
  /** The message asks for parameters that nobody has said how to fill; `detail` names message and parameters. */
  'messageUnmapped',
  /** The backend documents no way to do it from outside its own workspace. */
  'onlyInWorkspace',
  /** The way this connection signs in was refused for anything but reading. */
  'signInReadsOnly',
  /** What there is could not be found out, or what an administrator says of it makes no sense; `detail` says more. */
  'notUnderstood',
] as const;
export const gapSchema = v.object({
  why: v.picklist(gapKinds),
  detail: v.optional(v.pipe(v.string(), v.maxLength(500))),
});
/** Why a capability is missing. */
export type Gap = v.InferOutput<typeof gapSchema>;

/** A presence that may be set for an agent. */
export const presenceChoiceSchema = v.object({
  id: idSchema,
  base: v.picklist(presenceBases),
  /** What the organisation calls it, where that is more than the base. */
  text: v.optional(v.pipe(v.string(), v.maxLength(500))),
});
export type PresenceChoice = v.InferOutput<typeof presenceChoiceSchema>;

/** What one organisation's backend offers one account, for backends where that is only known after asking. */
export const offerSchema = v.object({
  capabilities: capabilitiesSchema,
  /** By capability. */
  gaps: v.record(v.string(), gapSchema),
  presences: v.optional(v.array(presenceChoiceSchema)),
});
export type Offer = v.InferOutput<typeof offerSchema>;
