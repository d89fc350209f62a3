/**
 * A standing question to the mirror: filtered, searched, sorted, and kept so change by change. A panel looks at a window
 * of it. While held, the order stands still; rows keep being updated in their places.
 */
import type { Query, Window } from '../domain/query.ts';
import type { Conversation } from '../domain/records.ts';
import type { Delta, Mirror } from '../mirror/mirror.ts';
import { compileFilter, narrows, searchWords } from './filter.ts';
import { createLabels } from './labels.ts';
import type { Place, Placed } from './order.ts';
import { createOrder } from './order.ts';
import { createSortedList } from './sortedList.ts';
import { countWaiting } from './waitingChanges.ts';

/** Why the window may differ: somebody asked (query, hold) or the mirror changed. */
export type ViewCause = 'asked' | 'changed';

export interface View {
  /** Another window of the same list costs nothing, another filter or search one walk, only another sort sorts. Ends no hold. */
  setQuery(query: Query): void;
  /** While held, the order stays as it is, length included, and rows that left stay as they last were. */
  hold(held: boolean): void;
  /** As it is now, with all its rows; while held, `total` is the length of the held list. */
  window(): Window;
  /** Called at most once per delta or call, and only when the list or one of its rows may look different. */
  subscribe(listener: (cause: ViewCause) => void): () => void;
  stop(): void;
}

interface Entry extends Placed {
  row: Conversation;
  /** Set by the first search. */
  haystack: string | undefined;
  /** Is in `all`; false for what is gone and still held. */
  there: boolean;
  /** Passes the filter. */
  listed: boolean;
  /** Passes filter and search: is in `hits`. */
  found: boolean;
  /** Index in the held order, or -1. */
  heldAt: number;
}

/** Views of one mirror should share `labels`, so that names and search texts are kept once. */
export function createView(mirror: Mirror, firstQuery: Query, labels = createLabels(mirror)): View {
  /** One for every row of the mirror, and for those that are gone and still held. */
  const entries = new Map<string, Entry>();
  const listeners = new Set<(cause: ViewCause) => void>();
  let query = firstQuery;
  let passes = compileFilter(query.filter);
  let words = searchWords(query.search);
  let order = createOrder(query.sort, labels);
  let generation = labels.generation();
  /** Every row in order, so that another filter or search is a walk and sorts nothing; and what it finds. */
  let all = createSortedList<Entry>(order.compare);
  let hits = all;
  let held: Entry[] | undefined;
  let waiting: number | undefined;

  function matches(entry: Entry): boolean {
    if (words.length === 0) return true;
    entry.haystack ??= labels.text(entry.row);
    for (const word of words) if (!entry.haystack.includes(word)) return false;
    return true;
  }

  function forget(entry: Entry): void {
    if (!entry.there && entry.heldAt < 0) entries.delete(entry.id);
  }

  /** Takes a row over as it is now; its place in the order is the caller's. */
  function admit(row: Conversation): Entry {
    let entry = entries.get(row.id);
    if (entry === undefined) {
      const { id } = row;
      entry = {
        id,
        row,
        major: 0,
        text: '',
        minor: 0,
        haystack: undefined,
        there: false,
        listed: false,
        found: false,
        heldAt: -1,
      };
      entries.set(id, entry);
    }
    entry.row = row;
    entry.haystack = undefined;
    entry.listed = passes(row);
    return entry;
  }

  /** Walking rows in the list's order costs five times as much as in the order they were stored: it is done for few. */
  function search(isNarrower: boolean): void {
    const few = all.size / 4;
    const found: Entry[] = [];
    const isSorted = isNarrower && hits.size < few;
    for (const entry of isSorted ? hits.toArray() : entries.values()) {
      entry.found = entry.there && entry.listed && matches(entry);
      if (entry.found) found.push(entry);
    }
    hits = createSortedList(order.compare, isSorted ? found : inOrder(found, few));
  }

  function inOrder(found: Entry[], few: number): Entry[] {
    if (order.sortsFast && found.length < few) return order.sort(found);
    const list = all.toArray();
    return found.length === list.length ? list : list.filter((entry) => entry.found);
  }

  function sort(list: Entry[]): void {
    for (const entry of list) put(entry, order.place(entry.row));
    all = createSortedList(order.compare, order.sort(list));
  }

  /** Begins again from the mirror: many rows changed at once, or names and limits that rows are sorted by. */
  function refresh(): void {
    for (const entry of entries.values()) {
      entry.there = false;
      entry.found = false;
    }
    const list = Array.from(mirror.conversations(), admit);
    for (const entry of list) entry.there = true;
    for (const entry of entries.values()) forget(entry);
    sort(list);
    search(false);
  }

  /** Brings one row to where it belongs now; true when that can be seen. */
  function move(id: string, after: Conversation | undefined): boolean {
    const known = entries.get(id);
    const wasShown = known !== undefined && (known.found || known.heldAt >= 0);
    const place = after && order.place(after);
    const stays = known?.there && place && samePlace(known, place);
    const wasFound = known?.found === true;
    if (known?.there && !stays) {
      all.remove(known);
      if (wasFound) hits.remove(known);
      known.there = false;
      known.found = false;
    }
    if (after === undefined || place === undefined) {
      if (known !== undefined) forget(known);
      return wasShown;
    }
    const entry = admit(after);
    entry.found = entry.listed && matches(entry);
    if (!stays) {
      put(entry, place);
      all.insert(entry);
      entry.there = true;
      if (entry.found) hits.insert(entry);
    } else if (wasFound && !entry.found) hits.remove(entry);
    else if (!wasFound && entry.found) hits.insert(entry);
    return wasShown || entry.found;
  }

  function freeze(): void {
    held = hits.toArray();
    held.forEach((entry, index) => {
      entry.heldAt = index;
    });
  }
  function release(): void {
    const was = held ?? [];
    held = undefined;
    for (const entry of was) {
      entry.heldAt = -1;
      forget(entry);
    }
  }

  function tell(cause: ViewCause): void {
    waiting = undefined;
    for (const listener of listeners) listener(cause);
  }

  function onDelta(delta: Delta): void {
    const isRenamed = delta.directory && labels.generation() !== generation;
    let changed = isRenamed;
    if (isRenamed || delta.conversations.length > 1000 + all.size / 8) {
      generation = labels.generation();
      refresh();
      changed = true;
    } else {
      for (const { id, after } of delta.conversations) changed = move(id, after) || changed;
    }
    if (changed) tell('changed');
  }

  refresh();
  const unsubscribe = mirror.subscribe(onDelta);

  return {
    setQuery(next) {
      const sameFilter = same(query.filter, next.filter);
      const sameSort = same(query.sort, next.sort);
      const nextWords = searchWords(next.search);
      query = next;
      if (!sameFilter || !sameSort || !same(words, nextWords)) {
        const wasHeld = held !== undefined;
        const isNarrower = sameFilter && sameSort && narrows(words, nextWords);
        release();
        words = nextWords;
        if (!sameFilter) {
          passes = compileFilter(next.filter);
          for (const entry of entries.values()) entry.listed = passes(entry.row);
        }
        if (!sameSort) {
          order = createOrder(next.sort, labels);
          sort(all.toArray());
        }
        search(isNarrower);
        // A new question gets its new order, and that one stands still from here on.
        if (wasHeld) freeze();
      }
      tell('asked');
    },
    hold(next) {
      if (next === (held !== undefined)) return;
      if (next) freeze();
      else release();
      tell('asked');
    },
    window() {
      const { from, count } = query;
      const shown = held === undefined ? hits.slice(from, count) : held.slice(from, from + count);
      if (held !== undefined)
        waiting ??= countWaiting(
          hits.toArray().map(({ heldAt }) => heldAt),
          held.length,
        );
      return {
        total: held?.length ?? hits.size,
        from,
        ids: shown.map(({ id }) => id),
        rows: shown.map(({ row }) => row),
        held: held !== undefined,
        waitingChanges: waiting ?? 0,
      };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      unsubscribe();
      listeners.clear();
    },
  };
}

function put(entry: Entry, { major, text, minor }: Place): void {
  entry.major = major;
  entry.text = text;
  entry.minor = minor;
}

function samePlace(a: Place, b: Place): boolean {
  return a.major === b.major && a.text === b.text && a.minor === b.minor;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
