import { expect, test } from 'vitest';
import { ConnectorError } from '../../lib/connectors/connector.ts';
import { createBackoffGate } from '../../lib/sync/backoffGate.ts';
import { keepGate } from '../../lib/sync/keepGate.ts';
import { createVirtualClock } from '../virtualClock.ts';

/** A worker that asks whenever it may, and dies every `lifetime` ms; when it asked, ms. */
async function askedBy(failure: () => ConnectorError, lifetime: number, duration: number, random = () => 0.5) {
  const clock = createVirtualClock(1_000_000);
  const kept: Record<string, unknown> = {};
  const session = {
    get: async (key: string) => ({ [key]: structuredClone(kept[key]) }),
    set: async (items: Record<string, unknown>) => void Object.assign(kept, structuredClone(items)),
  };
  const asked: number[] = [];
  for (let lived = 0; lived < duration; lived += lifetime) {
    const hand = clock.branch();
    const stop = new AbortController();
    const gate = createBackoffGate({ now: clock.now, schedule: hand.schedule, random });
    void keepGate(gate, 'k-1', session, () => {}).then(async () => {
      while (!stop.signal.aborted) {
        await gate.pass(stop.signal).catch(() => {});
        if (stop.signal.aborted) return;
        asked.push(clock.now() - 1_000_000);
        gate.failed(failure());
      }
    });
    await clock.advance(lifetime);
    stop.abort();
    hand.kill();
  }
  return asked;
}

test('FA14: a worker that dies every five seconds probes a broken backend no more often than one that lives', async () => {
  const asked = await askedBy(() => new ConnectorError('broken', '503'), 5_000, 600_000);
  const gaps = asked.map((at, index) => at - (asked[index - 1] ?? at));
  expect(asked.length).toBeLessThanOrEqual(25);
  expect(Math.min(...gaps.slice(6))).toBeGreaterThanOrEqual(30_000);
});

test('FA13: a worker that dies inside the time that the backend asked for does not ask in it', async () => {
  const asked = await askedBy(() => new ConnectorError('rateLimited', '429', { retryAfter: 120_000 }), 7_000, 600_000);
  expect(asked).toEqual([0, 120_000, 240_000, 360_000, 480_000, 600_000].slice(0, asked.length));
  expect(asked.length).toBeGreaterThanOrEqual(5);
});

test('what was kept and makes no sense, or by a clock that was set back, closes nothing for long', async () => {
  const clock = createVirtualClock(1_000_000);
  const far = { failures: 1, until: 9e15, limitedUntil: 9e15, problem: { kind: 'offline', message: 'x' } };
  for (const stored of [far, { failures: 'many' }, null]) {
    const gate = createBackoffGate({ now: clock.now, schedule: clock.schedule, random: () => 0 });
    const session = { get: async () => ({ 'gate-k-1': stored }), set: async () => {} };
    await keepGate(gate, 'k-1', session, () => {});
    await clock.advance(300_000);
    expect(gate.state).toEqual({ kind: 'open' });
  }
});
