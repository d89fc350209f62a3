/**
 * A site with the addresses of a model-driven app, answering as a test wants, and a browser with a connection to it. The
 * pages are ours: what is known of the true ones is in their markup (facts §6 of Dynamics 365).
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test as base, type Worker } from '@playwright/test';
import { noticeVersion } from '../../lib/domain/notice.ts';
import type { PageRequest } from '../../lib/domain/pageRequest.ts';
import type { SignIn } from '../../lib/domain/signIn.ts';
import { type Askable, contextRowQuestion, type FromOverlay, type ToOverlay } from '../../lib/messages/overlay.ts';
import { newConnection } from '../../lib/settings/settings.ts';
import type { Launched } from '../../scripts/launch.ts';
import { expect, openBrowser, type Page, standing } from './harness.ts';

export { expect, type Page };

export interface Posted {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}
export interface Site {
  url: string;
  /** What any page of it shows. */
  show(markup: string): void;
  /** Everything that was posted to it. */
  posted: Posted[];
  launched: Launched;
  /** Opens a page of it in a tab of its own. */
  open(path?: string): Promise<Page>;
}

export const appPage = '/main.aspx?appid=11112222-3333-4444-5555-666677778888&pagetype=dashboard';

export const test = base.extend<object, { signIn: SignIn; site: Site; language: string }>({
  signIn: [
    { kind: 'browser', throughPage: true },
    { option: true, scope: 'worker' },
  ],
  language: ['en', { option: true, scope: 'worker' }],
  site: [
    async ({ signIn, language }, use) => {
      let shown = '';
      const posted: Posted[] = [];
      const server = createServer(async (request, response) => {
        const path = request.url ?? '';
        let body = '';
        for await (const part of request) body += part;
        if (request.method === 'POST') {
          posted.push({ path, headers: request.headers, body });
          if (path.endsWith('/away')) return response.writeHead(307, { Location: '/api/data/v9.2/elsewhere' }).end();
          response.writeHead(200, { 'Content-Type': 'application/json', 'Retry-After': '3' });
          return response.end(JSON.stringify({ secret: 'the answer' }));
        }
        response.writeHead(200, {
          'Content-Type': 'text/html; charset=utf-8',
          'Set-Cookie': ['lax=1; SameSite=Lax; HttpOnly', 'strict=1; SameSite=Strict; HttpOnly'],
        });
        return response.end(`<!doctype html><title>App</title>${shown}`);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const connection = { id: 'org', backend: 'dynamics365', name: 'Org', baseUrl: url, secret: '' };
      const notice = { version: noticeVersion, account: 'u', at: 1 };
      const launched = await openBrowser({
        ...standing,
        browserOptions: { readyMade: { connections: [{ ...connection, ...newConnection, signIn, notice }], language } },
      });
      await use({
        url,
        show: (markup) => {
          shown = markup;
        },
        posted,
        launched,
        async open(path = appPage) {
          const page = await launched.context.newPage();
          await page.goto(url + path);
          return page;
        },
      });
      await launched.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    { scope: 'worker' },
  ],
});

/** The panel stands in the page. */
export function expectPanel(page: Page): Promise<void> {
  return expect(page.locator('floorwalker-panel')).toBeAttached();
}

interface Port {
  name: string;
  postMessage(message: ToOverlay): void;
  onMessage: { addListener(listener: (message: FromOverlay) => void): void };
}
type Listening = typeof globalThis & {
  lines?: Port[];
  heard: FromOverlay[];
  chrome: {
    runtime: { onConnect: { addListener(listener: (port: Port) => void): void } };
    tabs: {
      query(of: object): Promise<{ id: number }[]>;
      sendMessage(tabId: number, message: string, to: { frameId: number }): Promise<unknown>;
    };
  };
};

/** The worker's end of the overlays' lines, for saying what the worker says at its own time. */
export interface Lines {
  /** To the overlay that came last. */
  say(message: ToOverlay): Promise<void>;
  /** Everything that overlays have said since. */
  heard(): Promise<FromOverlay[]>;
  /** What the overlay in the foremost tab answers to a click in the menu. */
  contextRow(): Promise<unknown>;
  /** Asks it as the worker does, and waits for what it says to that. */
  ask(request: Partial<PageRequest>, allowed: Askable): Promise<FromOverlay>;
}

/** Before the page is opened: a line is seen when it begins. */
export async function listenToLines({ launched }: Site): Promise<Lines> {
  const worker = launched.context.serviceWorkers().find((one) => one.url().startsWith(launched.origin)) as Worker;
  await worker.evaluate(() => {
    const self = globalThis as Listening;
    if (self.lines !== undefined) return;
    const lines: Port[] = [];
    self.lines = lines;
    self.heard = [];
    self.chrome.runtime.onConnect.addListener((port) => {
      if (port.name !== 'overlay') return;
      lines.push(port);
      port.onMessage.addListener((message) => self.heard.push(message));
    });
  });
  const say = (message: ToOverlay) =>
    worker.evaluate((one) => (globalThis as Listening).lines?.at(-1)?.postMessage(one), message);
  const heard = () => worker.evaluate(() => (globalThis as Listening).heard);
  let asked = 0;
  return {
    say,
    heard,
    contextRow: () =>
      worker.evaluate(async (question) => {
        const { tabs } = (globalThis as Listening).chrome;
        const [tab] = await tabs.query({ active: true, lastFocusedWindow: true });
        return tab && tabs.sendMessage(tab.id, question, { frameId: 0 });
      }, contextRowQuestion),
    async ask(request, allowed) {
      asked += 1;
      const id = `t-${Date.now()}-${asked}`;
      const whole: PageRequest = { method: 'POST', path: '/', headers: {}, body: '', ...request };
      await say({ kind: 'ask', id, request: whole, allowed });
      const answer = async () => (await heard()).find((said) => 'id' in said && said.id === id);
      await expect.poll(answer).toBeDefined();
      return (await answer()) as FromOverlay;
    },
  };
}
