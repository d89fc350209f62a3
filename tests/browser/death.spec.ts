/** Whenever the worker dies, the panel mends its line by itself, nothing is lost, and nothing happens twice. */
import { isolate } from '../../lib/i18n/isolate.ts';
import { openReaper, type Reaper } from '../../scripts/chaos/reaper.ts';
import { openBrowser, openFloor, panelIn, standing } from './harness.ts';
import type { Desk, Frame, Talk } from './shift.ts';
import { assignToRetention, en, expect, openDesk, operation, rows, test } from './shift.ts';

const grid = (panel: Frame) => panel.getByRole('grid', { name: en.list.label });
const freshness = (panel: Frame) => panel.locator('.freshness').first();
const reaped = new WeakMap<object, Promise<Reaper>>();
/** One for the browser of the file. */
async function reaperOf({ launched, page }: Desk): Promise<Reaper> {
  const known = reaped.get(launched) ?? openReaper(launched);
  reaped.set(launched, known);
  const reaper = await known;
  await page.bringToFront();
  return reaper;
}

/** What happens on the floor from now on is seen without anybody's doing. */
async function isAlive(desk: Desk) {
  const { panel } = desk;
  await expect(freshness(panel)).toContainText(/^live/);
  const { id, customer } = desk.talk();
  await desk.search(id);
  await expect(rows(panel)).toContainText(customer);
}

async function endsTrue(desk: Desk, talk: Talk) {
  await expect(operation(desk, talk)).toContainText(en.operations.states.confirmed, { timeout: 30_000 });
  await expect(desk.panel.getByRole('dialog')).toHaveCount(0);
  await expect(desk.panel.locator('.facts')).toContainText('Retention');
  expect(desk.ledger(talk.id).map(({ action, outcome }) => `${action.type} ${outcome}`)).toEqual(['assign done']);
  expect(desk.now(talk.id)).toMatchObject({ state: 'open', queueId: 'q-retention' });
  await desk.press(en.common.back);
}

test.describe('the worker dies', () => {
  test('during the first reading of 2,000 conversations: the list is complete afterwards', async () => {
    test.setTimeout(180_000);
    const settings = { ...standing, conversations: 2000 };
    const floor = await openFloor(settings);
    floor.faults.set({ rules: [{ fault: 'latency', path: '/v1/conversations', ms: 1500 }] });
    const launched = await openBrowser(settings, floor);
    try {
      const page = launched.context.pages()[0] ?? (await launched.context.newPage());
      await page.goto(`${floor.url}/workspace`);
      const panel = await panelIn(page);
      const reaper = await openReaper(launched);
      await page.bringToFront();
      await reaper.kill();
      await expect(freshness(panel)).toContainText(/reading, 1,\d\d\d rows/, { timeout: 30_000 });
      await reaper.kill();
      floor.faults.set({ rules: [] });

      const ongoing = floor.floor.conversations().filter(({ state }) => state !== 'closed');
      await expect(grid(panel)).toHaveAttribute('aria-rowcount', String(ongoing.length), { timeout: 30_000 });
      await expect(freshness(panel)).toContainText(/^live/, { timeout: 30_000 });
      const said = ({ customer, subject }: (typeof ongoing)[number]) => `${customer.name} · ${subject}`;
      expect((await readAll(panel)).sort()).toEqual(ongoing.map(said).sort());
    } finally {
      await launched.close();
      await floor.stop();
    }
  });

  test('right after the click, and again as soon as it is back: done once, and said so', async ({ desk }) => {
    const reaper = await reaperOf(desk);
    for (const deaths of [1, 2, 3]) {
      const talk = desk.talk();
      await assignToRetention(desk, talk);
      for (let death = 0; death < deaths; death += 1) await reaper.kill();
      await endsTrue(desk, talk);
    }
    await isAlive(desk);
  });

  test('while the request is on its way: done once, and said so', async ({ desk }) => {
    const reaper = await reaperOf(desk);
    desk.floor.faults.set({ rules: [{ fault: 'latency', method: 'POST', path: '/v1/conversations/*', ms: 1500 }] });
    const talk = desk.talk();
    await assignToRetention(desk, talk);
    await expect(operation(desk, talk)).toContainText(en.operations.states.sending);
    await reaper.kill();
    await endsTrue(desk, talk);
    await isAlive(desk);
  });

  test('after the floor has done it and before the answer came: done once, and said so', async ({ desk }) => {
    const reaper = await reaperOf(desk);
    desk.floor.faults.set({
      rules: [
        { fault: 'loseReply', method: 'POST', path: '/v1/conversations/*', count: 1 },
        // Nobody reads back before the death.
        { fault: 'latency', method: 'GET', path: '/v1/operations/*', ms: 1000 },
      ],
    });
    const talk = desk.talk();
    await assignToRetention(desk, talk);
    await expect.poll(() => desk.ledger(talk.id).length).toBe(1);
    await reaper.kill();
    await endsTrue(desk, talk);
    await isAlive(desk);
  });

  test('while a conversation is monitored: the talk goes on to be shown, the lease is held', async ({ desk }) => {
    const { panel, floor } = desk;
    const reaper = await reaperOf(desk);
    const talk = desk.talk({ agentId: desk.cast.holder.id });
    await desk.open(talk);
    await desk.press(en.actions.monitor);
    await panel.getByRole('dialog').getByRole('button', { name: en.dialogs.buttons.monitor, exact: true }).click();
    const log = panel.getByRole('log', { name: en.conversation.transcript });
    await expect(log).toBeVisible();
    await reaper.kill();
    floor.command({ type: 'say', conversationId: talk.id, from: 'customer', text: 'Said after the death' });
    await expect(log.getByText('Said after the death')).toBeVisible({ timeout: 20_000 });
    expect(desk.ledger(talk.id, 'stopMonitor')).toEqual([]);
  });

  test('in the undo window of a force close: counts on, and closes once when it is over', async ({ desk }) => {
    const reaper = await reaperOf(desk);
    const talk = desk.talk({ agentId: desk.cast.holder.id });
    await forceClose(desk, talk);
    await reaper.kill();
    await expect(undoBar(desk, talk)).toBeVisible();
    expect(desk.ledger(talk.id)).toEqual([]);
    await expect.poll(() => desk.ledger(talk.id).length, { timeout: 30_000 }).toBe(1);
    await expect(operation(desk, talk)).toContainText(en.operations.states.confirmed);
  });

  test('and stays dead beyond the end of the undo window: nothing is sent, it asks again (F3)', async ({
    desk,
    shift,
  }) => {
    const reaper = await reaperOf(desk);
    const talk = desk.talk({ agentId: desk.cast.holder.id });
    await forceClose(desk, talk);
    const isOver = Date.now() + 6_000;
    // Without a panel nobody wakes it.
    await desk.page.goto('about:blank');
    await reaper.kill();
    await expect.poll(() => Date.now(), { timeout: 10_000 }).toBeGreaterThan(isOver);
    expect(reaper.isRunning()).toBe(false);
    expect(desk.ledger(talk.id)).toEqual([]);

    const again = await openDesk(shift, '/workspace');
    const line = operation(again, talk);
    await expect(line).toContainText(en.operations.states.expired);
    await expect(line).toContainText(en.operations.expiredHint);
    expect(desk.now(talk.id).state).toBe('active');
    await line.getByRole('button', { name: en.operations.askAgain }).click();
    await expect(again.panel.getByRole('alertdialog')).toHaveAccessibleName(
      en.dialogs.titles.forceClose(isolate(talk.customer)),
    );
    expect(desk.ledger(talk.id)).toEqual([]);
  });
});

const undoBar = ({ panel }: Desk, { customer }: Talk) => panel.locator('.undo-bar').filter({ hasText: customer });
async function forceClose(desk: Desk, talk: Talk) {
  await desk.open(talk);
  await desk.press(en.actions.forceClose);
  const question = desk.panel.getByRole('alertdialog');
  await question.getByRole('button', { name: en.dialogs.buttons.forceClose, exact: true }).click();
  await expect(undoBar(desk, talk)).toBeVisible();
}

/** Scrolls from top to bottom as a person would, screen by screen. */
async function readAll(panel: Frame): Promise<string[]> {
  const total = Number(await grid(panel).getAttribute('aria-rowcount'));
  const seen = new Map<number, string>();
  const scan = () =>
    grid(panel).evaluate((list) =>
      [...list.querySelectorAll<HTMLElement>('[role=row]')]
        .filter((row) => row.style.display !== 'none')
        .map((row) => ({
          at: Number(row.getAttribute('aria-rowindex')),
          name: row.querySelector('.row-name')?.textContent ?? '',
          subject: row.querySelector('.row-subject')?.textContent ?? '',
        })),
    );
  while (seen.size < total) {
    const known = seen.size;
    await expect
      .poll(async () => {
        for (const { at, name, subject } of await scan()) if (name !== '') seen.set(at, `${name} · ${subject}`);
        return seen.size;
      })
      .toBeGreaterThan(known);
    // The first one that is still missing comes to the top.
    const next = Array.from({ length: total }, (_, index) => index + 1).find((at) => !seen.has(at)) ?? total;
    await grid(panel).evaluate(
      (list, top) => {
        list.scrollTop = top;
      },
      (next - 1) * 52,
    );
  }
  return [...seen.values()];
}
