/** What stands in a row's columns: schemas for the kinds of values, and the annotations beside them. */
import * as v from 'valibot';
import { isGuid } from './guid.ts';

/** An id; in lower case, so that the same id is the same text wherever it comes from. */
export const idColumn = v.pipe(v.string(), v.check(isGuid), v.toLowerCase());
export const optionalId = absentAs(idColumn);
/** ISO 8601, UTC on the wire → epoch ms. */
export const timeColumn = v.pipe(v.string(), v.transform(Date.parse), v.number(), v.finite());
export const optionalTime = absentAs(timeColumn);
export const optionalCode = absentAs(v.pipe(v.number(), v.integer()));
export const optionalText = absentAs(v.string());
/** The database's row version: it rises over all tables. */
export const versionColumn = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Null and a missing column are the same: nothing. */
export function absentAs<const S extends v.GenericSchema>(schema: S) {
  return v.pipe(
    v.nullish(schema),
    v.transform((value) => value ?? undefined),
  );
}

/** The key under which a choice's or lookup's name in the organisation's language stands. */
export const labelOf = <const C extends string>(column: C) =>
  `${column}@OData.Community.Display.V1.FormattedValue` as const;

/** Each row by itself: those that make no sense are left out and handed back as they came. */
export function readRows<const S extends v.GenericSchema>(schema: S, inputs: readonly unknown[]) {
  const rows: v.InferOutput<S>[] = [];
  const odd: unknown[] = [];
  for (const input of inputs) {
    const row = v.safeParse(schema, input);
    if (row.success) rows.push(row.output);
    else odd.push(input);
  }
  return { rows, odd };
}
