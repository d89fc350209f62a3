import { describe, expect, it } from 'vitest';
import { startServer, statusWithHost } from './harness.ts';
import { activate, command, testFloor } from './testFloor.ts';

describe('identity and tokens', () => {
  it('says who a token belongs to', async () => {
    const { call, tokens } = await startServer(testFloor(0));
    const { body } = await call('/v1/identity', { as: tokens.get('s-2') ?? '' });
    expect(body).toMatchObject({
      product: 'floorwalker-floor',
      accountId: 's-2',
      agentId: 'a-s2',
      roles: ['supervisor'],
    });
  });

  it('uses the tokens it was given', async () => {
    const { call } = await startServer(testFloor(0), { tokens: new Map([['s-2', 'given']]) });
    expect((await call('/v1/identity', { as: 'given' })).body.accountId).toBe('s-2');
  });

  it.each([
    ['no token', null, 'Bearer realm="floor"'],
    ['a wrong token', 'wrong', 'Bearer realm="floor", error="invalid_token"'],
  ])('answers 401 with a challenge for %s', async (_, as, challenge) => {
    const { call } = await startServer(testFloor(1));
    const { status, headers, body } = await call('/v1/conversations', { as });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe(challenge);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toMatchObject({ status: 401, type: expect.stringMatching(/\/unauthorized$/) });
  });

  it('knows the plain agent, and allows nothing else (G1)', async () => {
    const { call, agentToken = '' } = await startServer(testFloor(1));
    const identity = await call('/v1/identity', { as: agentToken });
    expect(identity.body).toMatchObject({ agentId: 'a-1', roles: ['agent'] });
    const paths = ['/v1/conversations', '/v1/conversations/c-000000', '/v1/conversations/c-000000/transcript'];
    for (const path of paths) {
      const { status, body } = await call(path, { as: agentToken });
      expect([status, body.reasons]).toEqual([403, [{ code: 'notSupervisor' }]]);
    }
    const act = { method: 'POST', as: agentToken, headers: { 'idempotency-key': 'op', 'if-match': '"none"' } };
    expect((await call('/v1/conversations/c-000000/monitor', act)).status).toBe(403);
    expect((await call('/v1/tickets', { method: 'POST', as: agentToken })).status).toBe(403);
  });
});

describe('whom the floor answers', () => {
  it.each([
    ['localhost:8080', 401],
    ['127.0.0.1', 401],
    ['[::1]:9', 401],
    ['floor.example', 421],
    ['localhost.evil.example', 421],
    ['127.0.0.1.evil.example:80', 421],
    ['192.168.1.10', 421],
  ])('Host %s: %i', async (host, expected) => {
    const { url } = await startServer(testFloor(0));
    const status = await statusWithHost(url, host);
    expect(status).toBe(expected);
  });

  it('gives no other origin leave to read, and lets nothing be stored', async () => {
    const { call } = await startServer(testFloor(0));
    const headers = { origin: 'https://elsewhere.example' };
    for (const method of ['GET', 'OPTIONS']) {
      const reply = await call('/v1/identity', { method, headers });
      expect([...reply.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(reply.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('answers unknown paths with a problem', async () => {
    const { call } = await startServer(testFloor(0));
    for (const path of ['/nothing', '/v1/nothing']) {
      const { status, body } = await call(path);
      expect([status, body.status]).toEqual([404, 404]);
    }
  });
});

describe('pages', () => {
  it.each([1, 7, 1000])('add up to the floor, %i rows at a time', async (limit) => {
    const { call, floor } = await startServer(testFloor(23));
    const rows: unknown[] = [];
    let after: string | null = '';
    while (after !== null) {
      const { body } = await call(`/v1/conversations?limit=${limit}&after=${encodeURIComponent(after)}`);
      expect(body.rows.length).toBeLessThanOrEqual(limit);
      rows.push(...body.rows);
      after = body.next;
    }
    expect(rows).toEqual(floor.conversations());
  });

  it('go on in their place when the row that they stopped at is gone', async () => {
    const { call } = await startServer(testFloor(5));
    const { body } = await call('/v1/conversations?after=c-000001x');
    expect(body.rows.map((row: { id: string }) => row.id)).toEqual(['c-000002', 'c-000003', 'c-000004']);
  });

  it('carry the sequence of their moment', async () => {
    const { call, floor } = await startServer(testFloor(1));
    expect(floor.sequence).toBeGreaterThan(0);
    expect((await call('/v1/conversations')).body).toMatchObject({ sequence: floor.sequence, now: floor.now });
  });

  it.each(['agents', 'queues', 'workstreams'] as const)('have the same form for %s', async (name) => {
    const { call, floor } = await startServer(testFloor(0));
    const { body } = await call(`/v1/${name}`);
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
    const rows = [...floor[name]()].sort(byId);
    expect(body).toEqual({ sequence: floor.sequence, rows, next: null, now: floor.now });
  });

  it.each(['0', '1001', '-1', 'many'])('refuse the limit %s by name', async (limit) => {
    const { call } = await startServer(testFloor(1));
    const { status, body } = await call(`/v1/conversations?limit=${limit}`);
    expect([status, body.detail]).toEqual([400, expect.stringMatching(/^limit: /)]);
  });
});

describe('one conversation', () => {
  it('is the row of the floor, or 404', async () => {
    const { call, floor } = await startServer(testFloor(1));
    expect((await call('/v1/conversations/c-000000')).body).toEqual(floor.conversation('c-000000'));
    expect((await call('/v1/conversations/c-9')).status).toBe(404);
    expect((await call('/v1/conversations/c-9/transcript')).status).toBe(404);
  });

  it('is read only by who monitors it or takes part (M5), internal lines included', async () => {
    const { call, act, floor, tokens } = await startServer(testFloor(1));
    activate(floor);
    const path = '/v1/conversations/c-000000/transcript';
    const refused = await call(path);
    expect([refused.status, refused.body.reasons]).toEqual([403, [{ code: 'notMonitoring' }]]);
    expect((await act('c-000000', 'monitor', {})).status).toBe(200);
    await act('c-000000', 'join', {}, { key: 'op-2' });
    await act('c-000000', 'say', { text: 'Between us', audience: 'internal' }, { key: 'op-3' });
    command(floor, { type: 'say', conversationId: 'c-000000', from: 'customer', text: 'Hello?' });
    const after = async (query: string) => (await call(path + query)).body.messages;
    const messages = floor.transcript('c-000000');
    expect(await after('')).toEqual(messages);
    expect(messages.slice(-2).map(({ text, audience }) => [text, audience])).toEqual([
      ['Between us', 'internal'],
      ['Hello?', 'everyone'],
    ]);
    expect(await after(`?after=${messages.at(-2)?.id}`)).toEqual(messages.slice(-1));
    expect(await after(`?after=${messages.at(-1)?.id}`)).toEqual([]);
    expect(await after('?after=never-seen')).toEqual(messages);
    expect((await call(path, { as: tokens.get('s-2') ?? '' })).status).toBe(403);
  });
});
