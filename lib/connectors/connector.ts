/**
 * The contract between Floorwalker and a backend. A connector translates: it maps the backend's own words to the
 * records, validates everything that comes in, and decides nothing. One contract suite (tests/connectors/contract.ts)
 * holds for all of them.
 */
import type { Action, Outcome } from '../domain/actions.ts';
import type { Capabilities } from '../domain/capabilities.ts';
import type { Identity, ProblemKind } from '../domain/identity.ts';
import type { PageAnswer, PageRequest } from '../domain/pageRequest.ts';
import type { Agent, Conversation, Message, Queue, SentimentPoint, Workstream } from '../domain/records.ts';
import type { SignIn } from '../domain/signIn.ts';

export type { PageAnswer, PageRequest };

export type Change =
  | { kind: 'conversation'; row: Conversation }
  /** Deleted at the backend: not closed, just no longer there. */
  | { kind: 'removed'; id: string; version: number }
  | { kind: 'agent'; row: Agent }
  | { kind: 'queue'; row: Queue }
  | { kind: 'workstream'; row: Workstream };

export interface Page {
  changes: Change[];
  /** Where the next pull goes on. */
  cursor: string;
  more: boolean;
  /** The backend's clock when it answered, epoch ms. */
  now: number;
  /** True on the first page of a full reading: rows not seen until `more` is false are gone. */
  startsSnapshot: boolean;
  /** Rows that could not be understood: left out, counted, told. */
  unreadable: number;
  /** The conversations among them whose id can be read: what is known of them is older than the rest. */
  unreadableIds: string[];
}

export type WatchEvent =
  | { kind: 'changes'; changes: Change[]; cursor: string; now: number; unreadable: number; unreadableIds: string[] }
  /** Nothing changed, the line is alive. */
  | { kind: 'alive'; cursor: string; now: number }
  /** The cursor is too old: read everything again. */
  | { kind: 'restart' };

export interface Transcript {
  messages: Message[];
  sentiment: SentimentPoint[];
}

export interface ConnectorErrorOptions {
  retryAfter?: number | undefined;
  hadNoEffect?: boolean;
  cause?: unknown;
}

export class ConnectorError extends Error {
  readonly kind: ProblemKind;
  /** Milliseconds to wait, for `rateLimited`. */
  readonly retryAfter: number | undefined;
  /** What was asked for was certainly not done, as when something fails before it is sent. */
  readonly hadNoEffect: boolean;
  constructor(kind: ProblemKind, message: string, options?: ConnectorErrorOptions) {
    super(message, { cause: options?.cause });
    this.name = 'ConnectorError';
    this.kind = kind;
    this.retryAfter = options?.retryAfter;
    this.hadNoEffect = options?.hadNoEffect ?? false;
  }
}

export interface Connector {
  readonly capabilities: Capabilities;
  /** The role whose holders this backend does not let assign (A6), where it has one. */
  readonly roleAgainstAssigning?: string;
  /** @throws ConnectorError auth, forbidden, offline, wrongBackend, broken */
  identify(signal: AbortSignal): Promise<Identity>;
  /** How often it may be polled, ms; the usual where absent. */
  readonly pollEvery?: number;
  /**
   * One page of changes after `cursor`; without one, a full reading begins. `known`: ids of the ongoing conversations
   * that the caller holds, for backends that do not say what is no longer there.
   */
  pull(cursor: string | undefined, signal: AbortSignal, known?: () => string[]): Promise<Page>;
  /** Listens until the line breaks (throws ConnectorError) or `signal` aborts (returns). Absent: polling only. */
  watch?(cursor: string, onEvent: (event: WatchEvent) => void, signal: AbortSignal): Promise<void>;
  /** One row as it is now. @throws ConnectorError notFound when it is no longer there */
  read(conversationId: string, signal: AbortSignal): Promise<Conversation>;
  /** Messages after message id `after` (all when absent). Refused unless monitoring or participating (M5). */
  transcript(conversationId: string, after: string | undefined, signal: AbortSignal): Promise<Transcript>;
  /**
   * Does it once: the operation id travels along. A ConnectorError of kind offline or broken means that the effect is
   * unknown, unless it says that there was none; `settled` then tells what the backend knows of that id.
   */
  perform(action: Action, signal: AbortSignal): Promise<Outcome>;
  /** What became of an operation, where the backend remembers ids; `undefined` = it never had an effect. Absent: compare rows. */
  outcomeOf?(operationId: string, signal: AbortSignal): Promise<Outcome | undefined>;
}

/** What a connector is made from; time, fetch and sockets are parameters so that tests can hold them. */
export interface ConnectorEnvironment {
  fetch: typeof fetch;
  openSocket(url: string): WebSocket;
  now(): number;
  /** Runs `task` once after `delay` ms; the answer takes it back. */
  schedule(task: () => void, delay: number): () => void;
  /** What the connector wants to know again after the worker's death: plain data, validated by whoever reads it. */
  memory: { read(): Promise<unknown>; write(value: unknown): Promise<void> };
  /**
   * The current access token of a connection that signs in by OAuth; `renew`: the last one was refused.
   * @throws ConnectorError auth when a person has to sign in again, offline
   */
  accessToken(renew: boolean, signal: AbortSignal): Promise<string>;
  /**
   * Lets an open workspace page of this connection ask its own site, with the session that the user has there.
   * @throws ConnectorError forbidden when no such page is open (nothing was asked), offline when no answer came
   */
  askPage(request: PageRequest, signal: AbortSignal): Promise<PageAnswer>;
}

/** Where an account lives and how to get in. The secret never leaves the worker. */
export interface ConnectionSettings {
  id: string;
  backend: string;
  name: string;
  baseUrl: string;
  /** The access token, where it signs in by one. */
  secret: string;
  signIn: SignIn;
  /** The administrator's corrections of what the connector takes for granted. */
  descriptor?: Record<string, unknown> | undefined;
}
