/** The worker's death, as the browser ends it when it wants its memory back. */
import type { Launched } from '../launch.ts';

export interface Reaper {
  /** Resolves when the worker runs. @throws when it does not within 10 s */
  born(): Promise<void>;
  /** Resolves once it has stopped; whatever wants it back wakes it again. @throws when it is not running within 10 s */
  kill(): Promise<void>;
  isRunning(): boolean;
}

/** Milliseconds. */
const patience = 10_000;

/** Works from a page of the extension that has no line to the worker and so never wakes it. */
export async function openReaper({ context, origin }: Pick<Launched, 'context' | 'origin'>): Promise<Reaper> {
  const page = await context.newPage();
  await page.goto(`${origin}/manifest.json`);
  const line = await context.newCDPSession(page);
  let status = '';
  let stops = 0;
  let onNews = () => {};
  line.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { runningStatus } of versions) {
      if (runningStatus === 'stopped' && status !== 'stopped') stops += 1;
      status = runningStatus;
    }
    onNews();
  });
  await line.send('ServiceWorker.enable');

  function until(what: string, holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = setTimeout(() => reject(new Error(`Waited in vain until the worker ${what}.`)), patience);
      onNews = () => {
        if (!holds()) return;
        clearTimeout(end);
        resolve();
      };
      onNews();
    });
  }
  return {
    born: () => until('runs', () => status === 'running'),
    isRunning: () => status === 'running',
    async kill() {
      await until('runs', () => status === 'running');
      const before = stops;
      await line.send('ServiceWorker.stopAllWorkers');
      await until('has stopped', () => stops > before);
    },
  };
}
