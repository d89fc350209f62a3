/**
 * 100,000 conversations, two panels open, in real Chromium: how long the first reading takes, then first window, filter
 * and key strokes as the person at the panel meets them, and the worker's heap. Run it alone, after
 * `npx wxt build --mode floor`: `node tests/bench/panels.bench.ts [conversations]`.
 */
import type { CDPSession, Frame, Page } from '@playwright/test';
import { findBrowser } from '../../scripts/findBrowser.ts';
import { floorConnection, launch } from '../../scripts/launch.ts';
import { makeFloor, serveFloor } from '../../scripts/openFloor.ts';

const conversations = Number(process.argv[2] ?? 100_000);
const rounds = 10;
const words = ['b', 'bi', 'bil', 'bill', 'billi'];

const settings = { port: 0, seed: 1, speed: 1, conversations, dialogues: undefined };
const floor = await serveFloor({ floor: await makeFloor(settings), port: 0, speed: 1, admin: false });
const began = performance.now();
const launched = await launch({
  browser: await findBrowser(),
  headless: true,
  viewport: { width: 1440, height: 900 },
  readyMade: { connections: [floorConnection(floor)], language: 'en' },
});
const { context, origin } = launched;
const workspace = context.pages()[0] ?? (await context.newPage());
await workspace.goto(`${floor.url}/workspace`);
const docked = await panelOf(workspace);
await docked.getByRole('row').first().waitFor();
say('first rows after the first start', performance.now() - began);
await docked.locator('.header, header').getByText(/^live/).first().waitFor({ timeout: 300_000 });
say('everything read', performance.now() - began);
console.log(`conversations in the list: ${await docked.getByRole('grid').getAttribute('aria-rowcount')}`);

const opened: number[] = [];
let side = await context.newPage();
for (let round = 0; round < rounds; round += 1) {
  await side.close();
  side = await context.newPage();
  const start = performance.now();
  await side.goto(`${origin}/sidepanel.html`);
  await side.getByRole('row').first().waitFor();
  opened.push(performance.now() - start);
}
say('panel opened, first window', ...opened);

await side.bringToFront();
const chip = side.locator('.chip').filter({ hasText: /^Waiting/ });
const filtering: number[] = [];
for (let round = 0; round < rounds; round += 1) filtering.push(await untilCountChanges(() => chip.click()));
say('filter on and off', ...filtering);

const search = side.getByRole('searchbox', { name: 'Search conversations' });
const typing: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  await search.fill('');
  for (const word of words) {
    const letter = word.at(-1) ?? '';
    typing.push(await untilCountChanges(() => search.press(letter)));
  }
}
say('key stroke in the search', ...typing);
console.log(`worker heap: ${((await workerHeap()) / 2 ** 20).toFixed(0)} MiB after collection`);

await launched.close();
await floor.stop();

async function panelOf(page: Page): Promise<Frame> {
  for (;;) {
    const frame = page.frames().find((one) => one.url().startsWith(origin));
    if (frame) return frame;
    await page.waitForEvent('framenavigated');
  }
}

/** Milliseconds from the input to another row count on the screen; undefined changes end after a second. */
async function untilCountChanges(act: () => Promise<void>): Promise<number> {
  const changed = side.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const grid = document.querySelector('[role=grid]');
        let start = performance.now();
        const begin = () => {
          start = performance.now();
        };
        addEventListener('keydown', begin, { capture: true, once: true });
        addEventListener('pointerdown', begin, { capture: true, once: true });
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve(performance.now() - start);
        });
        if (grid) observer.observe(grid, { attributes: true, attributeFilter: ['aria-rowcount'] });
      }),
  );
  await act();
  return changed;
}

async function workerHeap(): Promise<number> {
  const session = (await context.browser()?.newBrowserCDPSession()) as CDPSession;
  const { targetInfos } = await session.send('Target.getTargets');
  const target = targetInfos.find(({ type, url }) => type === 'service_worker' && url.startsWith(origin));
  const { sessionId } = await session.send('Target.attachToTarget', {
    targetId: target?.targetId ?? '',
    flatten: false,
  });
  const ask = (id: number, method: string) =>
    new Promise<Record<string, number>>((resolve) => {
      session.on('Target.receivedMessageFromTarget', ({ message }) => {
        const answer = JSON.parse(message);
        if (answer.id === id) resolve(answer.result);
      });
      session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    });
  await ask(1, 'HeapProfiler.collectGarbage');
  return (await ask(2, 'Runtime.getHeapUsage')).usedSize ?? 0;
}

function say(what: string, ...times: number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0)} ms`;
  console.log(times.length === 1 ? `${what}: ${at(0)}` : `${what}: p50 ${at(0.5)}, p95 ${at(0.95)} (${times.length})`);
}
