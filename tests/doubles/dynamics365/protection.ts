/** Service protection: what one user may ask of one web server (facts §4.7). */
import type { Manners } from './manners.ts';
import { DataverseError } from './odata/errors.ts';

export interface Protection {
  /** Counts a request. @throws DataverseError 429 with Retry-After in seconds */
  enter(): void;
  leave(): void;
}

export function createProtection(now: () => number, manners: () => Manners): Protection {
  let times: number[] = [];
  let running = 0;
  return {
    enter() {
      const { requests, windowMs, concurrent } = manners().limits;
      const at = now();
      times = times.filter((time) => time > at - windowMs);
      times.push(at);
      running += 1;
      if (running > concurrent)
        throw tooMany('0x80072326', 'Number of concurrent requests exceeded the limit of', concurrent, 1);
      // Going on asking prolongs it: refused requests count as well.
      const oldest = times.at(-requests - 1);
      if (oldest === undefined) return;
      const wait = Math.max(1, Math.ceil((oldest + windowMs - at) / 1000));
      throw tooMany('0x80072322', 'Number of requests exceeded the limit of', requests, wait);
    },
    leave() {
      running -= 1;
    },
  };
}

function tooMany(code: string, sentence: string, limit: number, wait: number): DataverseError {
  return new DataverseError(429, code, `${sentence} ${limit}.`, { 'retry-after': String(wait) });
}
