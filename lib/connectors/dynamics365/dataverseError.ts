/** What Dataverse says when it refuses: `{"error":{"code":"0x…","message":"…"}}`. */
import * as v from 'valibot';

const schema = v.object({ error: v.object({ code: v.optional(v.string()), message: v.string() }) });

export interface DataverseError {
  /** As it comes, e.g. `0x80040217`; empty ones are left out. */
  code?: string;
  message: string;
}

/** `undefined` when the body is no such error. */
export function parseDataverseError(body: unknown): DataverseError | undefined {
  const parsed = v.safeParse(schema, body);
  if (!parsed.success) return undefined;
  const { code, message } = parsed.output.error;
  return code ? { code, message } : { message };
}
