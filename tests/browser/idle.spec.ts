/** FA3: with nothing to do the worker ends by itself after 30 s, and whoever opens a page then hardly notices. */
import { idleDeaths } from '../heavy/idleDeaths.ts';
import { expect, test } from './harness.ts';

test('a worker that ended by itself answers from its stored rows at once', async () => {
  test.setTimeout(180_000);
  const [death] = await idleDeaths(1);
  expect(death?.lived).toBeGreaterThan(10_000);
  // Measured as a whole by tests/heavy/idle.ts; here other tests run beside it, and it must only be no matter of seconds.
  expect((death?.answered ?? Number.NaN) - (death?.answeredAwake ?? 0)).toBeLessThan(2_000);
});
