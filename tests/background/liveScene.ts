/** One connection at work against a floor of canned answers, with stores that outlive it. */
import { createConnect } from '../../lib/background/connecting.ts';
import type { WorkerEnvironment } from '../../lib/background/environment.ts';
import { createLiveConnection } from '../../lib/background/liveConnection.ts';
import { noticeVersion } from '../../lib/domain/notice.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import { createSettings } from '../../lib/settings/createSettings.ts';
import type { StoredConnection } from '../../lib/settings/settings.ts';
import { firstSettings, newConnection } from '../../lib/settings/settings.ts';
import { aConversation, anAgent, aQueue, aWorkstream } from '../builders.ts';

export const aSupervisor = {
  accountId: 'u-1',
  agentId: 'a-me',
  name: 'Sam',
  isSupervisor: true,
  rolesReadable: true,
  switchedOff: [],
  siteName: 'Floor',
};

/** Set up, signed in once and with the notice acknowledged. */
export const aConnection = (overrides: Partial<StoredConnection> = {}): StoredConnection => ({
  id: 'k-1',
  backend: 'localFloor',
  name: 'Floor',
  baseUrl: 'http://127.0.0.1:1',
  secret: 's',
  ...newConnection,
  identity: aSupervisor,
  notice: { version: noticeVersion, account: 'u-1', at: 1 },
  ...overrides,
});

export async function createLiveScene(options: { rows?: Conversation[]; stored?: StoredConnection } = {}) {
  const rows = new Map((options.rows ?? [aConversation()]).map((row) => [row.id, row]));
  const stored = options.stored ?? aConnection();
  const disk: Record<string, unknown> = { settings: { ...firstSettings, connections: [stored] } };
  const session: Record<string, unknown> = {};
  const requests: string[] = [];
  const reports: unknown[] = [];
  const forgotten: string[] = [];
  let roles = ['supervisor'];
  let accountId = aSupervisor.accountId;
  let isDown = false;
  let status: { status: number; retryAfter?: number } | undefined;
  let ids = 0;

  const areaOf = (items: Record<string, unknown>) => ({
    get: async (key: string) => (key in items ? { [key]: structuredClone(items[key]) } : {}),
    set: async (next: Record<string, unknown>) => void Object.assign(items, structuredClone(next)),
  });
  const local = areaOf(disk);
  const settings = createSettings({ local, managed: { get: async () => ({}) } });
  await settings.load();

  function answerTo(path: string): unknown {
    const now = Date.now();
    const page = (list: unknown[]) => ({ sequence: 1, rows: list, next: null, now });
    const [, , kind, id, verb] = path.split('/');
    if (kind === 'identity') {
      const { isSupervisor: _is, rolesReadable: _readable, ...who } = aSupervisor;
      return { product: 'floorwalker-floor', apiVersion: 1, ...who, accountId, roles, now };
    }
    if (kind === 'queues') return page([aQueue()]);
    if (kind === 'workstreams') return page([aWorkstream()]);
    if (kind === 'agents') return page([anAgent(), anAgent({ id: 'a-x', name: 'Xenia' })]);
    if (kind === 'tickets') return { ticket: 't' };
    if (id === undefined) return page([...rows.values()]);
    if (verb === 'transcript') return { messages: [], sentiment: [] };
    return rows.get(decodeURIComponent(id));
  }

  const fetchFloor: typeof fetch = async (input, init) => {
    const path = new URL(String(input)).pathname;
    requests.push(path);
    if (isDown) throw new TypeError('Failed to fetch');
    if (status) {
      const headers = new Headers();
      if (status.retryAfter !== undefined) headers.set('Retry-After', String(status.retryAfter));
      return new Response(null, { status: status.status, headers });
    }
    if (init?.method === 'POST' && !path.endsWith('/tickets')) {
      const operationId = new Headers(init.headers).get('Idempotency-Key');
      return Response.json({ operationId, alreadySo: false, row: rows.get(path.split('/')[3] ?? '') });
    }
    return Response.json(answerTo(path));
  };

  const begin = () => {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const environment: WorkerEnvironment = {
      now: () => Date.now(),
      random: () => 0.5,
      newId: () => `id-${++ids}`,
      schedule(task, delay) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          task();
        }, delay);
        timers.add(timer);
        return () => clearTimeout(timer);
      },
      fetch: fetchFloor,
      // A line on which nothing is ever heard.
      openSocket: () => Object.assign(new EventTarget(), { readyState: 0, close() {}, send() {} }) as never,
      lock: async (_name, work) => work(),
      webAuthFlow: () => Promise.reject(new Error('The floor signs in by token.')),
      redirectUrl: () => '',
      report: (error) => reports.push(error),
      session: areaOf(session),
      local,
    };
    const nobody = () => Promise.reject(new Error('The floor signs in by token.'));
    const live = createLiveConnection({
      stored: settings.current.connections[0] ?? stored,
      settings,
      environment,
      forgetSignIn: async () => void forgotten.push(stored.id),
      connect: createConnect(environment, { accessToken: nobody, askPage: nobody }),
    });
    return {
      live,
      /** As when the browser ends the worker: no timer runs any more. */
      kill() {
        for (const timer of timers) clearTimeout(timer);
      },
    };
  };

  return {
    begin,
    settings,
    local,
    requests,
    reports,
    forgotten,
    session,
    sessionArea: areaOf(session),
    rolesAre: (next: string[]) => (roles = next),
    anotherSignsIn: () => (accountId = 'u-2'),
    goDown: () => (isDown = true),
    answersWith: (next: typeof status) => (status = next),
  };
}
