/** What a list is asked for: filters as switches, sort, search. Pure. */
import { everything, type Filter, type Query, type SortKey } from '../domain/query.ts';

export type FilterKind = keyof Filter;
export type FilterValue<K extends FilterKind> = Filter[K][number];

/** A screenful at once; `descending: false` means longest and worst first, names from A. */
export const firstQuery: Query = { ...everything, count: 40 };

export function toggled<K extends FilterKind>(query: Query, kind: K, value: FilterValue<K>): Query {
  const values: readonly string[] = query.filter[kind];
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return { ...query, filter: { ...query.filter, [kind]: next } };
}

export function withoutFilters(query: Query): Query {
  return { ...query, filter: everything.filter };
}

/** Choosing the key that is already chosen turns the order round. */
export function sortedBy(query: Query, key: SortKey): Query {
  return { ...query, sort: { key, descending: query.sort.key === key && !query.sort.descending } };
}

export function filterCount({ filter }: Query): number {
  return Object.values(filter).reduce((count, values) => count + values.length, 0);
}

/** Whether two queries ask for the same list, whichever part of it. */
export function sameList(a: Query, b: Query): boolean {
  const ofList = ({ filter, sort, search }: Query) => JSON.stringify([filter, sort, search]);
  return ofList(a) === ofList(b);
}
