/** The local floor (floor/wire.ts) in the contract's words. Reading is here, acting in perform.ts, the stream in watchEvents.ts. */
import * as v from 'valibot';
import type { Identity } from '../../domain/identity.ts';
import type { Conversation } from '../../domain/records.ts';
import {
  floorCapabilities,
  settablePresences,
  wireIdentitySchema,
  wirePageSchema,
  wireTicketSchema,
} from '../../floor/wire.ts';
import {
  type Change,
  type ConnectionSettings,
  type Connector,
  type ConnectorEnvironment,
  ConnectorError,
  type Page,
} from '../connector.ts';
import { createHttpClient, type HttpAnswer, type Path, path } from '../http.ts';
import { formatCursor, parseCursor } from './cursor.ts';
import { createActs } from './perform.ts';
import { idsOfUnreadable, type RowKind, readConversation, readMessage, readRow, readSentimentPoint } from './rows.ts';
import { watchEvents } from './watchEvents.ts';

const pageSize = '1000';
/** A6: an account that holds it may not assign. */
const blockingRole = 'Omnichannel API access';

export function createLocalFloorConnector(settings: ConnectionSettings, environment: ConnectorEnvironment): Connector {
  const http = createHttpClient({
    baseUrl: settings.baseUrl,
    authorization: `Bearer ${settings.secret}`,
    fetch: environment.fetch,
    now: environment.now,
  });
  let myAgentId: string | undefined;
  /** The floor's clock minus this machine's, ms, as its last answer told. */
  let clockOffset = 0;
  const floorNow = () => environment.now() + clockOffset;
  const onFloorNow = (now: number) => {
    clockOffset = now - environment.now();
  };

  async function identify(signal: AbortSignal): Promise<Identity> {
    const answer = await http.request(path`/v1/identity`, { signal, accept: [404] });
    const identity = v.safeParse(wireIdentitySchema, answer.body);
    if (!identity.success) throw new ConnectorError('wrongBackend', 'What answers there is not a local floor');
    const { accountId, agentId, name, roles, switchedOff, siteName, now } = identity.output;
    myAgentId = agentId;
    onFloorNow(now);
    return {
      accountId,
      agentId,
      name,
      isSupervisor: roles.includes('supervisor'),
      ...(roles.includes(blockingRole) ? { blockingRole } : {}),
      rolesReadable: true,
      switchedOff,
      offer: {
        capabilities: floorCapabilities,
        gaps: {},
        presences: settablePresences.map((base) => ({ id: base, base })),
      },
      siteName,
    };
  }

  function read(kind: RowKind, input: unknown): Change | undefined {
    return readRow(kind, input, { connectionId: settings.id, myAgentId: myAgentId ?? '', observedAt: floorNow() });
  }

  async function pageOf(kind: RowKind, list: Path, after: string | undefined, signal: AbortSignal) {
    const answer = await http.request(list, { query: { after, limit: pageSize }, signal });
    const { sequence, rows, next, now } = understood(wirePageSchema, answer);
    onFloorNow(now);
    const changes: Change[] = [];
    const odd: unknown[] = [];
    for (const row of rows) {
      const change = read(kind, row);
      if (change) changes.push(change);
      else odd.push(row);
    }
    return { sequence, next, now, changes, unreadable: odd.length, unreadableIds: idsOfUnreadable(kind, odd) };
  }

  async function wholeList(kind: RowKind, list: Path, signal: AbortSignal) {
    const whole = await pageOf(kind, list, undefined, signal);
    for (let next = whole.next; next !== null; ) {
      const page = await pageOf(kind, list, next, signal);
      whole.changes.push(...page.changes);
      whole.unreadable += page.unreadable;
      next = page.next;
    }
    return whole;
  }

  function conversationsPage(after: string | undefined, signal: AbortSignal) {
    return pageOf('conversation', path`/v1/conversations`, after, signal);
  }

  function cursorAfter(next: string | null, startedAt: number): Pick<Page, 'cursor' | 'more'> {
    return next === null
      ? { cursor: formatCursor({ kind: 'live', sequence: startedAt }), more: false }
      : { cursor: formatCursor({ kind: 'snapshot', startedAt, after: next }), more: true };
  }

  /** The floor has no list of changes since: a pull with a live cursor reads everything anew. */
  async function pull(cursor: string | undefined, signal: AbortSignal): Promise<Page> {
    if (myAgentId === undefined) await identify(signal);
    const position = parseCursor(cursor);
    if (position?.kind === 'snapshot') {
      const { next, ...page } = await conversationsPage(position.after, signal);
      return { ...cursorAfter(next, position.startedAt), ...page, startsSnapshot: false };
    }
    // One after the other: no further page is asked for once the backend has asked for silence (FA13).
    const queues = await wholeList('queue', path`/v1/queues`, signal);
    const workstreams = await wholeList('workstream', path`/v1/workstreams`, signal);
    const agents = await wholeList('agent', path`/v1/agents`, signal);
    const first = await conversationsPage(undefined, signal);
    const lists = [queues, workstreams, agents, first];
    return {
      ...cursorAfter(first.next, Math.min(...lists.map((list) => list.sequence))),
      changes: lists.flatMap((list) => list.changes),
      unreadable: lists.reduce((sum, list) => sum + list.unreadable, 0),
      unreadableIds: first.unreadableIds,
      now: first.now,
      startsSnapshot: true,
    };
  }

  async function readOne(conversationId: string, signal: AbortSignal): Promise<Conversation> {
    const answer = await http.request(path`/v1/conversations/${conversationId}`, { signal });
    return rowOf(answer.body) ?? broken();
  }

  function rowOf(input: unknown): Conversation | undefined {
    return readConversation(input, { connectionId: settings.id, myAgentId: '', observedAt: floorNow() });
  }

  return {
    capabilities: floorCapabilities,
    roleAgainstAssigning: blockingRole,
    identify,
    pull,

    async watch(cursor, onEvent, signal) {
      const position = parseCursor(cursor);
      if (position?.kind !== 'live') return onEvent({ kind: 'restart' });
      if (myAgentId === undefined) await identify(signal);
      const answer = await http.request(path`/v1/tickets`, { method: 'POST', signal });
      const url = new URL(`${settings.baseUrl.replace(/\/+$/, '')}/v1/events`);
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
      url.searchParams.set('ticket', understood(wireTicketSchema, answer).ticket);
      url.searchParams.set('from', String(position.sequence));
      const { openSocket, schedule } = environment;
      const from = position.sequence;
      await watchEvents({ url: url.href, from, openSocket, schedule, read, floorNow, onFloorNow, onEvent }, signal);
    },

    read: readOne,

    async transcript(conversationId, after, signal) {
      const answer = await http.request(path`/v1/conversations/${conversationId}/transcript`, {
        query: { after },
        signal,
      });
      const { messages, sentiment } = understood(transcriptSchema, answer);
      return {
        messages: messages.map(readMessage).filter((message) => message !== undefined),
        sentiment: sentiment.map(readSentimentPoint).filter((point) => point !== undefined),
      };
    },

    ...createActs(http, { rowOf, readOne }),
  };
}

/** Checked one by one, so that one line that cannot be understood does not hide the others. */
const transcriptSchema = v.object({ messages: v.array(v.unknown()), sentiment: v.array(v.unknown()) });

function understood<const S extends v.GenericSchema>(schema: S, answer: HttpAnswer): v.InferOutput<S> {
  const result = v.safeParse(schema, answer.body);
  return result.success ? result.output : broken();
}

function broken(): never {
  throw new ConnectorError('broken', 'The answer of the local floor makes no sense');
}
