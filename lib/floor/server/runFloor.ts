/** Lets the floor's time run while the process does. */
import type { Floor } from '../floor.ts';
import type { Clock } from './clock.ts';

const tickEvery = 50;
/** A process that slept goes on where it was instead of playing hours in one go. */
const maxTick = 1000;

/**
 * @param speed floor time per real time; 0 = stands still
 * @param afterTick runs with the wall clock's time after each step, also when the floor stands still
 * @returns stops it
 */
export function runFloor(floor: Floor, speed: number, clock: Clock, afterTick: (now: number) => void): () => void {
  let last = clock.now();
  let due = floor.now;
  return clock.every(tickEvery, () => {
    const now = clock.now();
    // `due` carries the fractions of a millisecond; an admin's advance may have run ahead of it.
    due = Math.max(due, floor.now) + Math.min(Math.max(now - last, 0), maxTick) * speed;
    last = now;
    if (speed > 0) floor.advance(Math.floor(due));
    afterTick(now);
  });
}
