/**
 * Records for tests: the plainest valid one of each, changed where a test says so. The default scene: conversation
 * `c-1`, a live chat that Xenia (`a-x`) has and accepted, in queue `q-1` under workstream `w-1` (needs 2 units, allows
 * available and busy); the supervisor is `a-me`; every gate is open and the backend can do everything.
 */
import type { ActionType, Operation } from '../lib/domain/actions.ts';
import type { Capabilities } from '../lib/domain/capabilities.ts';
import type { Agent, Conversation, Queue, Workstream } from '../lib/domain/records.ts';
import type { Directory, RuleContext } from '../lib/domain/ruleContext.ts';

/** The scene's time, epoch ms: 2026-03-02T09:00:00Z. */
export const morning = 1_772_442_000_000;

export function aConversation(overrides: Partial<Conversation> = {}): Conversation {
  return {
    id: 'c-1',
    connectionId: 'k-1',
    subject: 'Where is my parcel?',
    customer: { name: 'Dana Levi' },
    channel: 'liveChat',
    state: 'active',
    stateSince: morning,
    queueId: 'q-1',
    workstreamId: 'w-1',
    agentId: 'a-x',
    ringing: false,
    participants: [{ agentId: 'a-x', name: 'Xenia', mode: 'primary', since: morning }],
    sentiment: { level: 0, source: 'backend' },
    transferCount: 0,
    startedAt: morning,
    version: 1,
    etag: 'e-1',
    observedAt: morning,
    ...overrides,
  };
}

/** Open, nobody's, waiting in `q-1`. */
export function anOpenConversation(overrides: Partial<Conversation> = {}): Conversation {
  const { agentId: _nobody, ...rest } = aConversation({ state: 'open', participants: [] });
  return { ...rest, ...overrides };
}

/** Human, available, 10 of 10 units free, member of `q-1`. */
export function anAgent(overrides: Partial<Agent> = {}): Agent {
  return {
    id: 'a-y',
    name: 'Yael',
    kind: 'human',
    presence: { base: 'available' },
    capacity: { max: 10, free: 10 },
    queueIds: ['q-1'],
    isMe: false,
    ...overrides,
  };
}

export function aQueue(overrides: Partial<Queue> = {}): Queue {
  return { id: 'q-1', name: 'Orders', kind: 'messaging', ...overrides };
}

export function aWorkstream(overrides: Partial<Workstream> = {}): Workstream {
  return {
    id: 'w-1',
    name: 'Web chat',
    channel: 'liveChat',
    allowedPresences: ['available', 'busy'],
    unitsNeeded: 2,
    asksAcceptance: false,
    wrapUpKeepsCapacity: false,
    ...overrides,
  };
}

export function someCapabilities(overrides: Partial<Capabilities> = {}): Capabilities {
  return {
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
    voiceJoin: false,
    ...overrides,
  };
}

/** Rules of 2024, every gate open, neither monitoring nor joined. */
export function aContext(overrides: Partial<RuleContext> = {}): RuleContext {
  return {
    version: '2024',
    isSupervisor: true,
    switchedOff: {},
    noticeAcknowledged: true,
    capabilities: someCapabilities(),
    myAgentId: 'a-me',
    isMonitoring: false,
    hasJoined: false,
    ...overrides,
  };
}

/** Knows `a-x`, `a-y`, `a-me`, `q-1` and `w-1`, and whatever is given; a record given replaces the one of that id. */
export function aDirectory(
  records: { agents?: Agent[]; queues?: Queue[]; workstreams?: Workstream[] } = {},
): Directory {
  const byId = <T extends { id: string }>(rows: T[]) => new Map(rows.map((row) => [row.id, row]));
  const agents = byId([
    anAgent({ id: 'a-x', name: 'Xenia' }),
    anAgent(),
    anAgent({ id: 'a-me', name: 'Sam', isMe: true }),
    ...(records.agents ?? []),
  ]);
  const queues = byId([aQueue(), ...(records.queues ?? [])]);
  const workstreams = byId([aWorkstream(), ...(records.workstreams ?? [])]);
  return {
    agent: (id) => agents.get(id),
    queue: (id) => queues.get(id),
    workstream: (id) => workstreams.get(id),
  };
}

/** Accepted at `morning`, on `c-1`; a force close unless `type` says otherwise. */
export function anOperation(overrides: Partial<Operation> = {}, type: ActionType = 'forceClose'): Operation {
  const envelope = { operationId: overrides.id ?? 'o-1', conversationId: 'c-1', etag: 'e-1' };
  const action = type === 'transfer' ? { type, agentId: 'a-y', ...envelope } : { type, ...envelope };
  return {
    id: 'o-1',
    connectionId: 'k-1',
    action: action as Operation['action'],
    account: 'a-me',
    state: 'queued',
    at: morning,
    attempts: 0,
    about: { customer: 'Grace Okafor' },
    ...overrides,
  };
}
