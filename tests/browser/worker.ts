/** The worker's death, as the browser ends it when it wants its memory back. */
import { expect } from '@playwright/test';
import type { Launched } from '../../scripts/launch.ts';

export interface Reaper {
  /** Resolves once it has stopped; whatever wants it back wakes it again. */
  kill(): Promise<void>;
  isRunning(): boolean;
}

/** Works from a page of the extension that has no line to the worker and so never wakes it. */
export async function openReaper({ context, origin }: Launched): Promise<Reaper> {
  const page = await context.newPage();
  await page.goto(`${origin}/manifest.json`);
  const line = await context.newCDPSession(page);
  let status = '';
  let stops = 0;
  line.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { runningStatus } of versions) {
      if (runningStatus === 'stopped' && status !== 'stopped') stops += 1;
      status = runningStatus;
    }
  });
  await line.send('ServiceWorker.enable');
  return {
    isRunning: () => status === 'running',
    async kill() {
      await expect.poll(() => status).toBe('running');
      const before = stops;
      await line.send('ServiceWorker.stopAllWorkers');
      await expect.poll(() => stops).toBeGreaterThan(before);
    },
  };
}
