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
import { unlessRefused } from './changeTracking.ts';
import { createConversations, type Found, type FoundPage } from './conversations.ts';
import { type Cursor, formatCursor, parseCursor } from './cursor.ts';
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

type Linked = Exclude<Cursor, { kind: 'live' }>;

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

  function placeAfter({ place }: FoundPage, since: number): Pick<Page, 'cursor' | 'more'> {
    return { cursor: formatCursor({ ...place, since }), more: place.kind === 'snapshot' || place.kind === 'table' };
  }

  /** `mayTrack`: false where tracking was refused just now, so that this reading does not try it again. */
  async function firstPage(mayTrack: boolean, signal: AbortSignal): Promise<Page> {
    const { changes, unreadable } = await directoryChanges(true, signal);
    const since = await conversations.newestChange(signal);
    const tracked = mayTrack ? await unlessRefused(() => firstOfTable(since, signal)) : undefined;
    const found = tracked ?? (await conversations.openPage(undefined, signal));
    const whole = { ...found, unreadable: found.unreadable + unreadable };
    return pageOf(whole, { ...placeAfter(found, since), changes, startsSnapshot: true });
  }

  async function firstOfTable(since: number, signal: AbortSignal): Promise<FoundPage | undefined> {
    return (await conversations.isTracked(signal)) ? conversations.tablePage(undefined, since, signal) : undefined;
  }

  async function nextPage({ kind, next, since }: Linked, signal: AbortSignal): Promise<Page> {
    const found =
      kind === 'table'
        ? await unlessRefused(() => conversations.tablePage(next, since, signal))
        : await unlessGone(conversations.openPage(next, signal));
    // Asked again it would be refused again: the reading begins anew.
    if (found === undefined || found === 'gone') return firstPage(false, signal);
    return pageOf(found, { ...placeAfter(found, since), changes: [], startsSnapshot: false });
  }

  async function poll(place: Cursor, known: string[], signal: AbortSignal): Promise<Page> {
    const { since } = place;
    const { changes, unreadable } = await directoryChanges(false, signal);
    const found =
      place.kind === 'live'
        ? await conversations.changes(since, signal)
        : await unlessRefused(() => conversations.trackedChanges(place.next, since, signal));
    // A link that has expired, or a right that was taken away.
    if (!found) return firstPage(false, signal);
    const told = new Set([...found.rows.map(({ id }) => id), ...found.unreadableIds, ...found.gone]);
    const missing = await readMissing(
      known.filter((id) => !told.has(id)),
      signal,
    );
    const whole = {
      ...found,
      unreadable: found.unreadable + unreadable + missing.unreadableIds.length,
      unreadableIds: [...found.unreadableIds, ...missing.unreadableIds],
    };
    const all = [...changes, ...found.gone.map(removal), ...missing.changes];
    return pageOf(whole, {
      ...placeAfter(found, Math.max(since, found.newest)),
      changes: all,
      startsSnapshot: false,
    });
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
      const row = await unlessGone(conversations.one(id, api, signal));
      if (row === 'gone') changes.push(removal(id));
      else if (row) changes.push({ kind: 'conversation', row });
      else unreadableIds.push(id);
    }
    return { changes, unreadableIds };
  }

  return {
    capabilities,
    roleAgainstAssigning: blockingRole,
    pollEvery,
    identify,
    pull(cursor, signal, known) {
      const place = parseCursor(cursor);
      if (!place) return firstPage(true, signal);
      if (place.kind === 'snapshot' || place.kind === 'table') return nextPage(place, signal);
      return poll(place, known?.() ?? [], signal);
    },
    read: readOne,
    transcript: (conversationId, after, signal) => readTranscript(api.atOnce, conversationId, after, signal),
    perform: acts.perform,
  };
}

function removal(id: string): Change {
  return { kind: 'removed', id, version: afterEverything };
}

async function unlessGone<T>(asked: Promise<T>): Promise<T | 'gone'> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'notFound') return 'gone';
    throw error;
  }
}
