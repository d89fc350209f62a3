/** A store that lives as long as the worker: for tests, and where the browser refuses storage. */
import type { Agent, Conversation, Queue, Workstream } from '../domain/records.ts';
import type { Commit, Image, MirrorStore } from './store.ts';
import { wholeCommit } from './wholeCommit.ts';

/** Rows go in and come out as copies, as they do with a database. */
export function createMemoryStore(): MirrorStore {
  const conversations = new Map<string, Conversation>();
  const agents = new Map<string, Agent>();
  const queues = new Map<string, Queue>();
  const workstreams = new Map<string, Workstream>();
  const tombstones = new Map<string, Image['tombstones'][number]>();
  let cursor: string | undefined;
  let asOf: number | undefined;

  function take(given: Commit): void {
    const commit = structuredClone(given);
    change(conversations, commit.puts.conversations, commit.deletes.conversations);
    change(agents, commit.puts.agents, commit.deletes.agents);
    change(queues, commit.puts.queues, commit.deletes.queues);
    change(workstreams, commit.puts.workstreams, commit.deletes.workstreams);
    for (const tombstone of commit.tombstones.put) tombstones.set(tombstone[0], tombstone);
    for (const id of commit.tombstones.drop) tombstones.delete(id);
    ({ cursor, asOf } = commit);
  }
  function clear(): void {
    for (const rows of [conversations, agents, queues, workstreams, tombstones]) rows.clear();
    cursor = undefined;
    asOf = undefined;
  }

  return {
    async load() {
      const image: Image = {
        conversations: [...conversations.values()],
        agents: [...agents.values()],
        queues: [...queues.values()],
        workstreams: [...workstreams.values()],
        tombstones: [...tombstones.values()],
        cursor,
        asOf,
      };
      return { image: structuredClone(image), unreadable: 0 };
    },
    async commit(commit) {
      take(commit);
      return true;
    },
    async replace(image) {
      clear();
      take(wholeCommit(image));
    },
    async wipe() {
      clear();
      return { left: [] };
    },
    async close() {},
  };
}

function change<T extends { id: string }>(rows: Map<string, T>, puts: T[], deletes: string[]): void {
  for (const row of puts) rows.set(row.id, row);
  for (const id of deletes) rows.delete(id);
}
