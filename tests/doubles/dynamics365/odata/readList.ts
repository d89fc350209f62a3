/** Lists: filtered, in order, page by page; and the changes of a tracked table (facts §4.7). */
import type { Database } from '../database.ts';
import type { Manners } from '../manners.ts';
import type { Row, Table } from '../schema.ts';
import { badRequest, noPrivilege } from './errors.ts';
import type { Bookmarks } from './pages.ts';
import { inOrder, parseQuery, type Query } from './parseQuery.ts';
import type { Preferences } from './prefer.ts';
import { present } from './present.ts';

export interface ListRequest {
  /** The service root, `<origin>/api/data/v9.2`. */
  root: string;
  /** Below the root, as received. */
  path: string;
  rawQuery: string;
  prefer: Preferences;
}
export interface ListParts {
  database: Database;
  bookmarks: Bookmarks;
  manners: Manners;
}

const notWhileTracking = ['$filter', '$orderby', '$expand', '$top'];

/** @param candidates every row of the list, before any option. @throws DataverseError */
export function readList(
  parts: ListParts,
  table: Table,
  candidates: Row[],
  { root, path, rawQuery, prefer }: ListRequest,
): Record<string, unknown> {
  const { database, bookmarks } = parts;
  const query = parseQuery(rawQuery, table, database.table);
  const isTracked = prefer.trackChanges || query.deltaToken !== undefined;
  if (query.top !== undefined && prefer.isPaged) throw badRequest('$top does not go with odata.maxpagesize.');
  if (isTracked) refuseTracking(parts.manners, table, query);
  const bookmark = bookmarks.find(path, rawQuery, prefer.pageSize);
  const since = bookmark?.since ?? (isTracked ? changesSince(parts, table, query) : undefined);
  const found = bookmark ? undefined : matching(candidates, query, table, sinceVersion(query));
  const ids = bookmark?.rest ?? (found ?? []).slice(0, query.top).map((row) => String(row[table.key]));
  const page = ids
    .slice(0, prefer.pageSize)
    .map((id) => database.get(table.name, id))
    // What is gone, or no longer suits, when its page is read is not on it.
    .filter((row) => row !== undefined && (query.filter?.(row) ?? true)) as Row[];
  const rest = ids.slice(prefer.pageSize);
  const isLast = rest.length === 0;
  const context = `${root}/$metadata#${table.set}`;
  const removed = (since && isLast ? since.deleted : []).map((id) => ({
    '@odata.context': `${context}/$deletedEntity`,
    id,
    reason: 'deleted',
  }));
  const plain = bookmark?.query ?? rawQuery;
  const link = (query: string) => `${root}/${path}?${query}`;
  return {
    '@odata.context': since ? `${context}/$delta` : context,
    ...(query.count && found && { '@odata.count': Math.min(found.length, 5000) }),
    value: [...page.map((row) => present(database, table, row, query, prefer)), ...removed],
    ...(!isLast && {
      '@odata.nextLink': link(
        bookmarks.keep({ path, query: plain, pageSize: prefer.pageSize, rest, ...(since && { since }) }),
      ),
    }),
    ...(isLast && since && { '@odata.deltaLink': link(deltaQuery(plain, since.upTo)) }),
  };
}

function matching(rows: Row[], query: Query, table: Table, since: number | undefined): Row[] {
  const { filter } = query;
  const found = rows.filter(
    (row) => (!filter || filter(row)) && (since === undefined || Number(row.versionnumber) > since),
  );
  return inOrder(found, query, table.key);
}

function refuseTracking(manners: Manners, table: Table, { given }: Query): void {
  const refused = notWhileTracking.find((option) => given.has(option));
  if (refused !== undefined) throw badRequest(`${refused} is not supported when tracking changes.`);
  if (!manners.changeTracking)
    throw badRequest(`Change tracking is not enabled for entity '${table.name}'.`, '0x80072538');
  if (!manners.organisationRead) throw noPrivilege(`organization-level prvRead${table.name}`);
}

function sinceVersion({ deltaToken }: Query): number | undefined {
  const version = /^(\d+)!/.exec(deltaToken ?? '')?.[1];
  if (deltaToken !== undefined && version === undefined) throw badRequest('The delta token is malformed.');
  return version === undefined ? undefined : Number(version);
}

function changesSince({ database, manners }: ListParts, table: Table, query: Query) {
  const since = sinceVersion(query);
  if (since !== undefined && manners.deltaTokensExpired)
    throw badRequest('Version stamp associated with the client has expired. Please perform a full sync.', '0x80044352');
  return { upTo: database.version, deleted: since === undefined ? [] : database.deletedAfter(table.name, since) };
}

/** The selection goes on, the token is a version and a date, as Dataverse writes it. */
function deltaQuery(query: string, version: number): string {
  const options = query.split('&').filter((part) => part !== '' && !part.startsWith('$deltatoken='));
  return [...options, `$deltatoken=${version}%2111%2f22%2f2026%2000%3a00%3a00`].join('&');
}
