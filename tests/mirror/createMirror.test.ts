import { describe, expect, it, vi } from 'vitest';
import type { Change } from '../../lib/connectors/connector.ts';
import { StorageError } from '../../lib/database.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import { createMirror } from '../../lib/mirror/createMirror.ts';
import { createMemoryStore } from '../../lib/mirror/memoryStore.ts';
import type { Delta } from '../../lib/mirror/mirror.ts';
import type { MirrorStore } from '../../lib/mirror/store.ts';
import { aConversation, anAgent, aQueue, aWorkstream, morning } from '../builders.ts';
import { createTimers, day, hour } from './scene.ts';

function aMirror({ store = createMemoryStore(), retention = day }: { store?: MirrorStore; retention?: number } = {}) {
  const timers = createTimers();
  const clock = { now: morning };
  const kept = createMirror({ store, now: () => clock.now, schedule: timers.schedule, retention });
  let sequence = 0;
  const apply = (...changes: Change[]) => {
    sequence += 1;
    kept.mirror.apply({ changes, cursor: `k${sequence}`, asOf: sequence });
  };
  return { ...kept, kept, clock, timers, apply, store };
}
const row = (overrides: Partial<Conversation>): Change => ({ kind: 'conversation', row: aConversation(overrides) });
const removed = (version: number): Change => ({ kind: 'removed', id: 'c-1', version });
const nothing = { conversations: [], agents: [], queues: [], workstreams: [] };

describe('what a change may do to a row', () => {
  const open = { state: 'open' } as const;
  const closed = { state: 'closed' } as const;
  it.each<[sentence: string, changes: Change[], expected: [state: string, version: number] | undefined]>([
    ['takes a newer version', [row({ version: 1 }), row({ ...open, version: 2 })], ['open', 2]],
    ['ignores an older version', [row({ version: 2 }), row({ ...open, version: 1 })], ['active', 2]],
    ['ignores the same version again', [row({ version: 2 }), row({ ...open, version: 2 })], ['active', 2]],
    ['never lets a closed row come back', [row({ ...closed, version: 1 }), row({ version: 9 })], ['closed', 1]],
    ['lets a closed row learn more', [row({ ...closed, version: 1 }), row({ ...closed, version: 2 })], ['closed', 2]],
    ['removes what was deleted', [row({ version: 1 }), removed(2)], undefined],
    ['does not revive the deleted from a late page', [row({ version: 1 }), removed(3), row({ version: 3 })], undefined],
    ['remembers a deletion that came first', [removed(3), row({ version: 2 })], undefined],
    ['takes a row newer than its deletion', [removed(3), row({ version: 4 })], ['active', 4]],
    ['ignores a deletion older than the row', [row({ version: 4 }), removed(3)], ['active', 4]],
    [
      'never revives what was closed and deleted',
      [row({ ...closed, version: 1 }), removed(2), row({ version: 9 })],
      undefined,
    ],
    ['does not take in what was closed too long ago', [row({ ...closed, stateSince: morning - day })], undefined],
  ])('%s', (_, changes, expected) => {
    for (const atOnce of [true, false]) {
      const { mirror, apply } = aMirror();
      if (atOnce) apply(...changes);
      else for (const change of changes) apply(change);
      const left = mirror.conversation('c-1');
      expect(left && [left.state, left.version]).toEqual(expected);
    }
  });

  it('tells one delta per batch, first row before and last row after', () => {
    const { mirror, apply } = aMirror();
    apply(row({ version: 1 }));
    const deltas: Delta[] = [];
    mirror.subscribe((delta) => deltas.push(delta));
    apply(row({ version: 2 }), row({ version: 3 }), { kind: 'agent', row: anAgent() });
    expect(deltas).toHaveLength(1);
    const [change] = deltas[0]?.conversations ?? [];
    expect([change?.before?.version, change?.after?.version, deltas[0]?.directory]).toEqual([1, 3, true]);
  });

  it('tells nothing when a batch changes nothing, agents sent again included', () => {
    const { mirror, apply } = aMirror();
    apply(row({}), { kind: 'agent', row: anAgent() }, { kind: 'queue', row: aQueue() });
    const listener = vi.fn();
    mirror.subscribe(listener);
    apply(row({}), { kind: 'agent', row: anAgent() }, { kind: 'queue', row: aQueue() });
    expect([listener.mock.calls.length, mirror.revision, mirror.cursor, mirror.asOf]).toEqual([0, 1, 'k2', 2]);
  });

  it('keeps cursor and time when single rows are applied', () => {
    const { mirror, apply } = aMirror();
    apply();
    mirror.apply({ changes: [row({})] });
    expect([mirror.size, mirror.cursor, mirror.asOf]).toEqual([1, 'k1', 1]);
  });
});

describe('a full reading', () => {
  it('replaces everything in one delta, with no empty moment', () => {
    const { mirror, apply } = aMirror();
    apply(row({ id: 'c-1' }), row({ id: 'c-2' }), { kind: 'agent', row: anAgent() }, { kind: 'queue', row: aQueue() });
    const deltas: Delta[] = [];
    mirror.subscribe((delta) => deltas.push(delta));
    const conversations = [aConversation({ id: 'c-2' }), aConversation({ id: 'c-3' })];
    mirror.replace({ ...nothing, conversations, workstreams: [aWorkstream()] }, 'k9', 9);
    expect(deltas).toHaveLength(1);
    expect(deltas[0]?.conversations.map(({ id, after }) => [id, after !== undefined])).toEqual([
      ['c-3', true],
      ['c-1', false],
    ]);
    expect([[...mirror.agents()], [...mirror.queues()], [...mirror.workstreams()].length]).toEqual([[], [], 1]);
  });

  it('does not set a row back that a push has brought further meanwhile', () => {
    const { mirror, apply } = aMirror();
    apply(row({ version: 5 }));
    mirror.replace({ ...nothing, conversations: [aConversation({ version: 4, state: 'open' })] }, 'k9', 9);
    expect(mirror.conversation('c-1')?.version).toBe(5);
  });

  it('lets come again what it missed: a row it dropped is taken with the version it had', () => {
    const { mirror, apply } = aMirror();
    apply(row({ version: 5 }));
    mirror.replace(nothing, 'k9', 9);
    expect(mirror.size).toBe(0);
    apply(row({ version: 5 }));
    expect(mirror.size).toBe(1);
  });
});

describe('letting go', () => {
  it('drops closed conversations after their retention, and a late page does not bring them back', () => {
    const { kept, mirror, apply } = aMirror({ retention: 2 * hour });
    apply(row({ id: 'c-1', state: 'closed', version: 2 }), row({ id: 'c-2', version: 2 }));
    kept.prune(morning + 2 * hour - 1);
    expect(mirror.size).toBe(2);
    kept.prune(morning + 2 * hour);
    expect([...mirror.conversations()].map(({ id }) => id)).toEqual(['c-2']);
    apply(row({ id: 'c-1', version: 9 }));
    expect(mirror.size).toBe(1);
  });

  it('forgets a deletion after a day', () => {
    const { kept, clock, mirror, apply } = aMirror();
    apply(removed(3));
    clock.now = morning + day - 1;
    kept.prune(clock.now);
    apply(row({ version: 3 }));
    expect(mirror.size).toBe(0);
    clock.now = morning + day;
    kept.prune(clock.now);
    apply(row({ version: 3 }));
    expect(mirror.size).toBe(1);
  });
});

/** A memory store that counts its writes and can be held or broken. */
function watchedStore() {
  const inner = createMemoryStore();
  const writes: string[] = [];
  let gate: Promise<void> = Promise.resolve();
  let failure: Error | undefined;
  let running = 0;
  let most = 0;
  async function write<T>(name: string, work: () => Promise<T>): Promise<T> {
    writes.push(name);
    running += 1;
    most = Math.max(most, running);
    try {
      await gate;
      if (failure !== undefined) throw failure;
      return await work();
    } finally {
      running -= 1;
    }
  }
  const store: MirrorStore = {
    ...inner,
    async load() {
      if (failure !== undefined) throw failure;
      return inner.load();
    },
    commit: (commit) =>
      write(`commit ${commit.cursor} ${commit.puts.conversations.map(({ id }) => id)}`, () => inner.commit(commit)),
    replace: (image) => write(`replace ${image.cursor}`, () => inner.replace(image)),
  };
  return {
    store,
    inner,
    writes,
    mostAtOnce: () => most,
    fail: (error: Error) => {
      failure = error;
    },
    mend: () => {
      failure = undefined;
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
  };
}

describe('writing the image', () => {
  it('gathers changes for 250 ms into one commit of rows and cursor', async () => {
    const { store, writes } = watchedStore();
    const { apply, timers, mirror } = aMirror({ store });
    apply(row({ id: 'c-1' }));
    timers.pass(100);
    apply(row({ id: 'c-2' }), row({ id: 'c-1', version: 2 }));
    timers.pass(149);
    expect(writes).toEqual([]);
    timers.pass(1);
    await mirror.flushed();
    expect(writes).toEqual(['commit k2 c-1,c-2']);
    expect(timers.waiting).toBe(0);
  });

  it('has one commit under way at a time and merges what comes meanwhile into the next', async () => {
    const { store, writes, hold, mostAtOnce } = watchedStore();
    const { apply, timers, mirror } = aMirror({ store });
    const release = hold();
    apply(row({ id: 'c-1' }));
    timers.pass(250);
    await vi.waitFor(() => expect(writes).toHaveLength(1));
    apply(row({ id: 'c-2' }));
    timers.pass(250);
    apply(row({ id: 'c-3' }));
    timers.pass(250);
    release();
    await mirror.flushed();
    expect([writes, mostAtOnce()]).toEqual([['commit k1 c-1', 'commit k3 c-2,c-3'], 1]);
  });

  it('writes a mere passing of time with its cursor', async () => {
    const { store, inner } = watchedStore();
    const { mirror } = aMirror({ store });
    mirror.touch('k7', 77);
    await mirror.flushed();
    const { image } = await inner.load();
    expect([image.cursor, image.asOf]).toEqual(['k7', 77]);
  });

  it('writes nothing after it was stopped, and stop waits for the commit under way', async () => {
    const { store, writes, hold } = watchedStore();
    const { apply, timers, kept } = aMirror({ store });
    const release = hold();
    apply(row({ id: 'c-1' }));
    timers.pass(250);
    await vi.waitFor(() => expect(writes).toHaveLength(1));
    let stopped = false;
    const stopping = kept.stop().then(() => {
      stopped = true;
    });
    apply(row({ id: 'c-2' }));
    timers.pass(1000);
    expect(stopped).toBe(false);
    release();
    await stopping;
    expect(writes).toHaveLength(1);
  });
});

describe('starting', () => {
  it('tells views that already look what the image held, in one delta', async () => {
    const first = aMirror();
    first.apply(row({ id: 'c-1' }), { kind: 'agent', row: anAgent() });
    await first.mirror.flushed();
    const second = aMirror({ store: first.store });
    const deltas: Delta[] = [];
    second.mirror.subscribe((delta) => deltas.push(delta));
    expect(await second.kept.load()).toEqual({ unreadable: 0 });
    expect(deltas.map(({ conversations, directory }) => [conversations.map(({ id }) => id), directory])).toEqual([
      [['c-1'], true],
    ]);
    expect([second.mirror.cursor, second.mirror.asOf]).toEqual(['k1', 1]);
  });

  it('asks for everything anew when rows were unreadable, and writes the image whole', async () => {
    const { store, inner, writes } = watchedStore();
    await inner.replace({ ...nothing, conversations: [aConversation()], tombstones: [], cursor: 'k5', asOf: 5 });
    store.load = async () => ({ ...(await inner.load()), unreadable: 2 });
    const { kept, mirror } = aMirror({ store });
    expect(await kept.load()).toEqual({ unreadable: 2 });
    expect([mirror.size, mirror.cursor]).toEqual([1, undefined]);
    await mirror.flushed();
    expect(writes).toEqual(['replace undefined']);
  });
});

describe('a store that fails', () => {
  it('leaves the mirror whole in memory, says why once, and is not asked again', async () => {
    const { store, writes, fail } = watchedStore();
    const { kept, mirror, apply, timers } = aMirror({ store });
    const states: string[] = [];
    kept.onStorage((storage) => states.push(storage.state === 'failed' ? storage.reason : storage.state));
    apply(row({ id: 'c-1' }));
    fail(new DOMException('The disk is full', 'QuotaExceededError'));
    await mirror.flushed();
    apply(row({ id: 'c-2' }));
    timers.pass(1000);
    await mirror.flushed();
    expect([mirror.size, states, writes.length]).toEqual([2, ['QuotaExceededError: The disk is full'], 1]);
    expect(kept.storage).toEqual({ state: 'failed', trouble: 'full', reason: 'QuotaExceededError: The disk is full' });
  });

  it('is tried again after 1, 5 and 30 s and then no more, while memory goes on; an image that cannot be read, too', async () => {
    const { store, fail, writes, mend } = watchedStore();
    fail(new DOMException('Internal error opening backing store', 'UnknownError'));
    const { kept, mirror, apply, timers } = aMirror({ store });
    expect(await kept.load()).toEqual({ unreadable: 0 });
    apply(row({ id: 'c-1' }));
    const tried: number[] = [];
    for (const pause of [1_000, 5_000, 30_000]) {
      expect(kept.storage.state).toBe('ok');
      timers.pass(pause - 1);
      await mirror.flushed();
      const before = writes.length;
      timers.pass(1);
      await mirror.flushed();
      tried.push(writes.length - before);
      apply(row({ id: `c-${pause}` }));
    }
    expect([tried, kept.storage]).toMatchObject([[1, 1, 1], { state: 'failed', trouble: 'broken' }]);
    mend();
    timers.pass(3_600_000);
    await mirror.flushed();
    expect([mirror.size, writes.length]).toEqual([4, 3]);
  });

  it('gets the whole picture when it comes back, changes that came meanwhile included', async () => {
    const { store, inner, fail, mend } = watchedStore();
    const { kept, mirror, apply, timers } = aMirror({ store });
    apply(row({ id: 'c-1' }), row({ id: 'c-2' }));
    await mirror.flushed();
    fail(new DOMException('Internal error', 'UnknownError'));
    apply(row({ id: 'c-3' }));
    await mirror.flushed();
    mirror.replace({ ...nothing, conversations: [aConversation({ id: 'c-4' })] }, 'k9', 9);
    mend();
    timers.pass(1_000);
    await mirror.flushed();
    const { image } = await inner.load();
    expect([image.conversations.map(({ id }) => id), image.cursor, kept.storage]).toEqual([
      ['c-4'],
      'k9',
      { state: 'ok' },
    ]);
  });

  it('is asked again every 5 s while an older page keeps it, as long as it takes', async () => {
    const { store, inner, fail, mend } = watchedStore();
    fail(new StorageError('blocked', 'An older page'));
    const { kept, mirror, apply, timers } = aMirror({ store });
    const states: string[] = [];
    kept.onStorage((storage) => states.push(storage.state));
    await kept.load();
    apply(row({ id: 'c-1' }));
    for (let tries = 0; tries < 100; tries += 1) {
      timers.pass(5_000);
      await mirror.flushed();
    }
    expect(states).toEqual(['failed']);
    mend();
    timers.pass(5_000);
    await mirror.flushed();
    expect([states, (await inner.load()).image.conversations.length]).toEqual([['failed', 'ok'], 1]);
  });

  it('that no longer has the image it was given is given the whole one, never a part (FA23)', async () => {
    const { store, inner, writes } = watchedStore();
    const { mirror, apply } = aMirror({ store });
    apply(row({ id: 'c-1' }), row({ id: 'c-2' }));
    await mirror.flushed();
    await inner.wipe();
    const { commit } = inner;
    inner.commit = async () => {
      inner.commit = commit;
      return false;
    };
    apply(row({ id: 'c-3' }));
    await mirror.flushed();
    expect((await inner.load()).image.conversations.map(({ id }) => id)).toEqual(['c-1', 'c-2', 'c-3']);
    expect(writes.at(-1)).toBe('replace k2');
  });
});

describe('a rebuild', () => {
  it('shows the old picture until everything was read, then has exactly what was read, whatever the old one said', async () => {
    const { store, inner, writes } = watchedStore();
    const { kept, mirror, apply } = aMirror({ store });
    apply(row({ id: 'c-1', version: 999, subject: 'damaged' }), row({ id: 'c-2', state: 'closed', version: 7 }), {
      kind: 'removed',
      id: 'c-3',
      version: 999,
    });
    await mirror.flushed();
    await kept.rebuild();
    expect([mirror.size, mirror.cursor, kept.rebuilding]).toEqual([2, undefined, true]);
    expect((await inner.load()).image).toMatchObject({ conversations: [], cursor: undefined });
    mirror.apply({ changes: [row({ id: 'c-4', version: 5 })] });
    await mirror.flushed();
    expect((await inner.load()).image.conversations).toEqual([]);
    const read = [
      aConversation({ id: 'c-1', version: 3 }),
      aConversation({ id: 'c-2', version: 7 }),
      aConversation({ id: 'c-3' }),
      // Read before what has been heard of it since.
      aConversation({ id: 'c-4', version: 4 }),
    ];
    mirror.replace({ ...nothing, conversations: read }, 'k9', 9);
    const shown = [...mirror.conversations()].map(({ id, version, state }) => `${id} ${version} ${state}`).sort();
    expect(shown).toEqual(['c-1 3 active', 'c-2 7 active', 'c-3 1 active', 'c-4 5 active']);
    await mirror.flushed();
    expect((await inner.load()).image).toMatchObject({ cursor: 'k9', tombstones: [] });
    expect([writes.at(-1), kept.rebuilding]).toEqual(['replace k9', false]);
  });

  it('begins to store again what had been given up', async () => {
    const { store, inner, fail, mend } = watchedStore();
    const { kept, mirror, apply } = aMirror({ store });
    fail(new DOMException('The disk is full', 'QuotaExceededError'));
    apply(row({ id: 'c-1' }));
    await mirror.flushed();
    mend();
    await kept.rebuild();
    mirror.replace({ ...nothing, conversations: [aConversation({ id: 'c-1' })] }, 'k2', 2);
    await mirror.flushed();
    expect([kept.storage.state, (await inner.load()).image.conversations.length]).toEqual(['ok', 1]);
  });

  it('whose image could not be thrown away still reads anew, and says what the storage is worth', async () => {
    const { store, fail } = watchedStore();
    const { kept, mirror, apply } = aMirror({ store });
    apply(row({ id: 'c-1' }));
    await mirror.flushed();
    store.wipe = () => Promise.reject(new DOMException('no', 'SecurityError'));
    fail(new DOMException('no', 'SecurityError'));
    await expect(kept.rebuild()).rejects.toThrow('no');
    mirror.replace({ ...nothing, conversations: [aConversation({ id: 'c-2' })] }, 'k2', 2);
    await Promise.resolve();
    await mirror.flushed();
    expect([mirror.size, kept.storage]).toMatchObject([1, { state: 'failed', trouble: 'denied' }]);
  });
});

describe('a row of which something newer cannot be understood', () => {
  const unreadable = (version: number, ...ids: string[]) => ({ changes: [], unreadable: ids, cursor: `u${version}` });

  it('stays, as of the last picture in which it was understood, until a newer version is', () => {
    const { mirror, apply } = aMirror();
    apply(row({ version: 1 }));
    mirror.touch('k', morning + hour);
    const deltas: Delta[] = [];
    mirror.subscribe((delta) => deltas.push(delta));
    mirror.apply({ ...unreadable(2, 'c-1', 'c-nobody-knows'), asOf: morning + 2 * hour });
    mirror.apply({ ...unreadable(3, 'c-1'), asOf: morning + 3 * hour });
    expect(mirror.conversation('c-1')).toMatchObject({ version: 1, olderSince: morning + hour });
    expect(deltas).toHaveLength(1);
    apply(row({ version: 4 }));
    expect(mirror.conversation('c-1')).toEqual(aConversation({ version: 4 }));
  });

  it('is no longer called older when the very same version is understood', () => {
    const { mirror, apply } = aMirror();
    apply(row({ version: 1 }));
    mirror.apply(unreadable(2, 'c-1'));
    apply(row({ version: 1 }));
    expect(mirror.conversation('c-1')).toEqual(aConversation({ version: 1 }));
  });

  it('is still called older when a newer version comes on its own: that may be older than what was not understood', () => {
    const { mirror, apply } = aMirror();
    apply(row({ version: 1 }));
    mirror.apply(unreadable(3, 'c-1'));
    mirror.update(aConversation({ version: 2 }));
    expect(mirror.conversation('c-1')).toMatchObject({ version: 2, olderSince: 1 });
    apply(row({ version: 3 }));
    expect(mirror.conversation('c-1')).toEqual(aConversation({ version: 3 }));
  });

  it('is not lost by a full reading that cannot understand it (FA19, FA29)', () => {
    const { mirror, apply } = aMirror();
    apply(row({ version: 1 }), row({ id: 'c-2' }));
    mirror.replace({ ...nothing, unreadable: ['c-1'] }, 'k', morning);
    expect([...mirror.conversations()]).toMatchObject([{ id: 'c-1', olderSince: 1 }]);
  });

  it('is remembered by the restart image', async () => {
    const { mirror, apply, store } = aMirror();
    apply(row({ version: 1 }));
    mirror.apply(unreadable(2, 'c-1'));
    await mirror.flushed();
    const again = aMirror({ store });
    await again.load();
    expect(again.mirror.conversation('c-1')?.olderSince).toBe(1);
  });
});

it('a row that came on its own is news of what is there; it brings back nothing that a full reading no longer had', () => {
  const { mirror, apply } = aMirror();
  apply(row({ version: 1 }));
  mirror.update(aConversation({ version: 2 }));
  expect(mirror.conversation('c-1')?.version).toBe(2);
  mirror.replace(nothing, 'k', morning);
  mirror.update(aConversation({ version: 2 }));
  expect(mirror.size).toBe(0);
});

it('FA21: this machine’s clock, a day fast or slow, lets no closed row vanish or stay out', () => {
  for (const skew of [-day, day]) {
    const { kept, mirror, clock, apply } = aMirror();
    clock.now = morning + skew;
    apply(row({ state: 'closed', stateSince: morning - hour, observedAt: morning }));
    kept.prune(morning);
    expect(mirror.size).toBe(1);
    kept.prune(morning + day);
    expect(mirror.size).toBe(0);
  }
});
