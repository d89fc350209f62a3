/** The host where somebody would sign in: nothing of the organisation's session may ever arrive there. */
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { FloorEnv } from '../../../lib/floor/server/http.ts';
import { listen, stopListening } from '../../../lib/floor/server/listen.ts';
import { createRequestLog } from './requestLog.ts';

export async function startLoginHost(now: () => number) {
  const log = createRequestLog(now);
  const app = new Hono<FloorEnv>();
  app.use(log.record);
  app.all('*', (c) => c.html('<!doctype html><title>Sign in</title><p>Sign in to your account.</p>'));
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  const port = await listen(server, 0);
  // Cookies do not look at ports: another name makes it another host.
  return { url: `http://localhost:${port}/login`, requests: log.requests, stop: () => stopListening(server) };
}
