/** The short form of `npm run chaos`: about a minute of deaths, bad weather and clicks, judged by the floor's ledger. */
import { expect, test } from '@playwright/test';
import { runCampaign } from '../../scripts/chaos/campaign.ts';
import { verdictLine } from '../../scripts/chaos/judge.ts';
import { planCampaign } from '../../scripts/chaos/plan.ts';
import { faultNames } from '../../scripts/chaos/weather.ts';
import { findBrowser } from '../../scripts/findBrowser.ts';

test('nothing is lost, nothing is doubled, while the worker dies 40 times in bad weather', async () => {
  test.setTimeout(360_000);
  const plan = planCampaign({ seed: 1, kills: 40, changes: 500, actions: 12, faults: faultNames });
  const { verdict, figures } = await runCampaign(plan, { browser: await findBrowser(), say: () => undefined });
  // A campaign in which hardly anything happened would prove nothing.
  expect(figures.kills).toBe(40);
  expect(figures.changes).toBeGreaterThanOrEqual(500);
  expect(figures.asked).toBeGreaterThanOrEqual(12);
  expect(verdictLine(verdict), JSON.stringify(verdict, undefined, 1)).toBe(
    'lost 0, duplicated 0, acknowledged-but-missing 0, denied-but-done 0, stuck 0, mirror equal yes, versions monotone yes, action log complete yes',
  );
});
