import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConnectorError } from '../../lib/connectors/connector.ts';
import type { ProblemKind } from '../../lib/domain/identity.ts';
import { createBackoffGate } from '../../lib/sync/backoffGate.ts';
import { createVirtualClock } from '../virtualClock.ts';

const never = new AbortController().signal;

function createScene(random: () => number = () => 0.5) {
  const clock = createVirtualClock(0);
  const gate = createBackoffGate({ now: clock.now, schedule: clock.schedule, random });
  /** When a request that asks now may go, ms from now. */
  async function waitingTime(upTo = 400_000): Promise<number> {
    const start = clock.now();
    let passedAt: number | undefined;
    void gate.pass(never).then(() => {
      passedAt = clock.now();
    });
    await clock.advance(upTo);
    return (passedAt ?? Number.POSITIVE_INFINITY) - start;
  }
  const fail = (kind: ProblemKind, retryAfter?: number) =>
    gate.failed(new ConnectorError(kind, kind, retryAfter === undefined ? {} : { retryAfter }));
  return { clock, gate, waitingTime, fail };
}

test('The pause after the n-th failure is random(0, 1 s·2^n), after the fifth at least 30 s', async () => {
  const { clock, gate, fail } = createScene(() => 0.5);
  const pauses: number[] = [];
  for (let n = 1; n <= 6; n += 1) {
    await gate.pass(never);
    fail('offline');
    pauses.push(gate.state.kind === 'closed' ? gate.state.until - clock.now() : -1);
    await clock.advance(60_000);
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 45_000, 45_000]);
});

test('Jitter spreads clients: with 0 it goes at once, never beyond a minute', async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(12), async (random, failures) => {
      const { clock, gate, fail } = createScene(() => random);
      for (let n = 0; n <= failures; n += 1) {
        await clock.advance(60_000);
        await gate.pass(never);
        fail('broken');
        const pause = gate.state.kind === 'closed' ? gate.state.until - clock.now() : 0;
        expect(pause).toBeGreaterThanOrEqual(n >= 4 ? 30_000 : 0);
        expect(pause).toBeLessThanOrEqual(60_000);
      }
    }),
    { numRuns: 50 },
  );
});

test('FA14: from the fifth failure on one request probes, at most every 30 s; success opens for all', async () => {
  const { clock, gate, fail } = createScene(() => 0);
  for (let n = 0; n < 5; n += 1) {
    await gate.pass(never);
    fail('offline');
    await clock.settle();
    if (n < 4) await clock.advance(1);
  }
  const passedAt: number[] = [];
  for (let n = 0; n < 3; n += 1) void gate.pass(never).then(() => passedAt.push(clock.now()));
  await clock.advance(30_000);
  expect(passedAt).toHaveLength(1);
  await clock.advance(29_000);
  expect(passedAt).toHaveLength(1);
  gate.succeeded();
  await clock.settle();
  expect(passedAt).toHaveLength(3);
});

test('Requests that were under way together fail together: one outage counts once', async () => {
  const { clock, gate, fail } = createScene();
  for (let n = 0; n < 4; n += 1) fail('offline');
  expect(gate.state).toMatchObject({ kind: 'closed', until: clock.now() + 1_000 });
});

test('FA13: Retry-After holds for everybody; neither a success nor a click shortens it; more than 5 min is asked again after 5', async () => {
  const { clock, gate, waitingTime, fail } = createScene();
  fail('rateLimited', 90_000);
  gate.succeeded();
  gate.retryNow();
  expect(await waitingTime(89_999)).toBe(Number.POSITIVE_INFINITY);
  await clock.advance(1);
  expect(gate.state).toEqual({ kind: 'open' });
  fail('rateLimited', 3_600_000);
  expect(await waitingTime()).toBe(300_000);
});

test.each(['auth', 'forbidden', 'wrongBackend'] as const)('%s blocks until someone asks for it', async (kind) => {
  const { clock, gate, waitingTime, fail } = createScene();
  fail(kind);
  fail('offline');
  expect(await waitingTime(3_600_000)).toBe(Number.POSITIVE_INFINITY);
  gate.retryNow();
  await clock.settle();
  expect(gate.state).toEqual({ kind: 'open' });
});

test('Who waits at the gate can leave', async () => {
  const { gate, fail } = createScene();
  fail('auth');
  const leaving = new AbortController();
  const waiting = gate.pass(leaving.signal);
  leaving.abort(new Error('stop'));
  await expect(waiting).rejects.toThrow('stop');
});

test('FA14: a hundred clients of a failing backend do not come in step', async () => {
  const clock = createVirtualClock(0);
  let seed = 7;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const tries: number[] = [];
  for (let client = 0; client < 100; client += 1) {
    const gate = createBackoffGate({ now: clock.now, schedule: clock.schedule, random });
    void (async () => {
      for (;;) {
        await gate.pass(never);
        tries.push(clock.now());
        gate.failed(new ConnectorError('broken', '503'));
      }
    })();
  }
  await clock.advance(400_000);
  const late = tries.filter((at) => at >= 100_000);
  const perTenSeconds = Array.from({ length: 30 }, (_, slot) => {
    const from = 100_000 + slot * 10_000;
    return late.filter((at) => at >= from && at < from + 10_000).length;
  });
  const mean = late.length / perTenSeconds.length;
  expect(Math.max(...perTenSeconds)).toBeLessThanOrEqual(2 * mean);
}, 20_000);

test.each([0, 1, 500])(
  'FA13: a backend that asks for a pause of %i ms, for ever, is not asked in a loop',
  async (retryAfter) => {
    const { clock, gate } = createScene(() => 0.9);
    let asked = 0;
    void (async () => {
      for (;;) {
        await gate.pass(never);
        asked += 1;
        gate.failed(new ConnectorError('rateLimited', '429', { retryAfter }));
      }
    })();
    await clock.advance(600_000);
    expect(asked).toBeLessThan(25);
  },
);

test('FA13: a limit that is met while signed out holds after signing in', async () => {
  const { clock, gate, waitingTime, fail } = createScene();
  fail('auth');
  fail('rateLimited', 60_000);
  gate.retryNow();
  expect(await waitingTime(59_999)).toBe(Number.POSITIVE_INFINITY);
  await clock.advance(1);
  expect(gate.state).toEqual({ kind: 'open' });
});
