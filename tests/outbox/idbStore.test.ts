import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Operation } from '../../lib/domain/actions.ts';
import { createIdbStore, databaseName } from '../../lib/outbox/idbStore.ts';
import { createMemoryStore } from '../../lib/outbox/memoryStore.ts';
import type { NewLogEntry, OutboxStore } from '../../lib/outbox/store.ts';
import { morning } from '../builders.ts';
import { schedule } from '../realTime.ts';
import { anAction } from './scene.ts';

function anOperation(overrides: Partial<Operation> = {}): Operation {
  const { id = 'o-1' } = overrides;
  const action = anAction('transfer', { operationId: id });
  return { id, connectionId: 'k-1', action, account: 'a-me', state: 'queued', at: morning, attempts: 0, ...overrides };
}
function anEntry(overrides: Partial<NewLogEntry> = {}): NewLogEntry {
  const ids = { connectionId: 'k-1', account: 'a-me', conversationId: 'c-1', operationId: 'o-1' };
  return { at: morning, ...ids, action: 'transfer', outcome: 'asked', reasonCodes: [], ...overrides };
}

const opened: OutboxStore[] = [];
function open(): OutboxStore {
  const store = createIdbStore('k-1', schedule);
  opened.push(store);
  return store;
}
beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
});
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

describe.each([
  ['in IndexedDB', open],
  ['in memory', createMemoryStore],
])('The outbox kept %s', (_, create) => {
  test('gives back what was put, oldest first', async () => {
    const store = create();
    await store.add(anOperation({ id: 'o-2', at: morning + 1 }), anEntry());
    await store.add(anOperation(), undefined);
    await store.put(anOperation({ state: 'sending', attempts: 1 }), undefined);
    const { operations, unreadable } = await store.load();
    expect(operations.map(({ id, state }) => `${id} ${state}`)).toEqual(['o-1 sending', 'o-2 queued']);
    expect(unreadable).toBe(0);
  });

  test('adds an id once, and answers what is there', async () => {
    const store = create();
    await store.add(anOperation({ state: 'confirmed' }), anEntry());
    const again = await store.add(anOperation(), anEntry());
    expect(again).toMatchObject({ added: false, stored: { state: 'confirmed' } });
    expect(await store.read(undefined, 10)).toHaveLength(1);
  });

  test('numbers the log without gaps and reads it newest first, page by page', async () => {
    const store = create();
    for (const outcome of ['asked', 'unknown', 'done'] as const) await store.append(anEntry({ outcome }));
    const newest = await store.read(undefined, 2);
    expect(newest.map(({ sequence, outcome }) => `${sequence} ${outcome}`)).toEqual(['3 done', '2 unknown']);
    expect((await store.read(2, 2)).map(({ sequence }) => sequence)).toEqual([1]);
  });

  test('lets go of what is old, and never of what is open', async () => {
    const store = create();
    await store.add(anOperation({ id: 'o-old', state: 'confirmed', settledAt: morning }), anEntry());
    await store.add(anOperation({ id: 'o-open' }), anEntry({ at: morning + 10 }));
    await store.prune(morning + 1, morning + 1);
    expect((await store.load()).operations.map(({ id }) => id)).toEqual(['o-open']);
    expect((await store.read(undefined, 10)).map(({ sequence }) => sequence)).toEqual([2]);
    await store.append(anEntry());
    expect((await store.read(undefined, 1))[0]?.sequence).toBe(3);
  });
});

test('Every write is strict: acknowledged means on the disk, not handed to the system', async () => {
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
  const store = open();
  await store.add(anOperation(), anEntry());
  await store.put(anOperation(), undefined);
  const writes = transaction.mock.calls.filter(([, mode]) => mode === 'readwrite');
  expect(writes.map(([, , options]) => options)).toEqual([{ durability: 'strict' }, { durability: 'strict' }]);
});

test('Operation and log entry are on the disk together or not at all', async () => {
  const store = open();
  const unstorable = { ...anEntry(), reasonCodes: [() => 'no database takes a function'] } as unknown as NewLogEntry;
  await expect(store.add(anOperation(), unstorable)).rejects.toThrow();
  expect(await store.load()).toEqual({ operations: [], unreadable: 0 });
  await store.append(anEntry());
  expect((await store.read(undefined, 1))[0]?.sequence).toBe(1);
});

test('A handle that was lost is opened anew', async () => {
  const store = open();
  await store.add(anOperation(), undefined);
  // Another context upgrades the database: this one must let go, and find everything afterwards.
  const newer = await openDB(databaseName('k-1'), 2, { upgrade() {} });
  newer.close();
  await expect(store.load()).rejects.toMatchObject({ name: 'VersionError' });
  await deleteDB(databaseName('k-1'));
  expect((await store.load()).operations).toEqual([]);
});

test('An operation that cannot be understood stays on the disk and is counted', async () => {
  const store = open();
  await store.add(anOperation(), undefined);
  await store.put({ ...anOperation({ id: 'o-2' }), state: 'levitating' as Operation['state'] }, undefined);
  expect(await store.load()).toMatchObject({ operations: [{ id: 'o-1' }], unreadable: 1 });
});

test('A database that is deleted meanwhile tells that it had to be made anew', async () => {
  const store = open();
  const made: string[] = [];
  store.onCreated(() => made.push('made'));
  await store.add(anOperation(), undefined);
  await deleteDB(databaseName('k-1'));
  expect((await store.load()).operations).toEqual([]);
  expect(made).toEqual(['made', 'made']);
});

test('What cannot be understood is kept however old it is', async () => {
  const store = open();
  const strange = { ...anOperation({ settledAt: 1 }), state: 'levitating' as Operation['state'] };
  await store.put(strange, undefined);
  await store.prune(morning, morning);
  expect((await store.load()).unreadable).toBe(1);
});

test.each([
  ['full', new DOMException('no room', 'QuotaExceededError')],
  ['full', new DOMException('Connection is closing because of: IO error: FILE_ERROR_NO_SPACE', 'UnknownError')],
  ['denied', new DOMException('The user denied permission to access the database.', 'UnknownError')],
  ['denied', new DOMException('no', 'SecurityError')],
  ['broken', new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError')],
])('A write that is refused as %s says so, until one succeeds', async (trouble, error) => {
  let changes = 0;
  const store = createIdbStore('k-1', schedule, () => (changes += 1));
  opened.push(store);
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw error;
  });
  await expect(store.put(anOperation(), undefined)).rejects.toBe(error);
  expect([store.trouble, changes]).toEqual([trouble, 1]);
  put.mockRestore();
  await store.put(anOperation(), undefined);
  expect([store.trouble, changes]).toEqual([undefined, 2]);
});
