import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { standing } from './harness.ts';
import type { Desk, Frame, Page } from './shift.ts';
import { createDesk, en, expect, rows, test } from './shift.ts';

test.use({
  settings: [
    // The browser's own side panel is no tab: only a second line to the browser sees it as a page.
    { ...standing, conversations: 30, browserOptions: { args: ['--remote-debugging-port=0'] } },
    { scope: 'worker' },
  ],
});

const frameOf = (page: Page): Frame => page.mainFrame();
async function isTheSamePanel(desk: Desk) {
  const { panel, floor, cast } = desk;
  const ongoing = floor.floor.conversations().filter(({ state }) => state !== 'closed').length;
  await expect(panel.getByRole('grid')).toHaveAttribute('aria-rowcount', String(ongoing));
  const talk = desk.talk({ agentId: cast.holder.id });
  await desk.open(talk);
  await desk.press(en.actions.monitor);
  await panel.getByRole('dialog').getByRole('button', { name: en.dialogs.buttons.monitor, exact: true }).click();
  await expect.poll(() => desk.ledger(talk.id, 'monitor').length).toBe(1);
  floor.command({ type: 'say', conversationId: talk.id, from: 'customer', text: 'Heard in the side panel' });
  await expect(panel.getByRole('log').getByText('Heard in the side panel')).toBeVisible();
  await desk.press(en.common.back);
  await expect(rows(panel)).toHaveCount(1);
}

test('the panel’s page alone is the whole panel', async ({ shift }) => {
  const page = await shift.launched.context.newPage();
  await page.goto(`${shift.launched.origin}/sidepanel.html`);
  await isTheSamePanel(createDesk(shift, page, frameOf(page)));
  await page.close();
});

test('the popup’s button opens the browser’s side panel, and that is the whole panel', async ({ shift }) => {
  const { context, origin, profile } = shift.launched;
  const popup = await context.newPage();
  await popup.goto(`${origin}/popup.html`);
  await expect(popup.getByRole('table')).toBeVisible();
  await popup.getByRole('button', { name: en.popup.openPanel }).click();
  await expect.poll(() => popup.isClosed()).toBe(true);
  const [port] = (await readFile(path.join(profile, 'DevToolsActivePort'), 'utf8')).split('\n');
  const second = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  try {
    const find = () =>
      second
        .contexts()
        .flatMap((one) => one.pages())
        .find((page) => page.url() === `${origin}/sidepanel.html`);
    await expect.poll(() => find() !== undefined).toBe(true);
    const page = find();
    if (page === undefined) throw new Error('The side panel went again.');
    await isTheSamePanel(createDesk(shift, page, frameOf(page)));
  } finally {
    await second.close();
  }
});
