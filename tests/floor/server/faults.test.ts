import { describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../../lib/floor/server/faults.ts';
import { startServer } from './harness.ts';
import { change, testFloor } from './testFloor.ts';

async function startWith(rules: FaultPlan['rules'], seed = 1) {
  const started = await startServer(testFloor(3), { admin: true });
  const set = await started.call('/admin/faults', { method: 'POST', json: { seed, rules } });
  expect(set.body).toEqual({ rules: rules.length });
  return started;
}
const toAgent = { agentId: 'a-2', override: { presence: true } };

describe('faults of requests', () => {
  it('latency comes before the effect', async () => {
    const { act, floor } = await startWith([{ fault: 'latency', ms: 60, count: 1 }]);
    const begun = performance.now();
    const reply = act('c-000000', 'assign', toAgent);
    expect(floor.ledger.length).toBe(0);
    expect((await reply).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(55);
  });

  it('a late reply has its effect at once and says what was so then', async () => {
    const { act, floor } = await startWith([{ fault: 'lateReply', ms: 200, count: 1 }]);
    let answered = false;
    const reply = act('c-000000', 'assign', toAgent).finally(() => {
      answered = true;
    });
    await expect.poll(() => floor.ledger.length, { interval: 1 }).toBe(1);
    expect(answered).toBe(false);
    floor.command({ type: 'remove', conversationId: 'c-000000' });
    expect((await reply).body.row.agentId).toBe('a-2');
  });

  it('a lost request has no effect, a lost reply has its effect', async () => {
    const { act, floor } = await startWith([
      { fault: 'loseRequest', path: '*/assign', count: 1 },
      { fault: 'loseReply', path: '*/assign', count: 1 },
    ]);
    const etag = floor.conversation('c-000000')?.etag;
    await expect(act('c-000000', 'assign', toAgent, { etag })).rejects.toThrow('fetch failed');
    expect(floor.ledger.length).toBe(0);
    await expect(act('c-000000', 'assign', toAgent, { etag })).rejects.toThrow('fetch failed');
    expect(floor.ledger.length).toBe(1);
    expect((await act('c-000000', 'assign', toAgent, { etag })).body.row.agentId).toBe('a-2');
    expect(floor.ledger.length).toBe(1);
  });

  it.each([401, 403, 404, 409, 412, 429, 500, 502, 503, 504] as const)(
    'status %i is a problem without an effect',
    async (status) => {
      const { act, floor } = await startWith([{ fault: 'status', status, count: 1 }]);
      const reply = await act('c-000000', 'assign', toAgent);
      expect([reply.status, reply.body.status]).toEqual([status, status]);
      expect(reply.headers.has('www-authenticate')).toBe(status === 401);
      expect(reply.body.row).toEqual(status === 412 ? floor.conversation('c-000000') : undefined);
      expect(floor.ledger.length).toBe(0);
      expect((await act('c-000000', 'assign', toAgent)).status).toBe(200);
    },
  );

  it('429 names the time to wait, or does not', async () => {
    const { call } = await startWith([
      { fault: 'status', status: 429, retryAfter: 7, count: 1 },
      { fault: 'status', status: 429, count: 1 },
    ]);
    expect((await call('/v1/identity')).headers.get('retry-after')).toBe('7');
    expect((await call('/v1/identity')).headers.get('retry-after')).toBeNull();
  });

  it('wrong JSON comes with a good status', async () => {
    const { url, token } = await startWith([{ fault: 'wrongJson', count: 1 }]);
    const response = await fetch(`${url}/v1/identity`, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow(SyntaxError);
  });

  it('strikes only what path and method name, and never /admin or /workspace', async () => {
    const { call } = await startWith([{ fault: 'status', status: 500, method: 'get', path: '/v1/conversations/*' }]);
    const status = async (path: string) => (await call(path)).status;
    expect(await status('/v1/conversations/c-000000')).toBe(500);
    expect(await status('/v1/conversations')).toBe(200);
    expect((await call('/v1/conversations/c-000000/nothing', { method: 'POST' })).status).toBe(404);
    await call('/admin/faults', { method: 'POST', json: { rules: [{ fault: 'loseRequest' }] } });
    expect([await status('/admin/state'), await status('/workspace')]).toEqual([200, 200]);
    await call('/admin/faults', { method: 'POST', json: { rules: [] } });
    expect(await status('/v1/identity')).toBe(200);
  });

  it('falls the same way for the same seed', async () => {
    const outcomes = async (seed: number) => {
      const { call } = await startWith([{ fault: 'status', status: 503, probability: 0.5 }], seed);
      const statuses: number[] = [];
      for (let index = 0; index < 24; index += 1) statuses.push((await call('/v1/identity')).status);
      return statuses.join();
    };
    const [one, again, other] = [await outcomes(7), await outcomes(7), await outcomes(8)];
    expect(again).toBe(one);
    expect(other).not.toBe(one);
    expect(new Set(one.split(',')).size).toBe(2);
  });

  it('reaches the opening of the event stream', async () => {
    const { listen, floor } = await startWith([
      { fault: 'status', status: 503, path: '/v1/events', count: 1 },
      { fault: 'loseRequest', path: '/v1/events', count: 1 },
    ]);
    await expect(listen(floor.begun)).rejects.toThrow('503');
    await expect(listen(floor.begun)).rejects.toThrow(/hang up/);
    await listen(floor.begun);
  });
});

describe('faults of events', () => {
  const sequences = (frames: { sequence: number }[], begun: number) => frames.map((frame) => frame.sequence - begun);

  it.each([
    ['duplicateEvents', [1, 1, 2, 3]],
    ['reorderEvents', [2, 1, 3]],
    ['dropEvents', [2, 3]],
  ] as const)('%s', async (fault, expected) => {
    const { listen, clock, floor } = await startWith([{ fault, count: 1 }]);
    const line = await listen(floor.begun);
    change(floor, 3);
    clock.pass(50);
    expect(sequences(await line.received(expected.length), floor.begun)).toEqual(expected);
  });

  it('a half-open socket stays open and hears nothing more, pings included; others go on', async () => {
    const { listen, clock, floor } = await startWith([{ fault: 'halfOpen', count: 1 }]);
    const [deaf, well] = [await listen(floor.begun), await listen(floor.begun)];
    change(floor, 2);
    clock.pass(15_000);
    expect((await well.received(3)).length).toBe(3);
    expect(deaf.frames).toEqual([]);
    deaf.close();
    expect((await deaf.closed).code).toBe(1005);
  });

  it('a killed socket resumes where it was', async () => {
    const { listen, clock, floor } = await startWith([{ fault: 'killSockets', count: 1 }]);
    const line = await listen(floor.begun);
    change(floor, 2);
    clock.pass(50);
    expect((await line.closed).code).toBe(1006);
    expect(sequences(await (await listen(floor.begun)).received(2), floor.begun)).toEqual([1, 2]);
  });
});
