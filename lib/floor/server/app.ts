/** Joins the routes of the floor: who may knock, what every answer carries, where what is. */
import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Floor } from '../floor.ts';
import type { Accounts } from './accounts.ts';
import { actRoutes } from './acts.ts';
import { adminRoutes } from './admin.ts';
import type { EventStream } from './eventStream.ts';
import { faultMiddleware } from './faultMiddleware.ts';
import type { Faults } from './faults.ts';
import type { FloorEnv } from './http.ts';
import { isLoopbackHost } from './loopback.ts';
import { openApiDocument } from './openapi.ts';
import { problem, unauthorized } from './problems.ts';
import { identityRoutes, readRoutes } from './reads.ts';
import type { Tickets } from './tickets.ts';

const maxBody = 64 * 1024;

interface Parts {
  floor: Floor;
  accounts: Accounts;
  tickets: Tickets;
  faults: Faults;
  stream: EventStream;
  /** Everything below /workspace. */
  workspace: Hono<FloorEnv>;
  admin: boolean;
  log: (line: string) => void;
}

export function createApp({ floor, accounts, tickets, faults, stream, workspace, admin, log }: Parts): Hono<FloorEnv> {
  const app = new Hono<FloorEnv>();
  app.use(hostAndHeaders);
  app.use(bodyLimit({ maxSize: maxBody, onError: () => problem('tooLarge') }));
  app.use('/v1/*', faultMiddleware(floor, faults));
  app.use('/v1/*', async (c, next) => {
    const authorization = c.req.header('authorization');
    const account = accounts.byToken(/^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
    if (!account) return unauthorized(authorization !== undefined);
    c.set('account', account);
    return next();
  });
  app.route('/v1', identityRoutes(floor));
  app.use('/v1/*', async (c, next) => {
    const { supervisor } = c.get('account');
    if (!supervisor) return problem('forbidden', { reasons: [{ code: 'notSupervisor' }] });
    c.set('supervisor', supervisor);
    return next();
  });
  app.route('/v1', readRoutes(floor));
  app.route('/v1', actRoutes(floor));
  app.post('/v1/tickets', (c) => c.json({ ticket: tickets.issue() }));
  app.get('/openapi.json', (c) => c.json(openApiDocument()));
  app.route('/workspace', workspace);
  app.get('/', (c) => c.redirect('/workspace'));
  if (admin) app.route('/admin', adminRoutes(floor, faults, stream));
  app.notFound(() => problem('notFound'));
  app.onError((error, c) => {
    log(`${c.req.method} ${c.req.path} failed: ${error.stack ?? error.message}`);
    return problem('internal');
  });
  return app;
}

/** No CORS headers anywhere: the extension has its host permission, and nobody else is meant to read this. */
const hostAndHeaders: MiddlewareHandler<FloorEnv> = async (c, next) => {
  if (!isLoopbackHost(c.req.header('host'))) return problem('wrongHost');
  await next();
  c.header('cache-control', 'no-store');
  c.header('x-content-type-options', 'nosniff');
};
