/** All conversations, agents, queues and workstreams of one connection, in memory; see mirrorOf. */
import type { Change } from '../connectors/connector.ts';
import type { Agent, Conversation, Queue, Workstream } from '../domain/records.ts';
import type { Directory } from '../domain/ruleContext.ts';

/** What changed, as listeners see it: old and new side by side, so that views can move single rows. */
export interface Delta {
  revision: number;
  conversations: { id: string; before: Conversation | undefined; after: Conversation | undefined }[];
  /** True when agents, queues or workstreams changed. */
  directory: boolean;
}

export interface Batch {
  changes: Change[];
  /** Conversations of which something newer came that could not be understood. */
  unreadable?: readonly string[];
  /** Both are absent where single rows were read: the picture as a whole is then no newer. */
  cursor?: string;
  /** When the backend confirmed this picture, on this machine's clock. */
  asOf?: number;
}

export interface Mirror extends Directory {
  readonly revision: number;
  readonly cursor: string | undefined;
  readonly asOf: number | undefined;
  conversation(id: string): Conversation | undefined;
  conversations(): IterableIterator<Conversation>;
  agents(): IterableIterator<Agent>;
  queues(): IterableIterator<Queue>;
  workstreams(): IterableIterator<Workstream>;
  readonly size: number;
  /** Takes a batch: older versions, duplicates and revivals are ignored. Memory at once; the image follows coalesced. */
  apply(batch: Batch): void;
  /**
   * One row that came on its own (read, or with the answer to an act): news of what is in the picture. It brings nothing
   * in: such an answer may be older than a full reading in which the row is gone. Nor does it end `olderSince`: it may be
   * older than what could not be understood.
   */
  update(row: Conversation): void;
  /** Only the time of the picture moved on. */
  touch(cursor: string, asOf: number): void;
  /** A full reading, complete: what is not in it is gone; what is `unreadable` in it stays. One revision, no empty moment. */
  replace(
    rows: {
      conversations: Conversation[];
      agents: Agent[];
      queues: Queue[];
      workstreams: Workstream[];
      unreadable?: readonly string[];
    },
    cursor: string,
    asOf: number,
  ): void;
  subscribe(listener: (delta: Delta) => void): () => void;
  /** Resolves when everything applied so far is in the image. */
  flushed(): Promise<void>;
}
