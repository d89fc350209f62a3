/**
 * The sample agent workspace: an ordinary page of an ordinary contact centre, for the extension to be a guest in. It
 * knows nothing of the extension and forbids everything that it does not need itself.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { Floor } from '../floor.ts';
import type { Clock } from '../server/clock.ts';
import type { FloorEnv } from '../server/http.ts';
import { workspaceClient } from './client.ts';
import { createGridStore } from './gridStore.ts';
import { createGridView, presenceOf, type SortColumn, sortColumns } from './gridView.ts';
import { conversationPage, gridPage, notFoundPage } from './page.ts';
import { createTalkView } from './talkView.ts';
import { type Language, languageOf } from './texts.ts';

const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'";
const feedEvery = 500;
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#0f5a6b"/>' +
  '<path d="M3 10.5c2 0 2-2 5-2s3 2 5 2M8 3v5.5" fill="none" stroke="#fff" stroke-width="1.5"/></svg>';

export function createWorkspace({ floor, speed, clock }: { floor: Floor; speed: number; clock: Clock }) {
  const store = createGridStore(floor);
  const open = new Set<() => void>();
  const routes = new Hono<FloorEnv>();

  /** Sends what `next` has to say, at most twice a second, and nothing while the line is still busy. */
  function pump(stream: SSEStreamingApi, next: () => unknown): Promise<void> {
    return new Promise((resolve) => {
      let busy = false;
      const send = async () => {
        if (busy) return;
        const update = next();
        if (update === undefined) return;
        busy = true;
        await stream.writeSSE({ data: JSON.stringify(update) });
        busy = false;
      };
      const stopSending = clock.every(feedEvery, () => void send());
      const end = () => {
        stopSending();
        open.delete(end);
        resolve();
      };
      open.add(end);
      stream.onAbort(end);
      void send();
    });
  }

  function shell(language: Language, queueId?: string) {
    const [supervisor] = floor.supervisors;
    const presence = presenceOf(
      floor.agents().find((agent) => agent.id === supervisor?.agentId),
      language,
    );
    return { language, me: { name: supervisor?.name ?? '', presence }, queues: floor.queues(), queueId, speed };
  }

  routes.use(async (c, next) => {
    await next();
    c.header('content-security-policy', policy);
  });
  routes.get('/', (c) => {
    const { sort, descending, queueId, language } = gridQuery(c.req.query());
    return c.html(gridPage(shell(language, queueId), sort, descending));
  });
  routes.get('/feed', (c) =>
    streamSSE(c, async (stream) => {
      const view = createGridView(floor, store, gridQuery(c.req.query()));
      await pump(stream, view.next);
      view.close();
    }),
  );
  routes.get('/conversation/:id', (c) => {
    const id = c.req.param('id');
    const page = shell(languageOf(c.req.query('lang')));
    return floor.conversation(id) ? c.html(conversationPage(page, id)) : c.html(notFoundPage(page, id), 404);
  });
  routes.get('/feed/:id', (c) => {
    const view = createTalkView(floor, c.req.param('id'), languageOf(c.req.query('lang')));
    return streamSSE(c, (stream) => pump(stream, view.next));
  });
  routes.get('/workspace.js', (c) =>
    c.body(`(${workspaceClient})();\n`, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  routes.get('/workspace.css', async (c) =>
    c.body(await readFile(join(import.meta.dirname, 'workspace.css'), 'utf8'), 200, {
      'content-type': 'text/css; charset=utf-8',
    }),
  );
  routes.get('/icon.svg', (c) => c.body(icon, 200, { 'content-type': 'image/svg+xml' }));

  return {
    routes,
    stop() {
      for (const end of open) end();
    },
  };
}

function gridQuery(query: Record<string, string>) {
  const sort: SortColumn = sortColumns.find((column) => column === query.sort) ?? 'wait';
  // The longest wait first, unless asked otherwise; names from A.
  const descending = query.dir === undefined ? sort === 'wait' : query.dir === 'desc';
  return { sort, descending, queueId: query.queue, language: languageOf(query.lang) };
}
