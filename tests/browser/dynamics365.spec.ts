/** The whole product on an organisation shaped like Dynamics 365: its page, its API, its manners, in a real browser. */
import { test as base, expect } from '@playwright/test';
import { createFloor } from '../../lib/floor/createFloor.ts';
import { builtInDialogues } from '../../lib/floor/dialogues/all.ts';
import { en } from '../../lib/i18n/en.ts';
import type { StoredConnection } from '../../lib/settings/settings.ts';
import { findBrowser } from '../../scripts/findBrowser.ts';
import { clickVerb, findRow, panelOf, press, rowCount, sheetOf } from '../../scripts/hands.ts';
import { connectionOfAccount, type Launched, launch } from '../../scripts/launch.ts';
import { type Dynamics, startDynamics } from '../doubles/dynamics365/startDynamics.ts';
import type { Frame, Page } from './harness.ts';

interface Desk {
  dynamics: Dynamics;
  page: Page;
  launched: Launched;
  /** Signs in at the organisation; its page opens, and the panel in it. */
  enter(): Promise<Frame>;
}

const test = base.extend<{ signIn: StoredConnection['signIn']; desk: Desk }>({
  signIn: [{ kind: 'browser', throughPage: false }, { option: true }],
  desk: async ({ signIn }, use) => {
    const floor = createFloor({
      seed: 7,
      conversations: 40,
      startAt: Date.now(),
      dialogues: builtInDialogues,
      wallClock: Date.now,
    });
    floor.standStill();
    const dynamics = await startDynamics({ floor, port: 0, speed: 0 });
    const account = dynamics.guidOf(floor.supervisors[0]?.agentId ?? '');
    const connection = connectionOfAccount({ backend: 'dynamics365', baseUrl: dynamics.url, signIn, account });
    const launched = await launch({
      browser: await findBrowser(),
      headless: true,
      viewport: { width: 1440, height: 900 },
      readyMade: { connections: [connection], language: 'en' },
    });
    const page = launched.context.pages()[0] ?? (await launched.context.newPage());
    await use({
      dynamics,
      page,
      launched,
      async enter() {
        await page.goto(`${dynamics.url}/signin`);
        return panelOf(page);
      },
    });
    await launched.close();
    await dynamics.stop();
  },
});

const closable = ({ floor }: Dynamics) => {
  const found = floor.conversations().find(({ state, channel }) => state === 'active' && channel === 'liveChat');
  if (found === undefined) throw new Error('The floor has no live chat.');
  return found;
};
const ongoing = ({ floor }: Dynamics) => floor.conversations().filter(({ state }) => state !== 'closed').length;
const posts = ({ requests }: Dynamics) => requests.filter(({ method, url }) => method === 'POST' && /CCaaS_/.test(url));

async function forceClose(panel: Frame, dynamics: Dynamics): Promise<string> {
  const { id, customer } = closable(dynamics);
  await (await findRow(panel, { id: dynamics.guidOf(id), customer }, en)).click();
  await press(panel, en.actions.forceClose);
  await clickVerb(sheetOf(panel));
  return id;
}

test('the session of the browser is enough to read and to act, and the page is moved aside', async ({ desk }) => {
  const { dynamics, page } = desk;
  const panel = await desk.enter();
  await expect.poll(() => rowCount(panel)).toBe(ongoing(dynamics));
  const frame = await page.locator('floorwalker-panel').evaluate(() => innerWidth);
  const shell = await page.evaluate(() => document.querySelector('#ApplicationShell')?.getBoundingClientRect().right);
  expect(shell).toBeLessThan(frame - 250);
  const id = await forceClose(panel, dynamics);
  await expect.poll(() => dynamics.floor.conversation(id)?.state, { timeout: 20_000 }).toBe('closed');
  // Cookies go to the organisation and nowhere else, and no token goes anywhere.
  expect(dynamics.loginHost.requests).toEqual([]);
  expect(dynamics.requests.filter(({ headers }) => 'authorization' in headers)).toEqual([]);
});

test('an organisation that lets in only its own page’s acts: they are disabled, with that reason', async ({ desk }) => {
  const { dynamics } = desk;
  dynamics.behave({ refuseForeignPosts: true });
  const panel = await desk.enter();
  const { id, customer } = closable(dynamics);
  await (await findRow(panel, { id: dynamics.guidOf(id), customer }, en)).click();
  await expect(panel.getByText(/The browser’s own sign-in may only read here/).first()).toBeVisible();
  await expect(panel.getByRole('button', { name: en.actions.forceClose })).toHaveAttribute('aria-disabled', 'true');
  expect(posts(dynamics)).toEqual([]);
});

test.describe('with acts through the open page', () => {
  test.use({ signIn: { kind: 'browser', throughPage: true } });

  test('what the organisation turns away from elsewhere its own page asks for', async ({ desk }) => {
    const { dynamics } = desk;
    dynamics.behave({ refuseForeignPosts: true });
    const panel = await desk.enter();
    const id = await forceClose(panel, dynamics);
    await expect.poll(() => dynamics.floor.conversation(id)?.state, { timeout: 20_000 }).toBe('closed');
    expect(posts(dynamics).map(({ headers }) => headers.origin)).toEqual([dynamics.url]);
  });
});

test('a session that has ended is a sentence and a way back, and heals with the page', async ({ desk }) => {
  const { dynamics, page } = desk;
  await desk.enter();
  dynamics.behave({ signedOut: 'status' });
  const panel = await panelOf(page);
  await expect(panel.getByText(en.trouble.signedOutBy.browser)).toBeVisible({ timeout: 40_000 });
  dynamics.behave({ signedOut: 'no' });
  const again = await desk.enter();
  await expect(again.getByText(en.trouble.signedOutBy.browser)).toHaveCount(0);
  await expect.poll(() => rowCount(again)).toBe(ongoing(dynamics));
});

test('an organisation without a message says which one is missing', async ({ desk }) => {
  const { dynamics } = desk;
  dynamics.behave({ messages: 'noneAtAll' });
  const panel = await desk.enter();
  const { id, customer } = closable(dynamics);
  await (await findRow(panel, { id: dynamics.guidOf(id), customer }, en)).click();
  await expect(panel.getByText(/CCaaS_ForceCloseConversation.* is missing/).first()).toBeVisible();
});

test('by OAuth: signed in from the options, and no token is kept on the disk', async ({ desk }) => {
  const { dynamics } = desk;
  const { context, origin } = desk.launched;
  const options = await context.newPage();
  await options.goto(`${origin}/options.html`);
  const words = en.options.connections;
  await options.getByRole('button', { name: words.add }).click();
  const form = options.locator('form').filter({ has: options.locator('select') });
  await form.getByLabel(words.backend).selectOption('dynamics365');
  await form.getByLabel(words.name).fill('By OAuth');
  // Another name of the same machine is another connection.
  await form.getByLabel(words.address).fill(dynamics.url.replace('127.0.0.1', 'localhost'));
  await form.getByLabel(words.signIn).selectOption('oauth');
  await form.getByLabel(words.issuer).fill(`${dynamics.url}/idp`);
  await form.getByLabel(words.clientId).fill('client-1');
  await form.getByRole('button', { name: words.signInAndTest }).click();
  await expect(form.getByRole('button', { name: words.save })).toBeEnabled({ timeout: 20_000 });
  await form.getByRole('button', { name: words.save }).click();
  await expect(options.getByRole('heading', { name: 'By OAuth' }).first()).toBeVisible();
  const read = () => dynamics.requests.filter(({ headers }) => headers.authorization?.startsWith('Bearer '));
  await expect.poll(() => read().length).toBeGreaterThan(5);
  const kept = await options.evaluate(async () =>
    JSON.stringify(
      await (
        globalThis as never as { chrome: { storage: { local: { get(key: null): Promise<unknown> } } } }
      ).chrome.storage.local.get(null),
    ),
  );
  for (const token of read().map(({ headers }) => headers.authorization?.slice('Bearer '.length) ?? ''))
    expect(kept).not.toContain(token);
});
