import { signal } from '@preact/signals';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Window } from '../../lib/domain/query.ts';
import { createList, type ListModel } from '../../lib/models/list.ts';
import { aConversation } from '../builders.ts';
import { createFakeClient, type FakeClient } from '../fakeClient.ts';

let client: FakeClient;
let list: ListModel;
const connectionId = signal<string | undefined>('k-1');
const settled = () => new Promise((resolve) => setTimeout(resolve));

const row = (id: string, version = 1) =>
  aConversation({ id, version, customer: { name: `Customer ${id} v${version}` } });
function push(ids: string, more: Partial<Window> = {}): void {
  const all = ids.split(' ').filter((id) => id !== '');
  client.push('list', {
    total: all.length,
    from: 0,
    ids: all,
    rows: all.map((id) => row(id)),
    held: false,
    waitingChanges: 0,
    ...more,
  });
}
/** What the slots show, in order of place. */
const shown = () =>
  [...list.slots.value]
    .filter((slot) => slot.index.value >= 0)
    .sort((a, b) => a.index.value - b.index.value)
    .map((slot) => slot.id.value ?? '?')
    .join(' ');
function slotOf(id: string) {
  const slot = list.slots.value.find((one) => one.id.value === id);
  if (slot === undefined) throw new Error(`no slot shows ${id}`);
  return slot;
}

beforeEach(() => {
  client = createFakeClient();
  connectionId.value = 'k-1';
  list = createList(client, connectionId);
  list.start();
  list.show(0, 4);
});

describe('rows', () => {
  it('stand in the slots in the order that the worker gives', () => {
    push('a b c');
    expect(shown()).toBe('a b c');
    expect(list.total.value).toBe(3);
  });

  it('keep their slot when another row changes, and take over what the push says', () => {
    push('a b c');
    const before = slotOf('b');
    push('a b c', { rows: [row('b', 2)] });
    expect(slotOf('b')).toBe(before);
    expect(before.row.value?.customer.name).toBe('Customer b v2');
    expect(slotOf('a').row.value?.customer.name).toBe('Customer a v1');
  });

  it('are asked for beyond the window only when the eye comes near its end', async () => {
    push('a b c', { total: 500 });
    await settled();
    const asked = client.inputs('changeQuery').length;
    list.show(2, 4);
    await settled();
    expect(client.inputs('changeQuery')).toHaveLength(asked);
    list.show(200, 4);
    await settled();
    const query = client.inputs('changeQuery').at(-1)?.query;
    expect(query?.from).toBeLessThanOrEqual(197);
    expect((query?.from ?? 0) + (query?.count ?? 0)).toBeGreaterThanOrEqual(207);
  });

  it('that have not arrived leave their slots empty instead of showing others', () => {
    push('a b c', { total: 500 });
    list.show(200, 4);
    expect(
      shown()
        .split(' ')
        .every((id) => id === '?'),
    ).toBe(true);
  });

  it('of another connection leave nothing of the first behind', () => {
    push('a b c');
    connectionId.value = 'k-2';
    expect(list.total.value).toBeUndefined();
    expect(list.rowOf('a')).toBeUndefined();
    expect(client.standing('list').map(({ params }) => params().connectionId)).toEqual(['k-2']);
  });
});

describe('the query', () => {
  it('is sent once at a time, the newest next: no key stroke in between is asked', async () => {
    let answer = () => {};
    client.answer({ changeQuery: () => new Promise((resolve) => (answer = () => resolve(null))) });
    list.setSearch('r');
    list.setSearch('re');
    list.setSearch('ref');
    await settled();
    answer();
    await settled();
    expect(client.inputs('changeQuery').map(({ query }) => query.search)).toEqual(['r', 'ref']);
  });

  it('turns the order round when the chosen key is chosen again', () => {
    list.sortBy('customer');
    expect(list.query.value.sort).toEqual({ key: 'customer', descending: false });
    list.sortBy('customer');
    expect(list.query.value.sort).toEqual({ key: 'customer', descending: true });
  });

  it('begins at the top with every other filter, and a filter chosen twice is off', () => {
    list.show(200, 4);
    list.toggleFilter('states', 'open');
    expect(list.query.value).toMatchObject({ from: 0, filter: { states: ['open'] } });
    list.toggleFilter('states', 'open');
    expect(list.query.value.filter.states).toEqual([]);
  });

  it('survives a broken line: the mended subscription asks for the newest one', async () => {
    client.breakLine();
    list.setSearch('late');
    await settled();
    expect(client.standing('list')[0]?.params().query.search).toBe('late');
  });
});

it('shows no row going back when the worker comes back from an older image', () => {
  push('a b');
  push('b a', { rows: [row('a', 3)] });
  client.breakLine();
  client.mendLine();
  push('a b', { rows: [row('a', 1), row('b', 2)] });
  expect([slotOf('a').row.value?.version, slotOf('b').row.value?.version]).toEqual([3, 2]);
});

describe('hold', () => {
  beforeEach(() => push('a b c'));

  it('keeps out an order that was under way before the worker knew of it, but lets in what rows say', () => {
    list.hold('pointer');
    push('c b a', { rows: [row('a', 2)] });
    expect(shown()).toBe('a b c');
    expect(slotOf('a').row.value?.version).toBe(2);
  });

  it('tells the worker once, however many hold, and releases with the last one', async () => {
    list.hold('pointer');
    list.hold('menu');
    list.release('pointer');
    await settled();
    expect(client.inputs('holdList').map(({ held }) => held)).toEqual([true]);
    expect(list.isHeld.value).toBe(true);
    list.release('menu');
    await settled();
    expect(client.inputs('holdList').map(({ held }) => held)).toEqual([true, false]);
  });

  it('counts the changes that wait, and lets the new order in on release', () => {
    list.hold('pointer');
    push('a b c', { held: true, waitingChanges: 2 });
    expect(list.waitingChanges.value).toBe(2);
    list.release('pointer');
    push('c b a');
    expect(shown()).toBe('c b a');
    expect(list.waitingChanges.value).toBe(0);
  });

  it('lets waiting changes in once when asked to, and stays', async () => {
    list.hold('pointer');
    await settled();
    list.letIn();
    await settled();
    expect(list.isHeld.value).toBe(true);
    expect(client.inputs('holdList').map(({ held }) => held)).toEqual([true, false, true]);
  });

  it('never keeps back another list that was asked for', () => {
    list.hold('pointer');
    list.setSearch('x');
    push('c');
    expect(shown()).toBe('c');
  });

  it('is asked again after a mended line, whose subscription is not held', async () => {
    list.hold('pointer');
    client.breakLine();
    client.mendLine();
    await settled();
    expect(client.inputs('holdList').map(({ held }) => held)).toEqual([true, true]);
  });
});

describe('a click', () => {
  beforeEach(() => push('a b c'));

  it('means the row that was under the pointer as it went down', () => {
    list.pointerDown(slotOf('b'));
    expect(list.clicked(slotOf('b'))).toBe('b');
  });

  it('is refused, and says so, when the slot shows another row by then', () => {
    const slot = slotOf('a');
    list.pointerDown(slot);
    push('b a c');
    expect(list.clicked(slot)).toBeUndefined();
    expect(list.refused.value).toBe(true);
  });

  it('is refused when it ends on another slot than it began', () => {
    list.pointerDown(slotOf('a'));
    expect(list.clicked(slotOf('b'))).toBeUndefined();
  });

  it('after a refused one works again', () => {
    list.pointerDown(slotOf('a'));
    list.clicked(slotOf('b'));
    list.pointerDown(slotOf('c'));
    expect(list.refused.value).toBe(false);
    expect(list.clicked(slotOf('c'))).toBe('c');
  });

  it('of an assistive tool, without a pointer, means what the slot shows', () => {
    expect(list.clicked(slotOf('c'))).toBe('c');
  });
});

describe('the cursor', () => {
  beforeEach(() => push('a b c'));

  it('follows its conversation when the order changes', () => {
    list.moveCursor(1);
    push('b x a c');
    expect(list.cursor.value).toEqual({ id: 'b', index: 0 });
  });

  it('belongs to nobody once its conversation left, and keeps the place', () => {
    list.moveCursor(1);
    push('a c');
    expect(list.cursor.value).toEqual({ id: undefined, index: 1 });
    list.moveCursor(2);
    expect(list.cursor.value).toEqual({ id: 'c', index: 1 });
  });

  it('stays inside the list', () => {
    list.moveCursor(99);
    expect(list.cursor.value).toEqual({ id: 'c', index: 2 });
    list.moveCursor(-1);
    expect(list.cursor.value).toEqual({ id: 'a', index: 0 });
  });

  it('takes the row of a far place when it arrives', () => {
    push('a b c', { total: 100 });
    list.moveCursor(60);
    expect(list.cursor.value.id).toBeUndefined();
    push('x y z', { total: 100, from: 59 });
    expect(list.cursor.value).toEqual({ id: 'y', index: 60 });
  });
});
