/** One life of a worker: whatever it waits for stays unanswered once it is dead. */
import { turns, type VirtualClock } from '../virtualClock.ts';

/** Turns to the disk, and back: long enough to die on it. */
const diskWay = 12;

export interface Life {
  readonly isDead: boolean;
  schedule: VirtualClock['schedule'];
  /** Settles as `promise` does, unless the worker dies before. */
  alive<T>(promise: Promise<T>): Promise<T>;
  /** A disk's methods: what a dead worker asks does not begin, what it had begun ends unheard. */
  guard<T extends object>(disk: T): T;
  /** Something leaves the worker or comes to it: where tests let it die. */
  onStep(): void;
  kill(): void;
}

/** @param onStep before and after whatever leaves the worker or comes to it */
export function createLife(clock: VirtualClock, onStep: () => void): Life {
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
    onStep,
    alive,
    guard: <T extends object>(disk: T): T =>
      new Proxy(disk, {
        get(target, name) {
          const method: unknown = Reflect.get(target, name);
          if (typeof method !== 'function') return method;
          return async (...given: unknown[]) => {
            await turns(diskWay);
            onStep();
            if (isDead) return new Promise(() => {});
            const answer: unknown = await method.apply(target, given);
            onStep();
            await turns(diskWay);
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
