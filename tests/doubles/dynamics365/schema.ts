/** What a Dataverse table is, as far as the double answers questions about it. */
import type { Labels } from './codes.ts';

export type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, Value>>;

export type Column =
  | { type: 'guid' | 'string' | 'int' | 'boolean' | 'datetime' }
  | { type: 'choice' | 'choices'; labels: Labels }
  /** Its value stands in `_<name>_value`; `to` is the table's logical name. */
  | { type: 'lookup'; to: string };

export interface Table {
  /** Logical name. */
  name: string;
  /** Name of the entity set in addresses. */
  set: string;
  key: string;
  /** The column that names a row in the formatted value of a lookup. */
  title?: string;
  /** By the name that $select and $filter use (a lookup: `_x_value`). */
  columns: Readonly<Record<string, Column>>;
  /** Single-valued navigation properties: the column they follow, the table they lead to. */
  one?: Readonly<Record<string, { column: string; table: string }>>;
  /** Collection-valued ones, through an intersect table. */
  many?: Readonly<Record<string, { through: string; from: string; to: string; table: string }>>;
}

export const text = { type: 'string' } as const;
export const whole = { type: 'int' } as const;
export const flag = { type: 'boolean' } as const;
export const moment = { type: 'datetime' } as const;
export const guid = { type: 'guid' } as const;
export const choice = (labels: Labels) => ({ type: 'choice', labels }) as const;
export const choices = (labels: Labels) => ({ type: 'choices', labels }) as const;
export const lookup = (to: string) => ({ type: 'lookup', to }) as const;
/** What every table has. */
export const always = { createdon: moment, modifiedon: moment, versionnumber: whole } as const;

/** As it is on the wire: UTC, whole seconds. */
export function onWire(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
