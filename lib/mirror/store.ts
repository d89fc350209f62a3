/** The restart image of a mirror: what a worker that died finds again. Not the database: memory is (architecture). */
import type { Agent, Conversation, Queue, Workstream } from '../domain/records.ts';

export interface Image {
  conversations: Conversation[];
  agents: Agent[];
  queues: Queue[];
  workstreams: Workstream[];
  /** id → version of what was deleted at the backend: late pages must not revive it. */
  tombstones: [id: string, version: number, at: number][];
  cursor: string | undefined;
  /** When the picture was last known to be true, on this machine's clock. */
  asOf: number | undefined;
}

export interface Commit {
  puts: { conversations: Conversation[]; agents: Agent[]; queues: Queue[]; workstreams: Workstream[] };
  deletes: { conversations: string[]; agents: string[]; queues: string[]; workstreams: string[] };
  tombstones: { put: [id: string, version: number, at: number][]; drop: string[] };
  cursor: string | undefined;
  asOf: number | undefined;
}

export interface MirrorStore {
  /** Everything there is; an empty image when there is nothing. Unreadable rows are left out and counted. */
  load(): Promise<{ image: Image; unreadable: number }>;
  /** Rows and cursor in one transaction. False: the image is not the one that this store knows; nothing was written. */
  commit(commit: Commit): Promise<boolean>;
  /** The whole image at once, atomically: what is not in it is gone. */
  replace(image: Image): Promise<void>;
  /** Deletes all of it. What the browser does not delete is named, and never opened again. */
  wipe(): Promise<{ left: string[] }>;
  /** Resolves when nothing of it is open or on its way to be. */
  close(): Promise<void>;
}
