/** Every request as it arrived, so that a test can ask what was sent where, how often and with what. */
import type { Context, MiddlewareHandler } from 'hono';
import type { FloorEnv } from '../../../lib/floor/server/http.ts';

export interface RecordedRequest {
  method: string;
  /** Path and query, raw. */
  url: string;
  headers: Readonly<Record<string, string>>;
  /** 0 as long as there is no answer. */
  status: number;
  /** Wall clock, ms. */
  at: number;
}

export interface RequestLog {
  readonly requests: RecordedRequest[];
  readonly record: MiddlewareHandler<FloorEnv>;
}

export function createRequestLog(now: () => number): RequestLog {
  const requests: RecordedRequest[] = [];
  return {
    requests,
    async record(c, next) {
      const request = { method: c.req.method, url: rawUrl(c), headers: c.req.header(), status: 0, at: now() };
      requests.push(request);
      await next();
      if (!c.env.outgoing.destroyed) request.status = c.res.status;
    },
  };
}

/** Before anything is decoded. */
export function rawUrl(c: Context<FloorEnv>): string {
  return c.env.incoming.url ?? '';
}
