/** The options in the browser: connections with what can go wrong, switches, preferences, the notice, the action log. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openBrowser, panelIn, standing } from './harness.ts';
import { everythingInPage, expectFilled, openOwn } from './pages.ts';
import { en, expect, type Page, test } from './shift.ts';

const words = en.options.connections;

async function tryConnection(options: Page, address: string, token: string) {
  await options.getByLabel(words.address).fill(address);
  await options.getByLabel(words.token).fill(token);
  await options.getByRole('button', { name: words.test, exact: true }).click();
}

/** A server that is no contact centre, and the address of one that has just gone. */
async function otherServers() {
  const other = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>Intranet</title>');
  });
  const gone = createServer();
  const [alive, dead] = await Promise.all(
    [other, gone].map(
      (server) =>
        new Promise<string>((resolve) =>
          server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
        ),
    ),
  );
  await new Promise((resolve) => gone.close(resolve));
  return { alive: alive ?? '', dead: dead ?? '', stop: () => other.close() };
}

test('each way in which a connection does not work has its own sentence, and none of them can be saved', async ({
  shift: { launched, floor },
}) => {
  const options = await openOwn(launched, 'options');
  const { alive, dead, stop } = await otherServers();
  const token = [...floor.tokens.values()][0] ?? '';
  const { problems } = en.options;
  await options.getByRole('button', { name: words.add }).click();
  const cases = [
    { sentence: problems.badAddress, address: 'http://service.example.com', secret: token },
    { sentence: problems.badAddress, address: 'no address at all', secret: token },
    { sentence: problems.auth, address: floor.url, secret: 'wrong' },
    { sentence: problems.notSupervisor, address: floor.url, secret: floor.agentToken ?? '' },
    { sentence: problems.offline, address: dead, secret: token },
    { sentence: problems.wrongBackend, address: alive, secret: token },
  ];
  for (const { sentence, address, secret } of cases) {
    await tryConnection(options, address, secret);
    await expect(options.getByText(sentence), address).toBeVisible();
    await expect(options.getByRole('button', { name: words.save, exact: true })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
  }
  expect(new Set(cases.map(({ sentence }) => sentence)).size).toBe(5);
  await options.close();
  stop();
});

test('an address that the browser was not allowed to reach is told so', async ({ shift: { launched } }) => {
  // The browser's own question cannot be answered by a program: its refusal is put in its place.
  const options = await openOwn(launched, 'options', (page) =>
    page.addInitScript(() => {
      type Chrome = { permissions: { request(what: object, answer?: (granted: boolean) => void): Promise<boolean> } };
      (globalThis as never as { chrome: Chrome }).chrome.permissions.request = async (_what, answer) => {
        answer?.(false);
        return false;
      };
    }),
  );
  await options.getByRole('button', { name: words.add }).click();
  await tryConnection(options, 'https://service.example.com', 'token');
  await expect(options.getByText(en.options.problems.noPermission)).toBeVisible();
  await options.close();
});

test('a switched-off action is shown, disabled, and names the connection’s settings', async ({ desk, shift }) => {
  const talk = desk.talk({ agentId: desk.cast.holder.id });
  const options = await openOwn(shift.launched, 'options');
  const toggle = options.getByRole('switch', { name: en.options.switches.names.forceClose });
  await toggle.click();
  await expect(toggle).not.toBeChecked();
  await desk.page.bringToFront();
  await desk.open(talk);
  const button = desk.panel.getByRole('button', { name: en.actions.forceClose });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAccessibleDescription(/Switched off by this connection’s settings\./);
  await button.click({ force: true });
  expect(await desk.panel.getByRole('alertdialog').count()).toBe(0);
  await options.bringToFront();
  await toggle.click();
  await expect(toggle).toBeChecked();
  await expect(button).not.toHaveAttribute('aria-disabled', 'true');
  await options.close();
});

test('with an undo window of zero a force close is sent at once', async ({ desk, shift }) => {
  const talk = desk.talk({ agentId: desk.cast.holder.id });
  const options = await openOwn(shift.launched, 'options');
  const range = options.getByRole('slider', { name: en.options.preferences.undo });
  await range.fill('0');
  await expect(range).toHaveAttribute('aria-valuetext', en.options.preferences.undoValue(0));
  await desk.page.bringToFront();
  await desk.open(talk);
  await desk.press(en.actions.forceClose);
  const ask = desk.panel.getByRole('alertdialog');
  await expect(ask.getByText(en.dialogs.tells.closeNow)).toBeVisible();
  await ask.getByRole('button', { name: en.dialogs.buttons.forceClose, exact: true }).click();
  await expect.poll(() => desk.ledger(talk.id, 'forceClose').map(({ outcome }) => outcome)).toEqual(['done']);
  expect(await desk.panel.getByText(en.operations.undo, { exact: true }).count()).toBe(0);
  await options.bringToFront();
  await range.fill('5');
  await expect(range).toHaveAttribute('aria-valuetext', en.options.preferences.undoValue(5));
  await options.close();
});

test('another language turns every open page at once', async ({ desk, shift }) => {
  const options = await openOwn(shift.launched, 'options');
  const popup = await openOwn(shift.launched, 'popup');
  const directions = () =>
    Promise.all(
      [options, popup, desk.panel].map((page) =>
        page.evaluate(() => [document.documentElement.lang, getComputedStyle(document.body).direction].join(' ')),
      ),
    );
  await expect.poll(directions).toEqual(Array(3).fill('en ltr'));
  const language = options.locator('select').filter({ hasText: 'עברית' });
  await language.selectOption('he');
  await expect.poll(directions).toEqual(Array(3).fill('he rtl'));
  await language.selectOption('en');
  await expect.poll(directions).toEqual(Array(3).fill('en ltr'));
  await popup.close();
  await options.close();
});

test('the action log tells what was done and exports it without a word of what was said', async ({ desk, shift }) => {
  const said = 'Unexported words of the supervisor';
  const heard = 'Unexported words of the customer';
  const talk = desk.talk({ customer: 'Unexported Customer', agentId: desk.cast.holder.id });
  desk.floor.command({ type: 'say', conversationId: talk.id, from: 'customer', text: heard });
  await desk.open(talk);
  const sheet = desk.panel.getByRole('dialog');
  await desk.press(en.actions.monitor);
  await sheet.getByRole('button', { name: en.dialogs.buttons.monitor, exact: true }).click();
  await desk.press(en.actions.join);
  await sheet.getByRole('button', { name: en.dialogs.buttons.join, exact: true }).click();
  await desk.panel.getByRole('textbox', { name: en.composer.label }).fill(said);
  await desk.page.keyboard.press('Enter');
  await expect.poll(() => desk.ledger(talk.id, 'say').length).toBe(1);
  await desk.press(en.actions.leave);
  await expect.poll(() => desk.ledger(talk.id, 'leave').length).toBe(1);

  const options = await openOwn(shift.launched, 'options');
  const { actions, outcomes } = en.options.log;
  const mine = options.getByRole('row').filter({ hasText: talk.id });
  for (const action of ['monitor', 'join', 'say', 'leave'] as const) {
    await expect(
      mine
        .filter({ hasText: actions[action] ?? '' })
        .filter({ hasText: outcomes.done })
        .first(),
    ).toBeVisible();
  }
  const download = options.waitForEvent('download');
  await options.getByRole('button', { name: en.options.log.export }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^floorwalker-actions-\d{4}-\d\d-\d\d\.jsonl$/);
  const exported = await readFile(await file.path(), 'utf8');
  const lines = exported
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { action: string; conversationId: string; outcome: string; account: string });
  const done = lines.filter(({ conversationId, outcome }) => conversationId === talk.id && outcome === 'done');
  expect(new Set(done.map(({ action }) => action))).toEqual(new Set(['monitor', 'join', 'say', 'leave']));
  for (const one of lines) expect(one.account).not.toBe('');
  for (const secret of [said, heard, talk.customer, shift.floor.tokens.values().next().value ?? '']) {
    expect(exported).not.toContain(secret);
  }
  await options.close();
});

test('before the notice is acknowledged no customer appears anywhere, afterwards all do', async ({
  shift: { floor },
}) => {
  const launched = await openBrowser({ ...standing, noticeOpen: true }, floor);
  try {
    const names = floor.floor
      .conversations()
      .filter(({ state }) => state !== 'closed')
      .map(({ customer }) => customer.name);
    const workspace = await launched.context.newPage();
    await workspace.goto(`${floor.url}/workspace`);
    const panel = await panelIn(workspace);
    const popup = await openOwn(launched, 'popup');
    const side = await openOwn(launched, 'sidepanel');
    const options = await openOwn(launched, 'options');
    await expect(popup.getByText(en.panel.noticeOpen)).toBeVisible();
    await expect(options.getByText(en.notice.notAcknowledged)).toBeVisible();
    await expect(options.getByRole('slider')).toBeVisible();
    for (const page of [panel, side]) {
      await expect(page.getByRole('heading', { name: en.notice.title })).toBeVisible();
      for (const paragraph of en.notice.paragraphs) await expect(page.getByText(paragraph)).toBeVisible();
    }
    const shown = async () => {
      const texts = await Promise.all([
        panel.evaluate(() => document.documentElement.outerHTML),
        ...[popup, side, options].map(everythingInPage),
      ]);
      return names.filter((name) => texts.some((text) => text.includes(name)));
    };
    expect(await shown()).toEqual([]);

    await side.bringToFront();
    await side.getByRole('button', { name: en.notice.acknowledge }).click();
    for (const page of [panel, side]) await expectFilled(page);
    expect((await shown()).length).toBeGreaterThan(5);
    await expect(popup.getByRole('table')).toBeVisible();
    await expect(options.getByText('Acknowledged by')).toBeVisible();
  } finally {
    await launched.close();
  }
});
