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
            // A moment on the way to the disk and a moment back: it may die in both.
            await alive(Promise.resolve());
            if (isDead) return new Promise(() => {});
            return alive(Promise.resolve(method.apply(target, given)));
          };
        },
      }),
    kill() {
      isDead = true;
      hand.kill();
    },
  };
}
