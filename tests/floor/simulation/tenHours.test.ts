/** Ten hours of the default floor. Regression: a habit that is planned and never happens, a unit that gets lost. */
import { expect, test } from 'vitest';
import { createFloor } from '../../../lib/floor/createFloor.ts';
import { builtInDialogues } from '../../../lib/floor/dialogues/all.ts';
import { transitionNames } from '../../../lib/floor/engine/transitions.ts';
import { watchInvariants } from '../engine/invariants.ts';

const startAt = 1_772_442_000_000;
const hour = 3_600_000;
const defaultFloor = (seed: number) =>
  createFloor({ seed, conversations: 60, startAt, dialogues: builtInDialogues, wallClock: () => 0 });

test('every transition happens by itself', () => {
  const floor = defaultFloor(1);
  floor.advance(startAt + 10 * hour);
  const table = transitionNames.map((name) => `${String(floor.transitions.get(name) ?? 0).padStart(6)}  ${name}`);
  const missing = transitionNames.filter((name) => !floor.transitions.get(name));
  expect(missing, table.join('\n')).toEqual([]);
  const names: readonly string[] = transitionNames;
  expect([...floor.transitions.keys()].filter((name) => !names.includes(name))).toEqual([]);
}, 60_000);

test('after every event of an hour each agent’s capacity is the sum of the conversations', () => {
  const floor = defaultFloor(3);
  watchInvariants(floor);
  floor.advance(startAt + hour);
  expect(floor.sequence - startAt).toBeGreaterThan(5000);
}, 60_000);

test('about as many conversations as wanted are ongoing all day, in all states and moods', () => {
  const floor = defaultFloor(4);
  const seen = { moods: new Set<unknown>(), states: new Set<string>() };
  for (let quarter = 1; quarter <= 24; quarter += 1) {
    floor.advance(startAt + quarter * (hour / 4));
    const ongoing = floor.conversations().filter(({ state }) => state !== 'closed');
    expect(ongoing.length).toBeGreaterThan(42);
    expect(ongoing.length).toBeLessThan(78);
    for (const { sentiment, state } of ongoing) {
      seen.moods.add(sentiment.level);
      seen.states.add(state);
    }
  }
  expect(seen.moods.size).toBe(8);
  expect(seen.states.size).toBe(4);
}, 60_000);
