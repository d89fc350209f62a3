/** FA3: with nothing to do the worker ends by itself after 30 s, and whoever opens a page then hardly notices. */
import { idleDeaths, quantile } from '../heavy/idleDeaths.ts';
import { expect, test } from './harness.ts';

test('a worker that ended by itself answers the panel and the popup from its stored rows at once', async () => {
  test.setTimeout(180_000);
  const deaths = await idleDeaths(3);
  expect(deaths.map(({ page }) => page)).toEqual(['sidepanel', 'popup', 'sidepanel']);
  for (const { lived } of deaths) expect(lived).toBeGreaterThan(10_000);
  // What waking costs, so that a busy machine is not blamed on the worker; tests/heavy/idle.ts holds the whole to 500 ms.
  const waking = deaths.map(({ answered, answeredAwake }) => answered - answeredAwake);
  expect(quantile(waking, 0.5), `waking took ${waking.map(Math.round).join(', ')} ms`).toBeLessThan(500);
});
