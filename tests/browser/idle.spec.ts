/** FA3: with nothing to do the worker ends by itself after 30 s, and whoever opens a page then hardly notices. */
import { availableParallelism, loadavg } from 'node:os';
import { idleDeaths } from '../heavy/idleDeaths.ts';
import { expect, test } from './harness.ts';

test('a worker that ended by itself answers the panel and the popup from its stored rows at once', async () => {
  test.setTimeout(180_000);
  const deaths = await idleDeaths(3);
  expect(deaths.map(({ page }) => page)).toEqual(['sidepanel', 'popup', 'sidepanel']);
  for (const { lived } of deaths) expect(lived).toBeGreaterThan(10_000);
  // What waking costs, of three the quickest; tests run beside others, so a busy machine is given its time.
  const waking = deaths.map(({ answered, answeredAwake }) => answered - answeredAwake);
  const busy = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
  expect(Math.min(...waking), `waking took ${waking.map(Math.round).join(', ')} ms`).toBeLessThan(500 * busy);
});
