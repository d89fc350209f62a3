/**
 * One at a time under a name (Web Locks), also after a worker that hung: the browser ends it and starts the next one, but
 * its lock stays taken until its thread comes to an end, which may be never (measured in Chromium 156).
 */

/** Milliseconds that whoever holds it may need to end; the browser itself gives an ended worker 5 s. */
const patience = 6_000;

type Locks = Pick<LockManager, 'request'>;

/**
 * Runs `work` while nobody else holds `name`; takes it over from a holder that does not let go.
 * @throws AbortError when another worker took it over from this one
 */
export async function takeLock(
  locks: Locks,
  schedule: (task: () => void, delay: number) => () => void,
  name: string,
  work: () => Promise<void>,
): Promise<void> {
  const waiting = new AbortController();
  const stopWaiting = schedule(() => waiting.abort(), patience);
  let isBegun = false;
  const begin = () => {
    isBegun = true;
    stopWaiting();
    return work();
  };
  try {
    await locks.request(name, { signal: waiting.signal }, begin);
  } catch (error) {
    if (isBegun || !waiting.signal.aborted) throw error;
    await locks.request(name, { steal: true }, work);
  }
}
