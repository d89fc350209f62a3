/** Durable supervisor actions: accepted once, done once or reported as not done. See createOutbox. */
import type { Action, Operation } from '../domain/actions.ts';
import type { LogEntry } from '../domain/log.ts';

export interface Outbox {
  /**
   * Durable before it resolves. The same operation id again returns what is stored and adds nothing; so does the same
   * wish while it is held (FA8), with the id under which it is held. @throws OutboxError
   */
  add(action: Action, about: Operation['about'], options: { holdFor: number }): Promise<Operation>;
  /** False when it was already sent. @throws OutboxError */
  cancel(operationId: string): Promise<boolean>;
  /** Reads back once more what stayed unknown. @returns it as it is now, also when it settled within a day. @throws OutboxError */
  check(operationId: string): Promise<Operation | undefined>;
  get(operationId: string): Operation | undefined;
  /** Open ones and those settled within the last minute, newest first. */
  recent(): Operation[];
  /** Stored ones that cannot be understood: kept, and not done. */
  readonly unreadable: number;
  subscribe(listener: () => void): () => void;
  /** What `sending` was at start is unknown, is read back, and never sent again blindly. Idempotent; may be tried again. @throws OutboxError */
  start(): Promise<void>;
  /** Ends timers and the sender; nothing is lost. */
  stop(): void;
}

export interface ActionLog {
  append(entry: Omit<LogEntry, 'sequence'>): Promise<void>;
  read(before: number | undefined, limit: number): Promise<LogEntry[]>;
}
