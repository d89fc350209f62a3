/** Random floors for model tests: what a backend may send, and the plainest mirror that says what must come of it. */
import fc from 'fast-check';
import type { Change } from '../../lib/connectors/connector.ts';
import type { Agent, Conversation, Queue, Workstream } from '../../lib/domain/records.ts';
import { knownChannels, presenceBases, sentimentLevels, states } from '../../lib/domain/records.ts';
import type { Mirror } from '../../lib/mirror/mirror.ts';
import { aConversation, anAgent, aQueue, aWorkstream, morning } from '../builders.ts';

export const hour = 3_600_000;
export const day = 24 * hour;

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
/** Few enough to meet often. */
const conversationId = fc.integer({ min: 0, max: 9 }).map((n) => `c-${n}`);
const version = fc.integer({ min: 1, max: 12 });
const moment = fc.integer({ min: -3, max: 3 }).map((n) => morning + n * hour);
const agentId = oneOf('a-1', 'a-2', 'a-3', 'a-nobody-knows');
const queueId = oneOf('q-1', 'q-2', 'q-nobody-knows');
const workstreamId = oneOf('w-1', 'w-2');
const name = oneOf('Dana Levi', 'dana levi', 'Äda', 'Adam', 'Zoë', 'דנה', '');

export const conversation: fc.Arbitrary<Conversation> = fc
  .record({
    id: conversationId,
    version,
    state: oneOf(...states),
    stateSince: moment,
    startedAt: moment,
    waitingSince: maybe(moment),
    agentId: maybe(agentId),
    queueId: maybe(queueId),
    workstreamId: maybe(workstreamId),
    subject: oneOf('Parcel', 'Refund please'),
    channel: oneOf<Conversation['channel']>(...knownChannels, 'unknown:fax'),
    customer: name.map((customer) => ({ name: customer })),
    sentiment: oneOf<Conversation['sentiment']['level']>(...sentimentLevels, 'unknown').map((level) => ({
      level,
      source: 'backend' as const,
    })),
  })
  .map((fields) => aConversation(fields));

const agent: fc.Arbitrary<Agent> = fc
  .record({
    id: oneOf('a-1', 'a-2', 'a-3'),
    name,
    kind: oneOf<Agent['kind']>('human', 'human', 'bot'),
    presence: oneOf(...presenceBases).map((base) => ({ base })),
    capacity: oneOf<Agent['capacity']>('unknown', { max: 10, free: 4 }, { max: 10, free: -3 }),
    queueIds: fc.subarray(['q-1', 'q-2']),
  })
  .map((fields) => anAgent(fields));
const queue: fc.Arbitrary<Queue> = fc.record({ id: oneOf('q-1', 'q-2'), name }).map((fields) => aQueue(fields));
const workstream: fc.Arbitrary<Workstream> = fc
  .record({ id: workstreamId, waitingLimit: maybe(oneOf(hour, 2 * hour)), handlingLimit: maybe(oneOf(hour, 3 * hour)) })
  .map((fields) => aWorkstream(fields));

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 8, arbitrary: conversation.map((row) => ({ kind: 'conversation' as const, row })) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('removed' as const), id: conversationId, version }) },
  { weight: 1, arbitrary: agent.map((row) => ({ kind: 'agent' as const, row })) },
  { weight: 1, arbitrary: queue.map((row) => ({ kind: 'queue' as const, row })) },
  { weight: 1, arbitrary: workstream.map((row) => ({ kind: 'workstream' as const, row })) },
);

const byId = <T extends { id: string }>(rows: T[]) => [...new Map(rows.map((row) => [row.id, row])).values()];
const rows = fc.record({
  conversations: fc.array(conversation, { maxLength: 10 }).map(byId),
  agents: fc.array(agent, { maxLength: 3 }).map(byId),
  queues: fc.array(queue, { maxLength: 2 }).map(byId),
  workstreams: fc.array(workstream, { maxLength: 2 }).map(byId),
});

/** Something that happens to a mirror, `after` ms after the one before. */
export type Event =
  | { kind: 'apply'; after: number; changes: Change[] }
  | { kind: 'replace'; after: number; rows: Parameters<Mirror['replace']>[0] }
  | { kind: 'prune'; after: number };
const after = oneOf(0, 0, 1, hour, 9 * hour);
export const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('apply' as const), after, changes: fc.array(change, { maxLength: 8 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('replace' as const), after, rows }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('prune' as const), after }) },
);

/** A mirror as one would say it in a sentence per rule; slow and plain. */
export function createPlainMirror(retention = day) {
  const conversations = new Map<string, Conversation>();
  const agents = new Map<string, Agent>();
  const queues = new Map<string, Queue>();
  const workstreams = new Map<string, Workstream>();
  /** Up to which version an id is dead, and since when. */
  const dead = new Map<string, { upTo: number; since: number }>();

  function take(row: Conversation) {
    const known = conversations.get(row.id);
    const isOlder = row.version <= Math.max(known?.version ?? 0, dead.get(row.id)?.upTo ?? 0);
    const revives = known?.state === 'closed' && row.state !== 'closed';
    // By the backend's own clock: it was so when it was read.
    const isLongClosed = row.state === 'closed' && row.stateSince + retention <= row.observedAt;
    if (isOlder || revives || (known === undefined && isLongClosed)) return;
    dead.delete(row.id);
    conversations.set(row.id, row);
  }
  function kill(id: string, upTo: number, since: number) {
    const wasClosed = conversations.get(id)?.state === 'closed';
    const before = dead.get(id)?.upTo ?? 0;
    dead.set(id, { upTo: wasClosed ? Number.POSITIVE_INFINITY : Math.max(upTo, before), since });
    conversations.delete(id);
  }

  return {
    conversations,
    agents,
    queues,
    workstreams,
    happen(event: Event, now: number) {
      if (event.kind === 'prune') {
        for (const { id, state, stateSince } of [...conversations.values()])
          if (state === 'closed' && stateSince + retention <= now) kill(id, 0, now);
        for (const [id, { since }] of [...dead]) if (since + day <= now) dead.delete(id);
      } else if (event.kind === 'replace') {
        for (const row of event.rows.conversations) take(row);
        const present = new Set(event.rows.conversations.map(({ id }) => id));
        for (const { id, state } of [...conversations.values()]) {
          if (present.has(id)) continue;
          if (state === 'closed') kill(id, 0, now);
          else conversations.delete(id);
        }
        for (const kind of [agents, queues, workstreams]) kind.clear();
        for (const row of event.rows.agents) agents.set(row.id, row);
        for (const row of event.rows.queues) queues.set(row.id, row);
        for (const row of event.rows.workstreams) workstreams.set(row.id, row);
      } else {
        for (const change of event.changes) {
          if (change.kind === 'conversation') take(change.row);
          else if (change.kind === 'agent') agents.set(change.row.id, change.row);
          else if (change.kind === 'queue') queues.set(change.row.id, change.row);
          else if (change.kind === 'workstream') workstreams.set(change.row.id, change.row);
          else if ((conversations.get(change.id)?.version ?? 0) <= change.version) kill(change.id, change.version, now);
        }
      }
    },
  };
}
export type PlainMirror = ReturnType<typeof createPlainMirror>;

export function contentsOf(mirror: Mirror | PlainMirror) {
  const sorted = <T extends { id: string }>(rows: (() => Iterable<T>) | Map<string, T>) =>
    [...(typeof rows === 'function' ? rows() : rows.values())].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    conversations: sorted(mirror.conversations),
    agents: sorted(mirror.agents),
    queues: sorted(mirror.queues),
    workstreams: sorted(mirror.workstreams),
  };
}

/** Timers that run when the test says so. */
export function createTimers() {
  let tasks: { task: () => void; at: number }[] = [];
  let now = 0;
  return {
    schedule: (task: () => void, delay: number) => void tasks.push({ task, at: now + delay }),
    /** Runs what is due within so many milliseconds, in order. */
    pass(duration: number) {
      const until = now + duration;
      for (;;) {
        const next = tasks.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        tasks = tasks.filter((one) => one !== next);
        now = next.at;
        next.task();
      }
      now = until;
    },
    get waiting() {
      return tasks.length;
    },
  };
}
