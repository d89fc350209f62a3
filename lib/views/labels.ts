/** What the rows of a list say beyond their own record: names of agents and queues, limits, and the text to search. */
import { dueAt } from '../domain/limits.ts';
import type { Conversation, Workstream } from '../domain/records.ts';
import type { Mirror } from '../mirror/mirror.ts';

export interface Labels {
  /** The name, or the id of somebody whom the directory does not know. */
  agent(id: string): string;
  queue(id: string): string;
  /** Epoch ms, backend's clock; see domain/limits.ts. */
  dueAt(row: Conversation): number | undefined;
  /** Lower case: customer, subject, agent, queue, channel, id, one per line so that no word spans two. */
  text(row: Conversation): string;
  /** Rises when anything of the above changed for other reasons than the row. Asked after changes of the directory. */
  generation(): number;
}

/** One per mirror, shared by its views; remembers only what was asked for, so the rest of the directory may change. */
export function createLabels(mirror: Mirror): Labels {
  const agents = new Map<string, string>();
  const queues = new Map<string, string>();
  const workstreams = new Map<string, Workstream | undefined>();
  let texts = new WeakMap<Conversation, string>();
  let generation = 0;
  let seenRevision = mirror.revision;

  const remembered = <T>(known: Map<string, T>, id: string, look: (id: string) => T): T => {
    if (!known.has(id)) known.set(id, look(id));
    return known.get(id) as T;
  };
  const lookUpAgent = (id: string) => mirror.agent(id)?.name ?? id;
  const lookUpQueue = (id: string) => mirror.queue(id)?.name ?? id;
  const agent = (id: string) => remembered(agents, id, lookUpAgent);
  const queue = (id: string) => remembered(queues, id, lookUpQueue);

  return {
    agent,
    queue,
    dueAt: (row) =>
      dueAt(
        row,
        row.workstreamId === undefined ? undefined : remembered(workstreams, row.workstreamId, mirror.workstream),
      ),
    text(row) {
      let text = texts.get(row);
      if (text === undefined) {
        const agentName = row.agentId === undefined ? '' : agent(row.agentId);
        const queueName = row.queueId === undefined ? '' : queue(row.queueId);
        const { customer, subject, channel, id } = row;
        text = `${customer.name}\n${subject}\n${agentName}\n${queueName}\n${channel}\n${id}`.toLowerCase();
        texts.set(row, text);
      }
      return text;
    },
    generation() {
      if (seenRevision === mirror.revision) return generation;
      seenRevision = mirror.revision;
      const stale =
        differs(agents, lookUpAgent) || differs(queues, lookUpQueue) || differs(workstreams, mirror.workstream);
      if (stale) {
        for (const known of [agents, queues, workstreams]) known.clear();
        texts = new WeakMap();
        generation += 1;
      }
      return generation;
    },
  };
}

function differs<T>(known: Map<string, T>, look: (id: string) => T): boolean {
  for (const [id, value] of known) if (look(id) !== value) return true;
  return false;
}
