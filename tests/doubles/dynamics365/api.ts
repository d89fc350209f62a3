/** The service root `/api/data/v9.2`: who may come in, and who answers. */
import { type Context, Hono } from 'hono';
import type { FloorEnv } from '../../../lib/floor/server/http.ts';
import type { Accounts } from './accounts.ts';
import type { Acts } from './acts.ts';
import { type Address, parseAddress } from './address.ts';
import { inlineParameters, messageFor, parametersOf } from './askedMessage.ts';
import { answerBatch, type Inner, parseBatch } from './batch.ts';
import type { Failures } from './failures.ts';
import type { Manners } from './manners.ts';
import { messagesOf } from './messages.ts';
import { metadataOf } from './metadata.ts';
import { answerError, badRequest, DataverseError } from './odata/errors.ts';
import { optionsOf } from './odata/parseQuery.ts';
import type { Organisation } from './organisation.ts';
import type { Protection } from './protection.ts';
import { type Asked, answerRead, checkIfMatch } from './reads.ts';
import { rawUrl } from './requestLog.ts';
import type { Row } from './schema.ts';
import { allTables } from './tables/allTables.ts';

export const rootPath = '/api/data/v9.2';

export interface ApiParts {
  organisation: Organisation;
  accounts: Accounts;
  failures: Failures;
  protection: Protection;
  acts: Acts;
  manners: () => Manners;
  /** Where somebody who is not signed in is sent. */
  loginUrl: () => string;
}

export function apiRoutes(parts: ApiParts): Hono<FloorEnv> {
  const { organisation, accounts, failures, protection, acts, manners, loginUrl } = parts;
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
  app.use((_c, next) => {
    acts.settle();
    return next();
  });

  function metadata(): string {
    const tables = allTables.map(({ name }) => organisation.tableNamed(name));
    return metadataOf(tables, messagesOf(manners().messages));
  }

  function calledFunction({ path, rawQuery }: Asked): Response | undefined {
    if (!path.includes('CCaaS_')) return undefined;
    const address = parseAddress(path);
    const message = messageFor(address, messagesOf(manners().messages));
    if (message.kind !== 'function') throw new DataverseError(405, '0x80060888', 'API not allowed');
    const args = address.kind === 'below' ? address.args : undefined;
    const given = parametersOf(message, inlineParameters(args, optionsOf(rawQuery)));
    return acts.carryOut(message, given, keyOf(address), '');
  }

  /** The row that a bound message is about. */
  function rowOf(address: Address): Row | undefined {
    const key = keyOf(address);
    return key === undefined ? undefined : organisation.parts().database.get('msdyn_ocliveworkitem', key);
  }

  /** What stands in a batch is answered like any other reading, its errors too. */
  async function read({ url, headers }: Inner, root: string): Promise<Response> {
    const { pathname, search } = new URL(url, `${root}/`);
    const asked = { root, path: pathname.slice(rootPath.length + 1), rawQuery: search.slice(1) };
    try {
      return answerRead(organisation, (name) => headers.get(name) ?? undefined, asked);
    } catch (error) {
      if (error instanceof DataverseError) return answerError(error);
      throw error;
    }
  }

  app.get('*', (c) => {
    const asked = askedOf(c);
    if (asked.path === '$metadata') return c.body(metadata(), 200, { 'content-type': 'application/xml' });
    const called = calledFunction(asked);
    return called ?? answerRead(organisation, (name) => c.req.header(name), asked);
  });
  app.post('*', async (c) => {
    const asked = askedOf(c);
    if (asked.path === '$batch') {
      const inner = parseBatch(c.req.header('content-type'), await c.req.text());
      return answerBatch(await read(inner, asked.root));
    }
    const address = parseAddress(asked.path);
    const message = messageFor(address, messagesOf(manners().messages));
    if (message.kind !== 'action') throw new DataverseError(405, '0x80060888', 'API not allowed');
    const given = parametersOf(message, await bodyOf(c));
    checkIfMatch(c.req.header('if-match'), rowOf(address));
    return acts.carryOut(message, given, keyOf(address), c.req.header('origin') ?? '');
  });
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

function keyOf(address: Address): string | undefined {
  return address.kind === 'below' ? address.key : undefined;
}

/** @throws DataverseError 400 */
async function bodyOf(c: Context<FloorEnv>): Promise<unknown> {
  const source = await c.req.text();
  try {
    return source === '' ? {} : JSON.parse(source);
  } catch {
    throw badRequest('An error occurred while validating input parameters: the body is no JSON.', '0x80048d19');
  }
}
