import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Query } from '../../lib/domain/query.ts';
import { sentimentGroups, sortKeys } from '../../lib/domain/query.ts';
import { knownChannels, states } from '../../lib/domain/records.ts';
import { createMirror } from '../../lib/mirror/createMirror.ts';
import { createMemoryStore } from '../../lib/mirror/memoryStore.ts';
import { createView } from '../../lib/views/createView.ts';
import { createWindowSender, sendInterval } from '../../lib/views/createWindowSender.ts';
import { createLabels } from '../../lib/views/labels.ts';
import { morning } from '../builders.ts';
import type { Event } from '../mirror/scene.ts';
import { createPlainMirror, createTimers, event } from '../mirror/scene.ts';
import { createReceiver, plainList, plainWaitingChanges } from './plainView.ts';

const some = <T>(values: readonly T[]) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary: fc.subarray([...values]) });
const filter: fc.Arbitrary<Query['filter']> = fc.record({
  states: some(states),
  queueIds: some(['q-1', 'q-2']),
  channels: some([...knownChannels, 'unknown:fax']),
  agentIds: some(['a-1', 'a-2', 'none']),
  sentiments: some(sentimentGroups),
});
const sort = fc.record({ key: fc.constantFrom(...sortKeys), descending: fc.boolean() });
const search = fc.constantFrom('', '', 'd', 'da', 'dana', 'dana re', 'ÄD', 'levi parcel', 'fax', 'c-1', ' זה ', 'דנ');
/** Changes some parts of the query that is there; most often only the search or the window. */
const queryChange: fc.Arbitrary<Partial<Query>> = fc.oneof(
  fc.record({ search }),
  fc.record({ from: fc.integer({ min: 0, max: 4 }), count: fc.integer({ min: 0, max: 12 }) }),
  fc.record({ filter }),
  fc.record({ sort }),
  fc.record({ filter, sort, search }),
);
type Step = Event | { kind: 'ask'; query: Partial<Query> } | { kind: 'hold'; held: boolean } | { kind: 'wait' };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: event },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('ask' as const), query: queryChange }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('hold' as const), held: fc.boolean() }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'wait' as const }) },
);

/** Milliseconds; a second or two is enough where nothing else runs. */
const patience = 60_000;

describe('a view, against filter and sort of a plain map', () => {
  it(
    'is the same list after any events, queries and holds, and so is what its receiver has',
    () => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 30, size: 'max' }), filter, sort, (steps, firstFilter, firstSort) => {
          let now = morning;
          const timers = createTimers();
          const kept = createMirror({ store: createMemoryStore(), now: () => now, schedule: () => undefined });
          const plain = createPlainMirror();
          let query: Query = { filter: firstFilter, sort: firstSort, search: '', from: 0, count: 12 };
          const labels = createLabels(kept.mirror);
          const view = createView(kept.mirror, query, labels);
          // Another view of the same names and texts must not disturb the first.
          const other = createView(kept.mirror, { ...query, search: 'dana' }, labels);
          const receiver = createReceiver();
          const sender = createWindowSender(view, { schedule: timers.schedule, send: receiver.receive });
          let told = 0;
          view.subscribe(() => {
            told += 1;
          });
          let held: string[] | undefined;
          const lastSeen = new Map<string, unknown>();

          const listNow = () => plainList(plain, query).map(({ id }) => id);
          for (const step of steps) {
            told = 0;
            if (step.kind === 'ask') {
              const isNewList = changesList(query, { ...query, ...step.query });
              query = { ...query, ...step.query };
              view.setQuery(query);
              if (held !== undefined && isNewList) held = listNow();
            } else if (step.kind === 'hold') {
              view.hold(step.held);
              if (!step.held) held = undefined;
              else held ??= listNow();
            } else if (step.kind === 'wait') {
              timers.pass(sendInterval);
            } else {
              now += step.after;
              plain.happen(step, now);
              if (step.kind === 'apply') kept.mirror.apply({ changes: step.changes, cursor: 'k', asOf: now });
              else if (step.kind === 'replace') kept.mirror.replace(step.rows, 'k', now);
              else kept.prune(now);
            }
            expect(told).toBeLessThanOrEqual(1);
            for (const row of plain.conversations.values()) lastSeen.set(row.id, row);

            const list = held ?? listNow();
            const ids = list.slice(query.from, query.from + query.count);
            expect(view.window()).toEqual({
              total: list.length,
              from: query.from,
              ids,
              rows: ids.map((id) => lastSeen.get(id)),
              held: held !== undefined,
              waitingChanges: held === undefined ? 0 : plainWaitingChanges(held, listNow()),
            });
            const others = plainList(plain, { ...query, filter: firstFilter, sort: firstSort, search: 'dana' });
            expect(other.window().total).toBe(others.length);
            if (step.kind === 'ask') expect(receiver.window).toEqual(view.window());
          }
          timers.pass(sendInterval);
          expect(receiver.window).toEqual(view.window());
          sender.stop();
        }),
        { numRuns: 300 },
      );
    },
    patience,
  );
});

/** A new question is asked, rather than another window of the same list. */
function changesList(before: Query, after: Query): boolean {
  const words = ({ search }: Query) => search.toLowerCase().split(/\s+/).filter(Boolean);
  const question = (query: Query) => JSON.stringify([query.filter, query.sort, words(query)]);
  return question(before) !== question(after);
}
