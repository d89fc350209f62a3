/**
 * The worker ends by itself, as it does at a user's (FA3): nobody is attached to it, no panel is open, and the connection
 * has no event stream, whose traffic would keep it alive. What then opens a page wakes it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { floorConnection } from '../../scripts/launch.ts';
import { openFloor, standing } from '../browser/harness.ts';
import { startRawBrowser } from './rawBrowser.ts';

export interface IdleDeath {
  /** Milliseconds that the worker lived without a page before it was gone. */
  lived: number;
  /** Milliseconds from the navigation of the page that woke it to the first words of the floor in it. */
  answered: number;
  /** The same of the same page right afterwards, with the worker awake. */
  answeredAwake: number;
  page: 'sidepanel' | 'popup';
}

const pages = [
  { page: 'sidepanel', selector: '.row-name' },
  { page: 'popup', selector: 'tbody th' },
] as const;
/** Milliseconds; the browser gives a worker 30 s after each event, and alarm, badge and trials of the stream are events. */
const longestLife = 180_000;

/** @throws when a worker outlives `longestLife` idle, or a page shows nothing in 10 s */
export async function idleDeaths(cycles: number, onDeath: (death: IdleDeath) => void = () => {}): Promise<IdleDeath[]> {
  const floor = await openFloor(standing);
  floor.faults.set({ rules: [{ fault: 'status', path: '/v1/events', status: 503 }] });
  const browser = await startRawBrowser({ connections: [floorConnection(floor)], language: 'en' });
  const deaths: IdleDeath[] = [];
  try {
    // The first reading ends, and its image is stored.
    await (await browser.open('sidepanel', '.row-name', 30_000)).leave();
    for (let cycle = 0; cycle < cycles; cycle += 1) {
      const { page, selector } = pages[cycle % pages.length] ?? pages[0];
      const begun = Date.now();
      while (await browser.isWorkerRunning()) {
        if (Date.now() - begun > longestLife)
          throw new Error(`The worker lives for ${longestLife} ms with nothing to do.`);
        await pause(200);
      }
      const lived = Date.now() - begun;
      const answer = async () => {
        const { took, leave } = await browser.open(page, selector, 10_000);
        await leave();
        return took;
      };
      const death = { lived, page, answered: await answer(), answeredAwake: await answer() };
      deaths.push(death);
      onDeath(death);
    }
  } finally {
    await browser.stop();
    await floor.stop();
  }
  return deaths;
}

/** The value that this share of all lies at or below. @param share 0–1 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
