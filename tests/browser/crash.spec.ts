/** FA5, FA6: the browser dies under acts that are on their way. The long forms are tests/heavy/sigkill.ts and images.ts. */
import { crashImages } from '../heavy/crashImages.ts';
import { sigkills } from '../heavy/sigkills.ts';
import { expect, test } from './harness.ts';

test('killed three times in the same profile: nothing lost, nothing doubled, and the log tells what became of it', async () => {
  test.setTimeout(180_000);
  const { acknowledged, clicked, outcomes, faults } = await sigkills({ seed: 11, kills: 3, actsPerLife: 14 });
  expect(faults, 'node tests/heavy/sigkill.ts --seed 11 --kills 3 --acts 14').toEqual([]);
  expect(acknowledged).toBeGreaterThan(5);
  expect(clicked).toBe(1);
  expect(outcomes.done).toBeGreaterThan(0);
});

test('begun on what lay on the disk at random moments: every acknowledged act is in it, and the list converges', async () => {
  test.setTimeout(240_000);
  const { held, faults } = await crashImages({ seed: 11, images: 3 });
  expect(faults, 'node tests/heavy/images.ts --seed 11 --images 3').toEqual([]);
  expect(held).toHaveLength(3);
  expect(held.at(-1)).toBeGreaterThan(held[0] ?? 0);
});
