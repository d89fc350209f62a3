/** Outboxes as earlier builds left them. A migration without its frozen/v<n>.json fails here. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Operation } from '../../lib/domain/actions.ts';
import type { LogEntry } from '../../lib/domain/log.ts';
import { createIdbStore, databaseName, migrations } from '../../lib/outbox/idbStore.ts';
import { type Frozen, readFrozen, thaw, versionsIn } from '../frozenDatabase.ts';
import { schedule } from '../realTime.ts';

const folder = `${import.meta.dirname}/frozen`;

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
});

test('every version that an outbox ever had stands here as an example', () => {
  expect(versionsIn(folder)).toEqual(migrations.map((_, index) => index + 1));
});

test.each(versionsIn(folder))(
  'an outbox of version %i is read whole, and its log goes on counting',
  async (version) => {
    const frozen = readFrozen<Frozen<{ operations: Operation[]; log: LogEntry[] }>>(folder, version);
    const { operations, log } = frozen.expected;
    const id = `k-${version}`;
    await thaw(databaseName(id), frozen);
    const store = createIdbStore(id, schedule);
    expect(await store.load()).toEqual({ operations, unreadable: 0 });
    expect(await store.read(undefined, 100)).toEqual(log);
    const [newest] = log;
    if (newest === undefined) throw new Error('the example has a log');
    const { sequence: _counted, ...entry } = newest;
    await store.append(entry);
    expect((await store.read(undefined, 1))[0]?.sequence).toBe(newest.sequence + 1);
    store.close();
  },
);
