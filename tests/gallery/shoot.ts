/**
 * Takes pictures of every screen in both directions and themes and at three widths.
 * `node tests/gallery/shoot.ts [screen…]`; prints the folder.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { createServer } from 'vite';

const widths = [280, 380, 640];
const looks = [
  { lang: 'en', theme: 'light' },
  { lang: 'he', theme: 'dark' },
  { lang: 'en', theme: 'dark' },
  { lang: 'he', theme: 'light' },
];
/** What a screen needs beyond its address. */
const steps: Record<string, (page: Page) => Promise<void>> = {
  list: async () => {},
  hover: (page) => page.locator('[role=row]').nth(1).hover(),
  menu: async (page) => {
    await page.locator('[role=row]').nth(1).hover();
    await page.locator('.row-more').nth(1).click();
  },
  keyboard: async (page) => {
    await page.keyboard.press('/');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
  },
  sort: (page) => page.locator('.sort').click(),
  filter: (page) => page.locator('.filter-button button').click(),
  held: (page) => page.locator('[role=row]').nth(3).hover(),
  search: (page) => page.locator('input[type=search]').fill('כהן'),
  nothing: (page) => page.locator('input[type=search]').fill('zzz'),
  joined: async () => {},
  details: (page) => page.locator('.facts-frame .button').click(),
  locked: async () => {},
  pending: async () => {},
  record: async () => {},
  switchedOff: async () => {},
  assign: async () => {},
  assignChosen: (page) => page.locator('.target.overridable').first().click(),
  assignQueue: (page) => page.locator('.sheet .segmented input').nth(1).check({ force: true }),
  assignNot: async () => {},
  transferChosen: (page) => page.locator('.target').first().click(),
  transfer: async () => {},
  forceClose: async () => {},
  monitor: async () => {},
  undo: async () => {},
  offline: async () => {},
  stale: async () => {},
  signedOut: async () => {},
  loading: async () => {},
  notice: async () => {},
  empty: async () => {},
  operations: async () => {},
  popup: async () => {},
  popupOffline: async () => {},
  popupNotice: async () => {},
  popupEmpty: async () => {},
  options: async () => {},
  optionsRemove: (page) => page.locator('.card .button.danger').first().click(),
  optionsProblem: async (page) => {
    await page.getByRole('button', { name: /^(Add a connection|הוספת חיבור)$/ }).click();
    const form = page
      .locator('.card')
      .filter({ has: page.locator('select') })
      .first();
    await form.locator('input').nth(1).fill('https://service.example.com');
    await form.locator('input[type=password]').fill('token');
    await form.getByRole('button').first().click();
  },
};

const wanted = process.argv.slice(2);
const screens = wanted.length > 0 ? wanted : Object.keys(steps);
const folder = await mkdtemp(join(tmpdir(), 'gallery-'));
const server = await createServer({ configFile: join(import.meta.dirname, 'vite.config.ts'), logLevel: 'error' });
await server.listen();
const address = server.resolvedUrls?.local[0];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-quic',
  ],
});

async function shoot(page: Page, screen: string, look: (typeof looks)[number], width: number): Promise<Buffer> {
  await page.setViewportSize({ width, height: 760 });
  await page.goto(`${address}?screen=${screen}&lang=${look.lang}&theme=${look.theme}`);
  await page.locator('.panel, .popup, .options').waitFor();
  await page.waitForTimeout(250);
  await steps[screen]?.(page);
  await page.waitForTimeout(200);
  return page.screenshot();
}

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
      for (const width of widths) pictures.push(await shoot(page, screen, look, width));
      await sheet(easel, pictures, join(folder, `${screen}-${look.lang}-${look.theme}.png`));
    }
  }
} finally {
  await browser.close();
  await server.close();
}
console.log(folder);
