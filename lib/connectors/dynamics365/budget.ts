/**
 * The one budget of requests that a connection has. The limits of the service (6,000 in 300 s, 52 at a time) are the
 * user's, whose own workspace draws on them too: so at most one request a second on average (facts §4.7).
 */
import { ConnectorError } from '../connector.ts';

/** Milliseconds for one more request. */
const refillEvery = 1_000;
/** What may be saved up: the first reading needs about that many at once. */
export const burst = 30;
/** Readings under way together. */
export const mostAtOnce = 4;

export interface Budget {
  /**
   * Resolves when a reading may go; call the answer when it has ended. First come, first served.
   * @throws ConnectorError offline when `signal` aborts before
   */
  enter(signal: AbortSignal): Promise<() => void>;
  /** An act goes at once: it is counted, and readings wait the longer. */
  spend(): void;
}

export function createBudget(environment: {
  now(): number;
  schedule(task: () => void, delay: number): () => void;
}): Budget {
  const { now, schedule } = environment;
  let saved = burst;
  let countedAt = now();
  let underWay = 0;
  let cancelTimer = () => {};
  const waiting: (() => void)[] = [];

  function count() {
    const time = now();
    // A clock that is set back brings nothing and takes nothing.
    saved = Math.min(burst, saved + Math.max(0, time - countedAt) / refillEvery);
    countedAt = time;
  }

  function letIn() {
    cancelTimer();
    count();
    while (waiting.length > 0 && saved >= 1 && underWay < mostAtOnce) {
      saved -= 1;
      underWay += 1;
      waiting.shift()?.();
    }
    const isTimeMissing = waiting.length > 0 && underWay < mostAtOnce;
    cancelTimer = isTimeMissing ? schedule(letIn, Math.ceil((1 - saved) * refillEvery)) : () => {};
  }

  function leave() {
    underWay -= 1;
    letIn();
  }

  return {
    enter: (signal) =>
      new Promise((resolve, reject) => {
        const go = () => {
          signal.removeEventListener('abort', giveUp);
          resolve(leave);
        };
        const giveUp = () => {
          const place = waiting.indexOf(go);
          if (place >= 0) waiting.splice(place, 1);
          reject(new ConnectorError('offline', 'Given up before it was asked', { cause: signal.reason }));
        };
        if (signal.aborted) return giveUp();
        signal.addEventListener('abort', giveUp, { once: true });
        waiting.push(go);
        letIn();
      }),
    spend() {
      count();
      saved -= 1;
    },
  };
}
