import { expect, test } from 'vitest';
import { createFloor } from '../../../lib/floor/createFloor.ts';
import { createHistory } from '../../../lib/floor/engine/history.ts';
import { createScene, oneDialogue, t } from './scene.ts';

test('a reader that comes back gets what it missed, without a gap', () => {
  const scene = createScene();
  const from = scene.floor.sequence;
  scene.active(scene.x);
  const missed = scene.floor.eventsAfter(from) ?? [];
  expect(missed).toEqual(scene.events);
  expect(missed.map(({ sequence }) => sequence)).toEqual(missed.map((_, index) => from + 1 + index));
  expect(scene.floor.eventsAfter(scene.floor.sequence)).toEqual([]);
});

test('a number from before the history, from another floor, or of no floor asks for a new reading', () => {
  const history = createHistory(100);
  for (let index = 0; index < 45_000; index += 1) history.emit(0, { type: 'removed', id: 'c', version: index });
  expect(history.after(45_100 - 20_000)).toHaveLength(20_000);
  expect(history.after(45_100 - 20_001)).toBeUndefined();
  expect(history.after(45_101)).toBeUndefined();
  expect(history.after(Number.NaN)).toBeUndefined();
});

test('a floor that starts later numbers higher and names its conversations anew', () => {
  const floorAt = (startAt: number) =>
    createFloor({ seed: 1, conversations: 5, startAt, dialogues: [oneDialogue], wallClock: () => 0 });
  const [earlier, later] = [floorAt(t), floorAt(t + 60_000)];
  earlier.advance(t + 60_000);
  expect(later.sequence).toBeGreaterThan(earlier.sequence);
  const ids = new Set(earlier.conversations().map(({ id }) => id));
  expect(later.conversations().filter(({ id }) => ids.has(id))).toEqual([]);
});

test('who no longer listens hears nothing', () => {
  const scene = createScene();
  const heard: number[] = [];
  const stop = scene.floor.subscribe(({ sequence }) => heard.push(sequence));
  scene.open();
  stop();
  scene.open();
  expect(heard).toHaveLength(1);
});
