/**
 * The list as a page shows it: a window into the worker's sorted list, a cursor that follows an id, and a hold that
 * keeps the order still while someone points at it (architecture §2.7, no misclicks).
 */
import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { maxWindow, type Query, type SortKey, type Window } from '../domain/query.ts';
import type { Conversation } from '../domain/records.ts';
import type { Subscription, WorkerClient } from '../messages/client.ts';
import { RequestError } from '../messages/requests.ts';
import type { FilterKind, FilterValue } from './listQuery.ts';
import { firstQuery, sameList, sortedBy, toggled, withoutFilters } from './listQuery.ts';
import { newest } from './newest.ts';
import { createSlots, type RowSlot } from './slots.ts';

/** Who keeps the order still. */
export type Holder = 'pointer' | 'menu' | 'sheet';

export interface Cursor {
  id: string | undefined;
  index: number;
}

export interface ListModel {
  slots: ReadonlySignal<readonly RowSlot[]>;
  query: ReadonlySignal<Query>;
  /** Rows that match; undefined until the first answer. */
  total: ReadonlySignal<number | undefined>;
  /** Rows that would move, come or go if the order were released. */
  waitingChanges: ReadonlySignal<number>;
  isHeld: ReadonlySignal<boolean>;
  /** Where the keyboard is; its id follows the row, and is empty once that row left the list. */
  cursor: ReadonlySignal<Cursor>;
  /** The last click was refused because its row had moved; until the next one. */
  refused: ReadonlySignal<boolean>;
  rowOf(id: string): Conversation | undefined;
  setSearch(search: string): void;
  toggleFilter<K extends FilterKind>(kind: K, value: FilterValue<K>): void;
  clearFilters(): void;
  sortBy(key: SortKey): void;
  /** Tells what the eye can see. */
  show(first: number, visible: number): void;
  hold(holder: Holder): void;
  release(holder: Holder): void;
  /** Lets the waiting changes in once, although the list stays held. */
  letIn(): void;
  moveCursor(index: number): void;
  pointCursor(id: string): void;
  /** Remembers what stood under the pointer as it went down. */
  pointerDown(slot: RowSlot): void;
  /** The id that a click on this slot means; undefined when the row moved since the pointer went down. */
  clicked(slot: RowSlot): string | undefined;
  start(): () => void;
}

export function createList(client: WorkerClient, connectionId: ReadonlySignal<string | undefined>): ListModel {
  const { slots, show, fill, range } = createSlots();
  const query = signal<Query>(firstQuery);
  const total = signal<number | undefined>(undefined);
  const waitingChanges = signal(0);
  const holders = signal<ReadonlySet<Holder>>(new Set());
  const isHeld = computed(() => holders.value.size > 0);
  const cursor = signal<Cursor>({ id: undefined, index: 0 });
  const refused = signal(false);
  let shown: { from: number; ids: readonly string[] } = { from: 0, ids: [] };
  let rows = new Map<string, Conversation>();
  let subscription: Subscription<'list'> | undefined;
  /** The list that the last window belongs to; another one is never kept back by a hold. */
  let answered: Query | undefined;
  let isAsking = false;
  /** The cursor went to a place whose row has not arrived yet. */
  let isCursorAwaited = false;
  let pressed: { slot: RowSlot; id: string | undefined } | undefined;

  const idAt = (index: number) => shown.ids[index - shown.from];
  const fillSlots = () =>
    fill(total.peek() ?? 0, (index) => {
      const id = idAt(index);
      return { id, row: id === undefined ? undefined : rows.get(id) };
    });

  /** While we hold but the worker does not yet, its order is kept out; what the rows say is let in at once. */
  function take(push: Window): void {
    const asked = query.peek();
    const keepsOrder =
      isHeld.peek() && !push.held && push.from === shown.from && answered !== undefined && sameList(answered, asked);
    for (const row of push.rows) rows.set(row.id, newest(rows.get(row.id), row));
    batch(() => {
      if (!keepsOrder) {
        shown = { from: push.from, ids: push.ids };
        total.value = push.total;
        answered = asked;
      }
      waitingChanges.value = push.waitingChanges;
      followCursor();
      fillSlots();
    });
    const kept = new Set([...shown.ids, ...push.ids]);
    rows = new Map([...rows].filter(([id]) => kept.has(id)));
  }

  function followCursor(): void {
    const { id, index } = cursor.peek();
    if (id === undefined) {
      if (isCursorAwaited && idAt(index) !== undefined) cursor.value = { id: idAt(index), index };
      isCursorAwaited = idAt(index) === undefined && isCursorAwaited;
      return;
    }
    const at = shown.ids.indexOf(id);
    if (at >= 0) {
      if (shown.from + at !== index) cursor.value = { id, index: shown.from + at };
    } else if (idAt(index) !== undefined) {
      // It left, or went far away: no other row may take its place unasked.
      cursor.value = { id: undefined, index };
    }
  }

  /** One question at a time; whatever changed meanwhile is asked next. */
  async function ask(name: 'changeQuery' | 'holdList'): Promise<void> {
    const asked = subscription;
    if (asked === undefined) return;
    try {
      if (name === 'holdList') await client.ask('holdList', { subscription: asked.id, held: isHeld.peek() });
      else await client.ask('changeQuery', { subscription: asked.id, query: query.peek() });
    } catch (error) {
      // A broken line is mended with the newest query; the worker then holds nothing, see start().
      if (!(error instanceof RequestError)) throw error;
    }
  }
  async function askQuery(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    for (let asked: Query | undefined; asked !== query.peek(); ) {
      asked = query.peek();
      await ask('changeQuery');
    }
    isAsking = false;
  }
  function change(next: Query): void {
    query.value = next;
    void askQuery();
  }
  function changeList(next: Query): void {
    change({ ...next, from: 0 });
  }
  function setHolders(next: ReadonlySet<Holder>): void {
    const before = isHeld.peek();
    holders.value = next;
    if (isHeld.peek() !== before) void ask('holdList');
  }

  return {
    slots,
    query,
    total,
    waitingChanges,
    isHeld,
    cursor,
    refused,
    rowOf: (id) => rows.get(id),
    setSearch: (search) => changeList({ ...query.peek(), search }),
    toggleFilter: (kind, value) => changeList(toggled(query.peek(), kind, value)),
    clearFilters: () => changeList(withoutFilters(query.peek())),
    sortBy: (key) => changeList(sortedBy(query.peek(), key)),
    show(first, visible) {
      batch(() => {
        show(first, visible);
        fillSlots();
      });
      // A screenful more on both sides, and asked for only when the slots come near its end.
      const { from, count } = range();
      const asked = query.peek();
      const covered = asked.from <= from && asked.from + asked.count >= from + count;
      if (covered) return;
      const wanted = Math.min(maxWindow, 3 * count);
      change({ ...asked, from: Math.max(0, from - Math.floor((wanted - count) / 2)), count: wanted });
    },
    hold(holder) {
      if (!holders.peek().has(holder)) setHolders(new Set(holders.peek()).add(holder));
    },
    release(holder) {
      const rest = new Set(holders.peek());
      if (rest.delete(holder)) setHolders(rest);
    },
    letIn() {
      const before = holders.peek();
      setHolders(new Set());
      setHolders(before);
    },
    moveCursor(index) {
      const last = Math.max(0, (total.peek() ?? 0) - 1);
      const at = Math.min(last, Math.max(0, index));
      cursor.value = { id: idAt(at), index: at };
      refused.value = false;
      isCursorAwaited = idAt(at) === undefined;
    },
    pointCursor(id) {
      const at = shown.ids.indexOf(id);
      if (at >= 0) cursor.value = { id, index: shown.from + at };
    },
    pointerDown(slot) {
      pressed = { slot, id: slot.id.peek() };
      refused.value = false;
    },
    clicked(slot) {
      const [before, id] = [pressed, slot.id.peek()];
      pressed = undefined;
      // Keyboards and assistive tools click without a pointer: there is nothing that could have moved.
      if (before === undefined || (before.slot === slot && before.id === id)) return id;
      refused.value = true;
      return undefined;
    },
    start() {
      return effect(() => {
        const id = connectionId.value;
        if (id === undefined) return;
        untracked(() => {
          rows = new Map();
          shown = { from: 0, ids: [] };
          answered = undefined;
          total.value = undefined;
          waitingChanges.value = 0;
          subscription = client.subscribe('list', () => ({ connectionId: id, query: query.peek() }), take);
        });
        // A mended line subscribes anew, right after it is open, and the new subscription is not held yet.
        const watching = effect(() => {
          if (client.line.value === 'open' && isHeld.peek()) queueMicrotask(() => void ask('holdList'));
        });
        return () => {
          watching();
          subscription?.stop();
          subscription = undefined;
        };
      });
    },
  };
}
