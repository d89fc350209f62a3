/**
 * `npm run chaos -- --seed S --kills K --changes N --actions M [--faults LIST]`: does Floorwalker lose or double anything
 * when its worker dies and the network fails? The last line is the verdict, the exit code says the same.
 * `--plant NAME` builds a known fault in; `--prove` does so with each of them, in the weather in which it shows, and expects
 * every campaign to see it.
 */
import { createHash } from 'node:crypto';
import { buildExtension } from './buildExtension.ts';
import { runCampaign } from './chaos/campaign.ts';
import { verdictLine } from './chaos/judge.ts';
import { type PlanOptions, planCampaign } from './chaos/plan.ts';
import { isPlantName, type PlantName, plantNames, plants } from './chaos/plants.ts';
import { type FaultName, faultNames } from './chaos/weather.ts';
import { findBrowser } from './findBrowser.ts';
import { numberOption, parseCommandLine } from './floorOptions.ts';
import { main, Stop, step } from './steps.ts';

const options = {
  seed: { type: 'string', default: '1' },
  kills: { type: 'string', default: '120' },
  changes: { type: 'string', default: '1200' },
  actions: { type: 'string', default: '60' },
  /** Names with commas, `all` or `none`. */
  faults: { type: 'string', default: 'all' },
  plant: { type: 'string' },
  prove: { type: 'boolean', default: false },
} as const;

await main(async () => {
  const values = parseCommandLine(options, process.argv.slice(2));
  const planOptions: PlanOptions = {
    seed: numberOption('seed', values.seed, { min: 0, max: 2 ** 31 - 1, whole: true }),
    kills: numberOption('kills', values.kills, { min: 0, max: 100_000, whole: true }),
    changes: numberOption('changes', values.changes, { min: 0, max: 1_000_000, whole: true }),
    actions: numberOption('actions', values.actions, { min: 0, max: 100_000, whole: true }),
    faults: chosenFaults(values.faults),
  };
  const browser = await findBrowser();
  if (values.prove) {
    const unseen: string[] = [];
    for (const name of plantNames) {
      console.log(`\n${name}: ${plants[name].what}`);
      if (await campaign(browser, { ...planOptions, faults: plants[name].under }, name)) unseen.push(name);
    }
    if (unseen.length > 0) throw new Stop(`Not seen: ${unseen.join(', ')}.`);
    console.log(`\nAll ${plantNames.length} planted faults were seen.`);
    return;
  }
  if (values.plant !== undefined && !isPlantName(values.plant))
    throw new Stop(`There is no fault "${values.plant}" to plant; there are ${plantNames.join(', ')}.`);
  if (!(await campaign(browser, planOptions, values.plant))) process.exitCode = 1;
});

/** True when every promise held. */
async function campaign(browser: string, planOptions: PlanOptions, plant: PlantName | undefined): Promise<boolean> {
  const plan = planCampaign(planOptions);
  const build = await step('Building the extension', () => buildExtension(plant));
  const digest = createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 12);
  console.log(`Plan ${digest}: about ${Math.round(plan.duration / 1000)} s`);
  const { verdict, figures } = await runCampaign(plan, { browser, build, say: console.log });
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  console.log(
    `${figures.kills} kills, ${figures.changes} changes, ${figures.asked} acts asked for (${figures.notPossible} planned ones were not possible) in ${seconds(figures.took)}; settled after ${seconds(figures.healed)}`,
  );
  console.log(verdictLine(verdict));
  if (!verdict.ok) {
    const { ok: _ok, stepsBack: _stepsBack, ...lists } = verdict;
    for (const [what, list] of Object.entries(lists))
      for (const one of list.slice(0, 10)) console.log(`  ${what}: ${one}`);
    const { seed, kills, changes, actions, faults } = planOptions;
    const fault = plant === undefined ? '' : ` --plant ${plant}`;
    console.log(
      `Again: npm run chaos -- --seed ${seed} --kills ${kills} --changes ${changes} --actions ${actions} --faults ${faults.join(',') || 'none'}${fault}`,
    );
  }
  return verdict.ok;
}

function chosenFaults(list: string): readonly FaultName[] {
  if (list === 'all') return faultNames;
  if (list === 'none') return [];
  return list.split(',').map((name) => {
    const known = faultNames.find((one) => one === name.trim());
    if (known === undefined) throw new Stop(`There is no fault "${name}"; there are ${faultNames.join(', ')}.`);
    return known;
  });
}
