/** The gallery's screens, and a browser that looks at them. */
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { createServer } from 'vite';

export interface Look {
  lang: 'en' | 'he';
  theme: 'light' | 'dark';
}
export const looks: readonly Look[] = [
  { lang: 'en', theme: 'light' },
  { lang: 'he', theme: 'dark' },
  { lang: 'en', theme: 'dark' },
  { lang: 'he', theme: 'light' },
];

/** What a screen needs beyond its address. */
export const steps: Record<string, (page: Page) => Promise<void>> = {
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
  setPresence: async (page) => {
    await page.locator('.facts .button').first().click();
    await page.locator('.presence-choice').nth(3).click();
  },
  onlyInWorkspace: async () => {},
  monitor: async () => {},
  undo: async () => {},
  offline: async () => {},
  stale: async () => {},
  storage: async () => {},
  rebuilding: async () => {},
  optionsStorage: async () => {},
  optionsRebuilding: async () => {},
  older: async () => {},
  olderPage: async () => {},
  signedOut: async () => {},
  signedOutBrowser: async () => {},
  signedOutOauth: (page) => page.locator('.banner .button.primary').click(),
  loading: async () => {},
  silent: async () => {},
  silentPage: async () => {},
  silentDialog: async () => {},
  reconnecting: async () => {},
  old: async () => {},
  stuck: async () => {},
  popupSilent: async () => {},
  optionsSilent: async () => {},
  notice: async () => {},
  empty: async () => {},
  operations: async () => {},
  popup: async () => {},
  popupOffline: async () => {},
  popupNotice: async () => {},
  popupEmpty: async () => {},
  options: async () => {},
  optionsRemove: (page) => page.locator('.card .button.danger').first().click(),
  optionsBrowser: (page) => addBy(page, 'browser'),
  optionsOauth: (page) => addBy(page, 'oauth'),
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

/** The form for a backend that can be signed in to in several ways. */
async function addBy(page: Page, way: 'browser' | 'oauth'): Promise<void> {
  await page.getByRole('button', { name: /^(Add a connection|הוספת חיבור)$/ }).click();
  const selects = page.locator('form').last().locator('select');
  await selects.nth(0).selectOption('desk');
  await selects.nth(1).selectOption(way);
  await selects.nth(0).scrollIntoViewIfNeeded();
  await selects.nth(0).evaluate((element) => element.scrollIntoView({ block: 'start' }));
}

/** Opens a screen at a width and takes its steps. */
export async function showScreen(
  page: Page,
  address: string,
  screen: string,
  look: Look,
  width: number,
): Promise<void> {
  await page.setViewportSize({ width, height: 760 });
  await page.goto(`${address}?screen=${screen}&lang=${look.lang}&theme=${look.theme}`);
  await page.locator('#stage > *').first().waitFor();
  await page.waitForTimeout(250);
  await steps[screen]?.(page);
  await page.waitForTimeout(200);
}

/** Serves the gallery and starts Chromium (`CHROMIUM` names another one). */
export async function openGallery() {
  const server = await createServer({
    configFile: join(import.meta.dirname, 'vite.config.ts'),
    logLevel: 'error',
    // Pictures of one state of the code, whoever is editing meanwhile.
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
  });
  await server.listen();

  const address = server.resolvedUrls?.local[0] ?? '';
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

  const close = async () => {
    await browser.close();
    await server.close();
  };
  return { address, browser, close };
}
