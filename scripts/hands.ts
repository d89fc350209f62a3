/** A supervisor's hands: finding things in the panel that is shown and clicking them, as a person does. */
import type { BrowserContext, Frame, Locator, Page } from '@playwright/test';
import type { Language } from '../lib/i18n/languages.ts';

/** Milliseconds for one thing to become visible. */
const patience = 15_000;

/** @throws with `what` when it does not come to hold within `limit` ms */
export async function until(what: string, holds: () => boolean | Promise<boolean>, limit = patience): Promise<void> {
  const end = Date.now() + limit;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Waited ${limit / 1000} s in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A window of its own: a tab behind another draws nothing, and nobody can click there. */
export async function openWindow(context: BrowserContext): Promise<Page> {
  const line = await context.browser()?.newBrowserCDPSession();
  if (line === undefined) throw new Error('The browser has no debugging line.');
  const opened = context.waitForEvent('page');
  await line.send('Target.createTarget', { url: 'about:blank', newWindow: true });
  await line.detach();
  return opened;
}

/** The panel's frame in a workspace page, with its first rows. It lives in a closed shadow root: only the browser knows it. */
export async function panelOf(page: Page): Promise<Frame> {
  const find = () => page.frames().find((frame) => frame.url().startsWith('chrome-extension://'));
  await until('the panel stands in the page', () => find() !== undefined);
  const panel = find();
  if (panel === undefined) throw new Error('The panel left the page.');
  await panel.getByRole('grid').getByRole('row').first().waitFor({ timeout: patience });
  return panel;
}

/** Rows that the list holds; -1 while it does not know. */
export async function rowCount(panel: Frame | Page): Promise<number> {
  return Number(await panel.getByRole('grid').getAttribute('aria-rowcount'));
}

/** By its id, typed into the search, so that exactly one row is left: that customer's. */
export async function findRow(
  panel: Frame | Page,
  { id, customer }: { id: string; customer: { name: string } },
  text: Language,
  limit = patience,
): Promise<Locator> {
  await panel.getByRole('searchbox', { name: text.list.searchLabel }).fill(id, { timeout: limit });
  // The list uses its slots again for other rows: only a list of one holds still.
  await panel.locator('[role=grid][aria-rowcount="1"]').waitFor({ timeout: limit });
  return panel.getByRole('grid').getByRole('row').filter({ visible: true, hasText: customer.name }).first();
}

export async function press(panel: Frame | Page, name: string, limit = patience): Promise<void> {
  await panel.getByRole('button', { name, exact: true }).click({ timeout: limit });
}

export function sheetOf(panel: Frame | Page): Locator {
  return panel.getByRole('dialog').or(panel.getByRole('alertdialog'));
}

/** The sheet's verb stands last; the safe choice before it. */
export async function clickVerb(sheet: Locator, limit = patience): Promise<void> {
  await sheet.getByRole('button').last().click({ timeout: limit });
}

/** Escape closes a menu or sheet, then the conversation. */
export async function backToList(panel: Frame | Page): Promise<void> {
  const inTheWay = [panel.getByRole('menu'), sheetOf(panel), panel.locator('section.conversation')];
  for (const one of inTheWay) {
    if ((await one.count()) > 0) await one.first().press('Escape', { timeout: 1000 });
  }
}
