/** The floor in numbers (domain/overview.ts), kept change by change: reading them does not count conversations. */
import { dueAt } from '../domain/limits.ts';
import type { Overview, QueueOverview } from '../domain/overview.ts';
import type { Agent, Conversation, PresenceBase, Workstream } from '../domain/records.ts';
import type { Delta, Mirror } from '../mirror/mirror.ts';
import type { SortedList } from './sortedList.ts';
import { createSortedList } from './sortedList.ts';

export interface OverviewCounter {
  /** `now` is the backend's clock, epoch ms: what is over its limit depends on it. */
  read(now: number): Overview;
  /** Called once per delta. */
  subscribe(listener: () => void): () => void;
  stop(): void;
}

interface Moment {
  at: number;
  id: string;
}
interface QueueCounts {
  waiting: SortedList<Moment>;
  active: number;
  away: number;
  wrapUp: number;
}

/** Conversations that are closed count nowhere. Those of queues the directory does not know count in all but `queues`. */
export function createOverview(mirror: Mirror): OverviewCounter {
  const listeners = new Set<() => void>();
  const byState = { open: 0, active: 0, waiting: 0, wrapUp: 0 };
  const byChannel = new Map<string, number>();
  const byQueue = new Map<string, number>();
  const byAgent = new Map<string, number>();
  /** Also under '' for those in no queue. */
  const queues = new Map<string, QueueCounts>();
  const dueTimes = new Map<string, number>();
  let due = createSortedList<Moment>(byMoment);
  let workstreams = new Map<string, Workstream>();

  function limitOf(row: Conversation): void {
    const at = dueAt(row, row.workstreamId === undefined ? undefined : mirror.workstream(row.workstreamId));
    if (at === undefined) return;
    dueTimes.set(row.id, at);
    due.insert({ at, id: row.id });
  }

  /** Counts a row in (1) or out (-1). */
  function count(row: Conversation, by: 1 | -1): void {
    if (row.state === 'closed') return;
    byState[row.state] += by;
    add(byChannel, row.channel, by);
    add(byAgent, row.agentId ?? 'none', by);
    if (row.queueId !== undefined) add(byQueue, row.queueId, by);
    const queueId = row.queueId ?? '';
    const queue = queues.get(queueId) ?? { waiting: createSortedList(byMoment), active: 0, away: 0, wrapUp: 0 };
    queues.set(queueId, queue);
    if (row.state === 'active') queue.active += by;
    if (row.state === 'waiting') queue.away += by;
    if (row.state === 'wrapUp') queue.wrapUp += by;
    if (row.state === 'open' && row.agentId === undefined) {
      const moment = { at: row.waitingSince ?? row.stateSince, id: row.id };
      if (by === 1) queue.waiting.insert(moment);
      else queue.waiting.remove(moment);
    }
  }

  function uncount(row: Conversation): void {
    count(row, -1);
    const at = dueTimes.get(row.id);
    if (at === undefined) return;
    dueTimes.delete(row.id);
    due.remove({ at, id: row.id });
  }

  function onDelta({ conversations, directory }: Delta): void {
    for (const { before, after } of conversations) {
      if (before !== undefined) uncount(before);
      if (after === undefined) continue;
      count(after, 1);
      limitOf(after);
    }
    if (directory && limitsChanged()) {
      dueTimes.clear();
      due = createSortedList<Moment>(byMoment);
      for (const row of mirror.conversations()) limitOf(row);
    }
    for (const listener of listeners) listener();
  }

  function limitsChanged(): boolean {
    const now = new Map([...mirror.workstreams()].map((workstream) => [workstream.id, workstream]));
    const changed = now.size !== workstreams.size || [...now].some(([id, row]) => workstreams.get(id) !== row);
    workstreams = now;
    return changed;
  }

  limitsChanged();
  for (const row of mirror.conversations()) {
    count(row, 1);
    limitOf(row);
  }
  const unsubscribe = mirror.subscribe(onDelta);

  function readQueues(): QueueOverview[] {
    const members = new Map<string, Agent[]>();
    for (const agent of mirror.agents()) {
      if (agent.kind === 'bot') continue;
      for (const queueId of new Set(agent.queueIds)) {
        const team = members.get(queueId);
        if (team === undefined) members.set(queueId, [agent]);
        else team.push(agent);
      }
    }
    return Array.from(mirror.queues(), ({ id, name, kind }) => {
      const counts = queues.get(id);
      const team = members.get(id) ?? [];
      const agents = noAgents();
      for (const { presence } of team) agents[presence.base] += 1;
      const waiting = counts?.waiting.size ?? 0;
      return {
        queueId: id,
        name,
        kind,
        waiting,
        longestWaitingSince: counts?.waiting.first()?.at,
        active: counts?.active ?? 0,
        away: counts?.away ?? 0,
        wrapUp: counts?.wrapUp ?? 0,
        agents,
        freeUnits: freeUnitsOf(team),
        zeroCoverage: waiting > 0 && agents.available === 0,
      };
    });
  }

  return {
    read(now) {
      const firsts = Array.from(queues.values(), ({ waiting }) => waiting.first()?.at).filter((at) => at !== undefined);
      return {
        queues: readQueues(),
        byState: { ...byState },
        byChannel: Object.fromEntries(byChannel),
        byQueue: Object.fromEntries(byQueue),
        byAgent: Object.fromEntries(byAgent),
        longestWaitingSince: firsts.length === 0 ? undefined : Math.min(...firsts),
        freeUnits: freeUnitsOf(
          [...mirror.agents()].filter(({ kind, queueIds }) => kind === 'human' && queueIds.length > 0),
        ),
        // Over only once the due time has passed.
        overLimit: due.countBefore({ at: now, id: '' }),
      };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      unsubscribe();
      listeners.clear();
    },
  };
}

function byMoment(a: Moment, b: Moment): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

function add(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

function freeUnitsOf(agents: Agent[]): number {
  let sum = 0;
  for (const { presence, capacity } of agents) {
    if (presence.base === 'available' && capacity !== 'unknown') sum += Math.max(0, capacity.free);
  }
  return sum;
}

function noAgents(): Record<PresenceBase, number> {
  return { available: 0, busy: 0, doNotDisturb: 0, away: 0, offline: 0, unknown: 0 };
}
