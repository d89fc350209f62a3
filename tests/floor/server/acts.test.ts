import { describe, expect, it } from 'vitest';
import { verbs } from '../../../lib/floor/server/acts.ts';
import { startServer } from './harness.ts';
import { testFloor } from './testFloor.ts';

const toAgent = { agentId: 'a-2', override: { presence: true } };
const toOther = { agentId: 'a-3', override: { presence: true } };

describe('an act', () => {
  it('answers the row as it is afterwards', async () => {
    const { act, floor } = await startServer(testFloor(1));
    const { status, body } = await act('c-000000', 'assign', toAgent);
    expect(status).toBe(200);
    expect(body).toEqual({ operationId: 'op-1', alreadySo: false, row: floor.conversation('c-000000') });
    expect(body.row).toMatchObject({ state: 'active', agentId: 'a-2' });
  });

  it('takes effect once when the same request arrives five times at once', async () => {
    const { act, floor } = await startServer(testFloor(1));
    const replies = await Promise.all(Array.from({ length: 5 }, () => act('c-000000', 'assign', toAgent)));
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200, 200, 200]);
    expect(floor.ledger.length).toBe(1);
    expect(floor.conversation('c-000000')).toMatchObject({ state: 'active', agentId: 'a-2', transferCount: 0 });
  });

  it('answers 409 when the key was used with another body', async () => {
    const { act, floor } = await startServer(testFloor(1));
    await act('c-000000', 'assign', toAgent);
    const { status, body } = await act('c-000000', 'assign', toOther);
    expect([status, body.type]).toEqual([409, expect.stringMatching(/\/keyReused$/)]);
    expect(floor.ledger.length).toBe(1);
  });

  it('answers 412 with the row when it is no longer what If-Match names', async () => {
    const { act, floor } = await startServer(testFloor(1));
    const { status, body } = await act('c-000000', 'assign', toAgent, { etag: 'older' });
    expect([status, body.type]).toEqual([412, expect.stringMatching(/\/changed$/)]);
    expect(body.row).toEqual(floor.conversation('c-000000'));
    expect(floor.sequence).toBe(floor.begun);
  });

  it('answers 422 with every reason', async () => {
    const { act } = await startServer(testFloor(1));
    await act('c-000000', 'assign', toAgent);
    const { status, body } = await act('c-000000', 'assign', toAgent, { key: 'op-2' });
    expect(status).toBe(422);
    expect(body.reasons).toEqual([
      { code: 'wrongState', state: 'active', allowed: ['open'] },
      { code: 'alreadyAssigned', agentId: 'a-2' },
    ]);
  });

  it('answers 404 for a conversation that is not there', async () => {
    const { act } = await startServer(testFloor(0));
    expect((await act('c-9', 'assign', toAgent)).status).toBe(404);
  });

  it('is on record with the Origin that sent it', async () => {
    const { act, floor, supervisorId } = await startServer(testFloor(2));
    await act('c-000000', 'assign', toAgent, { origin: 'chrome-extension://abc' });
    await act('c-000001', 'assign', toAgent, { key: 'op-2' });
    expect(floor.ledger.map((entry) => [entry.supervisorId, entry.sender])).toEqual([
      [supervisorId, 'chrome-extension://abc'],
      [supervisorId, ''],
    ]);
  });
});

describe('what an act must bring', () => {
  it.each(Object.entries(verbs))('%s: If-Match is needed or not, as declared', async (verb, { needsEtag }) => {
    const { act } = await startServer(testFloor(1));
    const json = { agentId: 'a-2', text: 'Hello', audience: 'internal' };
    const { status } = await act('c-000000', verb, json, { etag: null });
    expect(status === 428).toBe(needsEtag);
  });

  it.each([
    ['say', { audience: 'internal' }, /^text: /],
    ['say', { text: '   ', audience: 'internal' }, /^text: /],
    ['say', { text: 'x'.repeat(4001), audience: 'internal' }, /^text: /],
    ['say', { text: 'Hello', audience: 'customer' }, /^audience: /],
    ['assign', { agentId: 'a-2', override: { capacity: 'yes' } }, /^override\.capacity: /],
    ['assign', { agentId: 'a-2', queueId: 'q-1' }, /either an agentId or a queueId/],
    ['assign', {}, /either an agentId or a queueId/],
    ['transfer', {}, /either an agentId or a queueId/],
    ['force-close', { note: 'x'.repeat(1001) }, /^note: /],
    ['join', [], /^body: /],
    ['join', 'text', /^body: /],
  ])('%s %j: 400 names the field', async (verb, json, named) => {
    const { act, floor } = await startServer(testFloor(1));
    const { status, body } = await act('c-000000', verb, json);
    expect([status, body.detail]).toEqual([400, expect.stringMatching(named)]);
    expect(floor.ledger.length).toBe(0);
  });

  it('an Idempotency-Key, and If-Match as one quoted etag', async () => {
    const { act, call } = await startServer(testFloor(1));
    const without = await call('/v1/conversations/c-000000/join', { method: 'POST', headers: { 'if-match': '"any"' } });
    expect([without.status, without.body.detail]).toEqual([400, 'Idempotency-Key: is missing']);
    const long = await act('c-000000', 'join', {}, { key: 'k'.repeat(201) });
    expect([long.status, long.body.detail]).toEqual([400, expect.stringMatching(/^Idempotency-Key: /)]);
    const headers = { 'idempotency-key': 'op', 'if-match': 'any' };
    const bare = await call('/v1/conversations/c-000000/join', { method: 'POST', headers });
    expect([bare.status, bare.body.detail]).toEqual([400, expect.stringMatching(/^If-Match: /)]);
  });

  it.each([
    ['text/plain', '{}', 415],
    ['application/json', '{', 400],
    ['application/json', `"${'x'.repeat(70_000)}"`, 413],
  ])('a body of %s: refused with %#', async (type, body, expected) => {
    const { call } = await startServer(testFloor(1));
    const headers = { 'idempotency-key': 'op', 'if-match': '"any"', 'content-type': type };
    const reply = await call('/v1/conversations/c-000000/assign', { method: 'POST', headers, body });
    expect([reply.status, reply.body.status]).toEqual([expected, expected]);
  });
});

describe('an operation', () => {
  it('can be asked for afterwards, with its reasons and their arguments', async () => {
    const { act, call } = await startServer(testFloor(1));
    await act('c-000000', 'assign', toAgent);
    await act('c-000000', 'assign', toAgent, { key: 'op-2' });
    expect((await call('/v1/operations/op-1')).body).toMatchObject({
      outcome: 'done',
      reasons: [],
      row: { state: 'active', agentId: 'a-2' },
    });
    const refused = await call('/v1/operations/op-2');
    expect(refused.body.outcome).toBe('refused');
    expect(refused.body.reasons[1]).toEqual({ code: 'alreadyAssigned', agentId: 'a-2' });
  });

  it('is 404 when it never had an effect, and for everybody else', async () => {
    const { act, call, floor, tokens } = await startServer(testFloor(1));
    expect((await call('/v1/operations/op-1')).status).toBe(404);
    await act('c-000000', 'assign', toAgent);
    expect((await call('/v1/operations/op-1', { as: tokens.get('s-2') ?? '' })).status).toBe(404);
    expect(floor.ledger.length).toBe(1);
  });
});
