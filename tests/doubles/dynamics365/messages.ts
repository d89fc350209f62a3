/**
 * The CCaaS messages of facts §5.1 and §5.2. Microsoft names them and no more: what is bound, and how parameters are
 * called, is invented here, differently per set, so that nobody can know it without reading the metadata.
 */
export type Role =
  | 'apiVersion'
  | 'conversation'
  | 'agent'
  | 'queue'
  | 'presence'
  | 'note'
  /** Nobody can know what it is for. */
  | 'unknown';

export interface Parameter {
  name: string;
  type: 'Edm.String' | 'Edm.Guid' | 'Edm.Boolean' | 'Edm.Int32';
  role: Role;
  optional?: boolean;
}
export type Deed = 'monitor' | 'join' | 'assign' | 'transfer' | 'forceClose' | 'leave' | 'presence' | 'candidates';
export interface Message {
  name: string;
  kind: 'action' | 'function';
  /** To one conversation. */
  bound: boolean;
  parameters: readonly Parameter[];
  /** What it does; absent: nothing that a supervisor may do with it. */
  deed?: Deed;
}

type Words = Readonly<Record<Exclude<Role, 'unknown'>, string>>;
const usualWords: Words = {
  apiVersion: 'ApiVersion',
  conversation: 'ConversationId',
  agent: 'AgentId',
  queue: 'QueueId',
  presence: 'PresenceId',
  note: 'Reason',
};
const otherWords: Words = {
  apiVersion: 'Version',
  conversation: 'LiveWorkItemId',
  agent: 'TargetUserId',
  queue: 'DestinationQueueId',
  presence: 'PresenceStatusId',
  note: 'Comment',
};

const types: Readonly<Record<Role, Parameter['type']>> = {
  apiVersion: 'Edm.String',
  conversation: 'Edm.Guid',
  agent: 'Edm.Guid',
  queue: 'Edm.Guid',
  presence: 'Edm.Guid',
  note: 'Edm.String',
  unknown: 'Edm.Int32',
};

function messagesIn(words: Words): Message[] {
  const named = (role: Exclude<Role, 'unknown'>, optional = false): Parameter => {
    return { name: words[role], type: types[role], role, ...(optional && { optional }) };
  };
  const version = named('apiVersion');
  const bound = (name: string, deed?: Deed, parameters: Parameter[] = []): Message => {
    return { name, kind: 'action', bound: true, parameters: [version, ...parameters], ...(deed && { deed }) };
  };
  return [
    bound('CCaaS_MonitorConversation', 'monitor'),
    bound('CCaaS_JoinConversation', 'join'),
    bound('CCaaS_RejoinConversation'),
    bound('CCaaS_BargeInToCall', 'join'),
    bound('CCaaS_AssignConversation', 'assign', [named('agent')]),
    bound('CCaaS_InitiateQueueAssignment', 'assign', [named('queue')]),
    bound('CCaaS_InitiateAgentTransferBySupervisor', 'transfer', [named('agent')]),
    bound('CCaaS_InitiateQueueTransfer', 'transfer', [named('queue')]),
    bound('CCaaS_ForceCloseConversation', 'forceClose', [named('note', true)]),
    bound('CCaaS_EndSession', 'leave'),
    bound('CCaaS_LeavePublicConsult', 'leave'),
    bound('CCaaS_CloseConsult', 'leave'),
    ...agentsOwn.map((name) => bound(name)),
    { ...bound('CCaaS_GetAgentsForConsultAndTransfer', 'candidates'), kind: 'function' },
    { ...bound('CCaaS_GetClientLWIContext'), kind: 'function' },
    getPresence,
    ...documented,
  ];
}

const agentsOwn = [
  'CCaaS_AcceptConversation',
  'CCaaS_RejectConversation',
  'CCaaS_PickConversation',
  'CCaaS_AgentEndConversation',
  'CCaaS_InitiateAgentTransfer',
  'CCaaS_InitiateAgentConsult',
  'CCaaS_InitiateQueueConsult',
  'CCaaS_ConversationTimeout',
  'CCaaS_GetCallState',
  'CCaaS_StartSecondaryChannel',
  'CCaaS_EndSecondaryChannel',
];

/** An agent's own question, which names itself by a header. */
const getPresence: Message = { name: 'CCaaS_GetPresence', kind: 'function', bound: false, parameters: [] };

/** These have published parameters (facts §5.2): the same in every set. */
const documented: Message[] = [
  {
    name: 'CCaaS_ModifyAgentPresence',
    kind: 'action',
    bound: false,
    deed: 'presence',
    parameters: [
      { name: 'ApiVersion', type: 'Edm.String', role: 'apiVersion' },
      { name: 'AgentId', type: 'Edm.Guid', role: 'agent' },
      { name: 'PresenceId', type: 'Edm.Guid', role: 'presence' },
    ],
  },
  {
    name: 'CCaaS_GetRepresentativeAvailabilityForConversation',
    kind: 'action',
    bound: false,
    parameters: [
      { name: 'ApiVersion', type: 'Edm.String', role: 'apiVersion' },
      { name: 'ConversationId', type: 'Edm.Guid', role: 'conversation' },
      { name: 'CustomContextItems', type: 'Edm.String', role: 'note', optional: true },
    ],
  },
];

const usual = messagesIn(usualWords);

function changed(name: string, change: (message: Message) => Message): Message[] {
  return usual.map((message) => (message.name === name ? change(message) : message));
}

/** By name of the set: what the organisation's `$metadata` says and its messages obey. */
export const messageSets = {
  usual,
  otherNames: messagesIn(otherWords),
  /** Force close asks for something that no descriptor can know. */
  extraMandatory: changed('CCaaS_ForceCloseConversation', (message) => ({
    ...message,
    parameters: [...message.parameters, { name: 'ClosureSubReason', type: types.unknown, role: 'unknown' }],
  })),
  /** An older solution: no transfer by supervisors, no assigning to queues. */
  someAbsent: usual.filter(
    ({ name }) => name !== 'CCaaS_InitiateAgentTransferBySupervisor' && name !== 'CCaaS_InitiateQueueAssignment',
  ),
  noneAtAll: [] as Message[],
  /** Assigning is not bound to a conversation but names it. */
  unbound: changed('CCaaS_AssignConversation', (message) => ({
    ...message,
    bound: false,
    parameters: [...message.parameters, { name: usualWords.conversation, type: 'Edm.Guid', role: 'conversation' }],
  })),
} satisfies Readonly<Record<string, readonly Message[]>>;
export type MessageSet = keyof typeof messageSets;

export function messagesOf(set: MessageSet): readonly Message[] {
  return messageSets[set];
}
