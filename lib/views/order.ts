/**
 * The orders of a list. None depends on the time, so rows move only when they change: what is "longest" sorts by when it
 * began. Rows that lack what is sorted by (no limit, nobody's, unknown sentiment) come last in both directions; equal
 * ones are ordered by id.
 */
import type { Query, SortKey } from '../domain/query.ts';
import type { Conversation } from '../domain/records.ts';
import type { Labels } from './labels.ts';
import { sortByNumber, sortByText } from './sortPlaced.ts';

/** Where a row belongs: compared in this sequence. */
export interface Place {
  major: number;
  text: string;
  minor: number;
}
export type Placed = Place & { id: string };

export interface Order {
  place(row: Conversation): Place;
  compare(a: Placed, b: Placed): number;
  /** The items in order; much faster than sorting by `compare`. */
  sort<T extends Placed>(items: T[]): T[];
  /** By numbers; names take the collator's time. */
  sortsFast: boolean;
}

const collator = new Intl.Collator();
const last = Number.POSITIVE_INFINITY;

export function createOrder({ key, descending }: Query['sort'], labels: Labels): Order {
  const sign = descending ? -1 : 1;
  const byTime = (at: number | undefined, then = 0): Place => ({
    major: at === undefined ? last : sign * at,
    text: '',
    minor: sign * then,
  });
  const byName = (name: string | undefined): Place => ({
    major: name === undefined ? last : 0,
    text: name ?? '',
    minor: 0,
  });

  const places: Record<SortKey, (row: Conversation) => Place> = {
    overLimit: (row) => byTime(labels.dueAt(row), row.stateSince),
    inState: (row) => byTime(row.stateSince),
    waiting: (row) => byTime(row.waitingSince),
    started: (row) => byTime(row.startedAt),
    sentiment: ({ sentiment: { level } }) => byTime(level === 'unknown' ? undefined : level),
    customer: (row) => byName(row.customer.name),
    agent: (row) => byName(row.agentId === undefined ? undefined : labels.agent(row.agentId)),
    queue: (row) => byName(row.queueId === undefined ? undefined : labels.queue(row.queueId)),
  };

  const compareTexts = (a: string, b: string) => (a === b ? 0 : sign * collator.compare(a, b));
  function compare(a: Placed, b: Placed): number {
    if (a.major !== b.major) return a.major < b.major ? -1 : 1;
    const byText = compareTexts(a.text, b.text);
    if (byText !== 0) return byText;
    if (a.minor !== b.minor) return a.minor < b.minor ? -1 : 1;
    if (a.id === b.id) return 0;
    return a.id < b.id ? -1 : 1;
  }

  const isText = key === 'customer' || key === 'agent' || key === 'queue';

  return {
    place: places[key],
    sortsFast: !isText,
    compare,
    sort: (items) => (isText ? sortByText(items, compareTexts, compare) : sortByNumber(items, compare)),
  };
}
