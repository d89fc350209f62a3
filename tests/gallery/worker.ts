/** Answers the panel as the worker would, from the gallery's floor. */
import type { Operation } from '../../lib/domain/actions.ts';
import type { Overview } from '../../lib/domain/overview.ts';
import type { Query } from '../../lib/domain/query.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import type { ConnectionStatus, SessionState } from '../../lib/messages/topics.ts';
import { morning } from '../builders.ts';
import { createFakeClient, type FakeClient, type FakeSubscription } from '../fakeClient.ts';
import { aConnection, aSession } from '../scenes.ts';
import type { GalleryFloor } from './floor.ts';

export interface GalleryScene {
  language: string;
  theme: 'light' | 'dark';
  connection?: Partial<ConnectionStatus>;
  session?: Partial<SessionState>;
  operations?: Operation[];
  /** Monitoring and joined, instead of only looking. */
  joined?: boolean;
  waitingChanges?: number;
  /** What the line becomes once everything is there. */
  line?: 'silent' | 'broken';
}

export function galleryWorker(floor: GalleryFloor, scene: GalleryScene): FakeClient {
  const client = createFakeClient();
  const he = scene.language === 'he';
  const connection = aConnection({
    name: he ? 'קונטוסו · שירות' : 'Contoso · Service',
    asOf: morning - 400,
    presences: [
      { id: 'p-1', base: 'available' },
      { id: 'p-2', base: 'busy' },
      { id: 'p-3', base: 'doNotDisturb' },
      { id: 'p-4', base: 'away', text: he ? 'הפסקת צהריים' : 'Lunch' },
      { id: 'p-5', base: 'offline' },
    ],
    ...scene.connection,
  });
  const session = aSession({
    connections: [connection],
    language: scene.language,
    theme: scene.theme,
    ...scene.session,
  });
  const queries = new Map<string, Query>();
  const matching = ({ filter, search }: Query) =>
    floor.rows.filter(
      (row) =>
        (filter.states.length === 0 || filter.states.includes(row.state)) &&
        (filter.queueIds.length === 0 || filter.queueIds.includes(row.queueId ?? 'none')) &&
        `${row.customer.name} ${row.subject}`.toLowerCase().includes(search.toLowerCase()),
    );
  function pushWindow(subscription: FakeSubscription<'list'>, held = false): void {
    const query = queries.get(subscription.id) ?? subscription.params().query;
    const rows = matching(query);
    const shown = rows.slice(query.from, query.from + query.count);
    subscription.onPush({
      total: rows.length,
      from: query.from,
      ids: shown.map(({ id }) => id),
      rows: shown,
      held,
      waitingChanges: held ? (scene.waitingChanges ?? 0) : 0,
    });
  }
  client.answer({
    changeQuery({ subscription, query }) {
      queries.set(subscription, query);
      for (const one of client.standing('list')) if (one.id === subscription) pushWindow(one);
      return null;
    },
    holdList({ held }) {
      for (const one of client.standing('list')) pushWindow(one, held);
      return null;
    },
    signIn: () => ({ ok: false, problem: 'auth', detail: 'Signing in: invalid_request (XY9002326)' }),
    act: ({ action, connectionId }) => ({
      id: action.operationId,
      connectionId,
      action,
      account: 'a-me',
      state: 'queued',
      at: morning,
      attempts: 0,
    }),
  });
  client.onSubscribe(({ id: subscriptionId, topic, params }) => {
    queueMicrotask(() => {
      const mine = <S extends { id: string }>({ id }: S) => id === subscriptionId;
      if (topic === 'session') client.push('session', session);
      else if (topic === 'directory')
        client.push('directory', { all: true, ...floor, gone: { agents: [], queues: [], workstreams: [] } });
      else if (topic === 'overview') client.push('overview', overviewOf(floor));
      else if (topic === 'list')
        client
          .standing('list')
          .filter(mine)
          .forEach((one) => {
            pushWindow(one);
          });
      else if (topic === 'operations') client.push('operations', { operations: scene.operations ?? [] });
      else if (topic === 'conversation') {
        const { conversationId } = params() as { conversationId: string };
        const found = floor.rows.find(({ id }) => id === conversationId);
        const push = conversationPush(found, floor, scene.joined === true);
        client
          .standing('conversation')
          .filter(mine)
          .forEach((one) => {
            one.onPush(push);
          });
      }
    });
  });
  const { line } = scene;
  if (line) setTimeout(() => client.breakLine(line), 150);
  return client;
}

function conversationPush(found: Conversation | undefined, floor: GalleryFloor, joined: boolean) {
  const me = { agentId: 'a-me', name: 'Noa Adler', mode: 'consultant' as const, since: morning };
  const row = found && joined ? { ...found, participants: [...found.participants, me] } : found;
  return {
    ...(row && { row }),
    gone: row === undefined,
    lease: joined ? { state: 'monitoring' as const, since: morning } : { state: 'none' as const },
    messages: joined ? floor.messages : [],
    resetMessages: true,
    sentiment: floor.sentiment,
  };
}

export function overviewOf({ rows, queues }: GalleryFloor): Overview {
  const count = (key: (row: Conversation) => string | undefined) => {
    const counts: Record<string, number> = {};
    for (const row of rows) counts[key(row) ?? 'none'] = (counts[key(row) ?? 'none'] ?? 0) + 1;
    return counts;
  };
  const ofQueue = count((row) => row.queueId);
  return {
    queues: queues.map(({ id, name, kind }, i) => ({
      queueId: id,
      name,
      kind,
      waiting: [2, 5, 3, 0, 1][i] ?? 0,
      longestWaitingSince: i === 3 ? undefined : morning - (i + 1) * 90_000,
      active: ofQueue[id] ?? 0,
      away: 1,
      wrapUp: 1,
      agents: { available: i === 1 ? 0 : 2, busy: 3, doNotDisturb: 0, away: 1, offline: 2, unknown: 0 },
      freeUnits: i === 1 ? 0 : 3,
      zeroCoverage: i === 1,
    })),
    byState: { open: 0, active: 0, waiting: 0, wrapUp: 0, ...count((row) => row.state) },
    byChannel: count((row) => row.channel),
    byQueue: ofQueue,
    byAgent: count((row) => row.agentId),
    longestWaitingSince: morning - 400_000,
    freeUnits: 9,
    overLimit: 2,
  };
}
