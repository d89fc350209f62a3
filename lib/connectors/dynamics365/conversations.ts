/**
 * Conversations as this backend lets them be followed without pushing: all that are open, page by page or all at once;
 * those that were closed since; and one by one what is in neither.
 *
 * A record is put together from tables that are read one after the other, so it may show parts of different moments.
 * Its version must not hide that: it never claims more than what was seen of the database before the first of those
 * reads, so that the next reading, with a higher version, puts right what this one mixed.
 */
import * as v from 'valibot';
import type { Conversation } from '../../domain/records.ts';
import { ConnectorError } from '../connector.ts';
import { path } from '../http.ts';
import { isClosed, states, stillOpen } from './codes.ts';
import { idColumn, readRows, timeColumn } from './columns.ts';
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

export interface Found {
  rows: Conversation[];
  unreadable: number;
  unreadableIds: string[];
  /** The newest `modifiedon` among them, epoch ms; 0 when there are none. */
  newest: number;
  /** The backend's clock when it answered, where it tells it. */
  now: number | undefined;
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
    async openPage(next: string | undefined, signal: AbortSignal): Promise<Found & { next: string | undefined }> {
      const query = { $select: columns, $filter: `statecode eq ${stillOpen}` };
      const page = await api.page(next === undefined ? workItems : { next }, { query, pageSize, signal });
      const understood = understand(page);
      if (next === undefined || !snapshot) snapshot = await momentOf(() => readThreads(api, undefined, signal));
      const found = toFound(understood, snapshot);
      if (page.next === undefined) snapshot = undefined;
      return { ...found, next: page.next };
    },

    /** All open ones, and those closed since. Open ones first: what is closed meanwhile is then in the second list. */
    async changes(since: number, signal: AbortSignal): Promise<Found> {
      const from = new Date(Math.max(0, since - overlap)).toISOString();
      const open = await all(`statecode eq ${stillOpen}`, signal);
      const moment = await momentOf(() => readThreads(api, from, signal));
      const closed = await all(`modifiedon ge ${from} and statecode eq ${isClosed}`, signal);
      const found = [toFound(open, moment), toFound(closed, moment)] as const;
      return {
        rows: found.flatMap(({ rows }) => rows),
        unreadable: found[0].unreadable + found[1].unreadable,
        unreadableIds: found.flatMap(({ unreadableIds }) => unreadableIds),
        newest: Math.max(...found.map(({ newest }) => newest)),
        now: closed.now,
      };
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
