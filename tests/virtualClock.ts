/** Virtual time: nothing happens until a test lets it pass. */
export interface VirtualClock {
  now(): number;
  schedule(task: () => void, delay: number): () => void;
  /** Lets `ms` pass; whatever falls due runs in its order, and what follows from it settles in between. */
  advance(ms: number): Promise<void>;
  /** The machine sleeps: time passes and nothing runs until the next `advance`. */
  sleep(ms: number): void;
  /** Lets everything settle that needs no time. */
  settle(): Promise<void>;
  /** A second hand on the same time: what was scheduled through it dies with `kill`. */
  branch(): { schedule: VirtualClock['schedule']; kill(): void };
}

/** @param settle lets pending promises run; the default is enough for code that waits for promises only */
export function createVirtualClock(startAt: number, settle = settlePromises): VirtualClock {
  let time = startAt;
  let order = 0;
  const tasks = new Map<number, { at: number; run: () => void }>();

  function schedule(run: () => void, delay: number): () => void {
    const id = ++order;
    tasks.set(id, { at: time + Math.max(0, delay), run });
    return () => tasks.delete(id);
  }

  return {
    now: () => time,
    schedule,
    async advance(ms) {
      const end = time + ms;
      await settle();
      for (;;) {
        const next = [...tasks]
          .filter(([, task]) => task.at <= end)
          .sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
        if (!next) break;
        tasks.delete(next[0]);
        time = Math.max(time, next[1].at);
        next[1].run();
        await settle();
      }
      time = end;
    },
    sleep(ms) {
      time += ms;
    },
    settle,
    branch() {
      let alive = true;
      return {
        schedule: (task, delay) => schedule(() => alive && task(), delay),
        kill: () => {
          alive = false;
        },
      };
    },
  };
}

async function settlePromises(): Promise<void> {
  // Longer than any chain of promises under test; a macrotask would be a thousand times slower.
  await turns(400);
}

/** So many steps of whatever waits for promises only. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
}
