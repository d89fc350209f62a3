/** One clock per page: everything that shows a running time follows its signal instead of keeping a timer. */
import { type ReadonlySignal, signal } from '@preact/signals';

export interface Clock {
  /** Epoch ms on this machine's clock, renewed every second. */
  readonly now: ReadonlySignal<number>;
  /** Epoch ms at this moment. */
  read(): number;
  start(): () => void;
}

export interface Time {
  read(): number;
  /** Runs `task` every `interval` ms until the returned function is called. */
  every(interval: number, task: () => void): () => void;
}

export function createClock({ read, every }: Time): Clock {
  const now = signal(read());
  const tick = () => {
    now.value = read();
  };
  return {
    now,
    read,
    start() {
      tick();
      return every(1000, tick);
    },
  };
}
