/** What befalls the next requests: an answer that is none, or a line that breaks before or after the effect. */
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { MiddlewareHandler } from 'hono';
import type { FloorEnv } from '../../../lib/floor/server/http.ts';
import { DataverseError } from './odata/errors.ts';

export type Failure =
  | { status: number; retryAfter?: number; method?: 'GET' | 'POST'; code?: string }
  /** The next POST takes effect, its answer is lost. */
  | { loseReply: true }
  /** The next POST never arrives. */
  | { loseRequest: true };

const usualCodes: Readonly<Record<number, string>> = {
  401: '0x80040204',
  403: '0x80040220',
  404: '0x80040217',
  412: '0x80060882',
  429: '0x80072322',
  503: '0x80048105',
};

export interface Failures {
  failNext(failure: Failure): void;
  readonly strike: MiddlewareHandler<FloorEnv>;
}

export function createFailures(): Failures {
  const waiting: Failure[] = [];
  return {
    failNext: (failure) => void waiting.push(failure),
    async strike(c, next) {
      const index = waiting.findIndex((failure) => suits(failure, c.req.method));
      const [failure] = index < 0 ? [] : waiting.splice(index, 1);
      if (!failure) return next();
      if ('status' in failure) {
        const { status, retryAfter, code = usualCodes[status] ?? '0x80040216' } = failure;
        const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
        throw new DataverseError(status, code, `The double was told to answer ${status}.`, headers);
      }
      if ('loseReply' in failure) await next();
      c.env.outgoing.destroy();
      return RESPONSE_ALREADY_SENT;
    },
  };
}

function suits(failure: Failure, method: string): boolean {
  return 'status' in failure ? failure.method === undefined || failure.method === method : method === 'POST';
}
