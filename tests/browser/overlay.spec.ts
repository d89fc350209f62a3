import { expect, panelIn, test } from './harness.ts';

test('the panel stands in the workspace page and fills with the floor', async ({ panel, floor }) => {
  const ongoing = floor.floor.conversations().filter(({ state }) => state !== 'closed').length;
  await expect(panel.locator('body')).toContainText(String(ongoing));
});

test('it is gone without a trace when the extension goes', async ({ workspace, launched }) => {
  await panelIn(workspace);
  const before = await workspace.evaluate(() => document.documentElement.outerHTML.includes('floorwalker-panel'));
  expect(before).toBe(true);
  const manager = await launched.context.newPage();
  await manager.goto(`${launched.origin}/options.html`);
  await manager
    .evaluate(() =>
      (globalThis as never as { chrome: { management: { uninstallSelf(): void } } }).chrome.management.uninstallSelf(),
    )
    .catch(() => undefined);
  await expect
    .poll(() =>
      workspace.evaluate(() => [
        document.querySelector('floorwalker-panel') === null,
        document.documentElement.getAttribute('style'),
      ]),
    )
    .toEqual([true, null]);
});
