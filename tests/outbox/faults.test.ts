/**
 * FA22, FA23: 10,000 writes to an outbox whose store fails in every known way at each tenth call and is deleted from
 * under it. Accepted means on the disk; refused means nowhere.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import fc from 'fast-check';
import { deleteDB } from 'idb';
import { expect, test, vi } from 'vitest';
import type { Operation } from '../../lib/domain/actions.ts';
import { type Book, createBook, OutboxError } from '../../lib/outbox/book.ts';
import { createIdbStore, databaseName } from '../../lib/outbox/idbStore.ts';
import { morning } from '../builders.ts';
import { injectFaults, seededRandom } from '../faultyIndexedDb.ts';
import { schedule } from '../realTime.ts';
import { anAction } from './scene.ts';

const writes = 1_000;
const states = ['queued', 'sending', 'unknown'] as const;

async function live(seed: number): Promise<ReadonlyMap<string, number>> {
  vi.stubGlobal('indexedDB', new IDBFactory());
  const random = seededRandom(seed);
  const faults = injectFaults(random);
  const accepted = new Map<string, Operation['state']>();
  async function begin() {
    const store = createIdbStore('k-1', schedule);
    const book = createBook(
      store,
      () => morning,
      () => undefined,
    );
    for (;;) {
      const loaded = await book.load().then(
        () => true,
        () => false,
      );
      if (loaded) return { store, book };
    }
  }
  const held = (book: Book) => [...book.all()].map(({ id, state }) => `${id} ${state}`).sort();
  const acknowledged = () => [...accepted].map(([id, state]) => `${id} ${state}`).sort();
  let { store, book } = await begin();
  faults.rate = 0.1;
  for (let count = 0; count < writes; count += 1) {
    const dice = random();
    if (dice < 0.1) {
      const id = `o-${count}`;
      const action = anAction('transfer', { operationId: id });
      const given = { id, connectionId: 'k-1', action, account: 'a-me', at: morning + count, attempts: 0 };
      const taken = await book.add({ ...given, state: 'queued' }).catch((error: unknown) => {
        expect(error).toBeInstanceOf(OutboxError);
      });
      if (taken) accepted.set(id, 'queued');
    } else {
      const all = [...book.all()];
      const operation = all[Math.floor(random() * all.length)];
      const state = states[Math.floor(random() * states.length)] ?? 'queued';
      const moved = operation && (await book.move(operation, { state }).catch(() => undefined));
      if (moved) accepted.set(moved.id, moved.state);
    }
    if (count % 10 === 0) expect(held(book)).toEqual(acknowledged());
    if (dice > 0.99) {
      // While the worker lives; it makes durable again what it knows.
      faults.rate = 0;
      await deleteDB(databaseName('k-1'));
      faults.rate = 0.1;
    } else if (dice > 0.97) {
      const before = faults.rate;
      faults.rate = 0;
      const [any] = book.all();
      if (any) await book.move(any, {});
      faults.rate = before;
      store.close();
      ({ store, book } = await begin());
      expect(held(book), 'after a start').toEqual(acknowledged());
    }
  }
  faults.rate = 0;
  const [any] = book.all();
  if (any) await book.move(any, {});
  const { operations } = await createIdbStore('k-1', schedule).load();
  expect(operations.map(({ id, state }) => `${id} ${state}`).sort()).toEqual(acknowledged());
  expect(store.trouble).toBeUndefined();
  store.close();
  faults.mend();
  return faults.struck;
}

test('FA22, FA23: what was accepted is on the disk in its last state, what was refused is nowhere', async () => {
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
