/** A list as one would say it: filter, search, sort everything anew each time. */
import { dueAt } from '../../lib/domain/limits.ts';
import type { Query, Window } from '../../lib/domain/query.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import type { PlainMirror } from '../mirror/scene.ts';

export function plainList(mirror: PlainMirror, query: Query): Conversation[] {
  const { filter, search, sort } = query;
  const agentName = ({ agentId }: Conversation) => agentId && (mirror.agents.get(agentId)?.name ?? agentId);
  const queueName = ({ queueId }: Conversation) => queueId && (mirror.queues.get(queueId)?.name ?? queueId);
  const mood = ({ sentiment: { level } }: Conversation) => {
    if (level === 'unknown') return 'unknown';
    if (level === 0) return 'neutral';
    return level > 0 ? 'positive' : 'negative';
  };
  const any = <T>(allowed: readonly T[], value: T) => allowed.length === 0 || allowed.includes(value);
  const words = search.toLowerCase().split(/\s+/);

  const rows = [...mirror.conversations.values()]
    .filter((row) => any(filter.states, row.state))
    .filter((row) => row.state !== 'closed' || filter.states.includes('closed'))
    .filter((row) => any<string | undefined>(filter.queueIds, row.queueId))
    .filter((row) => any<string>(filter.channels, row.channel))
    .filter((row) => any(filter.agentIds, row.agentId ?? 'none'))
    .filter((row) => any<string>(filter.sentiments, mood(row)))
    .filter((row) => {
      const fields = [row.customer.name, row.subject, agentName(row), queueName(row), row.channel, row.id];
      return words.every((word) => fields.some((field) => field?.toLowerCase().includes(word)));
    });

  const due = (row: Conversation) => dueAt(row, mirror.workstreams.get(row.workstreamId ?? ''));
  type Key = number | string | undefined;
  const keys: Record<Query['sort']['key'], (row: Conversation) => Key[]> = {
    overLimit: (row) => [due(row), row.stateSince],
    inState: (row) => [row.stateSince],
    waiting: (row) => [row.waitingSince],
    started: (row) => [row.startedAt],
    customer: (row) => [row.customer.name],
    agent: (row) => [agentName(row)],
    queue: (row) => [queueName(row)],
    sentiment: ({ sentiment: { level } }) => [level === 'unknown' ? undefined : level],
  };
  const sign = sort.descending ? -1 : 1;
  return rows.sort((a, b) => {
    const others = keys[sort.key](b);
    for (const [index, key] of keys[sort.key](a).entries()) {
      const order = compare(key, others[index], sign);
      if (order !== 0) return order;
    }
    return a.id < b.id ? -1 : 1;
  });
}

function compare(a: number | string | undefined, b: number | string | undefined, sign: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === 'string') return sign * a.localeCompare(String(b));
  return sign * (a - Number(b));
}

/** How many of the list would come, go or move: as few as possible move (longest common run, by plain dynamic programming). */
export function plainWaitingChanges(held: string[], now: string[]): number {
  const lengths = now.map(() => 0);
  now.forEach((id, i) => {
    const place = held.indexOf(id);
    if (place < 0) return;
    const before = now.slice(0, i).map((other, j) => (held.indexOf(other) < place ? (lengths[j] ?? 0) : 0));
    lengths[i] = 1 + Math.max(0, ...before);
  });
  const still = Math.max(0, ...lengths);
  const both = now.filter((id) => held.includes(id)).length;
  return now.length - both + (held.length - both) + (both - still);
}

/** What a page does with the windows that are sent to it. */
export function createReceiver() {
  let rows = new Map<string, Conversation>();
  let window: Window | undefined;
  return {
    receive(sent: Window) {
      const known = new Map([...rows, ...sent.rows.map((row) => [row.id, row] as const)]);
      rows = new Map(sent.ids.map((id) => [id, known.get(id) as Conversation]));
      window = sent;
    },
    get window(): Window | undefined {
      return window && { ...window, rows: [...rows.values()] };
    },
  };
}
