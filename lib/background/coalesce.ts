/** Runs `task` at once, then at most once per `interval` ms however often it is asked for; the last ask is never lost. */
export function coalesce(
  task: () => void,
  interval: number,
  schedule: (task: () => void, delay: number) => () => void,
): { ask(): void; stop(): void } {
  let resting = false;
  let asked = false;
  let cancel = () => {};
  function run() {
    asked = false;
    resting = true;
    task();
    cancel = schedule(() => {
      resting = false;
      if (asked) run();
    }, interval);
  }
  return {
    ask() {
      if (resting) asked = true;
      else run();
    },
    stop: () => cancel(),
  };
}
