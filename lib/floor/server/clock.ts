/** Time as the server sees it: a parameter, so that a test can let 30 seconds pass at once. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `task` every `milliseconds` until the returned function is called. */
  every(milliseconds: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  every(milliseconds, task) {
    const timer = setInterval(task, milliseconds);
    return () => clearInterval(timer);
  },
};
