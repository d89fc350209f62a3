/** The overlay in the workspace page: where it stands, what it remembers, how it comes and goes. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openBrowser, panelIn, standing } from './harness.ts';
import { everythingInPage, expectFilled, openHost, openOwn } from './pages.ts';
import { en, expect, type Frame, type Page, test } from './shift.ts';

const handleWidth = 6;

async function boxOf(panel: Frame) {
  const box = await (await panel.frameElement()).boundingBox();
  if (box === null) throw new Error('The panel is not drawn.');
  return box;
}
const widthOf = async (panel: Frame) => {
  const box = await (await panel.frameElement()).boundingBox();
  return box === null ? 0 : Math.round(box.width) + handleWidth;
};
/** The toggle stands in the middle of the dock's edge. */
async function pressToggle(page: Page, panel: Frame) {
  const { x, y, height } = await boxOf(panel);
  await page.mouse.click(x - handleWidth - 4, y + height / 2);
}
const roomOf = (page: Page) =>
  page.evaluate(() => [
    document.documentElement.style.marginRight,
    document.documentElement.getBoundingClientRect().width,
  ]);
const traces = (page: Page) =>
  page.evaluate(() => [
    document.querySelector('floorwalker-panel') === null,
    document.documentElement.getAttribute('style'),
  ]);

test('the panel stands in the workspace page and fills with the floor', async ({ desk: { panel, floor } }) => {
  const ongoing = floor.floor.conversations().filter(({ state }) => state !== 'closed').length;
  await expect(panel.getByRole('grid')).toHaveAttribute('aria-rowcount', String(ongoing));
  await expectFilled(panel);
});

test('it is widened by dragging, by keys, collapsed and opened, and the site remembers', async ({
  desk: { page: workspace, panel },
}) => {
  await expectFilled(panel);
  const { x } = await boxOf(panel);
  const first = await widthOf(panel);
  await workspace.mouse.move(x - 3, 120);
  await workspace.mouse.down();
  // Into the frame and out again: the drag stays with the handle.
  await workspace.mouse.move(x + 40, 120, { steps: 4 });
  await workspace.mouse.move(x - 97, 120, { steps: 8 });
  await workspace.mouse.up();
  await expect.poll(() => widthOf(panel)).toBeGreaterThan(first + 80);
  const dragged = await widthOf(panel);

  await pressToggle(workspace, panel);
  await expect.poll(async () => (await panel.frameElement()).boundingBox()).toBeNull();
  await workspace.keyboard.press('Enter');
  await expect.poll(() => widthOf(panel)).toBe(dragged);
  await workspace.keyboard.press('Tab');
  await workspace.keyboard.press('ArrowLeft');
  await expect.poll(() => widthOf(panel)).toBe(dragged + 20);
  await workspace.keyboard.press('ArrowRight');
  await workspace.keyboard.press('ArrowRight');
  await expect.poll(() => widthOf(panel)).toBe(dragged - 20);

  await workspace.reload();
  const again = await panelIn(workspace);
  await expectFilled(again);
  expect(await widthOf(again)).toBe(dragged - 20);

  await pressToggle(workspace, again);
  await expect.poll(async () => (await again.frameElement()).boundingBox()).toBeNull();
  await workspace.reload();
  const collapsed = await panelIn(workspace);
  await expect.poll(() => roomOf(workspace)).toEqual(['28px', 1440 - 28]);
  expect(await (await collapsed.frameElement()).boundingBox()).toBeNull();
  await workspace.mouse.click(1440 - 14, 450);
  await expect.poll(() => widthOf(collapsed)).toBe(dragged - 20);
  await expectFilled(collapsed);
});

test('the page is moved aside by exactly the panel, over a style that it had itself', async ({
  shift: { launched, floor },
}) => {
  const page = await launched.context.newPage();
  await openHost(page, floor, {
    body: '<script>document.documentElement.style = "margin-right: 7px; color: red"</script>',
  });
  const panel = await panelIn(page);
  await expectFilled(panel);
  const width = await widthOf(panel);
  expect(await roomOf(page)).toEqual([`${width}px`, 1440 - width]);
  await page.close();
});

test('under a policy that forbids every frame and script the panel loads and fills', async ({
  shift: { launched, floor },
}) => {
  const page = await launched.context.newPage();
  await openHost(page, floor, {
    headers: {
      'Content-Security-Policy':
        "default-src 'none'; frame-src 'none'; style-src 'none'; sandbox allow-scripts allow-same-origin; require-trusted-types-for 'script'; trusted-types 'none'",
    },
  });
  await expectFilled(await panelIn(page));
  await page.close();
});

test('in a cross-origin isolated page the panel loads and fills', async ({ shift: { launched, floor } }) => {
  const page = await launched.context.newPage();
  await openHost(page, floor, {
    headers: {
      'Cross-Origin-Embedder-Policy': 'require-corp',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
    },
  });
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expectFilled(await panelIn(page));
  await page.close();
});

test('a page on another port of the same host is left again, without a trace', async ({
  desk: { launched, page: workspace, panel },
}) => {
  await expectFilled(panel);
  const other = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>Another site</title><p>Not a workspace');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const page = await launched.context.newPage();
  await page.addInitScript(() => {
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes) if (node.nodeName === 'FLOORWALKER-PANEL') document.title = 'It was here';
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
  // The overlay's line is answered in order: when a later page of the floor has its panel, this one had its answer.
  await workspace.reload();
  await expectFilled(await panelIn(workspace));
  expect(await traces(page)).toEqual([true, null]);
  expect(await page.title()).toBe('Another site');
  await page.close();
  other.close();
});

test('the overlay appears in tabs already open when a connection is added, and leaves when it is removed', async ({
  shift: { floor },
}) => {
  const launched = await openBrowser({ ...standing, connected: false }, floor);
  try {
    const tab = await launched.context.newPage();
    await openHost(tab, floor, { body: '<p>Its own words' });
    const before = await tab.evaluate(() => document.documentElement.outerHTML);
    const options = await openOwn(launched, 'options');
    const words = en.options.connections;
    await options.getByLabel(words.address).fill(floor.url);
    await options.getByLabel(words.token).fill([...floor.tokens.values()][0] ?? '');
    await options.getByRole('button', { name: words.test, exact: true }).click();
    await expect(options.getByText('Works:')).toBeVisible();
    await options.getByRole('button', { name: words.save, exact: true }).click();

    const panel = await panelIn(tab);
    await tab.bringToFront();
    await panel.getByRole('button', { name: en.notice.acknowledge }).click();
    await expectFilled(panel);

    await options.bringToFront();
    await options.getByRole('button', { name: words.remove }).click();
    await options.getByRole('alertdialog').getByRole('button', { name: words.removeNow, exact: true }).click();
    await expect.poll(() => traces(tab)).toEqual([true, null]);
    expect(await tab.evaluate(() => document.documentElement.outerHTML)).toBe(before);
    await expect(options.getByText(words.none)).toBeVisible();
  } finally {
    await launched.close();
  }
});

test('with third-party cookies blocked the panel works', async ({ shift: { floor } }) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'floorwalker-profile-'));
  await mkdir(path.join(folder, 'Default'));
  await writeFile(
    path.join(folder, 'Default', 'Preferences'),
    JSON.stringify({ profile: { cookie_controls_mode: 1, block_third_party_cookies: true } }),
  );
  const launched = await openBrowser({ ...standing, browserOptions: { profile: folder } }, floor);
  try {
    const page = await launched.context.newPage();
    await page.goto(`${floor.url}/workspace`);
    const panel = await panelIn(page);
    // The proof that they are blocked: the frame may not open a database.
    const storage = await panel.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const asked = indexedDB.open('probe');
          asked.onsuccess = () => resolve('opened');
          asked.onerror = () => resolve('refused');
        }),
    );
    expect(storage).toBe('refused');
    await expectFilled(panel);
  } finally {
    await launched.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

test('it is gone without a trace when the extension goes', async ({ shift: { floor } }) => {
  // A browser of its own: it is left without the extension.
  const launched = await openBrowser(standing, floor);
  try {
    const page = await launched.context.newPage();
    await openHost(page, floor, { body: '<body style="margin: 0"><p>Its own words' });
    const styled = await launched.context.newPage();
    await openHost(styled, floor, {
      body: '<script>document.documentElement.style = "margin-right: 7px; color: red"</script>',
    });
    for (const one of [page, styled]) await expectFilled(await panelIn(one));
    expect(await everythingInPage(page)).toContain('floorwalker-panel');

    const manager = await openOwn(launched, 'options');
    await manager
      .evaluate(() =>
        (
          globalThis as never as { chrome: { management: { uninstallSelf(): void } } }
        ).chrome.management.uninstallSelf(),
      )
      .catch(() => undefined);
    await expect.poll(() => traces(page)).toEqual([true, null]);
    await expect.poll(() => traces(styled)).toEqual([true, 'color: red; margin-right: 7px;']);
    expect(await everythingInPage(page)).not.toContain('floorwalker');
  } finally {
    await launched.close();
  }
});
