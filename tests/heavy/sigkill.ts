/** `node tests/heavy/sigkill.ts [--seed S] [--kills K] [--acts N]`: browser SIGKILLs over acts under way (FA5). */
import { numberOption, parseCommandLine } from '../../scripts/floorOptions.ts';
import { main } from '../../scripts/steps.ts';
import { sigkills } from './sigkills.ts';

const options = {
  seed: { type: 'string', default: '1' },
  kills: { type: 'string', default: '50' },
  acts: { type: 'string', default: '14' },
} as const;

await main(async () => {
  const values = parseCommandLine(options, process.argv.slice(2));
  const whole = (name: keyof typeof options, max: number) =>
    numberOption(name, values[name], { min: 1, max, whole: true });
  const [seed, kills, actsPerLife] = [whole('seed', 2 ** 31 - 1), whole('kills', 1000), whole('acts', 100)];
  console.log(`seed ${seed}, ${kills} kills`);
  const { asked, clicked, acknowledged, outcomes, faults } = await sigkills({ seed, kills, actsPerLife }, console.log);
  for (const fault of faults) console.error(fault);
  console.log(
    `${asked} asked (${clicked} by hand), ${acknowledged} acknowledged; ${JSON.stringify(outcomes)}; ${faults.length} faults`,
  );
  if (faults.length > 0) {
    console.error(`again: node tests/heavy/sigkill.ts --seed ${seed} --kills ${kills} --acts ${actsPerLife}`);
    process.exitCode = 1;
  }
});
