import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSortedList } from '../../lib/views/sortedList.ts';

const byNumber = (a: number, b: number) => a - b;
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i * 2);

describe('a sorted list', () => {
  it('is a sorted array after any inserts and removals, across its blocks', () => {
    const number = fc.integer({ min: -10, max: 2500 });
    const step = fc.record({ insert: fc.boolean(), numbers: fc.array(number, { maxLength: 600, size: 'max' }) });
    fc.assert(
      fc.property(fc.nat({ max: 1200 }), fc.array(step, { maxLength: 6 }), number, (count, steps, probe) => {
        const plain = new Set(upTo(count));
        const list = createSortedList(byNumber, upTo(count));
        for (const { insert, numbers } of steps) {
          for (const item of numbers) {
            if (!insert) expect(list.remove(item)).toBe(plain.delete(item));
            else if (!plain.has(item)) {
              plain.add(item);
              list.insert(item);
            }
          }
        }
        const sorted = [...plain].sort(byNumber);
        expect(list.toArray()).toEqual(sorted);
        expect(list.size).toBe(sorted.length);
        expect(list.first()).toBe(sorted[0]);
        expect(list.countBefore(probe)).toBe(sorted.filter((item) => item < probe).length);
        for (const [from, length] of [
          [0, 20],
          [probe, 700],
          [sorted.length - 5, 50],
        ] as const) {
          const start = Math.max(0, from);
          expect(list.slice(start, length)).toEqual(sorted.slice(start, start + length));
        }
      }),
      { numRuns: 50 },
    );
  }, 60_000);

  it('gives nothing past its end and for an empty window', () => {
    const list = createSortedList(byNumber, upTo(1000));
    expect([list.slice(1000, 10), list.slice(500, 0)]).toEqual([[], []]);
  });
});
