/** One life of a worker: whatever it waits for stays unanswered once it is dead. */
import type { VirtualClock } from '../virtualClock.ts';

export interface Life {
  readonly isDead: boolean;
  schedule: VirtualClock['schedule'];
  /** Settles as `promise` does, unless the worker dies before. */
  alive<T>(promise: Promise<T>): Promise<T>;
  /** A disk's methods: what a dead worker asks does not begin, what it had begun ends unheard. */
  guard<T extends object>(disk: T): T;
  kill(): void;
}

export function createLife(clock: VirtualClock): Life {
  const hand = clock.branch();
  let isDead = false;
  function alive<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => isDead || resolve(value),
        (error: unknown) => isDead || reject(error),
      );
    });
  }
  /** To the disk, or back: long enough to die on it. */
  async function way() {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  }
  return {
    get isDead() {
      return isDead;
    },
    schedule: hand.schedule,
    alive,
    guard: <T extends object>(disk: T): T =>
      new Proxy(disk, {
        get(target, name) {
          const method: unknown = Reflect.get(target, name);
          if (typeof method !== 'function') return method;
          return async (...given: unknown[]) => {
            await way();
            if (isDead) return new Promise(() => {});
            const answer: unknown = await method.apply(target, given);
            await way();
            return alive(Promise.resolve(answer));
          };
        },
      }),
    kill() {
      isDead = true;
      hand.kill();
    },
  };
}
