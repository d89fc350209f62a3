/** The organisation's tables: rows with a row version that rises over the whole database, and what was deleted. */
import { onWire, type Row, type Table, type Value } from './schema.ts';

export interface Database {
  /** The highest row version given out. */
  readonly version: number;
  table(name: string): Table;
  bySet(set: string): Table | undefined;
  get(table: string, id: string): Row | undefined;
  rows(table: string): Row[];
  /**
   * Writes the given columns; the rest stays, in a new row it is null. A row that thereby changes, or is `touched`,
   * gets the next version and the time.
   */
  put(table: string, id: string, values: Readonly<Record<string, Value>>, touched?: boolean): void;
  remove(table: string, id: string): void;
  /** Ids deleted after that version, oldest first. */
  deletedAfter(table: string, version: number): string[];
}

export function createDatabase(tables: readonly Table[], now: () => number, firstVersion: number): Database {
  let version = firstVersion;
  const byName = new Map(tables.map((table) => [table.name, table]));
  const bySet = new Map(tables.map((table) => [table.set, table]));
  const stored = new Map(tables.map(({ name }) => [name, new Map<string, Row>()]));
  const deleted = new Map(tables.map(({ name }) => [name, [] as { id: string; version: number }[]]));

  function tableOf(name: string): Table {
    const table = byName.get(name);
    if (!table) throw new Error(`There is no table ${name}.`);
    return table;
  }

  return {
    get version() {
      return version;
    },
    table: tableOf,
    bySet: (set) => bySet.get(set),
    get: (table, id) => stored.get(table)?.get(id.toLowerCase()),
    rows: (table) => [...(stored.get(table)?.values() ?? [])],
    put(table, id, values, touched = false) {
      const rows = stored.get(table);
      const { key, columns } = tableOf(table);
      for (const name of Object.keys(values))
        if (!(name in columns)) throw new Error(`${table} has no column ${name}.`);
      const before = rows?.get(id);
      const isSame = before !== undefined && Object.entries(values).every(([name, value]) => before[name] === value);
      if (isSame && !touched) return;
      version += 1;
      const time = onWire(now());
      const empty = Object.fromEntries(Object.keys(columns).map((name) => [name, null]));
      const base = before ?? { ...empty, createdon: time, [key]: id };
      const again: Row = 'msdyn_modifiedon' in columns ? { msdyn_modifiedon: time } : {};
      rows?.set(id, { ...base, ...values, ...again, modifiedon: time, versionnumber: version });
    },
    remove(table, id) {
      if (!stored.get(table)?.delete(id)) return;
      version += 1;
      deleted.get(table)?.push({ id, version });
    },
    deletedAfter: (table, after) =>
      (deleted.get(table) ?? []).filter((each) => each.version > after).map(({ id }) => id),
  };
}
