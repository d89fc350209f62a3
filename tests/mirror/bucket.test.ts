import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { createIdbStore } from '../../lib/mirror/idbStore.ts';
import { createIdbStore as createOutboxStore } from '../../lib/outbox/idbStore.ts';
import { schedule } from '../realTime.ts';
import { aCommit, emptyImage } from './storeContract.ts';

let ordinary: IDBFactory;
let mirrors: IDBFactory;
let refusals: Error[];
let opened: string[];

/** A browser with storage buckets (Chromium). */
beforeEach(() => {
  ordinary = new IDBFactory();
  mirrors = new IDBFactory();
  refusals = [];
  opened = [];
  vi.stubGlobal('indexedDB', ordinary);
  vi.stubGlobal('navigator', {
    storageBuckets: {
      async open(name: string) {
        opened.push(name);
        const refusal = refusals.pop();
        if (refusal) throw refusal;
        return { indexedDB: mirrors };
      },
    },
  });
});
const namesIn = async (place: IDBFactory) => (await place.databases()).map(({ name }) => name);

test('FA23: the mirror lies in a bucket of its own, away from the outbox', async () => {
  const mirror = createIdbStore('k-1', schedule);
  await mirror.commit(aCommit());
  await createOutboxStore('k-1', schedule).load();
  expect([await namesIn(mirrors), await namesIn(ordinary)]).toEqual([['mirror-k-1'], ['outbox-k-1']]);
  expect(new Set(opened)).toEqual(new Set(['mirror']));
  expect((await createIdbStore('k-1', schedule).load()).image.cursor).toBe('k1');
});

test('the mirror is deleted where it lies, also under the names that were begun there', async () => {
  const mirror = createIdbStore('k-1', schedule);
  await mirror.commit(aCommit());
  const held = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = mirrors.open('mirror-k-1');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  expect(await mirror.wipe()).toEqual({ left: ['mirror-k-1'] });
  expect(await namesIn(mirrors)).toContain('mirror-k-1~2');
  held.close();
  expect(await createIdbStore('k-1', schedule).wipe()).toEqual({ left: [] });
  expect(await namesIn(mirrors)).toEqual([]);
});

test.each([
  ['UnknownError', 'broken'],
  ['QuotaExceededError', 'full'],
  ['SecurityError', 'denied'],
])('a bucket that the browser refuses with %s fails as a database would (%s), and is asked for again', async (name) => {
  const mirror = createIdbStore('k-1', schedule);
  // Each use asks for its name and its place, and a broken one is opened twice.
  refusals = Array.from({ length: 4 }, () => new DOMException('no bucket', name));
  await expect(mirror.load()).rejects.toMatchObject({ name });
  refusals = [];
  expect((await mirror.load()).image).toEqual(emptyImage);
  expect(await namesIn(ordinary)).toEqual([]);
});
