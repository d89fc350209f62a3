/** The service root `/api/data/v9.2`: who may come in, and who answers. */
import { type Context, Hono } from 'hono';
import type { FloorEnv } from '../../../lib/floor/server/http.ts';
import type { Accounts } from './accounts.ts';
import type { Failures } from './failures.ts';
import type { Manners } from './manners.ts';
import { badRequest, DataverseError } from './odata/errors.ts';
import type { Organisation } from './organisation.ts';
import type { Protection } from './protection.ts';
import { type Asked, answerRead } from './reads.ts';
import { rawUrl } from './requestLog.ts';

export const rootPath = '/api/data/v9.2';

export interface ApiParts {
  organisation: Organisation;
  accounts: Accounts;
  failures: Failures;
  protection: Protection;
  manners: () => Manners;
  /** Where somebody who is not signed in is sent. */
  loginUrl: () => string;
}

export function apiRoutes(parts: ApiParts): Hono<FloorEnv> {
  const { organisation, accounts, failures, protection, manners, loginUrl } = parts;
  const app = new Hono<FloorEnv>();
  app.use(failures.strike);
  app.use(async (c, next) => {
    if (accounts.isSignedIn(c)) return next();
    if (manners().signedOut === 'redirect') return c.redirect(loginUrl());
    throw new DataverseError(401, '0x80040204', 'Authentication is required.');
  });
  app.use(async (_c, next) => {
    try {
      protection.enter();
      await next();
    } finally {
      protection.leave();
    }
  });
  app.use(async (c, next) => {
    const origin = c.req.header('origin');
    const own = new URL(c.req.url).origin;
    // What a real organisation says is unknown (facts §10.0).
    if (c.req.method === 'POST' && manners().refuseForeignPosts && origin !== undefined && origin !== own)
      throw new DataverseError(403, '0x0', `Requests from origin ${origin} are not allowed.`);
    return next();
  });
  app.get('*', (c) => answerRead(organisation, c, askedOf(c)));
  app.all('*', () => {
    throw new DataverseError(405, '0x80060888', 'API not allowed');
  });
  return app;
}

/** @throws DataverseError 400 */
export function askedOf(c: Context<FloorEnv>): Asked {
  const [path = '', ...query] = rawUrl(c).split('?');
  if (!path.startsWith(`${rootPath}/`)) throw badRequest('There is nothing at the service root.');
  const root = `${new URL(c.req.url).origin}${rootPath}`;
  return { root, path: path.slice(rootPath.length + 1), rawQuery: query.join('?') };
}
