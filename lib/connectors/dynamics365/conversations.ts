/**
 * Conversations as this backend lets them be followed without pushing: all that are open, page by page or all at once;
 * those that were closed since; and one by one what is in neither. Where changes are tracked, what is open is held here
 * and brought up to date by them. Threads are read whole in both ways: what happens in them changes no conversation.
 *
 * A record is put together from tables that are read one after the other, so it may show parts of different moments.
 * Its version must not hide that: it never claims more than what was seen of the database before the first of those
 * reads, so that the next reading, with a higher version, puts right what this one mixed.
 */
import * as v from 'valibot';
import type { Conversation } from '../../domain/records.ts';
import { ConnectorError } from '../connector.ts';
import { path } from '../http.ts';
import { isLongOver, isTracked, linkOf, readFeed } from './changeTracking.ts';
import { isClosed, states, stillOpen } from './codes.ts';
import { idColumn, readRows, timeColumn } from './columns.ts';
import type { Place } from './cursor.ts';
import { guid } from './guid.ts';
import type { ListPage, Reading } from './odataReading.ts';
import { toConversation, type WorkItem, workItemSchema } from './rows.ts';
import { readThreads, readThreadsOf, type Threads } from './threads.ts';

/** Milliseconds. What was changed that long before the newest change may have become visible after it. */
const overlap = 60_000;
/** Rows of one page of a full reading. */
const pageSize = 250;

const columns = Object.keys(workItemSchema.entries)
  .filter((name) => !name.includes('@'))
  .join(',');
const workItems = path`/msdyn_ocliveworkitems`;
const allOpen = `statecode eq ${stillOpen}`;

export interface Found {
  rows: Conversation[];
  unreadable: number;
  unreadableIds: string[];
  /** The newest `modifiedon` among them, epoch ms; 0 when there are none. */
  newest: number;
  /** The backend's clock when it answered, where it tells it. */
  now: number | undefined;
}

/** What a page holds, and where the reading goes on. */
export interface FoundPage extends Found {
  place: Place;
}

/** Threads with what was known of the database before they, or the rows that they belong to, were read. */
interface Moment {
  threads: Threads;
  horizon: number;
}

export function createConversations(parts: { api: Reading; connectionId: string; now(): number }) {
  const { api, connectionId, now } = parts;
  /** The highest row version that was ever seen. */
  let seen = 0;
  let snapshot: Moment | undefined;
  /** All open rows as they were at one place in the feed of changes. Gone with the worker: then they are read again. */
  let held: { at: string; open: Map<string, WorkItem> } | undefined;

  function understand(page: Pick<ListPage, 'rows' | 'now'>) {
    const { rows: items, odd } = readRows(workItemSchema, page.rows);
    for (const item of items) seen = Math.max(seen, item.versionnumber);
    return { items, odd, now: page.now };
  }

  async function momentOf(read: () => Promise<Threads>): Promise<Moment> {
    const horizon = seen;
    const threads = await read();
    for (const { version } of threads.values()) seen = Math.max(seen, version);
    return { threads, horizon };
  }

  function toFound({ items, odd, now: answeredAt }: ReturnType<typeof understand>, moment: Moment): Found {
    const found: Found = {
      rows: [],
      unreadable: odd.length,
      unreadableIds: idsOf(odd),
      newest: items.reduce((newest, { modifiedon }) => Math.max(newest, modifiedon), 0),
      now: answeredAt,
    };
    for (const item of items) {
      const row = record(item, moment, answeredAt);
      if (row) found.rows.push(row);
      else {
        found.unreadable += 1;
        found.unreadableIds.push(item.activityid);
      }
    }
    return found;
  }

  function record(item: WorkItem, { threads, horizon }: Moment, answeredAt: number | undefined) {
    const thread = threads.get(item.activityid);
    return toConversation(item, { connectionId, observedAt: answeredAt ?? now(), thread, horizon });
  }

  /** The threads for all pages of one full reading. */
  async function snapshotMoment(isFirst: boolean, isLast: boolean, signal: AbortSignal): Promise<Moment> {
    const moment = isFirst || !snapshot ? await momentOf(() => readThreads(api, undefined, signal)) : snapshot;
    snapshot = isLast ? undefined : moment;
    return moment;
  }

  async function all(filter: string, signal: AbortSignal) {
    const rows: unknown[] = [];
    let answeredAt: number | undefined;
    let page = await api.page(workItems, { query: { $select: columns, $filter: filter }, signal });
    for (;;) {
      rows.push(...page.rows);
      answeredAt = page.now;
      if (page.next === undefined) return understand({ rows, now: answeredAt });
      page = await api.page({ next: page.next }, { signal });
    }
  }

  return {
    /** When anything was last changed, on the backend's clock, epoch ms; 0 when nothing ever was. */
    async newestChange(signal: AbortSignal): Promise<number> {
      const query = { $select: 'modifiedon', $orderby: 'modifiedon desc', $top: '1' };
      const { body } = await api.get(workItems, { query, signal });
      const newest = v.safeParse(v.object({ value: v.array(v.object({ modifiedon: timeColumn })) }), body);
      if (!newest.success) throw new ConnectorError('broken', 'The list of conversations makes no sense');
      return newest.output.value[0]?.modifiedon ?? 0;
    },

    /** One page of all open ones. */
    async openPage(next: string | undefined, signal: AbortSignal): Promise<FoundPage> {
      const query = { $select: columns, $filter: allOpen };
      const page = await api.page(next === undefined ? workItems : { next }, { query, pageSize, signal });
      const understood = understand(page);
      const moment = await snapshotMoment(next === undefined, page.next === undefined, signal);
      const place: Place = page.next === undefined ? { kind: 'live' } : { kind: 'snapshot', next: page.next };
      return { ...toFound(understood, moment), place };
    },

    isTracked: (signal: AbortSignal): Promise<boolean> => isTracked(api, workItems, signal),

    /** One page of the whole table (trap 7): what is open, and what was closed since, are picked out here. */
    async tablePage(next: string | undefined, since: number, signal: AbortSignal): Promise<FoundPage> {
      const query = { $select: columns };
      const page = await api.page(next === undefined ? workItems : { next }, { query, track: true, signal });
      const link = linkOf(page);
      const understood = understand({ ...page, rows: page.rows.filter((row) => !isLongOver(row, since - overlap)) });
      const moment = await snapshotMoment(next === undefined, page.next === undefined, signal);
      const open = next === undefined ? new Map<string, WorkItem>() : held?.at === next ? held.open : undefined;
      for (const item of understood.items) if (item.statecode === stillOpen) open?.set(item.activityid, item);
      held = open && { at: link, open };
      return {
        ...toFound(understood, moment),
        place: { kind: page.next === undefined ? 'changes' : 'table', next: link },
      };
    },

    /** All open ones, and those closed since. Open ones first: what is closed meanwhile is then in the second list. */
    async changes(since: number, signal: AbortSignal): Promise<FoundPage & { gone: string[] }> {
      const from = overlapBefore(since);
      const open = await all(allOpen, signal);
      const moment = await momentOf(() => readThreads(api, from, signal));
      const closed = await all(`modifiedon ge ${from} and statecode eq ${isClosed}`, signal);
      const found = [toFound(open, moment), toFound(closed, moment)] as const;
      return {
        rows: found.flatMap(({ rows }) => rows),
        unreadable: found[0].unreadable + found[1].unreadable,
        unreadableIds: found.flatMap(({ unreadableIds }) => unreadableIds),
        newest: Math.max(...found.map(({ newest }) => newest)),
        now: closed.now,
        gone: [],
        place: { kind: 'live' },
      };
    },

    /** The same by what the feed tells from `link` on. @throws ConnectorError as readFeed */
    async trackedChanges(link: string, since: number, signal: AbortSignal): Promise<FoundPage & { gone: string[] }> {
      // Read before the feed, it can only be older than what the feed tells.
      const before = held?.at === link ? held.open : byId((await all(allOpen, signal)).items);
      const feed = await readFeed(api, link, signal);
      const { items, odd, now: answeredAt } = understand(feed);
      const open = new Map(before);
      // What is not understood, or neither open nor closed, is held no longer: it will be missed, and read by itself.
      for (const id of [...feed.gone, ...idsOf(odd), ...items.map(({ activityid }) => activityid)]) open.delete(id);
      for (const item of items) if (item.statecode === stillOpen) open.set(item.activityid, item);
      const moment = await momentOf(() => readThreads(api, overlapBefore(since), signal));
      const closed = items.filter(({ statecode }) => statecode === isClosed);
      held = { at: feed.link, open };
      const found = toFound({ items: [...open.values(), ...closed], odd, now: answeredAt }, moment);
      return { ...found, gone: feed.gone, place: { kind: 'changes', next: feed.link } };
    },

    /**
     * As it is now; `undefined` when it cannot be understood. What this account may no longer read is as gone for it as
     * what was deleted. `reading`: by which it is asked, in its turn or at once. @throws ConnectorError notFound
     */
    async one(id: string, reading: Reading, signal: AbortSignal): Promise<Conversation | undefined> {
      const answer = await reading.get(path`/msdyn_ocliveworkitems(${guid(id)})`, {
        query: { $select: columns },
        accept: [403],
        signal,
      });
      if (answer.status === 403) throw new ConnectorError('notFound', 'This account may not read that conversation');
      const { items, now: answeredAt } = understand({ rows: [answer.body], now: answer.now });
      const [item] = items;
      if (item === undefined) return undefined;
      // What is over, or in no known state, has no thread worth a request.
      const hasThread = item.statecode !== isClosed && states[item.statuscode] !== undefined;
      const moment = await momentOf(() =>
        hasThread ? readThreadsOf(reading, id, signal) : Promise.resolve(new Map()),
      );
      return record(item, moment, answeredAt);
    },
  };
}

function idsOf(rows: readonly unknown[]): string[] {
  return readRows(v.object({ activityid: idColumn }), rows).rows.map(({ activityid }) => activityid);
}

function byId(items: readonly WorkItem[]): Map<string, WorkItem> {
  return new Map(items.map((item) => [item.activityid, item]));
}

/** As OData writes times. */
function overlapBefore(since: number): string {
  return new Date(Math.max(0, since - overlap)).toISOString();
}
