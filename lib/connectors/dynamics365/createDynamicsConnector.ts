/** Dynamics 365 over the Dataverse Web API, in the contract's words. Reading is put together here, acting in acts.ts. */
import type { Identity } from '../../domain/identity.ts';
import type { Conversation } from '../../domain/records.ts';
import {
  type Change,
  type ConnectionSettings,
  type Connector,
  type ConnectorEnvironment,
  ConnectorError,
  type Page,
} from '../connector.ts';
import { createActs } from './acts.ts';
import { createConversations, type Found } from './conversations.ts';
import { formatCursor, parseCursor } from './cursor.ts';
import { createDirectory } from './directory.ts';
import { blockingRole, readIdentity } from './identity.ts';
import { offerOf } from './offer.ts';
import { readPresenceChoices, readPresenceOf } from './presences.ts';
import { readTranscript } from './transcript.ts';
import { createWebApi } from './webApi.ts';

/** Milliseconds. */
const pollEvery = 15_000;
/** Rows read one by one in one poll; the rest has its turn in the next. */
const singlesPerPoll = 20;
/** A row that is gone outlives whatever is still said of it. */
const afterEverything = Number.MAX_SAFE_INTEGER;

/** Until the organisation was asked, nothing is offered. */
const { capabilities } = offerOf(() => ({ why: 'messageAbsent' }), 'none');

export function createDynamicsConnector(settings: ConnectionSettings, environment: ConnectorEnvironment): Connector {
  const { now } = environment;
  const api = createWebApi(settings, environment);
  const conversations = createConversations({ api, connectionId: settings.id, now });
  const directory = createDirectory({ api, now });
  let myAgentId: string | undefined;
  /** The missing row that was asked for last; the next poll goes on behind it. */
  let lastMissing = '';

  const me = async (signal: AbortSignal) => myAgentId ?? (await identify(signal)).agentId;
  const acts = createActs({
    settings,
    environment,
    api,
    readOne,
    readPresenceOf: (agentId, signal) => readPresenceOf(api, agentId, signal),
    me,
  });

  async function identify(signal: AbortSignal): Promise<Identity> {
    const identity = await readIdentity(api, signal);
    myAgentId = identity.agentId;
    const offer = await acts.offer(signal);
    const presences = offer.capabilities.setPresence ? await readPresenceChoices(api, signal) : [];
    return { ...identity, offer: { ...offer, presences } };
  }

  async function readOne(id: string, signal: AbortSignal): Promise<Conversation> {
    const row = await conversations.one(id, api.atOnce, signal);
    // It is about that one row, not about the connection.
    if (!row) throw new ConnectorError('forbidden', 'That conversation is in a state that no action may rest on');
    return row;
  }

  async function directoryChanges(whole: boolean, signal: AbortSignal) {
    if (myAgentId === undefined) await identify(signal);
    return directory.read({ whole, myAgentId: myAgentId ?? '' }, signal);
  }

  function pageOf(found: Omit<Found, 'newest'>, rest: Omit<Page, 'unreadable' | 'unreadableIds' | 'now'>): Page {
    const rows = found.rows.map((row): Change => ({ kind: 'conversation', row }));
    const { unreadable, unreadableIds } = found;
    return { ...rest, changes: [...rest.changes, ...rows], unreadable, unreadableIds, now: found.now ?? now() };
  }

  function placeAfter(next: string | undefined, since: number): Pick<Page, 'cursor' | 'more'> {
    return next === undefined
      ? { cursor: formatCursor({ kind: 'live', since }), more: false }
      : { cursor: formatCursor({ kind: 'snapshot', since, next }), more: true };
  }

  async function firstPage(signal: AbortSignal): Promise<Page> {
    const { changes, unreadable } = await directoryChanges(true, signal);
    const since = await conversations.newestChange(signal);
    const found = await conversations.openPage(undefined, signal);
    const whole = { ...found, unreadable: found.unreadable + unreadable };
    return pageOf(whole, { ...placeAfter(found.next, since), changes, startsSnapshot: true });
  }

  async function nextPage(next: string, since: number, signal: AbortSignal): Promise<Page> {
    let found: Awaited<ReturnType<typeof conversations.openPage>>;
    try {
      found = await conversations.openPage(next, signal);
    } catch (error) {
      // Asked again it would be refused again: the reading begins anew.
      if (error instanceof ConnectorError && error.kind === 'notFound') return firstPage(signal);
      throw error;
    }
    return pageOf(found, { ...placeAfter(found.next, since), changes: [], startsSnapshot: false });
  }

  async function poll(since: number, known: string[], signal: AbortSignal): Promise<Page> {
    const { changes, unreadable } = await directoryChanges(false, signal);
    const found = await conversations.changes(since, signal);
    const told = new Set([...found.rows.map(({ id }) => id), ...found.unreadableIds]);
    const missing = await readMissing(
      known.filter((id) => !told.has(id)),
      signal,
    );
    const whole = {
      ...found,
      unreadable: found.unreadable + unreadable + missing.unreadableIds.length,
      unreadableIds: [...found.unreadableIds, ...missing.unreadableIds],
    };
    const cursor = formatCursor({ kind: 'live', since: Math.max(since, found.newest) });
    return pageOf(whole, { cursor, more: false, changes: [...changes, ...missing.changes], startsSnapshot: false });
  }

  /** Neither open nor lately closed: gone, closed before the overlap, or not to be read any more. */
  async function readMissing(ids: string[], signal: AbortSignal) {
    const inOrder = ids.toSorted();
    const behind = inOrder.filter((id) => id > lastMissing);
    const turn = [...behind, ...inOrder.filter((id) => id <= lastMissing)].slice(0, singlesPerPoll);
    lastMissing = turn.at(-1) ?? '';
    const changes: Change[] = [];
    const unreadableIds: string[] = [];
    for (const id of turn) {
      const row = await oneOrGone(id, signal);
      if (row === 'gone') changes.push({ kind: 'removed', id, version: afterEverything });
      else if (row) changes.push({ kind: 'conversation', row });
      else unreadableIds.push(id);
    }
    return { changes, unreadableIds };
  }

  async function oneOrGone(id: string, signal: AbortSignal): Promise<Conversation | 'gone' | undefined> {
    try {
      return await conversations.one(id, api, signal);
    } catch (error) {
      if (error instanceof ConnectorError && error.kind === 'notFound') return 'gone';
      throw error;
    }
  }

  return {
    capabilities,
    roleAgainstAssigning: blockingRole,
    pollEvery,
    identify,
    pull(cursor, signal, known) {
      const place = parseCursor(cursor);
      if (place?.kind === 'snapshot') return nextPage(place.next, place.since, signal);
      return place ? poll(place.since, known?.() ?? [], signal) : firstPage(signal);
    },
    read: readOne,
    transcript: (conversationId, after, signal) => readTranscript(api.atOnce, conversationId, after, signal),
    perform: acts.perform,
  };
}
