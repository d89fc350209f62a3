/** Signing in by OAuth: what is asked of the issuer, what is refused, who waits for whom, and where tokens never are. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConnectorError } from '../../lib/connectors/connector.ts';
import type { SignIn } from '../../lib/domain/signIn.ts';
import { createSignIns } from '../../lib/signIn/createSignIns.ts';
import { clientId, createFakeIssuer, issuerUrl, type Misbehaviour, redirectUrl } from './fakeIssuer.ts';

const signIn = { kind: 'oauth', issuer: issuerUrl, clientId } as const satisfies SignIn;
const baseUrl = 'https://org.example.com/below';
const { signal } = new AbortController();
const minute = 60_000;

function scene({ lockWaits = true } = {}) {
  const issuer = createFakeIssuer();
  const session: Record<string, unknown> = {};
  const reports: unknown[] = [];
  let now = 1_000_000;
  let keeps = true;
  const queues = new Map<string, Promise<void>>();
  const environment = {
    fetch: issuer.fetch,
    now: () => now,
    webAuthFlow: issuer.webAuthFlow,
    redirectUrl: () => redirectUrl,
    session: {
      get: async (key: string) => (key in session ? { [key]: structuredClone(session[key]) } : {}),
      async set(items: Record<string, unknown>) {
        if (!keeps) throw new Error(`no room for ${JSON.stringify(items)}`);
        Object.assign(session, structuredClone(items));
      },
    },
    lock(name: string, work: () => Promise<void>) {
      // Taken over at once, as by one who has waited too long.
      if (!lockWaits) return work();
      const turn = (queues.get(name) ?? Promise.resolve()).then(work);
      queues.set(
        name,
        turn.catch(() => undefined),
      );
      return turn;
    },
    report: (error: unknown) => void reports.push(error),
  };
  const worker = () => createSignIns({ environment });
  const signIns = worker();
  const token = (renew = false, asked = signIns) => asked.accessToken(signIn, baseUrl, renew, signal);
  return {
    issuer,
    session,
    reports,
    signIns,
    worker,
    token,
    signInByHand: () => signIns.signIn(signIn, baseUrl),
    later: (milliseconds: number) => (now += milliseconds),
    cannotKeep: () => (keeps = false),
  };
}
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error as ConnectorError,
  );

describe('a person signs in', () => {
  test('by code, with PKCE S256, state, nonce and the scope of that one origin', async () => {
    const { issuer, signInByHand, token } = scene();
    await signInByHand();
    const [visit] = issuer.visits;
    expect(visit?.interactive).toBe(true);
    expect(Object.fromEntries(visit?.url.searchParams ?? [])).toEqual({
      client_id: clientId,
      redirect_uri: redirectUrl,
      response_type: 'code',
      response_mode: 'query',
      scope: 'https://org.example.com/user_impersonation offline_access openid',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(await token()).toBe('canary-access-1');
    expect(issuer.requests.length).toBe(2);
  });

  test('with new secrets every time', async () => {
    const { issuer, signInByHand } = scene();
    await signInByHand();
    await signInByHand();
    const [first, second] = issuer.visits.map(({ url }) => url.searchParams);
    for (const name of ['state', 'nonce', 'code_challenge']) expect(first?.get(name)).not.toBe(second?.get(name));
  });

  test('without cookies, redirects or a referrer in what goes to the issuer', async () => {
    const { issuer, signInByHand } = scene();
    await signInByHand();
    for (const { init } of issuer.requests) {
      expect(init).toMatchObject({ credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' });
    }
  });

  test.each<[string, Misbehaviour]>([
    ['another state', { callback: (url) => url.searchParams.set('state', 'theirs') }],
    ['no state', { callback: (url) => url.searchParams.delete('state') }],
    ['two states', { callback: (url) => url.searchParams.append('state', 'theirs') }],
    ['another issuer in the answer', { callback: (url) => url.searchParams.set('iss', 'https://evil.example') }],
    ['no code', { callback: (url) => url.searchParams.delete('code') }],
    ['another nonce', { claims: (claims) => Object.assign(claims, { nonce: 'theirs' }) }],
    ['no nonce', { claims: (claims) => delete claims.nonce }],
    ['an id token of another issuer', { claims: (claims) => Object.assign(claims, { iss: 'https://evil.example' }) }],
    ['an id token for another client', { claims: (claims) => Object.assign(claims, { aud: 'client-2' }) }],
    ['an id token that has ended', { claims: (claims) => Object.assign(claims, { exp: 1 }) }],
    [
      'another issuer behind that address',
      { discovery: (found) => Object.assign(found, { issuer: 'https://e.example' }) },
    ],
    ['no address to sign in at', { discovery: (found) => delete found.authorization_endpoint }],
    [
      'a sign-in address without encryption',
      { discovery: (found) => Object.assign(found, { token_endpoint: 'http://login.example.com/token' }) },
    ],
    ['no id token', { token: () => Response.json({ access_token: 'canary-access', token_type: 'bearer' }) }],
    [
      'tokens of another kind',
      { token: () => Response.json({ access_token: 'canary-access', token_type: 'mac', id_token: 'a.b.c' }) },
    ],
    ['something that is no JSON', { token: () => new Response('<canary-html>') }],
    ['the wrong type of client', { token: () => Response.json({ error: 'invalid_request' }, { status: 400 }) }],
  ])('and %s is refused: nobody is signed in then', async (_what, misbehaviour) => {
    const { issuer, session, signInByHand } = scene();
    issuer.misbehave(misbehaviour);
    const error = await failure(signInByHand());
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error).toMatchObject({ kind: 'auth' });
    expect(session).toEqual({});
  });

  test.each([
    ['the issuer, by PKCE', false],
    ['Floorwalker, by the nonce, where the issuer ignores PKCE', true],
  ])('and the code of somebody else’s sign-in is refused by %s', async (_whom, ignoresPkce) => {
    const { issuer, session, signInByHand } = scene();
    const stolen = await issuer.stolenCode();
    issuer.misbehave({ ignoresPkce, callback: (url) => url.searchParams.set('code', stolen) });
    expect(await failure(signInByHand())).toMatchObject({ kind: 'auth' });
    expect(session).toEqual({});
  });

  test('or closes the window: a normal state', async () => {
    const { issuer, signInByHand } = scene();
    issuer.leave();
    expect(await failure(signInByHand())).toMatchObject({ kind: 'auth' });
  });

  test.each<[string, Misbehaviour]>([
    ['429', { token: () => new Response(null, { status: 429 }) }],
    ['503', { token: () => new Response('down', { status: 503 }) }],
    ['says that it has trouble', { callback: (url) => url.searchParams.set('error', 'temporarily_unavailable') }],
  ])('while the issuer answers %s: it passes by itself', async (_what, misbehaviour) => {
    const { issuer, signInByHand } = scene();
    issuer.misbehave(misbehaviour);
    expect(await failure(signInByHand())).toMatchObject({ kind: 'offline' });
  });

  test('and an administrator is told the issuer’s own code of what is wrong', async () => {
    const { issuer, signInByHand } = scene();
    issuer.misbehave({
      token: () =>
        Response.json({ error: 'invalid_request', error_description: 'XY9002326: canary-said' }, { status: 400 }),
    });
    expect((await failure(signInByHand()))?.message).toBe('Signing in: invalid_request (XY9002326)');
  });
});

describe('a token', () => {
  test('is renewed before it ends, and one after the other', async () => {
    const { issuer, later, signInByHand, token } = scene();
    await signInByHand();
    later(58 * minute);
    expect(await token()).toBe('canary-access-1');
    later(minute);
    expect(await token()).toBe('canary-access-2');
    later(59 * minute);
    expect(await token()).toBe('canary-access-3');
    expect([issuer.refreshes(), issuer.visits.length]).toEqual([2, 1]);
  });

  test('that does not say when it ends is good until it is refused', async () => {
    const { issuer, later, signInByHand, token } = scene();
    issuer.tokensLast(undefined);
    await signInByHand();
    later(1000 * minute);
    expect(await token()).toBe('canary-access-1');
    expect(await token(true)).toBe('canary-access-2');
  });

  test('outlives the worker, not the browser', async () => {
    const { issuer, session, signInByHand, token, worker } = scene();
    await signInByHand();
    expect(await token(false, worker())).toBe('canary-access-1');
    for (const key of Object.keys(session)) delete session[key];
    issuer.endSession();
    expect(await failure(token(false, worker()))).toMatchObject({ kind: 'auth' });
  });

  test('that was refused is renewed once, for all who say so within the time of one request', async () => {
    const { issuer, later, signInByHand, token } = scene();
    await signInByHand();
    later(minute);
    expect(await Promise.all([token(true), token(true)])).toEqual(['canary-access-2', 'canary-access-2']);
    later(19_000);
    expect(await token(true)).toBe('canary-access-2');
    expect(issuer.refreshes()).toBe(1);
    later(2_000);
    expect(await token(true)).toBe('canary-access-3');
  });

  test('is renewed once however many ask, in whatever order, also two workers (property)', async () => {
    const asking = fc.record({ renew: fc.boolean(), other: fc.boolean(), before: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(fc.array(asking, { minLength: 1, maxLength: 12 }), async (callers) => {
        const { issuer, later, signInByHand, signIns, token, worker } = scene();
        await signInByHand();
        const other = worker();
        later(60 * minute);
        const got = await Promise.all(
          callers.map(async (caller) => {
            for (let turn = 0; turn < caller.before; turn += 1) await new Promise<void>((done) => setImmediate(done));
            return token(caller.renew, caller.other ? other : signIns);
          }),
        );
        expect([issuer.refreshes(), new Set(got)]).toEqual([1, new Set(['canary-access-2'])]);
      }),
      { numRuns: 30 },
    );
  });

  test('goes to the others though one of them gave up waiting', async () => {
    const { issuer, later, signInByHand, signIns, token } = scene();
    await signInByHand();
    later(60 * minute);
    const release = issuer.holdTokens();
    const giving = new AbortController();
    const first = failure(signIns.accessToken(signIn, baseUrl, false, giving.signal));
    const second = token();
    giving.abort();
    expect(await first).toMatchObject({ kind: 'offline' });
    release();
    expect(await second).toBe('canary-access-2');
  });

  test('that could not be renewed for lack of a network is renewed later, with the same refresh token', async () => {
    const { issuer, later, signInByHand, token } = scene();
    await signInByHand();
    later(60 * minute);
    issuer.goDown();
    expect(await failure(token())).toMatchObject({ kind: 'offline' });
    issuer.goDown(false);
    expect(await token()).toBe('canary-access-2');
  });

  test('is tried for once by all who wait, whether or not it can be had', async () => {
    const { issuer, later, signInByHand, token } = scene({ lockWaits: false });
    await signInByHand();
    later(60 * minute);
    issuer.goDown();
    const before = issuer.requests.length;
    for (const failed of [token(), token(true), token()])
      expect(await failure(failed)).toMatchObject({ kind: 'offline' });
    expect(issuer.requests.length - before).toBe(1);
    issuer.goDown(false);
    expect(await Promise.all([token(), token(true)])).toEqual(['canary-access-2', 'canary-access-2']);
    expect(issuer.refreshes()).toBe(1);
  });

  test('of another origin, client or issuer is another token', async () => {
    const { issuer, signInByHand, signIns } = scene();
    await signInByHand();
    issuer.endSession();
    for (const [other, address] of [
      [signIn, 'https://org2.example.com'],
      [{ ...signIn, clientId: 'client-2' }, baseUrl],
    ] as const) {
      expect(await failure(signIns.accessToken(other, address, false, signal))).toMatchObject({ kind: 'auth' });
    }
    expect(await signIns.accessToken(signIn, 'https://org.example.com', false, signal)).toBe('canary-access-1');
  });
});

describe('after 24 h, when the refresh token has ended', () => {
  async function nextDay() {
    const it = scene();
    await it.signInByHand();
    it.issuer.endRefreshTokens();
    it.later(24 * 60 * minute);
    return it;
  }

  test('the issuer’s own session signs in again without a person', async () => {
    const { issuer, token } = await nextDay();
    expect(await token()).toBe('canary-access-2');
    expect(issuer.visits.map(({ interactive }) => interactive)).toEqual([true, false]);
    expect(issuer.visits[1]?.url.searchParams.get('prompt')).toBe('none');
  });

  test('without such a session a person is needed; the issuer is not asked again and again', async () => {
    const { issuer, later, token, worker } = await nextDay();
    issuer.endSession();
    for (const asked of [token(), token(true), token(false, worker())]) {
      expect(await failure(asked)).toMatchObject({ kind: 'auth' });
    }
    expect(issuer.visits.length).toBe(2);
    later(5 * minute);
    expect(await failure(token())).toMatchObject({ kind: 'auth' });
    expect(issuer.visits.length).toBe(3);
  });

  test('the person signs in, and all goes on', async () => {
    const { issuer, signInByHand, token } = await nextDay();
    issuer.endSession();
    await failure(token());
    await signInByHand();
    expect(await token()).toBe('canary-access-2');
  });
});

describe('what is forgotten', () => {
  test('is in no storage and in no memory', async () => {
    const { issuer, session, signInByHand, signIns, token } = scene();
    await signInByHand();
    await signIns.forget(signIn, baseUrl);
    issuer.endSession();
    expect(JSON.stringify(session)).not.toContain('canary');
    expect(await failure(token())).toMatchObject({ kind: 'auth' });
  });

  test.each([true, false])(
    'does not come back with a renewal that was under way (the lock waits: %s)',
    async (lockWaits) => {
      const { issuer, later, session, signInByHand, signIns, token } = scene({ lockWaits });
      await signInByHand();
      later(60 * minute);
      const release = issuer.holdTokens();
      const renewing = token();
      await new Promise<void>((done) => setImmediate(done));
      const forgetting = signIns.forget(signIn, baseUrl);
      release();
      await Promise.all([renewing, forgetting]);
      expect(JSON.stringify(session)).not.toContain('canary');
    },
  );
});

test('a connection that signs in otherwise has no such token', async () => {
  const { signIns } = scene();
  expect(await failure(signIns.accessToken({ kind: 'token' }, baseUrl, false, signal))).toMatchObject({ kind: 'auth' });
  await signIns.forget({ kind: 'token' }, baseUrl);
});

describe('nothing of a token', () => {
  test('is in any error or report, whatever the issuer answers', async () => {
    const echo = (error: string) => () =>
      Response.json({ error, error_description: 'canary-access-1 canary-refresh-1' }, { status: 400 });
    const ways: Misbehaviour[] = [
      { token: echo('invalid_request') },
      { token: echo('invalid_grant') },
      { token: echo('canary refresh') },
      { token: () => Response.json({ access_token: 'canary-access', token_type: 'canary' }) },
      { token: () => Response.json({ access_token: 'canary-access', refresh_token: 5, token_type: 'bearer' }) },
      { token: () => new Response('canary-text', { status: 500 }) },
      { token: () => Promise.reject(new TypeError('canary-fetch')) as never },
      { claims: (claims) => Object.assign(claims, { nonce: 'canary-nonce' }) },
      { callback: (url) => url.searchParams.set('state', 'canary-state') },
      { callback: (url) => url.searchParams.set('error', 'canary error') },
    ];
    for (const misbehaviour of ways) {
      const { issuer, later, reports, signInByHand, token } = scene();
      issuer.misbehave(misbehaviour);
      const byHand = await failure(signInByHand());
      expect(byHand).toBeInstanceOf(ConnectorError);
      issuer.misbehave({});
      await signInByHand();
      issuer.misbehave(misbehaviour);
      later(60 * minute);
      const renewing = await failure(token());
      expect(told([byHand, renewing, reports])).not.toContain('canary');
    }
  });

  test('is told when the browser cannot keep it, and it serves this worker all the same', async () => {
    const { cannotKeep, reports, signInByHand, token } = scene();
    cannotKeep();
    await signInByHand();
    expect(await token()).toBe('canary-access-1');
    expect(reports.length).toBe(1);
    expect(told(reports)).not.toContain('canary');
  });
});

/** Everything that could be printed of it: messages, causes, properties, stacks. */
function told(value: unknown): string {
  const { inspect } = process.getBuiltinModule('node:util');
  return inspect(value, { depth: 20, showHidden: true, maxStringLength: null });
}
