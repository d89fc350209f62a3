/**
 * A Dataverse-shaped organisation on a port of this machine, around one floor. It is written from the published facts,
 * from no connector: what nobody knows about the real one is a manner here, so that a test can have it either way.
 */
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import type { Floor } from '../../../lib/floor/floor.ts';
import { type Clock, systemClock } from '../../../lib/floor/server/clock.ts';
import type { FloorEnv } from '../../../lib/floor/server/http.ts';
import { listen, stopListening } from '../../../lib/floor/server/listen.ts';
import { runFloor } from '../../../lib/floor/server/runFloor.ts';
import { cookieName, createAccounts } from './accounts.ts';
import { createActs } from './acts.ts';
import { apiRoutes, rootPath } from './api.ts';
import { createFailures, type Failure } from './failures.ts';
import { idpRoutes } from './idp/idpRoutes.ts';
import { createIds, type Ids } from './ids.ts';
import { startLoginHost } from './loginHost.ts';
import { type Manners, usualManners } from './manners.ts';
import { answerError, DataverseError } from './odata/errors.ts';
import { createOrganisation } from './organisation.ts';
import { pageRoutes } from './page/pageRoutes.ts';
import { createProtection } from './protection.ts';
import { createRequestLog, type RecordedRequest } from './requestLog.ts';

export interface DynamicsOptions {
  floor: Floor;
  /** 0 = any free one. */
  port: number;
  /** Floor time per real time; 0 = stands still. */
  speed: number;
  clock?: Clock;
}

export interface Dynamics extends Ids {
  /** Origin of the organisation; its API is below `/api/data/v9.2`, its page is `/main.aspx`. */
  readonly url: string;
  readonly floor: Floor;
  readonly requests: readonly RecordedRequest[];
  /** Another host, to which `signedOut: 'redirect'` leads, and what arrived there. */
  readonly loginHost: { readonly url: string; readonly requests: readonly RecordedRequest[] };
  /** Access token of the supervisor. */
  readonly token: string;
  /** Name and value of the cookie of their browser's session; `/signin` sets it. */
  readonly cookie: string;
  behave(change: Partial<Manners>): void;
  failNext(failure: Failure): void;
  /** No access token that was given out works any more. */
  expireTokens(): void;
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1 only. @throws the system's error when the port cannot be had (EADDRINUSE, EACCES) */
export async function startDynamics({ floor, port, speed, clock = systemClock }: DynamicsOptions): Promise<Dynamics> {
  let manners = usualManners;
  const current = () => manners;
  const ids = createIds();
  const organisation = createOrganisation(floor, ids, current);
  const accounts = createAccounts(current);
  const failures = createFailures();
  const protection = createProtection(clock.now, current);
  const log = createRequestLog(clock.now);
  const acts = createActs(floor, ids, organisation, current);
  const loginHost = await startLoginHost(clock.now);

  const app = new Hono<FloorEnv>();
  app.use(log.record);
  app.use(async (c, next) => {
    await next();
    c.header('cache-control', 'no-cache');
    // The organisation's time is the floor's.
    c.header('date', new Date(floor.now).toUTCString());
  });
  const loginUrl = () => loginHost.url;
  app.route(rootPath, apiRoutes({ organisation, accounts, failures, protection, acts, manners: current, loginUrl }));
  const userId = ids.guidOf(organisation.agentId);
  app.route('/idp', idpRoutes({ accounts, manners: current, now: clock.now, userId }));
  const [appId, viewId] = [ids.guidOf('app'), ids.guidOf('view:ongoing')];
  app.route('/', pageRoutes({ accounts, manners: current, loginUrl, appId, viewId }));
  app.get('/signin', (c) => {
    const value = accounts.cookie.slice(cookieName.length + 1);
    setCookie(c, cookieName, value, { httpOnly: true, sameSite: 'Lax', path: '/' });
    return c.redirect(`/main.aspx?appid=${appId}`);
  });
  app.onError((error) => {
    if (error instanceof DataverseError) return answerError(error);
    throw error;
  });

  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  const actual = await listen(server, port);
  const stopTicking = runFloor(floor, speed, clock, acts.settle);

  return {
    ...ids,
    url: `http://127.0.0.1:${actual}`,
    floor,
    requests: log.requests,
    loginHost,
    token: accounts.token,
    cookie: accounts.cookie,
    behave(change) {
      manners = { ...manners, ...change };
    },
    failNext: failures.failNext,
    expireTokens: accounts.expireTokens,
    async stop() {
      stopTicking();
      organisation.recorder.stop();
      await Promise.all([stopListening(server), loginHost.stop()]);
    },
  };
}
