/**
 * A hand-made organisation behind the connector's own Web API: one Open conversation, its messages, a browser session or
 * a token, a workspace page that is open or not. It does what it is asked and keeps count.
 */
import {
  type ConnectionSettings,
  type ConnectorEnvironment,
  ConnectorError,
} from '../../../lib/connectors/connector.ts';
import { type Acts, createActs } from '../../../lib/connectors/dynamics365/acts.ts';
import type { Message } from '../../../lib/connectors/dynamics365/metadata.ts';
import type { WebApi } from '../../../lib/connectors/dynamics365/webApi.ts';
import { errorOf, type HttpAnswer, type Path } from '../../../lib/connectors/http.ts';
import type { Action } from '../../../lib/domain/actions.ts';
import type { Conversation } from '../../../lib/domain/records.ts';
import { anOpenConversation, morning } from '../../builders.ts';
import { anEnvironment, settingsFor } from '../environment.ts';
import { csdl, inParts, plausible } from './csdl.ts';

export const conversationId = '0b1f6c1e-1111-4000-8000-000000000001';
export const me = '0b1f6c1e-2222-4000-8000-000000000001';
export const ada = '0b1f6c1e-2222-4000-8000-000000000002';
export const bob = '0b1f6c1e-2222-4000-8000-000000000003';
export const queue = '0b1f6c1e-3333-4000-8000-000000000001';
export const otherQueue = '0b1f6c1e-3333-4000-8000-000000000002';

export const bySession = { kind: 'browser', throughPage: false } as const;
export const byPageToo = { kind: 'browser', throughPage: true } as const;
export const byEntra = { kind: 'oauth', issuer: 'https://login.example/t/v2.0', clientId: 'app' } as const;

export interface Post {
  by: 'worker' | 'page';
  target: string;
  body: unknown;
}
export type Answer = (post: Post) => HttpAnswer | { status: number; retryAfter?: string } | 'lost' | 'neverSent';

export interface Organisation {
  acts: Acts;
  /** What was posted besides the probes. */
  posts: Post[];
  probes: number;
  metadataReads: number;
  /** The presence that an agent shows, by agent. */
  presences: Map<string, string>;
  /** Absent when the conversation is gone. */
  row: Conversation | undefined;
  messages: readonly Message[];
  /** The text of `$metadata`, where it is not what `messages` says; an error is thrown instead. */
  metadata: string | ConnectorError | undefined;
  /** What a worker's POSTs are answered, whatever they ask; absent where they are let in. */
  workerGets: number | undefined;
  isPageOpen: boolean;
  /** How it answers a POST; the usual is that it does it. */
  answer: Answer;
  /** The next reading of the row fails. */
  failNextRead: ConnectorError | undefined;
  now: number;
  /** The worker dies and comes back. */
  restart(settings?: Partial<ConnectionSettings>): void;
}

export function anOrganisation(settings: Partial<ConnectionSettings> = {}): Organisation {
  const remembered = anEnvironment().memory;
  const environment: ConnectorEnvironment = anEnvironment({
    memory: remembered,
    now: () => organisation.now,
    async askPage({ path, body, headers: sent }) {
      if (!organisation.isPageOpen) throw new ConnectorError('forbidden', 'No workspace page is open.');
      const post: Post = { by: 'page', target: path, body: JSON.parse(body) };
      organisation.posts.push(post);
      if (sent['Content-Type'] !== 'application/json') throw new Error('the page sends JSON');
      const { status, ...answer } = happen(organisation, post);
      const retryAfter = 'retryAfter' in answer ? answer.retryAfter : undefined;
      const text = 'body' in answer ? JSON.stringify(answer.body) : '';
      const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
      return { status, headers, text };
    },
  });

  const api: Pick<WebApi, 'stream' | 'post'> = {
    async *stream(target) {
      if (target !== '/$metadata') throw new Error('nothing else is asked');
      organisation.metadataReads += 1;
      const { metadata, messages } = organisation;
      if (metadata instanceof ConnectorError) throw metadata;
      yield* inParts(metadata ?? csdl(messages), 100);
    },
    async post(target: Path, { body, accept }) {
      const isProbe = target === '/$batch';
      if (isProbe) organisation.probes += 1;
      const post: Post = { by: 'worker', target, body };
      if (!isProbe) organisation.posts.push(post);
      const { workerGets } = organisation;
      const answer = workerGets ? { status: workerGets } : isProbe ? { status: 200 } : happen(organisation, post);
      return accepted(answer, accept ?? [], organisation.now);
    },
  };

  const create = (more: Partial<ConnectionSettings> = {}) =>
    createActs({
      settings: settingsFor('https://org.example', { signIn: bySession, ...settings, ...more }),
      environment,
      api,
      async readOne() {
        const { row, failNextRead } = organisation;
        organisation.failNextRead = undefined;
        if (failNextRead) throw failNextRead;
        if (row === undefined) throw new ConnectorError('notFound', 'gone');
        return row;
      },
      readPresenceOf: async (agentId) => organisation.presences.get(agentId),
      me: async () => me,
    });

  const organisation: Organisation = {
    acts: create(),
    posts: [],
    probes: 0,
    metadataReads: 0,
    presences: new Map(),
    row: anOpenConversation({ id: conversationId, queueId: queue }),
    messages: plausible,
    metadata: undefined,
    workerGets: undefined,
    isPageOpen: false,
    answer: (post) => {
      organisation.row = organisation.row && after(organisation.row, post);
      return { status: 204, body: undefined };
    },
    failNextRead: undefined,
    now: morning,
    restart: (more) => {
      organisation.acts = create(more);
    },
  };
  return organisation;
}

function happen(organisation: Organisation, post: Post): { status: number; body?: unknown; retryAfter?: string } {
  const answer = organisation.answer(post);
  if (answer === 'lost' || answer === 'neverSent') throw new ConnectorError('offline', 'no answer');
  return answer;
}

/** As the connector's HTTP does: a status that the caller did not accept is thrown. */
function accepted(
  { status, ...rest }: { status: number; body?: unknown; retryAfter?: string },
  accept: readonly number[],
  now: number,
): HttpAnswer {
  if (status < 300 || accept.includes(status)) return { status, body: rest.body };
  const headers = new Headers(rest.retryAfter === undefined ? {} : { 'Retry-After': rest.retryAfter });
  throw errorOf({ status, headers }, now);
}

/** What the message does to the row, as far as these tests look at it. */
function after(row: Conversation, { target, body }: Post): Conversation {
  const to = body as { AgentId?: string; QueueId?: string };
  const changed = { ...row, version: row.version + 1, etag: `e-${row.version + 1}` };
  const others = row.participants.filter(({ agentId }) => agentId !== me);
  const mine = { agentId: me, name: 'Me', since: morning };
  switch (target.replace(/^.*CCaaS_/, '')) {
    case 'AssignConversation':
      return { ...changed, state: 'active', agentId: to.AgentId };
    case 'InitiateQueueAssignment':
    case 'InitiateQueueTransfer':
      return { ...changed, queueId: to.QueueId };
    case 'InitiateAgentTransferBySupervisor':
      return { ...changed, pendingTransfer: { toAgentId: to.AgentId ?? '', since: morning } };
    case 'ForceCloseConversation':
      return { ...changed, state: 'closed' };
    case 'MonitorConversation':
      return { ...row, version: row.version + 1, participants: [...others, { ...mine, mode: 'monitor' }] };
    case 'JoinConversation':
      return { ...row, version: row.version + 1, participants: [...others, { ...mine, mode: 'consultant' }] };
    default:
      return { ...row, version: row.version + 1, participants: others };
  }
}

type Verb = Action extends infer A
  ? A extends Action
    ? Omit<A, 'operationId' | 'conversationId' | 'etag'>
    : never
  : never;
/** What a supervisor asks for who saw the row as it is. */
export function actOn(organisation: Organisation, verb: Verb): Action {
  const etag = organisation.row?.etag ?? 'e-1';
  return { ...verb, operationId: crypto.randomUUID(), conversationId, etag } as Action;
}
