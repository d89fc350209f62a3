/** Arbitrary records within the schemas, from a small set of ids so that they meet each other. */
import fc from 'fast-check';
import { switchedActions } from '../../lib/domain/actions.ts';
import { switchOwners } from '../../lib/domain/reasons.ts';
import type { Agent, Channel, Conversation, Queue, Workstream } from '../../lib/domain/records.ts';
import { knownChannels, participantModes, presenceBases, queueKinds, states } from '../../lib/domain/records.ts';
import type { Directory, RuleContext } from '../../lib/domain/ruleContext.ts';
import { aConversation, aQueue, aWorkstream } from '../builders.ts';

const agentId = fc.constantFrom('a-me', 'a-x', 'a-y', 'a-bot', 'a-gone');
const queueId = fc.constantFrom('q-1', 'q-2', 'q-3', 'q-gone');
const workstreamId = fc.constantFrom('w-1', 'w-2', 'w-gone');
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const channel = fc.constantFrom<Channel>(...knownChannels, 'unknown:7');
const units = fc.integer({ min: -5, max: 12 });

export const conversations: fc.Arbitrary<Conversation> = fc
  .record({
    channel,
    escalatedTo: optional(fc.constantFrom('voice', 'video')),
    state: fc.constantFrom(...states),
    queueId: optional(queueId),
    workstreamId: optional(workstreamId),
    agentId: optional(agentId),
    ringing: fc.boolean(),
    customerGone: optional(fc.boolean()),
    unitsNeeded: optional(fc.nat(6)),
    pendingTransfer: optional(fc.record({ toAgentId: agentId, since: fc.constant(1) })),
    participants: fc.array(
      fc.record({
        agentId,
        name: fc.constant('Somebody'),
        mode: fc.constantFrom(...participantModes),
        since: fc.constant(1),
      }),
      { maxLength: 3 },
    ),
  })
  .map((overrides) => aConversation(overrides as Partial<Conversation>));

export const contexts: fc.Arbitrary<RuleContext> = fc
  .record({
    version: fc.constantFrom('2024', '2025'),
    isSupervisor: fc.boolean(),
    switchedOff: fc.dictionary(fc.constantFrom(...switchedActions), fc.subarray([...switchOwners])),
    noticeAcknowledged: fc.boolean(),
    capabilities: fc.record({
      monitor: fc.boolean(),
      join: fc.boolean(),
      sayPublic: fc.boolean(),
      sayInternal: fc.boolean(),
      assignToAgent: fc.boolean(),
      assignToQueue: fc.boolean(),
      transfer: fc.boolean(),
      forceClose: fc.boolean(),
      setPresence: fc.boolean(),
      silentMonitoring: fc.constantFrom(true, false, 'unknown'),
      liveTranscript: fc.boolean(),
      voiceTransfer: fc.boolean(),
      voiceJoin: fc.boolean(),
    }),
    myAgentId: fc.constant('a-me'),
    blockingRole: optional(fc.constant('Omnichannel API access')),
    isMonitoring: fc.boolean(),
    hasJoined: fc.boolean(),
  })
  .map((context) => context as RuleContext);

export interface World {
  agents: Agent[];
  queues: Queue[];
  workstreams: Workstream[];
  directory: Directory;
}

const agents: fc.Arbitrary<Agent[]> = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('a-me', 'a-x', 'a-y', 'a-bot'),
    name: fc.constantFrom('Adam', 'Yael', 'Zoe'),
    kind: fc.constantFrom('human', 'bot'),
    presence: fc.record({ base: fc.constantFrom(...presenceBases) }),
    capacity: fc.oneof(fc.record({ max: fc.constant(10), free: units }), fc.constant('unknown' as const)),
    queueIds: fc.subarray(['q-1', 'q-2', 'q-3']),
    isMe: fc.constant(false),
  }),
  { selector: ({ id }) => id },
);
const queues: fc.Arbitrary<Queue[]> = fc.uniqueArray(
  fc.record({ id: fc.constantFrom('q-1', 'q-2', 'q-3'), kind: fc.constantFrom(...queueKinds) }).map(aQueue),
  { selector: ({ id }) => id },
);
const workstreams: fc.Arbitrary<Workstream[]> = fc.uniqueArray(
  fc
    .record({
      id: fc.constantFrom('w-1', 'w-2'),
      allowedPresences: fc.subarray([...presenceBases]),
      unitsNeeded: fc.nat(6),
    })
    .map(aWorkstream),
  { selector: ({ id }) => id },
);

/** Some agents, queues and workstreams, and the directory that knows exactly them. */
export const worlds: fc.Arbitrary<World> = fc.record({ agents, queues, workstreams }).map((records) => {
  const find =
    <T extends { id: string }>(rows: T[]) =>
    (id: string) =>
      rows.find((row) => row.id === id);
  return {
    ...records,
    directory: {
      agent: find(records.agents),
      queue: find(records.queues),
      workstream: find(records.workstreams),
    },
  };
});
