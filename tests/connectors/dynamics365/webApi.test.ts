import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ConnectorError } from '../../../lib/connectors/connector.ts';
import { createWebApi } from '../../../lib/connectors/dynamics365/webApi.ts';
import { path } from '../../../lib/connectors/http.ts';
import { anEnvironment, settingsFor } from '../environment.ts';
import { byEntra, bySession, origin, refusal, root, setUp } from './answers.ts';

const { signal } = new AbortController();

test('A reading asks in OData’s version 4, for names beside codes, with spaces as %20', async () => {
  const { api, calls } = setUp(() => ({ value: [] }));
  await api.get(path`/queues`, { query: { $filter: "name eq 'A + B'" }, signal });
  expect(calls[0]?.url.href).toBe(`${root}/queues?$filter=name%20eq%20%27A%20%2B%20B%27`);
  expect(calls[0]?.init).toMatchObject({ method: 'GET', cache: 'no-store', referrerPolicy: 'no-referrer' });
  expect(Object.fromEntries(calls[0]?.headers ?? [])).toMatchObject({
    'odata-maxversion': '4.0',
    'odata-version': '4.0',
    accept: 'application/json',
    prefer: expect.stringContaining('OData.Community.Display.V1.FormattedValue'),
  });
});

test.each([
  ['the browser’s session', bySession, 'include', null],
  ['a token', { kind: 'token' as const }, 'omit', 'Bearer t-1'],
  ['OAuth', byEntra, 'omit', 'Bearer fresh'],
])('By %s: what goes along', async (_, signIn, credentials, authorization) => {
  const { api, calls } = setUp(() => ({}), { settings: { signIn }, environment: { accessToken: async () => 'fresh' } });
  await api.get(path`/WhoAmI`, { signal });
  await api.post(path`/x`, { body: {}, signal });
  for (const call of calls) {
    expect(call.init.credentials).toBe(credentials);
    expect(call.headers.get('Authorization')).toBe(authorization);
    expect(call.url.origin).toBe(origin);
  }
});

test('A next page is followed as it was given, with the same page size', async () => {
  const next = `${root}/queues?$select=name&$skiptoken=%3Ccookie%20pagenumber=%222%22%20pagingcookie=%22%253Ca%2527b%253E%22%20/%3E`;
  const { api, calls } = setUp(({ url }) =>
    url.href === next ? { value: [2] } : { value: [1], '@odata.nextLink': next },
  );
  const rows: unknown[] = [];
  for await (const page of api.list(path`/queues`, { query: { $select: 'name' }, pageSize: 7, signal }))
    rows.push(...page);
  expect(rows).toEqual([1, 2]);
  expect(calls[1]?.url.href).toBe(next);
  expect(calls.map(({ headers }) => /maxpagesize=(\d+)/.exec(headers.get('Prefer') ?? '')?.[1])).toEqual(['7', '7']);
});

test.each([
  ['another host', 'https://evil.example/api/data/v9.2/queues?x'],
  ['another scheme', 'http://contoso.crm.example/api/data/v9.2/queues'],
  ['another port', 'https://contoso.crm.example:8443/api/data/v9.2/queues'],
  ['another path', `${origin}/main.aspx`],
  ['a path that climbs out', `${root}/../../../main.aspx`],
  ['the API of another version', `${origin}/api/data/v9.22/queues`],
  ['something that is no address', '/queues?$skiptoken=1'],
])('A next page at %s is not followed', async (_, next) => {
  const { api, calls } = setUp(() => ({ value: [], '@odata.nextLink': next }));
  const reading = collect(api.list(path`/queues`, { signal }));
  await expect(reading).rejects.toMatchObject({ kind: 'broken' });
  expect(calls).toHaveLength(1);
});

test('An access token that is refused is renewed once, however many requests meet it', async () => {
  let token = 'old';
  let renewals = 0;
  const { api } = setUp(({ headers }) => (headers.get('Authorization') === 'Bearer new' ? {} : refusal(401)), {
    settings: { signIn: byEntra },
    environment: {
      async accessToken(renew) {
        if (!renew) return token;
        renewals += 1;
        await new Promise((resolve) => setImmediate(resolve));
        token = 'new';
        return token;
      },
    },
  });
  const answers = await Promise.all([1, 2, 3].map(() => api.get(path`/WhoAmI`, { signal })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(renewals).toBe(1);
});

test('A refusal that comes late, when the token was renewed already, takes the new one', async () => {
  let token = 'old';
  let renewals = 0;
  const late = Promise.withResolvers<void>();
  const { api } = setUp(
    async ({ path: asked, headers }) => {
      if (headers.get('Authorization') === 'Bearer new') return {};
      if (asked === 'slow') await late.promise;
      return refusal(401);
    },
    {
      settings: { signIn: byEntra },
      environment: {
        async accessToken(renew) {
          if (renew) {
            renewals += 1;
            token = 'new';
          }
          return token;
        },
      },
    },
  );
  const slow = api.get(path`/slow`, { signal });
  await api.get(path`/quick`, { signal });
  late.resolve();
  expect(await slow).toMatchObject({ status: 200 });
  expect(renewals).toBe(1);
});

test('A renewed token that is refused too is told as auth, after two requests', async () => {
  const { api, calls } = setUp(() => refusal(401), {
    settings: { signIn: byEntra },
    environment: { accessToken: async (renew) => (renew ? 'new' : 'old') },
  });
  await expect(api.get(path`/WhoAmI`, { signal })).rejects.toMatchObject({ kind: 'auth' });
  expect(calls).toHaveLength(2);
});

test('Without a session a 401 is auth and nothing is tried again; so it is when nobody can renew', async () => {
  const session = setUp(() => refusal(401), { settings: { signIn: bySession } });
  await expect(session.api.get(path`/WhoAmI`, { signal })).rejects.toMatchObject({ kind: 'auth' });
  expect(session.calls).toHaveLength(1);
  const refuse = () => Promise.reject(new ConnectorError('auth', 'sign in again'));
  const entra = setUp(() => ({}), { settings: { signIn: byEntra }, environment: { accessToken: refuse } });
  await expect(entra.api.get(path`/WhoAmI`, { signal })).rejects.toMatchObject({ kind: 'auth' });
  expect(entra.calls).toHaveLength(0);
});

test.each([
  ['the browser’s session', bySession, 'auth'],
  ['a token', { kind: 'token' as const }, 'offline'],
])('By %s a redirect to a sign-in page elsewhere is not followed: nothing arrives there', async (_, signIn, kind) => {
  let arrived = 0;
  const elsewhere = await serve((response) => {
    arrived += 1;
    response.end('{}');
  });
  const here = await serve((response) => response.writeHead(302, { Location: elsewhere }).end());
  const api = createWebApi(settingsFor(here, { signIn, secret: 't' }), anEnvironment());
  await expect(api.get(path`/WhoAmI`, { signal })).rejects.toMatchObject({ kind });
  expect(arrived).toBe(0);
});

test('A browser’s opaque answer to a redirect is auth, too', async () => {
  const opaque = Object.defineProperties(new Response(null), {
    type: { value: 'opaqueredirect' },
    ok: { value: false },
    status: { value: 0 },
  });
  const { api } = setUp(() => opaque, { settings: { signIn: bySession } });
  await expect(api.get(path`/WhoAmI`, { signal })).rejects.toMatchObject({ kind: 'auth' });
});

test('The description of the organisation comes piece by piece, with the token renewed where need be', async () => {
  let token = 'old';
  const { api } = setUp(
    ({ headers }) => (headers.get('Authorization') === 'Bearer new' ? new Response('<edmx:Edmx/>…') : refusal(401)),
    {
      settings: { signIn: byEntra },
      environment: {
        accessToken: async (renew) => {
          if (renew) token = 'new';
          return token;
        },
      },
    },
  );
  const pieces = await collect(api.stream(path`/$metadata`, signal));
  expect(pieces.join('')).toBe('<edmx:Edmx/>…');
});

async function collect<T>(pieces: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

async function serve(answer: (response: import('node:http').ServerResponse) => void): Promise<string> {
  const server = createServer((_, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
