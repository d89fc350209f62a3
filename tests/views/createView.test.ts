import { describe, expect, it, vi } from 'vitest';
import type { Query } from '../../lib/domain/query.ts';
import { everything } from '../../lib/domain/query.ts';
import type { Agent, Conversation, Workstream } from '../../lib/domain/records.ts';
import { createMirror } from '../../lib/mirror/createMirror.ts';
import { createMemoryStore } from '../../lib/mirror/memoryStore.ts';
import { createView } from '../../lib/views/createView.ts';
import { aConversation, anAgent, anOpenConversation, aQueue, aWorkstream, morning } from '../builders.ts';

function aFloor(...rows: Conversation[]) {
  const { mirror } = createMirror({ store: createMemoryStore(), now: () => morning, schedule: () => undefined });
  const put = (...conversations: Conversation[]) =>
    mirror.apply({ changes: conversations.map((row) => ({ kind: 'conversation', row })) });
  const putAgent = (row: Agent) => mirror.apply({ changes: [{ kind: 'agent', row }] });
  const putWorkstream = (row: Workstream) => mirror.apply({ changes: [{ kind: 'workstream', row }] });
  put(...rows);
  const ask = (query: Partial<Query>) => createView(mirror, { ...everything, count: 50, ...query });
  return { mirror, put, putAgent, putWorkstream, ask };
}
const minute = 60_000;

describe('orders', () => {
  it('lists the most overdue first, those without a limit after them by time in state', () => {
    const { ask, putWorkstream } = aFloor(
      aConversation({ id: 'no-limit-new', workstreamId: 'w-2', stateSince: morning }),
      aConversation({ id: 'no-limit-old', workstreamId: 'w-2', stateSince: morning - 9 * minute }),
      aConversation({ id: 'due-late', stateSince: morning }),
      anOpenConversation({ id: 'due-soon', waitingSince: morning - 30 * minute }),
    );
    putWorkstream(aWorkstream({ waitingLimit: minute, handlingLimit: 10 * minute }));
    const view = ask({});
    expect(view.window().ids).toEqual(['due-soon', 'due-late', 'no-limit-old', 'no-limit-new']);
  });

  it('sorts anew when the limits of a workstream change', () => {
    const { ask, putWorkstream } = aFloor(
      aConversation({ id: 'b', stateSince: morning }),
      aConversation({ id: 'a', stateSince: morning - minute, workstreamId: 'w-2' }),
    );
    const view = ask({});
    expect(view.window().ids).toEqual(['a', 'b']);
    putWorkstream(aWorkstream({ handlingLimit: minute }));
    expect(view.window().ids).toEqual(['b', 'a']);
  });

  it('sorts anew when an agent is renamed, and finds the new name only', () => {
    const { ask, putAgent } = aFloor(
      aConversation({ id: 'xs', agentId: 'a-x' }),
      aConversation({ id: 'ys', agentId: 'a-y' }),
    );
    putAgent(anAgent({ id: 'a-x', name: 'Adam' }));
    putAgent(anAgent({ id: 'a-y', name: 'Berta' }));
    const view = ask({ sort: { key: 'agent', descending: false } });
    const found = ask({ search: 'adam' });
    expect([view.window().ids, found.window().ids]).toEqual([['xs', 'ys'], ['xs']]);
    putAgent(anAgent({ id: 'a-x', name: 'Zoe' }));
    expect([view.window().ids, found.window().ids]).toEqual([['ys', 'xs'], []]);
  });

  it.each([
    ['waiting', { waitingSince: morning }],
    ['sentiment', { sentiment: { level: 3, source: 'backend' } }],
    ['agent', { agentId: 'a-x' }],
    ['queue', { queueId: 'q-1' }],
  ] as const)('lists rows without %s last in both directions', (key, having) => {
    const bare = { sentiment: { level: 'unknown', source: 'backend' } } as const;
    const { agentId: _agent, queueId: _queue, ...nobodys } = aConversation({ id: 'a-lacks', ...bare });
    const { ask } = aFloor(nobodys, { ...nobodys, id: 'b-has', ...having });
    for (const descending of [false, true]) {
      expect(ask({ sort: { key, descending } }).window().ids).toEqual(['b-has', 'a-lacks']);
    }
  });
});

describe('search', () => {
  const { ask, mirror } = aFloor(
    aConversation({ id: 'c-1', customer: { name: 'Dana Levi' }, subject: 'Parcel lost' }),
    aConversation({ id: 'c-2', customer: { name: 'Dan Cohen' }, channel: 'unknown:fax', queueId: 'q-7' }),
  );
  mirror.apply({ changes: [{ kind: 'queue', row: aQueue({ id: 'q-7', name: 'Returns' }) }] });
  it.each([
    ['dan', ['c-1', 'c-2']],
    ['DAN lost', ['c-1']],
    ['levi  parcel', ['c-1']],
    ['leviparcel', []],
    ['xenia', []],
    ['a-x', ['c-1', 'c-2']],
    ['returns', ['c-2']],
    ['fax', ['c-2']],
    ['C-2', ['c-2']],
  ])('for "%s" finds %j', (search, ids) => {
    expect(ask({ search }).window().ids).toEqual(ids);
  });

  it('finds again what a longer search had left out', () => {
    const view = ask({ search: 'dan' });
    for (const search of ['dana', 'dana l', 'dan', '']) view.setQuery({ ...everything, count: 50, search });
    expect(view.window().ids).toEqual(['c-1', 'c-2']);
  });
});

describe('a held list', () => {
  const inOrder = (...ids: string[]) => ids.map((id, i) => aConversation({ id, stateSince: morning + i }));

  it('keeps order, length and rows that left, updates rows in place, and says how much is waiting', () => {
    const { ask, put, mirror } = aFloor(...inOrder('a', 'b', 'c', 'd'));
    const view = ask({});
    view.hold(true);
    put(aConversation({ id: 'e', stateSince: 0 }));
    put(aConversation({ id: 'a', stateSince: morning + 99, subject: 'moved', version: 2 }));
    put(aConversation({ id: 'b', state: 'closed', version: 2 }));
    mirror.apply({ changes: [{ kind: 'removed', id: 'c', version: 2 }] });
    const { ids, rows, total, held, waitingChanges } = view.window();
    expect([ids, total, held, waitingChanges]).toEqual([['a', 'b', 'c', 'd'], 4, true, 4]);
    expect([rows[0]?.subject, rows[1]?.state, rows[2]?.id]).toEqual(['moved', 'closed', 'c']);
    view.hold(false);
    const released = view.window();
    expect([released.ids, released.held, released.waitingChanges]).toEqual([['e', 'd', 'a'], false, 0]);
  });

  it('counts nothing for a row that changes and keeps its place', () => {
    const { ask, put } = aFloor(...inOrder('a', 'b'));
    const view = ask({});
    view.hold(true);
    put(aConversation({ id: 'a', stateSince: morning - 1, version: 2 }));
    expect(view.window().waitingChanges).toBe(0);
  });

  it('orders anew for another question, and holds that order', () => {
    const { ask, put } = aFloor(...inOrder('a', 'b'));
    const view = ask({});
    view.hold(true);
    put(aConversation({ id: 'a', stateSince: morning + 99, version: 2 }));
    view.setQuery({ ...everything, count: 50, search: 'c' });
    expect(view.window()).toMatchObject({ ids: ['b', 'a'], held: true, waitingChanges: 0 });
    put(aConversation({ id: 'b', stateSince: morning + 199, version: 2 }));
    expect(view.window().ids).toEqual(['b', 'a']);
  });
});

describe('telling', () => {
  it('says nothing of changes that the list does not show', () => {
    const { ask, put } = aFloor(aConversation({ id: 'a' }));
    const view = ask({ filter: { ...everything.filter, queueIds: ['q-1'] }, search: 'parcel' });
    const listener = vi.fn();
    view.subscribe(listener);
    put(aConversation({ id: 'b', queueId: 'q-2' }), aConversation({ id: 'c', subject: 'Refund' }));
    expect(listener).not.toHaveBeenCalled();
    put(aConversation({ id: 'a', version: 2 }), aConversation({ id: 'd' }));
    expect(listener.mock.calls).toEqual([['changed']]);
  });

  it('says nothing after it was stopped', () => {
    const { ask, put } = aFloor();
    const view = ask({});
    const listener = vi.fn();
    view.subscribe(listener);
    view.stop();
    put(aConversation());
    expect(listener).not.toHaveBeenCalled();
  });
});

it('is right after thousands of rows at once', () => {
  const rows = Array.from({ length: 3000 }, (_, i) => aConversation({ id: `c-${i}`, stateSince: morning - i }));
  const { ask, mirror } = aFloor(...rows.slice(0, 1500));
  const view = ask({ from: 2, search: 'parcel' });
  view.hold(true);
  const news = rows.slice(1000).map((row) => ({ ...row, version: 2, subject: 'parcel again' }));
  mirror.replace({ conversations: news, agents: [], queues: [], workstreams: [] }, 'k', morning);
  expect(view.window()).toMatchObject({
    total: 1500,
    ids: rows
      .slice(1448, 1498)
      .reverse()
      .map(({ id }) => id),
  });
  expect(view.window().waitingChanges).toBe(1000 + 1500);
  view.hold(false);
  const { total, ids, rows: shown } = view.window();
  expect([total, ids.slice(0, 2), shown[0]?.subject]).toEqual([2000, ['c-2997', 'c-2996'], 'parcel again']);
});
