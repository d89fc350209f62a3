/** `node tests/heavy/idle.ts [--cycles N]`: natural deaths of the worker and how fast the next page is answered (FA3). */
import { numberOption, parseCommandLine } from '../../scripts/floorOptions.ts';
import { main } from '../../scripts/steps.ts';
import { idleDeaths, quantile } from './idleDeaths.ts';

/** Milliseconds until the page shows rows again. */
const aim = 500;

await main(async () => {
  const { cycles: wanted } = parseCommandLine({ cycles: { type: 'string', default: '20' } }, process.argv.slice(2));
  const cycles = numberOption('cycles', wanted, { min: 1, max: 1000, whole: true });
  const deaths = await idleDeaths(cycles, ({ lived, answered, answeredAwake, page }) => {
    const [cold, warm] = [answered, answeredAwake].map(Math.round);
    console.log(`gone after ${(lived / 1000).toFixed(1)} s, ${page} answered in ${cold} ms; awake in ${warm} ms`);
  });
  const answers = deaths.map(({ answered }) => answered);
  const [middle, worst] = [quantile(answers, 0.5), quantile(answers, 1)].map(Math.round);
  console.log(`${deaths.length} natural deaths, answered in ${middle} ms (median), ${worst} ms (worst); aim ${aim} ms`);
  if (quantile(answers, 0.5) >= aim) process.exitCode = 1;
});
