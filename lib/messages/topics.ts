/**
 * What the worker tells: standing questions that a page subscribes to. Each push carries what is new since the last
 * one on that subscription; after a broken line the page subscribes again and begins afresh.
 */
import type { Operation, SwitchedAction } from '../domain/actions.ts';
import type { Capabilities, Offer } from '../domain/capabilities.ts';
import type { Identity, ProblemKind } from '../domain/identity.ts';
import type { Overview } from '../domain/overview.ts';
import type { Query, Window } from '../domain/query.ts';
import type { ActionReason, SwitchOwner } from '../domain/reasons.ts';
import type { Agent, Conversation, Message, Queue, SentimentPoint, Workstream } from '../domain/records.ts';
import type { RulesVersion } from '../domain/ruleContext.ts';
import type { SignIn } from '../domain/signIn.ts';
import type { StorageHealth } from '../domain/storage.ts';
import type { NotFound } from '../domain/workspacePage.ts';

export type Phase =
  | 'connecting'
  | 'loading' // first full reading under way
  | 'live' // pushed
  | 'polling'
  | 'offline'
  | 'signedOut' // the credentials are wrong or have ended
  | 'forbidden'
  | 'wrongBackend';

export interface ConnectionStatus {
  id: string;
  backend: string;
  name: string;
  baseUrl: string;
  signIn: SignIn;
  phase: Phase;
  /** When the picture was last confirmed, on this machine's clock. */
  asOf?: number;
  /** Milliseconds between two polls, where this backend is asked less often than usual. */
  pollEvery?: number;
  /** Backend clock minus this machine's, ms: add it to Date.now() to compare with a row's times. */
  clockOffset: number;
  /** Rows read so far, while `loading`. */
  loaded?: number;
  problem?: { kind: ProblemKind; message: string; retryAt?: number };
  /** Rows of the backend that could not be understood; they are left out. */
  unreadable: number;
  identity?: Identity;
  capabilities: Capabilities;
  gaps: Offer['gaps'];
  /** What an agent's presence may be set to. */
  presences?: Offer['presences'];
  rulesVersion: RulesVersion;
  switchedOff: Partial<Record<SwitchedAction, SwitchOwner[]>>;
  noticeAcknowledged: boolean;
  /** The policy set this connection up: it cannot be removed here. */
  managed: boolean;
  storage: StorageHealth;
}

/** What every page needs to draw itself. */
export interface SessionState {
  connections: ConnectionStatus[];
  /** The connection whose workspace this page stands in, when it stands in one. */
  hereConnectionId?: string;
  language: string;
  theme: 'auto' | 'light' | 'dark';
  undoSeconds: number;
  noticeVersion: number;
  /** Who the policy says it is, for "switched off by …". */
  organisationName?: string;
}

export interface DirectoryPush {
  /** First push on a subscription: replaces all. */
  all: boolean;
  agents: Agent[];
  queues: Queue[];
  workstreams: Workstream[];
  gone: { agents: string[]; queues: string[]; workstreams: string[] };
}

/** The monitoring lease as a conversation's page shows it (M4–M6). */
export type Lease =
  | { state: 'none' }
  | { state: 'starting' }
  | { state: 'monitoring'; since: number }
  | { state: 'ended'; reasons: ActionReason[] };

export interface ConversationPush {
  /** Absent = unchanged since the last push. */
  row?: Conversation;
  gone: boolean;
  lease: Lease;
  /** New since the last push; `resetMessages` drops what the page had. */
  messages: Message[];
  resetMessages: boolean;
  /** Over time, whole, when it changed. */
  sentiment?: SentimentPoint[];
}

/** A wish of another place (context menu, popup) that the panel should carry out: open that conversation or dialog. */
export interface Summons {
  connectionId: string;
  conversationId: string;
  dialog?: SwitchedAction;
  /** Set when the row could not be found: the panel says so. */
  notFound?: NotFound;
}

export interface Topics {
  session: { params: Record<never, never>; push: SessionState };
  list: { params: { connectionId: string; query: Query }; push: Window };
  directory: { params: { connectionId: string }; push: DirectoryPush };
  overview: { params: { connectionId: string }; push: Overview };
  conversation: { params: { connectionId: string; conversationId: string }; push: ConversationPush };
  /** Open ones and those settled in the last minute, newest first, whole each time. */
  operations: { params: { connectionId: string }; push: { operations: Operation[] } };
  /** Pushed once per wish. */
  summons: { params: Record<never, never>; push: Summons };
}
export type Topic = keyof Topics;
