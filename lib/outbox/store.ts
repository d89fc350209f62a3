/** Where operations and the action log are kept: a database of its own, so that a mirror can be thrown away at any time. */
import type { Operation } from '../domain/actions.ts';
import type { LogEntry } from '../domain/log.ts';
import type { StorageTrouble } from '../domain/storage.ts';
import type { ActionLog } from './outbox.ts';

export type NewLogEntry = Omit<LogEntry, 'sequence'>;

/** Each method is one strict transaction: what it resolves for is on the disk, operation and log entry together. */
export interface OutboxStore extends ActionLog {
  /** All that is kept, oldest first. Records that cannot be understood stay where they are and are counted. */
  load(): Promise<{ operations: Operation[]; unreadable: number }>;
  /** Keeps what is there when the id is known; the answer is what is stored. */
  add(operation: Operation, entry: NewLogEntry | undefined): Promise<{ stored: Operation; added: boolean }>;
  put(operation: Operation, entry: NewLogEntry | undefined): Promise<void>;
  /** Drops operations settled before `settledBefore` and log entries before `loggedBefore`, epoch ms. */
  prune(settledBefore: number, loggedBefore: number): Promise<void>;
  wipe(): Promise<void>;
  /** What the last use met. */
  readonly trouble: StorageTrouble | undefined;
  /** Tells that there was no database, so that an empty one was made: at the very first start, or because it was lost. */
  onCreated(listener: () => void): void;
  /** Resolves when nothing of it is open or on its way to be. */
  close(): Promise<void>;
}
