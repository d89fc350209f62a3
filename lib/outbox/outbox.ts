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
  get(operationId: string): Operation | undefined;
  /** Open ones and those settled within the last minute, newest first. */
  recent(): Operation[];
  subscribe(listener: () => void): () => void;
  /** What `sending` was at start is unknown, is read back, and never sent again blindly. Idempotent. */
  start(): Promise<void>;
  /** Ends timers and the sender; nothing is lost. */
  stop(): void;
}

export interface ActionLog {
  append(entry: Omit<LogEntry, 'sequence'>): Promise<void>;
  read(before: number | undefined, limit: number): Promise<LogEntry[]>;
}
