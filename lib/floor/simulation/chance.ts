/** Seeded chance: one generator for each concern, so that a change in one leaves the others as they were. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Chance {
  /** Whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  /** True in `share` of the cases, 0 … 1. */
  happens(share: number): boolean;
  pick<T>(list: readonly T[]): T | undefined;
  /** Exponentially distributed around `mean`, whole, at most five times the mean. */
  about(mean: number): number;
  /** One of the keys, by weight. */
  weighted<K extends string>(weights: Record<K, number>): K;
  shuffled<T>(list: readonly T[]): T[];
}

const concerns = [
  'arrivals',
  'customers',
  'talks',
  'transfers',
  'routing',
  'presence',
  'supervisors',
  'prefill',
] as const;
export type Chances = Record<(typeof concerns)[number], Chance>;

export function createChances(seed: number): Chances {
  return Object.fromEntries(concerns.map((name, index) => [name, createChance(seed + index * 7919)])) as Chances;
}

const fine = 1_000_000;

export function createChance(seed: number): Chance {
  const generator = xoroshiro128plus(seed);
  const whole = (low: number, high: number) => (high <= low ? low : uniformInt(generator, low, high));
  const share = () => whole(1, fine) / fine;
  const chance: Chance = {
    whole,
    happens: (limit) => share() <= limit,
    pick: (list) => list[whole(0, list.length - 1)],
    about: (mean) => Math.round(Math.min(5, -Math.log(share())) * mean),
    weighted(weights) {
      const entries = Object.entries<number>(weights) as [keyof typeof weights, number][];
      let rest = share() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        rest -= weight;
        if (rest <= 0) return key;
      }
      throw new Error('weighted: no key has a weight');
    },
    shuffled(list) {
      const result = [...list];
      for (let index = result.length - 1; index > 0; index -= 1) {
        const other = whole(0, index);
        const [a, b] = [result[index], result[other]];
        if (a === undefined || b === undefined) continue;
        result[index] = b;
        result[other] = a;
      }
      return result;
    },
  };
  return chance;
}
