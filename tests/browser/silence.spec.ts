/** A worker that is made deaf for real: noticed in time, the last picture stays, and there is a way out (FA27). */
import type { Launched } from '../../scripts/launch.ts';
import { openBrowser, panelIn, standing } from './harness.ts';
import { expectFilled, openOwn } from './pages.ts';
import { createDesk, en, expect, type Frame, operation, type Page, rows, test } from './shift.ts';

/** Milliseconds within which it is said that nobody answers. */
const noticedWithin = 5_000;
const banner = (page: Frame | Page) =>
  page.getByRole('alert').filter({ hasText: 'background part does not answer', visible: true });
const age = (page: Frame | Page) => page.locator('.freshness').first();
const secondsIn = async (page: Frame | Page) =>
  Number.parseFloat(/([\d.]+) s old/.exec((await age(page).textContent()) ?? '')?.[1] ?? '-1');
const panelsIn = (page: Page) => page.frames().filter((frame) => frame.url().startsWith('chrome-extension://')).length;

/** Its one thread runs in circles for this long: it hears nothing, sends nothing, and does not die. */
function deafen({ context, origin }: Launched, ms: number): void {
  const worker = context.serviceWorkers().findLast((one) => one.url().startsWith(origin));
  if (worker === undefined) throw new Error('The extension has no worker.');
  worker
    .evaluate((span) => {
      for (const end = Date.now() + span; Date.now() < end; );
    }, ms)
    // It is ended in the middle of it, or the browser is.
    .catch(() => undefined);
}

test('a worker that is deaf for 12 s is noticed within 5 s; the list stays with its age, and all heals by itself', async ({
  desk,
}) => {
  const { launched, page, panel } = desk;
  const options = await openOwn(launched, 'options');
  await expect(options.getByRole('heading', { name: en.options.title })).toBeVisible();
  await page.bringToFront();
  await expect(age(panel)).toContainText(/^live/);
  const shown = await rows(panel).count();

  const noticedAt = panel.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => document.querySelector('.banner.urgent') !== null && resolve(Date.now());
        new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
      }),
  );
  const begun = Date.now();
  deafen(launched, 12_000);
  expect((await noticedAt) - begun).toBeLessThan(noticedWithin);
  await expect(banner(panel)).toBeVisible();
  await expect(banner(panel)).toContainText(/What you see is from \d\d:\d\d:\d\d/);
  await expect(banner(panel).getByRole('button', { name: en.trouble.restart })).toBeVisible();
  expect(await rows(panel).count()).toBe(shown);
  const first = await secondsIn(panel);
  expect(first).toBeGreaterThan(0);
  await expect.poll(() => secondsIn(panel)).toBeGreaterThan(first);
  await expect(banner(options)).toBeVisible();

  // What happens on the floor meanwhile is there when the worker is.
  const talk = desk.talk();
  await expect(banner(panel)).toHaveCount(0, { timeout: 20_000 });
  await expect(age(panel)).toContainText(/^live/, { timeout: 20_000 });
  await desk.search(talk.id);
  await expect(rows(panel)).toContainText(talk.customer);
  await expect(banner(options)).toHaveCount(0);
  expect(panelsIn(page)).toBe(1);
  await options.close();
});

test('one that stays deaf is restarted with the button: one panel comes back by itself, and works', async ({
  shift,
}) => {
  test.setTimeout(120_000);
  const { floor } = shift;
  // A browser of its own: every page of the extension ends with it.
  const launched = await openBrowser(standing, floor);
  try {
    const page = launched.context.pages()[0] ?? (await launched.context.newPage());
    await page.goto(`${floor.url}/workspace`);
    const deaf = await panelIn(page);
    await expectFilled(deaf);
    await expect(age(deaf)).toContainText(/^live/);
    deafen(launched, 60_000);
    await expect(banner(deaf)).toBeVisible();
    await banner(deaf).getByRole('button', { name: en.trouble.restart }).click();

    await expect.poll(() => deaf.isDetached()).toBe(true);
    const panel = await panelIn(page);
    await expectFilled(panel);
    await expect(age(panel)).toContainText(/^live/, { timeout: 20_000 });
    expect(panelsIn(page)).toBe(1);
    await expect(banner(panel)).toHaveCount(0);

    const desk = createDesk({ ...shift, launched }, page, panel);
    const talk = desk.talk({ agentId: desk.cast.holder.id });
    await desk.open(talk);
    await desk.press(en.actions.forceClose);
    const question = panel.getByRole('alertdialog');
    await question.getByRole('button', { name: en.dialogs.buttons.forceClose, exact: true }).click();
    await expect(operation(desk, talk)).toContainText(en.operations.states.confirmed, { timeout: 20_000 });
    expect(desk.ledger(talk.id).map(({ action, outcome }) => `${action.type} ${outcome}`)).toEqual(['forceClose done']);
    expect(panelsIn(page)).toBe(1);
  } finally {
    await launched.close();
  }
});
