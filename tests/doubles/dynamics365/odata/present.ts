/** A row as JSON: the columns asked for, annotations only on request, expanded rows inside. */
import type { Database } from '../database.ts';
import type { Column, Row, Table, Value } from '../schema.ts';
import type { Query } from './parseQuery.ts';
import type { Preferences } from './prefer.ts';

type Json = Record<string, unknown>;
export type Wanted = Pick<Query, 'select' | 'expand'>;

const formattedValue = 'OData.Community.Display.V1.FormattedValue';
const numbers = new Intl.NumberFormat('en-US');
const moments = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'short' });
const logicalName = 'Microsoft.Dynamics.CRM.lookuplogicalname';

export function etagOf(row: Row): string {
  return `W/"${row.versionnumber}"`;
}

export function present(
  database: Database,
  table: Table,
  row: Row,
  { select, expand }: Wanted,
  prefer: Preferences,
): Json {
  const names = new Set([table.key, ...(select ?? Object.keys(table.columns))]);
  const json: Json = { '@odata.etag': etagOf(row) };
  for (const name of names) {
    const column = table.columns[name];
    const value = row[name] ?? null;
    if (!column) continue;
    const formatted = prefer.wants(formattedValue) ? formattedOf(database, column, value) : undefined;
    if (formatted !== undefined) json[`${name}@${formattedValue}`] = formatted;
    if (column.type === 'lookup' && value !== null && prefer.wants(logicalName))
      json[`${name}@${logicalName}`] = column.to;
    json[name] = value;
  }
  for (const { property, select: inner } of expand) {
    const wanted = { select: inner, expand: [] };
    json[property] = related(database, table, row, property).map((each) =>
      present(database, each.table, each.row, wanted, prefer),
    );
    if (table.one?.[property]) json[property] = (json[property] as Json[])[0] ?? null;
  }
  return json;
}

/** The rows behind a navigation property. */
export function related(database: Database, table: Table, row: Row, property: string): { table: Table; row: Row }[] {
  const one = table.one?.[property];
  if (one) {
    const target = database.get(one.table, String(row[one.column] ?? ''));
    return target ? [{ table: database.table(one.table), row: target }] : [];
  }
  const many = table.many?.[property];
  if (!many) return [];
  const id = row[table.key];
  return database.rows(many.through).flatMap((link) => {
    const target = link[many.from] === id ? database.get(many.table, String(link[many.to])) : undefined;
    return target ? [{ table: database.table(many.table), row: target }] : [];
  });
}

/** As people read it; `undefined` where there is nothing to read. */
function formattedOf(database: Database, column: Column, value: Value): string | undefined {
  if (value === null || column.type === 'guid') return undefined;
  switch (column.type) {
    case 'lookup': {
      const { title } = database.table(column.to);
      const name = title === undefined ? undefined : database.get(column.to, String(value))?.[title];
      return name == null ? undefined : String(name);
    }
    case 'choice':
      return column.labels[Number(value)] ?? String(value);
    case 'choices':
      return String(value)
        .split(',')
        .map((code) => column.labels[Number(code)] ?? code)
        .join('; ');
    case 'boolean':
      return value ? 'Yes' : 'No';
    case 'int':
      return numbers.format(Number(value));
    case 'datetime':
      return moments.format(new Date(String(value)));
    default:
      return undefined;
  }
}
