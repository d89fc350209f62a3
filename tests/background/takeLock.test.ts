import { expect, test } from 'vitest';
import { takeLock } from '../../lib/background/takeLock.ts';
import { createVirtualClock } from '../virtualClock.ts';

/** Web Locks of one name, as the browser keeps them. */
function createLocks() {
  let breakHolder: ((error: DOMException) => void) | undefined;
  const queue: (() => void)[] = [];
  function hold(work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const own = (error: DOMException) => reject(error);
      breakHolder = own;
      work()
        .then(resolve, reject)
        .finally(() => {
          if (breakHolder !== own) return;
          breakHolder = undefined;
          queue.shift()?.();
        });
    });
  }
  return {
    async request(_name: string, options: LockOptions, work: () => Promise<void>): Promise<void> {
      if (options.steal) breakHolder?.(new DOMException('stolen', 'AbortError'));
      else if (breakHolder !== undefined) {
        await new Promise<void>((resolve, reject) => {
          queue.push(resolve);
          options.signal?.addEventListener('abort', () => {
            queue.splice(queue.indexOf(resolve), 1);
            reject(options.signal?.reason);
          });
        });
      }
      return hold(work);
    },
  };
}

function scene() {
  const clock = createVirtualClock(0);
  const locks = createLocks();
  const log: string[] = [];
  const take = (who: string, work: () => Promise<void>) =>
    takeLock(locks as never, clock.schedule, 'outbox', async () => {
      log.push(`${who} begins`);
      await work();
    }).catch((error: Error) => void log.push(`${who} ${error.name}`));
  return { clock, log, take };
}
const forEver = () => new Promise<void>(() => undefined);

test('whoever comes second begins as soon as the first has ended, and nothing is taken from it', async () => {
  const { clock, log, take } = scene();
  void take('first', () => new Promise((resolve) => void clock.schedule(resolve, 5_000)));
  void take('second', forEver);
  await clock.advance(4_999);
  expect(log).toEqual(['first begins']);
  await clock.advance(60_000);
  expect(log).toEqual(['first begins', 'second begins']);
});

test('what a worker that hangs does not let go is taken over after 6 s, and it is told should it ever wake', async () => {
  const { clock, log, take } = scene();
  void take('hung', forEver);
  void take('next', forEver);
  await clock.advance(5_999);
  expect(log).toEqual(['hung begins']);
  await clock.advance(1);
  expect(log).toEqual(['hung begins', 'next begins', 'hung AbortError']);
});

test('a failure of the work itself is not taken for a lock that nobody lets go', async () => {
  const { clock, log, take } = scene();
  void take('first', () => Promise.reject(new TypeError('disk')));
  await clock.advance(60_000);
  expect(log).toEqual(['first begins', 'first TypeError']);
});
