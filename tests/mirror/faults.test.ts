/**
 * FA23: 10,000 changes on a store that fails in every known way at each tenth call, with restarts and databases deleted
 * from under it. Whatever a worker finds at its start must lead to the truth by the changes since its cursor alone.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import fc from 'fast-check';
import { deleteDB } from 'idb';
import { expect, test, vi } from 'vitest';
import type { Change } from '../../lib/connectors/connector.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import { createMirror } from '../../lib/mirror/createMirror.ts';
import { createIdbStore, databaseName } from '../../lib/mirror/idbStore.ts';
import type { Mirror } from '../../lib/mirror/mirror.ts';
import { aConversation, morning } from '../builders.ts';
import { injectFaults, seededRandom } from '../faultyIndexedDb.ts';
import { createTimers, day } from './scene.ts';

/** A backend that numbers its changes: the cursor is the number of the last one. */
function createBackend(random: () => number) {
  const rows = new Map<string, Conversation>();
  const changes: Change[] = [];
  return {
    changes,
    get cursor() {
      return String(changes.length);
    },
    change() {
      const id = `c-${Math.floor(random() * 30)}`;
      const version = changes.length + 1;
      if (random() < 0.3 && rows.delete(id)) {
        changes.push({ kind: 'removed', id, version });
      } else {
        const row = aConversation({ id, version });
        rows.set(id, row);
        changes.push({ kind: 'conversation', row });
      }
    },
    bringUpToDate(mirror: Mirror) {
      if (mirror.cursor === undefined) {
        const conversations = [...rows.values()];
        return mirror.replace({ conversations, agents: [], queues: [], workstreams: [] }, this.cursor, morning);
      }
      mirror.apply({ changes: changes.slice(Number(mirror.cursor)), cursor: this.cursor, asOf: morning });
    },
    versions: () => versionsOf(rows.values()),
  };
}
const versionsOf = (rows: Iterable<Conversation>) => [...rows].map(({ id, version }) => `${id} ${version}`).sort();

const steps = 1_000;

async function live(seed: number): Promise<ReadonlyMap<string, number>> {
  vi.stubGlobal('indexedDB', new IDBFactory());
  const random = seededRandom(seed);
  const faults = injectFaults(random);
  const backend = createBackend(random);
  let timers = createTimers();
  async function begin() {
    timers = createTimers();
    const { schedule } = timers;
    const store = createIdbStore('k-1', (task, delay) => {
      let isWanted = true;
      schedule(() => isWanted && task(), delay);
      return () => {
        isWanted = false;
      };
    });
    const kept = createMirror({ store, now: () => morning, schedule, retention: day });
    await kept.load();
    backend.bringUpToDate(kept.mirror);
    expect(versionsOf(kept.mirror.conversations()), 'after a start').toEqual(backend.versions());
    return { kept, store };
  }
  let { kept, store } = await begin();
  faults.rate = 0.1;
  for (let step = 0; step < steps; step += 1) {
    backend.change();
    backend.bringUpToDate(kept.mirror);
    const dice = random();
    if (dice < 0.25) {
      timers.pass(dice < 0.02 ? 30_000 : 1_000);
      await kept.mirror.flushed();
    } else if (dice < 0.28) {
      faults.rate = 0;
      await deleteDB(databaseName('k-1'));
      faults.rate = 0.1;
    } else if (dice < 0.31 || (kept.storage.state === 'failed' && dice < 0.6)) {
      await kept.rebuild().catch(() => undefined);
      backend.bringUpToDate(kept.mirror);
    } else if (dice < 0.34) {
      // Killed: what is under way ends unheard.
      await kept.stop();
      store.close();
      ({ kept, store } = await begin());
    }
    expect(versionsOf(kept.mirror.conversations())).toEqual(backend.versions());
  }
  faults.rate = 0;
  timers.pass(30_000);
  await kept.mirror.flushed();
  if (kept.storage.state === 'failed') {
    await kept.rebuild();
    backend.bringUpToDate(kept.mirror);
    await Promise.resolve();
  }
  timers.pass(250);
  await kept.mirror.flushed();
  expect(kept.storage).toEqual({ state: 'ok' });
  const { image, unreadable } = await store.load();
  expect([versionsOf(image.conversations), image.cursor, unreadable]).toEqual([backend.versions(), backend.cursor, 0]);
  await kept.stop();
  store.close();
  faults.mend();
  return faults.struck;
}

test('FA23: memory always equals the backend, every start finds a whole picture of some moment, and in the end the store holds the truth', async () => {
  const struck = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
      for (const [what, times] of await live(seed)) struck.set(what, (struck.get(what) ?? 0) + times);
    }),
    { numRuns: 10, endOnFailure: true },
  );
  for (const what of ['open: backing store', 'transaction: closing', 'transaction: aborted', 'put: io', 'put: full']) {
    expect(struck.get(what) ?? 0, what).toBeGreaterThan(20);
  }
}, 120_000);
