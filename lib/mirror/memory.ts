/** What a mirror holds, and how it is written down: whole, or the part that changed. */
import type { Agent, Conversation, Queue, Workstream } from '../domain/records.ts';
import type { Commit, Image } from './store.ts';

export interface Memory {
  conversations: Map<string, Conversation>;
  agents: Map<string, Agent>;
  queues: Map<string, Queue>;
  workstreams: Map<string, Workstream>;
  tombstones: Map<string, { version: number; at: number }>;
  cursor: string | undefined;
  asOf: number | undefined;
}
export const tables = ['conversations', 'agents', 'queues', 'workstreams', 'tombstones'] as const;
export type Table = (typeof tables)[number];

export function emptyMemory(): Memory {
  return {
    conversations: new Map(),
    agents: new Map(),
    queues: new Map(),
    workstreams: new Map(),
    tombstones: new Map(),
    cursor: undefined,
    asOf: undefined,
  };
}

export function imageOf({ conversations, agents, queues, workstreams, tombstones, cursor, asOf }: Memory): Image {
  return {
    conversations: [...conversations.values()],
    agents: [...agents.values()],
    queues: [...queues.values()],
    workstreams: [...workstreams.values()],
    tombstones: Array.from(tombstones, ([id, { version, at }]) => [id, version, at]),
    cursor,
    asOf,
  };
}

/** The commit that brings the marked rows of an image to what memory has now. */
export function commitOf(memory: Memory, marked: Record<Table, ReadonlySet<string>>): Commit {
  const conversations = split(memory.conversations, marked.conversations);
  const agents = split(memory.agents, marked.agents);
  const queues = split(memory.queues, marked.queues);
  const workstreams = split(memory.workstreams, marked.workstreams);
  const tombstones = split(memory.tombstones, marked.tombstones);
  return {
    puts: {
      conversations: conversations.there.map(([, row]) => row),
      agents: agents.there.map(([, row]) => row),
      queues: queues.there.map(([, row]) => row),
      workstreams: workstreams.there.map(([, row]) => row),
    },
    deletes: {
      conversations: conversations.gone,
      agents: agents.gone,
      queues: queues.gone,
      workstreams: workstreams.gone,
    },
    tombstones: { put: tombstones.there.map(([id, { version, at }]) => [id, version, at]), drop: tombstones.gone },
    cursor: memory.cursor,
    asOf: memory.asOf,
  };
}

function split<T>(rows: Map<string, T>, ids: ReadonlySet<string>): { there: [string, T][]; gone: string[] } {
  const there: [string, T][] = [];
  const gone: string[] = [];
  for (const id of ids) {
    const row = rows.get(id);
    if (row === undefined) gone.push(id);
    else there.push([id, row]);
  }
  return { there, gone };
}
