/** The lines to the overlays: who is let in, whose page is asked, where the script is put. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createOverlays } from '../../lib/background/overlays.ts';
import { ConnectorError } from '../../lib/connectors/connector.ts';
import type { PageRequest } from '../../lib/domain/pageRequest.ts';
import type { SignIn } from '../../lib/domain/signIn.ts';
import type { NamedRow } from '../../lib/domain/workspacePage.ts';
import { shellFor } from '../../lib/i18n/shells.ts';
import { createFrameTokens } from '../../lib/messages/frameTokens.ts';
import type { FromOverlay, ToOverlay } from '../../lib/messages/overlay.ts';
import { createSettings } from '../../lib/settings/createSettings.ts';
import type { StoredConnection } from '../../lib/settings/settings.ts';
import { firstSettings } from '../../lib/settings/settings.ts';
import { aConnection } from './liveScene.ts';

const site = vi.hoisted(() => ({
  windows: new Map<number, string>(),
  tabs: new Map<number, string>(),
  granted: [] as string[],
  registered: [] as { matches: string[] }[],
  queried: [] as string[][],
  /** Tabs that show such a page, and those that the script was put into. */
  open: [] as number[],
  injected: [] as number[],
}));
vi.mock('../../lib/browser.ts', () => ({
  browser: {
    windows: { get: async (id: number) => ({ type: site.windows.get(id) ?? 'normal' }) },
    tabs: {
      get: async (id: number) => ({ url: site.tabs.get(id) }),
      query: async ({ url }: { url: string[] }) => {
        site.queried.push(url);
        return site.open.map((id) => ({ id }));
      },
    },
    permissions: {
      contains: async ({ origins }: { origins: string[] }) => origins.every((one) => site.granted.includes(one)),
    },
    scripting: {
      getRegisteredContentScripts: async () => site.registered,
      registerContentScripts: async (scripts: { matches: string[] }[]) => void site.registered.push(...scripts),
      updateContentScripts: async (scripts: { matches: string[] }[]) => void site.registered.splice(0, 1, ...scripts),
      unregisterContentScripts: async () => void site.registered.splice(0),
      // As a tab that an update has just left: it takes it and does not answer.
      executeScript: async ({ target }: { target: { tabId: number } }) => void site.injected.push(target.tabId),
    },
  },
}));

const org = 'https://contoso.crm4.dynamics.com';
const request: PageRequest = { method: 'POST', path: '/api/data/v9.2/x', headers: {}, body: '' };
const answer = { status: 200, headers: {}, text: 'yes' };
const throughPage: SignIn = { kind: 'browser', throughPage: true };
const anOrg = (overrides: Partial<StoredConnection> = {}) =>
  aConnection({ id: 'k-org', backend: 'dynamics365', baseUrl: org, signIn: throughPage, ...overrides });

let rows: (NamedRow | undefined)[];
let pauses: (() => void)[];

async function scene(...stored: StoredConnection[]) {
  const disk: Record<string, unknown> = { settings: { ...firstSettings, connections: stored } };
  const local = {
    get: async (key: string) => ({ [key]: disk[key] }),
    set: async (next: Record<string, unknown>) => void Object.assign(disk, next),
  };
  const settings = createSettings({ local, managed: { get: async () => ({}) } });
  await settings.load();
  let ids = 0;
  const overlays = createOverlays({
    settings,
    tokens: createFrameTokens(() => 'token'),
    language: () => shellFor('en'),
    environment: {
      newId: () => `q-${++ids}`,
      schedule(task) {
        pauses.push(task);
        return () => {};
      },
    },
    onRow: (_tabId, row) => void rows.push(row),
  });
  /** An overlay's line that comes up in that tab. */
  async function open(tabId: number, origin = org, windowId = 1) {
    const heard: ToOverlay[] = [];
    const listeners: ((message: unknown) => void)[] = [];
    const closers: (() => void)[] = [];
    const port = {
      postMessage: (message: unknown) => void heard.push(message as ToOverlay),
      disconnect: () => {},
      onMessage: { addListener: (listener: (message: unknown) => void) => void listeners.push(listener) },
      onDisconnect: { addListener: (listener: () => void) => void closers.push(listener) },
    };
    overlays.connect(port, { tabId, windowId, origin });
    await vi.waitFor(() => expect(heard).not.toEqual([]));
    return {
      heard,
      say: (message: FromOverlay) => listeners.map((listener) => listener(structuredClone(message))),
      close: () => closers.map((closer) => closer()),
      asked: () => heard.filter((message) => message.kind === 'ask'),
    };
  }
  return { overlays, open, settings };
}
const never = new AbortController().signal;
const kindOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error instanceof ConnectorError ? error.kind : error),
  );

beforeEach(() => {
  rows = [];
  pauses = [];
  site.windows.clear();
  site.tabs.clear();
  site.granted = [`${org}/*`];
  site.registered.splice(0);
  site.queried.splice(0);
});

describe('a page', () => {
  test('of a connection is welcomed with how it is read and docked', async () => {
    const { open } = await scene(anOrg());
    const { heard } = await open(1);
    expect(heard).toMatchObject([
      {
        kind: 'welcome',
        docking: 'shell',
        rows: { selector: '[role="row"][row-index]' },
        labels: { direction: 'ltr' },
      },
    ]);
  });
  test.each([
    ['of another site', 'https://fabrikam.crm4.dynamics.com', 1],
    ['in a window that a page opened for itself', org, 2],
  ])('%s is left again', async (_what, origin, windowId) => {
    site.windows.set(2, 'popup');
    const { open } = await scene(anOrg());
    expect((await open(1, origin, windowId)).heard).toEqual([{ kind: 'remove' }]);
  });
  test('tells its row in words or by id, and nothing that is neither', async () => {
    const { open } = await scene(anOrg());
    const page = await open(1);
    const words = { customer: 'Dana', subject: 'Refund' };
    page.say({ kind: 'row', row: { words } });
    page.say({ kind: 'row', row: { id: 'c-1' } });
    page.say({ kind: 'row', row: { words: { ...words, customer: 'x'.repeat(501) } } });
    page.say({ kind: 'row' });
    expect(rows).toEqual([{ words }, { id: 'c-1' }, undefined]);
  });
});

describe('asked through a page is', () => {
  test('the one that was last pointed at, within the paths of its workspace', async () => {
    const { overlays, open } = await scene(anOrg());
    const [first, second] = [await open(1), await open(2)];
    first.say({ kind: 'row' });
    const asked = overlays.ask(org, request, never);
    await vi.waitFor(() => expect(first.asked()).not.toEqual([]));
    expect(first.asked()).toEqual([
      { kind: 'ask', id: 'q-1', request, allowed: { origin: org, paths: '^/api/data/v9\\.2/' } },
    ]);
    second.say({ kind: 'answer', id: 'q-1', answer: { ...answer, text: 'forged' } });
    first.say({ kind: 'answer', id: 'q-1', answer });
    expect(await asked).toEqual(answer);
    expect(second.asked()).toEqual([]);
  });

  test('one that comes back in a moment, after the worker was waked', async () => {
    const { overlays, open } = await scene(anOrg());
    const asked = overlays.ask(org, request, never);
    const page = await open(1);
    for (const task of pauses) task();
    await vi.waitFor(() => expect(page.asked()).not.toEqual([]));
    page.say({ kind: 'answer', id: 'q-1', answer });
    expect(await asked).toEqual(answer);
  });

  test('none: forbidden, where none is open', async () => {
    const { overlays } = await scene(anOrg());
    const asked = kindOf(overlays.ask(org, request, never));
    for (const task of pauses) task();
    expect(await asked).toBe('forbidden');
  });

  test.each<[string, Partial<StoredConnection>]>([
    ['signs in by token', { signIn: { kind: 'token' } }],
    ['may only read with the browser’s session', { signIn: { kind: 'browser', throughPage: false } }],
    ['is of a backend whose pages are not asked', { backend: 'localFloor' }],
    ['is at another site', { baseUrl: 'https://fabrikam.crm4.dynamics.com' }],
  ])('none: forbidden, for a connection that %s', async (_what, how) => {
    const { overlays, open } = await scene(anOrg(how), aConnection({ baseUrl: org }));
    const page = await open(1);
    expect(await kindOf(overlays.ask(org, request, never))).toBe('forbidden');
    expect([page.asked(), pauses]).toEqual([[], []]);
  });

  test('offline when the page goes before it answers', async () => {
    const { overlays, open } = await scene(anOrg());
    const page = await open(1);
    const asked = kindOf(overlays.ask(org, request, never));
    await vi.waitFor(() => expect(page.asked()).not.toEqual([]));
    page.close();
    expect(await asked).toBe('offline');
  });
});

describe('the script is put', () => {
  test('into the pages of the connections that the browser may reach, and nowhere else', async () => {
    const { overlays } = await scene(anOrg(), aConnection({ baseUrl: 'http://127.0.0.1:4777' }));
    await overlays.reconcile();
    const patterns = [`${org}/main.aspx`, `${org}/main.aspx?*`];
    expect(site.registered).toMatchObject([{ matches: patterns }]);
    expect(site.queried).toEqual([patterns]);
    site.granted.push('http://127.0.0.1/*');
    await overlays.reconcile();
    expect(site.registered).toMatchObject([{ matches: [...patterns, 'http://127.0.0.1/*'] }]);
  });
  test('nowhere once the permission is gone, and who stands there leaves', async () => {
    const { overlays, open } = await scene(anOrg());
    await overlays.reconcile();
    const page = await open(1);
    site.granted = [];
    await overlays.reconcile();
    expect(site.registered).toEqual([]);
    expect(page.heard.at(-1)).toEqual({ kind: 'remove' });
  });
});

test('the address of a workspace page is that of the tab asked for, else of the one last pointed at', async () => {
  const stored = anOrg();
  const { overlays, open } = await scene(stored);
  expect(await overlays.pageUrl(stored, 1)).toBeUndefined();
  const [first] = [await open(1), await open(2)];
  site.tabs.set(1, `${org}/main.aspx?appid=1`).set(2, `${org}/main.aspx?appid=2`);
  expect([await overlays.pageUrl(stored, 1), await overlays.pageUrl(stored, 9)]).toEqual([
    `${org}/main.aspx?appid=1`,
    `${org}/main.aspx?appid=2`,
  ]);
  first.say({ kind: 'row' });
  expect(await overlays.pageUrl(stored, undefined)).toBe(`${org}/main.aspx?appid=1`);
});

test('a tab that stays without an overlay is looked at three times more, then left to the alarm', async () => {
  const { overlays } = await scene(anOrg());
  site.granted = [`${org}/*`];
  site.open = [7];
  site.injected = [];
  await overlays.reconcile();
  for (const looks of [2, 3, 4]) {
    expect(pauses).toHaveLength(1);
    for (const next of pauses.splice(0)) next();
    await vi.waitFor(() => expect(site.injected).toEqual(Array.from({ length: looks }, () => 7)));
  }
  expect(pauses).toEqual([]);
  site.open = [];
});
