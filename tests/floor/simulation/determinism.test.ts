/** Same seed, same floor. Regression: something that is planned from the end of an advance, or that reads a real clock. */
import { expect, test } from 'vitest';
import { createFloor } from '../../../lib/floor/createFloor.ts';
import { builtInDialogues } from '../../../lib/floor/dialogues/all.ts';
import type { Floor, FloorEvent } from '../../../lib/floor/floor.ts';

const startAt = 1_772_442_000_000;
const span = 20 * 60_000;

function run(seed: number, steps: number, prepare?: (floor: Floor) => void): { events: FloorEvent[]; floor: Floor } {
  const options = { seed, conversations: 40, startAt, dialogues: builtInDialogues, wallClock: () => steps * 1000 };
  const floor = createFloor(options);
  const events: FloorEvent[] = [];
  floor.subscribe((event) => events.push(event));
  prepare?.(floor);
  for (let step = 1; step <= steps; step += 1) floor.advance(startAt + (span * step) / steps);
  return { events, floor };
}

test('one step or a thousand: the same events, rows, words, ledger', () => {
  const [one, many] = [run(5, 1), run(5, 1000)];
  expect(one.events.length).toBeGreaterThan(1000);
  expect(many.events).toEqual(one.events);
  expect(many.floor.conversations()).toEqual(one.floor.conversations());
  expect(many.floor.agents()).toEqual(one.floor.agents());
  expect(many.floor.ledger).toEqual(one.floor.ledger);
  for (const { id } of one.floor.conversations()) expect(many.floor.transcript(id)).toEqual(one.floor.transcript(id));
}, 60_000);

test('another seed is another day', () => {
  expect(run(5, 1).events).not.toEqual(run(6, 1).events);
});

test('standing still: the clock goes on, nothing else does, and hands still work', () => {
  const { events, floor } = run(5, 10, (each) => each.standStill());
  expect(events).toEqual([]);
  expect(floor.now).toBe(startAt + span);
  const ringing = floor.conversations().find((row) => row.ringing);
  expect(floor.command({ type: 'accept', conversationId: ringing?.id ?? '' })).toMatchObject({ ok: true });
  floor.advance(floor.now + span);
  expect(events.filter(({ type }) => type === 'conversation')).toHaveLength(1);
});

test('advancing backwards changes nothing', () => {
  const { events, floor } = run(5, 1);
  const told = events.length;
  floor.advance(startAt);
  expect([floor.now, events.length]).toEqual([startAt + span, told]);
});

test('who stays offline past the limit loses the work, and presence set by a command stays', () => {
  const { floor } = run(5, 1, (each) => {
    const busy = each.agents().find(({ kind, presence }) => kind === 'human' && presence.base === 'busy');
    each.command({ type: 'setPresence', agentId: busy?.id ?? '', base: 'offline' });
  });
  const offline = floor.agents().filter(({ presence }) => presence.base === 'offline' && presence.since === startAt);
  expect(offline).toHaveLength(1);
  const held = floor.conversations().filter((row) => row.agentId === offline[0]?.id && row.state === 'active');
  expect(held).toEqual([]);
});
