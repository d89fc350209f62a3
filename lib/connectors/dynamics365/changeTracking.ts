/**
 * Change tracking of the conversations (facts §4.7, trap 7), where the organisation has it on and this account may read
 * the whole table. Whether any does is unknown, so whatever speaks against it means: the general way, and no trouble.
 */
import * as v from 'valibot';
import { ConnectorError } from '../connector.ts';
import { type Path, path } from '../http.ts';
import { isClosed, stillOpen } from './codes.ts';
import { idColumn, timeColumn } from './columns.ts';
import type { Reading } from './odataReading.ts';

/** No filter goes with it: the first reading takes the whole table, and what was closed long ago is most of it. */
const mostRows = 20_000;
/** The most that Dataverse gives at once. Ids only: less than 1 MB. */
const idsPerPage = 5_000;

const definition = v.object({ ChangeTrackingEnabled: v.boolean() });
const deletion = v.object({ id: idColumn, reason: v.literal('deleted') });

/** What was changed since a link was given. */
export interface Feed {
  /** As they are now, closed ones too. */
  rows: unknown[];
  /** Ids of what was deleted, also of what was never read. */
  gone: string[];
  /** From where to ask next. */
  link: string;
  now: number | undefined;
}

/** Whether it is on and the table small enough: at most six requests. @throws ConnectorError as any reading */
export async function isTracked(api: Reading, workItems: Path, signal: AbortSignal): Promise<boolean> {
  const target = path`/EntityDefinitions(LogicalName='msdyn_ocliveworkitem')`;
  const { body } = await api.get(target, { query: { $select: 'ChangeTrackingEnabled' }, signal });
  const asked = v.safeParse(definition, body);
  if (!asked.success || !asked.output.ChangeTrackingEnabled) return false;
  // $count=true counts to 5,000 only, and RetrieveTotalRecordCount tells a number up to a day old: ids are counted.
  let rows = 0;
  for await (const page of api.list(workItems, { query: { $select: 'activityid' }, pageSize: idsPerPage, signal })) {
    rows += page.length;
    if (rows > mostRows) return false;
  }
  return true;
}

/** @throws ConnectorError notFound when the link is too old or refused, broken when the answer makes no sense */
export async function readFeed(api: Reading, from: string, signal: AbortSignal): Promise<Feed> {
  const rows: unknown[] = [];
  const gone: string[] = [];
  let next = from;
  for (;;) {
    const page = await api.page({ next }, { signal });
    for (const entry of page.rows) {
      if (isDeletion(entry)) gone.push(deletedId(entry));
      else rows.push(entry);
    }
    if (page.next === undefined) return { rows, gone, link: linkOf(page), now: page.now };
    next = page.next;
  }
}

/** Where a page of tracked rows leads. @throws ConnectorError broken when nowhere: what comes later could not be asked for */
export function linkOf({ next, delta }: { next?: string; delta?: string }): string {
  const link = next ?? delta;
  if (link === undefined) throw new ConnectorError('broken', 'The backend gave no link to the changes to come');
  return link;
}

/** What turns to the general way. Somebody who has to sign in, wait or get a line has to do so in any way. */
export async function unlessRefused<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    const isRefusal = error instanceof ConnectorError && ['notFound', 'forbidden', 'broken'].includes(error.kind);
    if (isRefusal) return undefined;
    throw error;
  }
}

const overSchema = v.object({ statecode: v.pipe(v.number(), v.notValue(stillOpen)), modifiedon: timeColumn });

/** Not open, and not closed after `from` (epoch ms) either: only the whole table holds it. */
export function isLongOver(row: unknown, from: number): boolean {
  const over = v.safeParse(overSchema, row);
  return over.success && (over.output.statecode !== isClosed || over.output.modifiedon < from);
}

const deletionMark = v.object({ '@odata.context': v.pipe(v.string(), v.endsWith('/$deletedEntity')) });

function isDeletion(entry: unknown): boolean {
  return v.is(deletionMark, entry);
}

function deletedId(entry: unknown): string {
  const deleted = v.safeParse(deletion, entry);
  if (!deleted.success) throw new ConnectorError('broken', 'The backend tells of a deletion that makes no sense');
  return deleted.output.id;
}
