/** The browser's own menu cannot be clicked from here: its items are read as the browser has them, its click is dispatched. */
import type { Worker } from '@playwright/test';
import { isolate } from '../../lib/i18n/isolate.ts';
import type { Desk, Talk } from './shift.ts';
import { en, expect, test } from './shift.ts';

type Item = 'open' | 'monitor' | 'assign' | 'transfer' | 'forceClose';
interface Update {
  id: string;
  title: string;
  enabled: boolean;
}
interface Menus {
  update(id: string, to: { title: string; enabled: boolean }, then?: () => void): unknown;
  onClicked: { dispatch(info: object, tab: { id: number }): void };
}
type Observed = typeof globalThis & {
  updates: Update[];
  browser?: { contextMenus: Menus };
  chrome: { contextMenus: Menus; tabs: { query(of: object): Promise<{ id: number; url?: string }[]> } };
};

function worker({ launched }: Desk): Worker {
  const found = launched.context.serviceWorkers().find((one) => one.url().startsWith(launched.origin));
  if (found === undefined) throw new Error('The worker is not there.');
  return found;
}
/** Keeps what the worker tells the browser about its items. */
function observe(desk: Desk): Promise<void> {
  return worker(desk).evaluate(() => {
    const self = globalThis as Observed;
    if (self.updates !== undefined) return;
    self.updates = [];
    for (const menus of new Set([self.chrome.contextMenus, self.browser?.contextMenus])) {
      if (menus === undefined) continue;
      const update = menus.update.bind(menus);
      menus.update = (id, to, ...rest) => {
        self.updates.push({ id, ...to });
        return update(id, to, ...rest);
      };
    }
  });
}
/** The items as they were last told to be. */
async function items(desk: Desk): Promise<Record<string, Update>> {
  const updates = await worker(desk).evaluate(() => (globalThis as Observed).updates);
  return Object.fromEntries(updates.map((update) => [update.id, update]));
}
/** As the browser does when that item is chosen in the menu of this tab. */
function choose(desk: Desk, item: Item): Promise<void> {
  return worker(desk).evaluate(
    async ([id, url]) => {
      const { chrome } = globalThis as Observed;
      const tab = (await chrome.tabs.query({})).find((one) => one.url === url);
      if (tab === undefined) throw new Error('The tab is gone.');
      chrome.contextMenus.onClicked.dispatch({ menuItemId: id, frameId: 0, pageUrl: url, editable: false }, tab);
    },
    [item, desk.page.url()] as const,
  );
}
const rowOf = ({ page }: Desk, { id }: Talk) => page.locator(`tr[data-conversation-id="${id}"]`);
async function rightClick(desk: Desk, talk: Talk) {
  await rowOf(desk, talk).locator('td').nth(1).click({ button: 'right' });
}

test('the items stand for the workspace page only: open, monitor, assign, transfer, force close', async ({ desk }) => {
  const url = `${desk.floor.url}/*`;
  const created = await worker(desk).evaluate(
    async ([pattern]) => {
      // The browser lists no items: one of the same id can be made only where there is none.
      const { contextMenus, runtime } = (
        globalThis as never as {
          chrome: {
            contextMenus: { create(item: object, then: () => void): void };
            runtime: { lastError?: { message: string } };
          };
        }
      ).chrome;
      const ids = ['open', 'monitor', 'assign', 'transfer', 'forceClose', 'another'];
      const exists = (id: string) =>
        new Promise<boolean>((resolve) =>
          contextMenus.create({ id, title: id, contexts: ['link'], documentUrlPatterns: [pattern] }, () =>
            resolve(runtime.lastError?.message.includes('duplicate') === true),
          ),
        );
      return Promise.all(ids.map(async (id) => [id, await exists(id)] as const));
    },
    [url] as const,
  );
  expect(Object.fromEntries(created)).toEqual({
    open: true,
    monitor: true,
    assign: true,
    transfer: true,
    forceClose: true,
    another: false,
  });
});

test('what is chosen on a row that was right-clicked opens its dialog in that tab’s panel', async ({ desk }) => {
  const { panel, cast } = desk;
  const open = desk.talk({ customer: 'Menu Open' });
  const active = desk.talk({ customer: 'Menu Active', agentId: cast.holder.id });
  const name = isolate;
  for (const [item, talk, title] of [
    ['assign', open, en.dialogs.titles.assign(name(open.customer))],
    ['transfer', active, en.dialogs.titles.transfer(name(active.customer))],
    ['monitor', active, en.dialogs.titles.monitor(name(active.customer))],
    ['forceClose', open, en.dialogs.titles.forceClose(name(open.customer))],
  ] as const) {
    await rightClick(desk, talk);
    await choose(desk, item);
    const dialog = panel.getByRole('dialog').or(panel.getByRole('alertdialog'));
    await expect(dialog).toHaveAccessibleName(title);
    await dialog.getByRole('button').first().press('Escape');
    await expect(dialog).toHaveCount(0);
  }
  await rightClick(desk, open);
  await choose(desk, 'open');
  await expect(panel.getByRole('heading', { level: 1, name: open.customer })).toBeVisible();
  expect([...desk.ledger(open.id), ...desk.ledger(active.id)]).toEqual([]);
});

test('what is not possible on that row gives its reasons instead', async ({ desk }) => {
  const { panel, cast } = desk;
  const active = desk.talk({ agentId: cast.holder.id });
  await rightClick(desk, active);
  await choose(desk, 'assign');
  const dialog = panel.getByRole('dialog', { name: en.dialogs.titles.assign(isolate(active.customer)) });
  await expect(dialog).toContainText(`${isolate(cast.holder.name)} already has it.`);
  await expect(dialog.getByRole('radio')).toHaveCount(0);
});

test('the menu’s row is the one that was right-clicked, wherever the pointer went afterwards', async ({ desk }) => {
  const { panel } = desk;
  const meant = desk.talk({ customer: 'Menu Meant' });
  const passed = desk.talk({ customer: 'Menu Passed' });
  await rightClick(desk, meant);
  await rowOf(desk, passed).hover();
  await choose(desk, 'forceClose');
  await expect(panel.getByRole('alertdialog')).toHaveAccessibleName(
    en.dialogs.titles.forceClose(isolate(meant.customer)),
  );
});

for (const [what, wrong, said] of [
  ['no conversation is politely said not to be there', 'c-no-such-thing', en.panel.missing],
  ['nothing that could be one is not recognised', '"><img src=x onerror=alert(1)>', en.panel.unrecognised],
  ['nothing at all is not recognised', '', en.panel.unrecognised],
] as const) {
  test(`an id that names ${what}`, async ({ desk }) => {
    const { panel, page } = desk;
    const talk = desk.talk();
    await rowOf(desk, talk).evaluate((row, id) => row.setAttribute('data-conversation-id', id), wrong);
    await page.locator('#grid tbody tr', { hasText: talk.customer }).locator('td').nth(1).click({ button: 'right' });
    await choose(desk, 'forceClose');
    await expect(panel.getByText(said)).toBeVisible();
    await expect(panel.getByRole('alertdialog')).toHaveCount(0);
  });
}

test('the items are enabled by the rules of the row under the pointer, and named after its customer', async ({
  desk,
}) => {
  await observe(desk);
  const { cast } = desk;
  const open = desk.talk({ customer: 'Pointer Open' });
  const active = desk.talk({ customer: 'Pointer Active', agentId: cast.holder.id });
  const enabled = async () =>
    Object.entries(await items(desk))
      .filter(([, item]) => item.enabled)
      .map(([id]) => id)
      .sort();
  await rowOf(desk, open).hover();
  await expect.poll(enabled).toEqual(['assign', 'forceClose', 'open']);
  expect((await items(desk)).assign?.title).toBe(en.menu.assign(isolate(open.customer, 40)));
  await rowOf(desk, active).hover();
  await expect.poll(enabled).toEqual(['forceClose', 'monitor', 'open', 'transfer']);
  await desk.page.getByRole('heading', { level: 1 }).first().hover();
  await expect.poll(enabled).toEqual(['assign', 'forceClose', 'monitor', 'open', 'transfer']);
  expect((await items(desk)).assign?.title).toBe(en.menu.assign());
});

test('on a row that nobody can tell the items say so, and what is chosen there does nothing', async ({ desk }) => {
  await observe(desk);
  const { panel, page } = desk;
  const talk = desk.talk({ customer: 'Menu Untold' });
  await rowOf(desk, talk).evaluate((row) => row.setAttribute('data-conversation-id', '?'));
  const cell = page.locator('#grid tbody tr', { hasText: talk.customer }).locator('td').nth(1);
  await cell.hover();
  await expect.poll(async () => (await items(desk)).forceClose?.title).toBe(en.menu.unrecognised(en.menu.forceClose()));
  await cell.click({ button: 'right' });
  await choose(desk, 'forceClose');
  await expect(panel.getByText(en.panel.unrecognised)).toBeVisible();
  expect(desk.ledger(talk.id)).toEqual([]);
});
