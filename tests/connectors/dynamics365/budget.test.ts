import { expect, test } from 'vitest';
import { burst, createBudget, mostAtOnce } from '../../../lib/connectors/dynamics365/budget.ts';
import { createVirtualClock } from '../../virtualClock.ts';

const { signal } = new AbortController();

/** Readings that take `time` ms each; who has begun is counted. */
function aBudget() {
  const clock = createVirtualClock(1_000_000);
  const budget = createBudget(clock);
  const begun: number[] = [];
  let underWay = 0;
  let most = 0;
  async function read(number: number, time = 0) {
    const leave = await budget.enter(signal);
    begun.push(number);
    underWay += 1;
    most = Math.max(most, underWay);
    const end = () => {
      underWay -= 1;
      leave();
    };
    if (time === 0) end();
    else clock.schedule(end, time);
  }
  return { clock, budget, begun, read, most: () => most };
}

test('What was saved up goes at once, then one a second, first come first served', async () => {
  const { clock, begun, read } = aBudget();
  for (let number = 0; number < burst + 5; number += 1) void read(number);
  await clock.advance(0);
  expect(begun).toHaveLength(burst);
  await clock.advance(3_000);
  expect(begun).toEqual(Array.from({ length: burst + 3 }, (_, number) => number));
});

test('Over ten minutes of wanting more there are never more than the saved ones and one a second', async () => {
  const { clock, begun, read } = aBudget();
  for (let number = 0; number < 2_000; number += 1) void read(number, 100);
  await clock.advance(600_000);
  expect(begun.length).toBeLessThanOrEqual(burst + 600);
  expect(begun.length).toBeGreaterThan(burst + 590);
});

test('At most four are under way, and one that ends lets the next in', async () => {
  const { clock, begun, read, most } = aBudget();
  for (let number = 0; number < 12; number += 1) void read(number, 500);
  await clock.advance(499);
  expect(begun).toHaveLength(mostAtOnce);
  await clock.advance(1);
  expect(begun).toHaveLength(2 * mostAtOnce);
  await clock.advance(10_000);
  expect(begun).toHaveLength(12);
  expect(most()).toBe(mostAtOnce);
});

test('Acts go at once whatever waits, and readings pay for them', async () => {
  const { clock, budget, begun, read } = aBudget();
  for (let act = 0; act < burst + 10; act += 1) budget.spend();
  void read(1);
  await clock.advance(10_000);
  expect(begun).toEqual([]);
  await clock.advance(1_000);
  expect(begun).toEqual([1]);
});

test('Who gives up leaves the line and takes nothing', async () => {
  const { clock, budget, begun, read } = aBudget();
  for (let number = 0; number < burst; number += 1) void read(number);
  const stop = new AbortController();
  const given = budget.enter(stop.signal).catch((error: unknown) => error);
  void read(99);
  stop.abort();
  expect(await given).toMatchObject({ kind: 'offline' });
  await clock.advance(1_000);
  expect(begun.at(-1)).toBe(99);
  await expect(budget.enter(stop.signal)).rejects.toMatchObject({ kind: 'offline' });
});

test('A clock that is set back neither gives nor takes', async () => {
  let now = 1_000_000;
  const budget = createBudget({ now: () => now, schedule: () => () => {} });
  for (let number = 0; number < burst; number += 1) (await budget.enter(signal))();
  now -= 3_600_000;
  let isIn = false;
  void budget.enter(signal).then(() => {
    isIn = true;
  });
  await Promise.resolve();
  expect(isIn).toBe(false);
  now += 1_000;
  budget.enter(signal).catch(() => {});
  await Promise.resolve();
  await Promise.resolve();
  expect(isIn).toBe(true);
});
