import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScene, trouble } from './scene.ts';

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ step: fc.constant('put' as const), row: fc.nat(8) }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('close' as const), row: fc.nat(8) }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('remove' as const), row: fc.nat(8) }) },
  {
    weight: 3,
    arbitrary: fc.record({ step: fc.constant('mishap' as const), what: fc.constantFrom('twice', 'late', 'lost') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ step: fc.constant('break' as const), kind: fc.constantFrom('offline', 'broken') }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('forget' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      step: fc.constant('pullTrouble' as const),
      kind: fc.constantFrom('offline', 'broken', 'rateLimited', 'auth'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('watchTrouble' as const), is: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('refresh' as const) }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('kill' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ step: fc.constant('wait' as const), ms: fc.constantFrom(0, 200, 3_000, 70_000) }),
  },
);

test('FA18–FA20: whatever happens on the way, no version steps back, nothing that is there disappears, and in the end the mirror equals the backend', async () => {
  const property = fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
    const { clock, centre, startWorker } = createScene({ rows: 4 });
    const wrong: string[] = [];
    const gone = new Set<string>();
    const begin = async () => {
      const worker = await startWorker();
      const versions = new Map<string, number>();
      worker.mirror.subscribe((delta) => {
        for (const { id, after } of delta.conversations) {
          if (!after && centre.rows.has(id)) wrong.push(`${id} disappeared`);
          if (after && after.version < (versions.get(id) ?? 0)) wrong.push(`${id} stepped back`);
          if (after) versions.set(id, after.version);
        }
      });
      return worker;
    };
    let worker = await begin();
    for (const each of steps) {
      switch (each.step) {
        case 'put':
        case 'close': {
          const id = `c-${each.row}`;
          // Closed is final (life cycle), and the id of a deleted conversation is not used again.
          if (gone.has(id) || centre.rows.get(id)?.state === 'closed') break;
          centre.put(id, each.step === 'close' ? { state: 'closed', stateSince: clock.now() } : {});
          break;
        }
        case 'remove':
          gone.add(`c-${each.row}`);
          centre.remove(`c-${each.row}`);
          break;
        case 'mishap':
          centre.mishaps.push(each.what);
          break;
        case 'break':
          centre.breakLines(each.kind);
          break;
        case 'forget':
          centre.forgetHistory();
          break;
        case 'pullTrouble':
          centre.pullTrouble.push(trouble(each.kind, each.kind === 'rateLimited' ? 5_000 : undefined));
          break;
        case 'watchTrouble':
          centre.watchTrouble = each.is ? trouble('offline') : undefined;
          break;
        case 'refresh':
          worker.sync.refresh();
          break;
        case 'kill':
          worker.kill();
          worker = await begin();
          break;
        case 'wait':
          await clock.advance(each.ms);
      }
    }
    centre.mishaps = [];
    centre.pullTrouble = [];
    centre.watchTrouble = undefined;
    await clock.settle();
    if (worker.gate.state.kind === 'blocked') worker.sync.refresh();
    centre.ping();
    await clock.advance(3 * 60_000);
    expect(wrong).toEqual([]);
    expect(worker.sync.status.phase).toBe('live');
    const versionsOf = (rows: Iterable<{ id: string; version: number }>) =>
      [...rows].map(({ id, version }) => `${id} ${version}`).sort();
    expect(versionsOf(worker.mirror.conversations())).toEqual(versionsOf(centre.rows.values()));
    expect([...worker.mirror.agents()]).toHaveLength(1);
    worker.kill();
  });
  await fc.assert(property, { numRuns: 400 });
}, 60_000);
