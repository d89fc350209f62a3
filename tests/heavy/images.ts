/** `node tests/heavy/images.ts [--seed S] [--images N]`: crash images of the databases, each begun anew (FA6). */
import { numberOption, parseCommandLine } from '../../scripts/floorOptions.ts';
import { main } from '../../scripts/steps.ts';
import { crashImages } from './crashImages.ts';

const options = { seed: { type: 'string', default: '1' }, images: { type: 'string', default: '100' } } as const;

await main(async () => {
  const values = parseCommandLine(options, process.argv.slice(2));
  const seed = numberOption('seed', values.seed, { min: 1, max: 2 ** 31 - 1, whole: true });
  const images = numberOption('images', values.images, { min: 1, max: 10_000, whole: true });
  console.log(`seed ${seed}, ${images} images`);
  const { held, faults } = await crashImages({ seed, images }, console.log);
  for (const fault of faults) console.error(fault);
  console.log(`${held.length} images, the last with ${held.at(-1)} acknowledged acts; ${faults.length} faults`);
  if (faults.length > 0) {
    console.error(`again: node tests/heavy/images.ts --seed ${seed} --images ${images}`);
    process.exitCode = 1;
  }
});
