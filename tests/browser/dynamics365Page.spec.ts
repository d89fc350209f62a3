/** The double's workspace page in a real browser, without the extension: what the extension's own specs rely on. */
import { test as base, chromium, expect, type Page } from '@playwright/test';
import { findBrowser } from '../../scripts/findBrowser.ts';
import { type Dynamics, startDynamics } from '../doubles/dynamics365/startDynamics.ts';
import { activate, idOf, testFloor } from '../floor/server/testFloor.ts';

const count = 200;
const test = base.extend<{ dynamics: Dynamics; workspace: Page }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the pattern
  dynamics: async ({}, use) => {
    const floor = testFloor(count);
    activate(floor);
    const dynamics = await startDynamics({ floor, port: 0, speed: 0 });
    await use(dynamics);
    await dynamics.stop();
  },
  workspace: async ({ dynamics }, use) => {
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const browser = await chromium.launch({ executablePath: await findBrowser(), args });
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.goto(`${dynamics.url}/signin`);
    await use(page);
    await browser.close();
  },
});

const rows = (page: Page) => page.locator('.ag-center-cols-container [role="row"][row-index]');
const shown = async (page: Page) => Number(await rows(page).count());

test('moves between home, list and record without a reload, and back', async ({ dynamics, workspace: page }) => {
  await page.evaluate('globalThis.sameDocument = true');
  await page.getByRole('navigation').getByText('All ongoing conversations').click();
  await expect(page).toHaveURL(/pagetype=entitylist&etn=msdyn_ocliveworkitem&viewid=[0-9a-f-]{36}&viewtype=1039$/);
  await page.getByRole('link', { name: idOf(0) }).click();
  await expect(page).toHaveURL(
    new RegExp(`pagetype=entityrecord&etn=msdyn_ocliveworkitem&id=${dynamics.guidOf(idOf(0))}$`),
  );
  await expect(page.locator('[data-id="header_title"]')).toHaveText(idOf(0));
  await page.goBack();
  await expect(rows(page).first()).toBeVisible();
  expect(await page.evaluate('globalThis.sameDocument')).toBe(true);
});

test('draws only the rows that can be seen, cells named by column, without ids unless told', async ({
  dynamics,
  workspace: page,
}) => {
  await page.getByRole('navigation').getByText('All ongoing conversations').click();
  await expect(rows(page).first()).toBeVisible();
  expect(await shown(page)).toBeLessThan(40);
  const cell = (column: string) => rows(page).first().locator(`[role="gridcell"][col-id="${column}"]`);
  await expect(cell('msdyn_customer')).toHaveText('Customer c-000000');
  await expect(cell('subject')).toHaveText(idOf(0));
  await expect(cell('statuscode')).toHaveText('Active');
  await expect(cell('msdyn_cdsqueueid')).not.toHaveText('');
  await expect(cell('msdyn_activeagentid')).not.toHaveText('');
  expect(await page.locator('[row-id]').count()).toBe(0);

  await page.locator('.ag-body-viewport').evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(page.locator(`[role="row"][row-index="${count - 1}"]`)).toContainText(idOf(count - 1));
  expect(await shown(page)).toBeLessThan(40);

  dynamics.behave({ rowIds: true });
  await page.reload();
  await expect(page.locator(`[row-id="${dynamics.guidOf(idOf(0))}"]`)).toContainText(idOf(0));
});

test('fills the window, whatever margin somebody gives the document', async ({ workspace: page }) => {
  await page.evaluate("document.documentElement.style.marginRight = '380px'");
  const box = await page.locator('#ApplicationShell').boundingBox();
  expect(box).toMatchObject({ x: 0, width: 1280, height: 720 });
});

test('asks with the browser’s session only', async ({ dynamics, workspace: page }) => {
  await page.getByRole('navigation').getByText('All ongoing conversations').click();
  await expect(rows(page).first()).toBeVisible();
  const asked = dynamics.requests.filter(({ url }) => url.startsWith('/api/'));
  expect(asked.map(({ headers }) => [headers.cookie, headers.authorization])).toContainEqual([
    dynamics.cookie,
    undefined,
  ]);
  expect(asked.every(({ status }) => status === 200)).toBe(true);
});
