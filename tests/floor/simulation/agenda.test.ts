import { expect, test } from 'vitest';
import { cancel, createAgenda } from '../../../lib/floor/simulation/agenda.ts';
import { createChance } from '../../../lib/floor/simulation/chance.ts';

test('by time, then in the order of entering; what is entered meanwhile takes its place; cancelled ones do not come', () => {
  const agenda = createAgenda();
  const kept: string[] = [];
  let now = 0;
  const enter = (at: number, name: string) => agenda.at(at, () => kept.push(`${name} at ${now}`));
  for (const name of ['b1', 'b2', 'b3', 'b4', 'b5']) enter(20, name);
  agenda.at(10, () => enter(10, 'meanwhile'));
  cancel(enter(15, 'cancelled'));
  enter(31, 'later');
  agenda.runUntil(30, (at) => {
    now = at;
  });
  expect(kept).toEqual(['meanwhile at 10', 'b1 at 20', 'b2 at 20', 'b3 at 20', 'b4 at 20', 'b5 at 20']);
});

test('a seed is a sequence, weights are shares, and about is about the mean', () => {
  const draws = (seed: number) => Array.from({ length: 20 }, createDraw(seed));
  function createDraw(seed: number) {
    const chance = createChance(seed);
    return () => chance.whole(0, 1_000_000);
  }
  expect(draws(1)).toEqual(draws(1));
  expect(draws(1)).not.toEqual(draws(2));
  const chance = createChance(3);
  const picks = Array.from({ length: 4000 }, () => chance.weighted({ often: 3, seldom: 1, never: 0 }));
  const share = (name: string) => picks.filter((pick) => pick === name).length / picks.length;
  expect(share('often')).toBeCloseTo(0.75, 1);
  expect(share('never')).toBe(0);
  const mean = Array.from({ length: 4000 }, () => chance.about(1000)).reduce((sum, each) => sum + each, 0) / 4000;
  expect(Math.abs(mean - 1000)).toBeLessThan(80);
});
