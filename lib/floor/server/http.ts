/** What the routes of the server share: the shape of their context and how they read a request. */
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import * as v from 'valibot';
import type { Supervisor } from '../floor.ts';
import type { Account } from './accounts.ts';
import { problem } from './problems.ts';

export type FloorEnv = { Bindings: HttpBindings; Variables: { account: Account; supervisor: Supervisor } };

/** The value, or the problem to answer with. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; problem: Response };

/** @returns 400 naming the field (or what `rename` calls it) when `input` does not fit. */
export function parse<const S extends v.GenericSchema>(
  schema: S,
  input: unknown,
  rename: Record<string, string> = {},
): Parsed<v.InferOutput<S>> {
  const result = v.safeParse(schema, input);
  if (result.success) return { ok: true, value: result.output };
  const [issue] = result.issues;
  const path = v.getDotPath(issue) ?? 'body';
  return { ok: false, problem: problem('badRequest', { detail: `${rename[path] ?? path}: ${issue.message}` }) };
}

/** The JSON body as it came; an empty body is `{}`. A body of another type is refused: 415 keeps foreign pages' forms out. */
export async function readJson(c: Context<FloorEnv>): Promise<Parsed<unknown>> {
  const text = await c.req.text();
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (text === '' && type === undefined) return { ok: true, value: {} };
  if (type !== 'application/json') return { ok: false, problem: problem('notJson') };
  if (text === '') return { ok: true, value: {} };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, problem: problem('badRequest', { detail: 'body: is not JSON' }) };
  }
}
