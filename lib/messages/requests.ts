/**
 * Everything a page may ask the worker for: name, schema of what it sends, type of the answer. One handler each
 * (lib/background/handlers). Who may ask is decided by the sender's proof, never by what it claims (sender.ts).
 */
import * as v from 'valibot';
import type { Operation } from '../domain/actions.ts';
import { actionSchema } from '../domain/actions.ts';
import { descriptorSchema } from '../domain/descriptor.ts';
import type { ProblemKind } from '../domain/identity.ts';
import type { LogEntry } from '../domain/log.ts';
import { querySchema } from '../domain/query.ts';
import type { Conversation } from '../domain/records.ts';
import { idSchema } from '../domain/records.ts';
import type { SignIn } from '../domain/signIn.ts';
import { byOAuthSchema, signInSchema } from '../domain/signIn.ts';

/** Rises when a message changes its meaning; a page of another version says "reload" instead of guessing. */
export const protocol = 1;

const connectionId = idSchema;
const switchesSchema = v.object({
  monitor: v.boolean(),
  assign: v.boolean(),
  transfer: v.boolean(),
  forceClose: v.boolean(),
});
export const newConnectionSchema = v.object({
  backend: v.string(),
  name: v.pipe(v.string(), v.trim(), v.maxLength(100)),
  baseUrl: v.pipe(v.string(), v.maxLength(500)),
  /** The access token as the user pasted it. Travels page → worker only. */
  secret: v.pipe(v.string(), v.trim(), v.maxLength(2000)),
  signIn: signInSchema,
});

/** A file of corrections: its name, and what it holds. */
const descriptorFileSchema = v.object({
  name: v.pipe(v.string(), v.maxLength(200)),
  content: descriptorSchema,
});

export const requestSchemas = {
  subscribe: v.variant('topic', [
    v.object({ topic: v.literal('session'), subscription: idSchema, params: v.object({}) }),
    v.object({
      topic: v.literal('list'),
      subscription: idSchema,
      params: v.object({ connectionId, query: querySchema }),
    }),
    v.object({ topic: v.literal('directory'), subscription: idSchema, params: v.object({ connectionId }) }),
    v.object({ topic: v.literal('overview'), subscription: idSchema, params: v.object({ connectionId }) }),
    v.object({
      topic: v.literal('conversation'),
      subscription: idSchema,
      params: v.object({ connectionId, conversationId: idSchema }),
    }),
    v.object({ topic: v.literal('operations'), subscription: idSchema, params: v.object({ connectionId }) }),
    v.object({ topic: v.literal('summons'), subscription: idSchema, params: v.object({}) }),
  ]),
  unsubscribe: v.object({ subscription: idSchema }),
  /** Another window of the same list subscription (scroll, filter, key stroke). */
  changeQuery: v.object({ subscription: idSchema, query: querySchema }),
  /** Hold the order of that list still while someone points at it. */
  holdList: v.object({ subscription: idSchema, held: v.boolean() }),
  /** Persisted before it is answered (architecture §2.7). The same operation id again answers with what became of it. */
  act: v.object({
    connectionId,
    action: actionSchema,
    /** For people only: shown while the operation is open. */
    about: v.object({ customer: v.string(), target: v.optional(v.string()) }),
  }),
  /** Takes back an operation that was not sent yet. */
  cancelOperation: v.object({ connectionId, operationId: idSchema }),
  /** Looks again at what became of one, now: sends or reads back at once, also where a pause after failures runs. */
  checkOperation: v.object({ connectionId, operationId: idSchema }),
  /** Reads one row from the backend now, before a dialog acts on an old picture. */
  reread: v.object({ connectionId, conversationId: idSchema }),
  /** Opens it in the backend's own workspace, in a new tab. */
  openInWorkspace: v.object({ connectionId, conversationId: idSchema }),
  /** Reads everything anew now (the refresh button, T7). */
  refresh: v.object({ connectionId }),
  /** Throws the stored list away and reads everything anew; actions and their log are not touched (FA23). */
  rebuildMirror: v.object({ connectionId }),
  /** Takes note that what was stored had disappeared (`storage.lost`). */
  acknowledgeLoss: v.object({ connectionId }),
  acknowledgeNotice: v.object({ connectionId, noticeVersion: v.number() }),
  testConnection: newConnectionSchema,
  addConnection: newConnectionSchema,
  /** Lets the person sign in at the issuer, in a window of its own; what waited for it goes on. */
  signIn: v.object({ baseUrl: newConnectionSchema.entries.baseUrl, signIn: byOAuthSchema }),
  /** The administrator's corrections for one connection; without one they are taken away. */
  setDescriptor: v.object({ connectionId, descriptor: v.optional(descriptorFileSchema) }),
  /** Wipes everything of it: mirror, outbox, secret. */
  removeConnection: v.object({ connectionId }),
  setSwitches: v.object({ connectionId, switches: switchesSchema }),
  setRulesVersion: v.object({ connectionId, rulesVersion: v.picklist(['2024', '2025']) }),
  readOptions: v.object({}),
  setPreferences: v.object({
    language: v.optional(v.string()),
    theme: v.optional(v.picklist(['auto', 'light', 'dark'])),
    undoSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(15))),
  }),
  readLog: v.object({
    connectionId,
    /** Entries before this sequence number; from the newest when absent. */
    before: v.optional(v.number()),
    limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
  }),
} as const;

export type RequestName = keyof typeof requestSchemas;
export type RequestInput<N extends RequestName> = v.InferOutput<(typeof requestSchemas)[N]>;

/** Why a connection test failed, each with its own sentence (language files, `options.problems`). */
export interface TestFailure {
  ok: false;
  problem: ProblemKind | 'badAddress' | 'noPermission' | 'notSupervisor';
  detail: string;
}
export type TestResult = { ok: true; siteName: string; accountName: string; isSupervisor: boolean } | TestFailure;

export interface OptionsState {
  connections: {
    id: string;
    backend: string;
    name: string;
    baseUrl: string;
    managed: boolean;
    hasSecret: boolean;
    signIn: SignIn;
    /** The browser lets Floorwalker reach its site. */
    mayReach: boolean;
    /** The file that its corrections came from; of a policy, no name. */
    descriptorName?: string;
    switches: v.InferOutput<typeof switchesSchema>;
    rulesVersion: '2024' | '2025';
    /** The policy says which rules hold. */
    rulesHeld: boolean;
    /** Switches that something above this connection holds off, with who. */
    heldOff: Partial<Record<'monitor' | 'assign' | 'transfer' | 'forceClose', ('policy' | 'backend')[]>>;
    notice?: { version: number; account: string; at: number };
  }[];
  /** Which backends can be added, by name of their folder. */
  backends: {
    id: string;
    name: string;
    signIns: readonly SignIn['kind'][];
    placeholder?: string;
    takesDescriptor?: boolean;
  }[];
  /** What an issuer must know as the address that sign-ins come back to. */
  redirectUrl: string;
  language: string;
  theme: 'auto' | 'light' | 'dark';
  undoSeconds: number;
  organisationName?: string;
}

export interface Answers {
  subscribe: null;
  unsubscribe: null;
  changeQuery: null;
  holdList: null;
  act: Operation;
  cancelOperation: { cancelled: boolean };
  /** Without `operation`: it was never accepted, or is forgotten (settled more than a day ago). */
  checkOperation: { operation?: Operation };
  reread: { row: Conversation } | { gone: true };
  openInWorkspace: null;
  refresh: null;
  rebuildMirror: null;
  acknowledgeLoss: null;
  acknowledgeNotice: null;
  testConnection: TestResult;
  addConnection: TestResult & { connectionId?: string };
  signIn: { ok: true } | TestFailure;
  setDescriptor: null;
  removeConnection: null;
  setSwitches: null;
  setRulesVersion: null;
  readOptions: OptionsState;
  setPreferences: null;
  readLog: { entries: LogEntry[] };
}

export type RequestErrorCode =
  | 'badMessage' // the schema says no
  | 'notAllowed' // this sender may not ask that
  | 'otherVersion' // page and worker are of different builds: reload
  | 'notFound'
  | 'offline'
  | 'storage' // could not be made durable, so it was not accepted
  | 'lineClosed' // the worker could not be reached: it was not asked
  | 'lineLost' // the worker went away before it answered: what was asked may or may not have happened
  | 'failed';

/** Expected failures of a request, as values a page can speak about. */
export class RequestError extends Error {
  readonly code: RequestErrorCode;
  constructor(code: RequestErrorCode, message: string) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
  }
}
