/** The query options that the double knows; every other one is refused, so that nobody relies on what nobody promised. */
import type { Row, Table, Value } from '../schema.ts';
import { badRequest } from './errors.ts';
import { columnOf, noSuchProperty, type Predicate, parseFilter } from './filter.ts';

export interface Expansion {
  property: string;
  select: readonly string[] | undefined;
}
export interface Query {
  select: readonly string[] | undefined;
  filter: Predicate | undefined;
  expand: readonly Expansion[];
  orderBy: readonly { column: string; descending: boolean }[];
  top: number | undefined;
  count: boolean;
  skipToken: string | undefined;
  deltaToken: string | undefined;
  /** The options as they were written. */
  given: ReadonlySet<string>;
}

/** Names and values of a raw query string, decoded once. @throws DataverseError 400 */
export function optionsOf(raw: string): Map<string, string> {
  const options = new Map<string, string>();
  for (const part of raw.split('&').filter(Boolean)) {
    const equals = part.indexOf('=');
    const name = decode(equals < 0 ? part : part.slice(0, equals));
    if (options.has(name)) throw badRequest(`Query option '${name}' was specified more than once.`);
    options.set(name, equals < 0 ? '' : decode(part.slice(equals + 1)));
  }
  return options;
}
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw badRequest('The query is not well encoded.');
  }
}

const known = ['$select', '$filter', '$expand', '$orderby', '$top', '$count', '$skiptoken', '$deltatoken'];

/** @throws DataverseError 400 */
export function parseQuery(raw: string, table: Table, tableOf: (name: string) => Table): Query {
  const options = optionsOf(raw);
  for (const name of options.keys()) {
    if (name === '$skip') throw badRequest('Skip Clause is not supported in CRM');
    if (!known.includes(name)) throw badRequest(`The query parameter ${name} is not supported.`);
  }
  const get = (name: string) => options.get(name);
  const top = get('$top');
  if (top !== undefined && !/^\d+$/.test(top)) throw badRequest(`Invalid value '${top}' for $top.`);
  const count = get('$count');
  if (count !== undefined && count !== 'true' && count !== 'false')
    throw badRequest(`Invalid value '${count}' for $count.`);
  const filter = get('$filter');
  return {
    select: selected(get('$select'), table),
    filter: filter === undefined ? undefined : parseFilter(filter, table),
    expand: expansions(get('$expand'), table, tableOf),
    orderBy: (get('$orderby')?.split(',') ?? []).map((part) => orderOf(part, table)),
    top: top === undefined ? undefined : Number(top),
    count: count === 'true',
    skipToken: get('$skiptoken'),
    deltaToken: get('$deltatoken'),
    given: new Set(options.keys()),
  };
}

function selected(source: string | undefined, table: Table): string[] | undefined {
  const names = source?.split(',').map((name) => name.trim());
  for (const name of names ?? []) columnOf(table, name);
  return names;
}

function orderOf(part: string, table: Table): { column: string; descending: boolean } {
  const [column = '', direction = 'asc', ...more] = part.trim().split(/\s+/);
  columnOf(table, column);
  if (more.length > 0 || (direction !== 'asc' && direction !== 'desc')) throw badRequest(`Syntax error in '${part}'.`);
  return { column, descending: direction === 'desc' };
}

function expansions(source: string | undefined, table: Table, tableOf: (name: string) => Table): Expansion[] {
  if (source === undefined) return [];
  return source.split(/,(?![^(]*\))/).map((part) => {
    const match = /^\s*(\w+)\s*(?:\(\$select=([\w,\s]+)\))?\s*$/.exec(part);
    if (!match) throw badRequest(`'${part}' is not supported in $expand.`);
    const property = match[1] ?? '';
    const target = table.one?.[property] ?? table.many?.[property];
    if (!target) throw noSuchProperty(table, property);
    return { property, select: selected(match[2], tableOf(target.table)) };
  });
}

/** Rows in the order asked for, then by key, so that a page can begin behind any row. */
export function inOrder(rows: Row[], { orderBy }: Pick<Query, 'orderBy'>, key: string): Row[] {
  const by = [...orderBy, { column: key, descending: false }];
  return rows.toSorted((a, b) => {
    for (const { column, descending } of by) {
      const order = ordered(a[column] ?? null, b[column] ?? null);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

/** Nulls come first, as in the database. */
function ordered(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
