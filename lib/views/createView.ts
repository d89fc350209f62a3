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
  /** Another window of the same list costs nothing, another filter or sort one pass over all rows. Ends no hold. */
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
  /** Passes the filter: is in `base`. */
  listed: boolean;
  /** Has all words, as of the last search. */
  found: boolean;
  /** Index in the held order, or -1. */
  heldAt: number;
}

/** Views of one mirror should share `labels`, so that names and search texts are kept once. */
export function createView(mirror: Mirror, firstQuery: Query, labels = createLabels(mirror)): View {
  /** Every entry that is listed or held. */
  const entries = new Map<string, Entry>();
  const listeners = new Set<(cause: ViewCause) => void>();
  let query = firstQuery;
  let passes = compileFilter(query.filter);
  let words = searchWords(query.search);
  let order = createOrder(query.sort, labels);
  let generation = labels.generation();
  /** What passes the filter, and of that what the search finds; the same list when nothing is searched. */
  let base = createSortedList<Entry>(order.compare);
  let hits = base;
  let held: Entry[] | undefined;
  let waiting: number | undefined;

  function matches(entry: Entry): boolean {
    if (words.length === 0) return true;
    entry.haystack ??= labels.text(entry.row);
    for (const word of words) if (!entry.haystack.includes(word)) return false;
    return true;
  }
  const isShown = (entry: Entry) => entry.heldAt >= 0 || (entry.listed && entry.found);

  function forget(entry: Entry): void {
    if (!entry.listed && entry.heldAt < 0) entries.delete(entry.id);
  }

  function admit(row: Conversation): Entry {
    const place = order.place(row);
    let entry = entries.get(row.id);
    if (entry === undefined) {
      entry = { id: row.id, row, ...place, haystack: undefined, listed: true, found: false, heldAt: -1 };
      entries.set(row.id, entry);
      return entry;
    }
    if (entry.row !== row) entry.haystack = undefined;
    entry.row = row;
    entry.listed = true;
    put(entry, place);
    return entry;
  }

  /** Filters and sorts everything. What is listed already keeps its order when the sort is the same: half sorted. */
  function gather(sameSort: boolean): void {
    const list: Entry[] = [];
    for (const entry of base.toArray()) {
      entry.listed = passes(entry.row);
      if (!entry.listed) {
        forget(entry);
        continue;
      }
      if (!sameSort) put(entry, order.place(entry.row));
      list.push(entry);
    }
    for (const row of mirror.conversations()) {
      if (passes(row) && entries.get(row.id)?.listed !== true) list.push(admit(row));
    }
    base = createSortedList(order.compare, order.sort(list));
  }

  function search(candidates: Entry[]): void {
    for (const entry of candidates) entry.found = matches(entry);
    const isFound = (entry: Entry) => entry.found;
    hits = words.length === 0 ? base : createSortedList(order.compare, candidates.filter(isFound));
  }

  /** Begins again from the mirror: many rows changed at once, or names and limits that rows are sorted by. */
  function refresh(): void {
    for (const entry of entries.values()) {
      entry.row = mirror.conversation(entry.id) ?? entry.row;
      entry.haystack = undefined;
      entry.listed = false;
    }
    base = createSortedList<Entry>(order.compare);
    gather(true);
    for (const entry of entries.values()) forget(entry);
    search(base.toArray());
  }

  /** Moves one row to where it belongs now; true when that can be seen. */
  function move(id: string, after: Conversation | undefined): boolean {
    const known = entries.get(id);
    const wasShown = known !== undefined && isShown(known);
    if (known?.listed) {
      base.remove(known);
      if (hits !== base && known.found) hits.remove(known);
      known.listed = false;
    }
    if (after !== undefined && passes(after)) {
      const entry = admit(after);
      entry.found = matches(entry);
      base.insert(entry);
      if (hits !== base && entry.found) hits.insert(entry);
      return wasShown || isShown(entry);
    }
    if (known !== undefined) {
      known.row = after ?? known.row;
      forget(known);
    }
    return wasShown;
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
    if (isRenamed || delta.conversations.length > 1000 + base.size / 8) {
      generation = labels.generation();
      refresh();
      changed = true;
    } else {
      for (const { id, after } of delta.conversations) changed = move(id, after) || changed;
    }
    if (changed) tell('changed');
  }

  gather(false);
  search(base.toArray());
  const unsubscribe = mirror.subscribe(onDelta);

  return {
    setQuery(next) {
      const sameFilter = same(query.filter, next.filter);
      const sameSort = same(query.sort, next.sort);
      const nextWords = searchWords(next.search);
      const sameList = sameFilter && sameSort;
      query = next;
      if (!sameList || !same(words, nextWords)) {
        const wasHeld = held !== undefined;
        const narrowed = sameList && narrows(words, nextWords);
        release();
        words = nextWords;
        passes = compileFilter(next.filter);
        order = createOrder(next.sort, labels);
        if (!sameList) gather(sameSort);
        search((narrowed ? hits : base).toArray());
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

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
