import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../lib/domain/records.ts';
import type { KeptMirror } from '../../lib/mirror/createMirror.ts';
import { createMirror } from '../../lib/mirror/createMirror.ts';
import { createMemoryStore } from '../../lib/mirror/memoryStore.ts';
import { morning } from '../builders.ts';
import type { Event } from './scene.ts';
import { contentsOf, createPlainMirror, createTimers, event, hour } from './scene.ts';

type Step = Event | { kind: 'restart'; afterFlush: boolean } | { kind: 'wait' };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: event },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), afterFlush: fc.boolean() }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'wait' as const }) },
);

/** Milliseconds; a second or two is enough where nothing else runs. */
const patience = 60_000;

describe('the mirror, against a plain map', () => {
  it(
    'holds what the rules say after any events, and again after any restart and the events since its cursor',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { maxLength: 25, size: 'max' }),
          fc.constantFrom(0, hour, 24 * hour),
          async (steps, retention) => {
            const store = createMemoryStore();
            const plain = createPlainMirror(retention);
            const history: { event: Event; at: number }[] = [];
            const timers = createTimers();
            let now = morning;
            const begin = () => createMirror({ store, now: () => now, schedule: timers.schedule, retention });
            let kept = begin();

            for (const step of steps) {
              if (step.kind === 'wait') {
                timers.pass(250);
                await Promise.resolve();
              } else if (step.kind === 'restart') {
                if (step.afterFlush) await kept.mirror.flushed();
                await kept.stop();
                kept = begin();
                await kept.load();
                const present = now;
                if (step.afterFlush) expect(Number(kept.mirror.cursor ?? 0)).toBe(history.length);
                for (let i = Number(kept.mirror.cursor ?? 0); i < history.length; i++) {
                  const { event, at } = history[i] as (typeof history)[number];
                  now = at;
                  happen(kept, event, i + 1, now);
                }
                now = present;
              } else {
                now += step.after;
                history.push({ event: step, at: now });
                plain.happen(step, now);
                happen(kept, step, history.length, now);
              }
              expect(contentsOf(kept.mirror)).toEqual(contentsOf(plain));
            }
            expect(kept.storage.state).toBe('ok');
          },
        ),
        { numRuns: 300 },
      );
    },
    patience,
  );

  it(
    'tells each change once, with the row before and after it',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(event, { maxLength: 20, size: 'max' }), async (events) => {
          let now = morning;
          const store = createMemoryStore();
          const kept = createMirror({ store, now: () => now, schedule: () => undefined });
          const copy = new Map<string, Conversation>();
          let revision = 0;
          kept.mirror.subscribe((delta) => {
            expect(delta.revision).toBe(++revision);
            expect(delta.conversations.length > 0 || delta.directory).toBe(true);
            for (const { id, before, after } of delta.conversations) {
              expect(copy.get(id)).toBe(before);
              expect(after).not.toBe(before);
              if (after === undefined) copy.delete(id);
              else copy.set(id, after);
            }
          });
          events.forEach((one, index) => {
            now += one.after;
            happen(kept, one, index, now);
            expect(new Map([...kept.mirror.conversations()].map((row) => [row.id, row]))).toEqual(copy);
          });
          expect(kept.mirror.revision).toBe(revision);
        }),
        { numRuns: 200 },
      );
    },
    patience,
  );
});

function happen({ mirror, prune }: KeptMirror, event: Event, sequence: number, asOf: number): void {
  const cursor = String(sequence);
  if (event.kind === 'apply') mirror.apply({ changes: event.changes, cursor, asOf });
  else if (event.kind === 'replace') mirror.replace(event.rows, cursor, asOf);
  else {
    prune(asOf);
    mirror.touch(cursor, asOf);
  }
}
