/**
 * Takes pictures of every screen in both directions and themes, at three widths side by side.
 * `node tests/gallery/shoot.ts [screen…]`; prints the folder.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { looks, openGallery, showScreen, steps } from './screens.ts';

const widths = [280, 380, 640];
const wanted = process.argv.slice(2);
const screens = wanted.length > 0 ? wanted : Object.keys(steps);
const folder = await mkdtemp(join(tmpdir(), 'gallery-'));
const { address, browser, close } = await openGallery();

/** Lays the pictures of one screen and look side by side. */
async function sheet(page: Page, pictures: Buffer[], path: string): Promise<void> {
  const images = pictures.map(
    (one) => `<img style="height:760px" src="data:image/png;base64,${one.toString('base64')}">`,
  );
  await page.setContent(`<body style="margin:8px;display:flex;gap:12px;background:#888">${images.join('')}</body>`);
  await page.screenshot({ path });
}

try {
  const page = await browser.newPage({ deviceScaleFactor: 1.25 });
  page.on('pageerror', (error) => console.error(`${page.url()}: ${error.stack}`));
  const easel = await browser.newPage({ viewport: { width: 1356, height: 776 }, deviceScaleFactor: 1.25 });
  for (const screen of screens) {
    for (const look of looks) {
      const pictures: Buffer[] = [];
      for (const width of widths) {
        await showScreen(page, address, screen, look, width);
        pictures.push(await page.screenshot());
      }
      await sheet(easel, pictures, join(folder, `${screen}-${look.lang}-${look.theme}.png`));
    }
  }
} finally {
  await close();
}
console.log(folder);
