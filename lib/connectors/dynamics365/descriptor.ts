/**
 * Which message does what, and what its parameters mean. Names are documented, parameters are not (facts §5.1 of
 * Dynamics 365): this is what the connector takes for granted, and what an administrator can correct without a release.
 */
import * as v from 'valibot';
import { type Deed, deeds, sources } from './deeds.ts';

const meaningSchema = v.union(
  [
    v.strictObject({ from: v.picklist(sources) }),
    v.strictObject({ value: v.union([v.pipe(v.string(), v.maxLength(500)), v.number(), v.boolean()]) }),
  ],
  `is neither { "value": … } nor { "from": one of ${sources.join(', ')} }`,
);
export type Meaning = v.InferOutput<typeof meaningSchema>;

const messageNameSchema = v.pipe(v.string(), v.regex(/^CCaaS_\w{1,100}$/, 'is no name of a CCaaS_ message'));
const parameterNameSchema = v.pipe(
  v.string(),
  v.regex(/^(CCaaS_\w{1,100}\.)?\w{1,128}$/, 'is neither a parameter nor message.parameter'),
);

/** In the order of preference; the first that the organisation has and that can be filled is called. */
const choiceSchema = v.pipe(v.array(messageNameSchema), v.minLength(1), v.maxLength(10));

const correctionsSchema = v.strictObject({
  messages: v.optional(v.record(v.picklist(deeds, `is none of ${deeds.join(', ')}`), choiceSchema)),
  /** By the parameter's name, or by `message.parameter` where the same name means different things. */
  parameters: v.optional(v.record(parameterNameSchema, meaningSchema)),
});

export interface Descriptor {
  messages: Readonly<Record<Deed, readonly string[]>>;
  parameters: Readonly<Record<string, Meaning>>;
}

/**
 * Facts §5.1 and §5.2 of Dynamics 365. Only ApiVersion, AgentId, ConversationId and PresenceId are documented, for
 * sibling messages; QueueId is named by analogy.
 */
export const defaultDescriptor: Descriptor = {
  messages: {
    monitor: ['CCaaS_MonitorConversation'],
    stopMonitor: ['CCaaS_EndSession'],
    join: ['CCaaS_JoinConversation'],
    leave: ['CCaaS_LeavePublicConsult', 'CCaaS_EndSession'],
    assignToAgent: ['CCaaS_AssignConversation'],
    assignToQueue: ['CCaaS_InitiateQueueAssignment'],
    transferToAgent: ['CCaaS_InitiateAgentTransferBySupervisor'],
    transferToQueue: ['CCaaS_InitiateQueueTransfer'],
    forceClose: ['CCaaS_ForceCloseConversation'],
    setPresence: ['CCaaS_ModifyAgentPresence'],
  },
  parameters: {
    ApiVersion: { value: '1.0' },
    AgentId: { from: 'agentId' },
    ConversationId: { from: 'conversationId' },
    QueueId: { from: 'queueId' },
    PresenceId: { from: 'presenceId' },
  },
};

/**
 * The administrator's corrections laid over what is taken for granted.
 * @returns or what cannot be understood in them: then nothing may be done, for the rest of it may be wrong as well
 */
export function readDescriptor(corrections: Record<string, unknown> | undefined): Descriptor | { unreadable: string } {
  const read = v.safeParse(correctionsSchema, corrections ?? {});
  if (!read.success) {
    const [first] = read.issues;
    return { unreadable: `${v.getDotPath(first) ?? 'descriptor'}: ${first.message}`.slice(0, 400) };
  }
  return {
    messages: { ...defaultDescriptor.messages, ...read.output.messages },
    parameters: { ...defaultDescriptor.parameters, ...read.output.parameters },
  };
}
