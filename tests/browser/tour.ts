/** Every screen of the extension, one after the other, as a person gets to it; for tests that look at all of them. */
import { test as base } from '@playwright/test';
import type { Language } from '../../lib/i18n/languages.ts';
import { languageFor } from '../../lib/i18n/languages.ts';
import type { FloorOfTest, Page } from './harness.ts';
import { expect, openBrowser, openFloor, standing } from './harness.ts';
import { openOwn } from './pages.ts';

export interface Look {
  language: 'en' | 'he';
  theme: 'light' | 'dark';
}
export const looks: readonly Look[] = [
  { language: 'en', theme: 'light' },
  { language: 'en', theme: 'dark' },
  { language: 'he', theme: 'light' },
  { language: 'he', theme: 'dark' },
];

/** Each language and each theme once: what holds in one theme for words and widths holds in the other. */
export const crossLooks = looks.filter(({ language, theme }) => (language === 'en') === (theme === 'light'));

type Visit = (screen: string, page: Page, look: Look) => Promise<void>;

export interface Tour {
  /** Calls `visit` on every screen in this look. */
  walk(look: Look, visit: Visit): Promise<void>;
  /** An empty tab beside it. */
  blank(): Promise<Page>;
}

/** One browser for a whole file; its notice is open until the tour has shown it in every look. */
export const test = base.extend<object, { tour: Tour }>({
  tour: [
    async ({ playwright: _ }, use) => {
      const floor = await openFloor({ ...standing, conversations: 60 });
      const launched = await openBrowser({ ...standing, noticeOpen: true }, floor);
      const [options, popup, panel] = await Promise.all([
        openOwn(launched, 'options'),
        openOwn(launched, 'popup'),
        openOwn(launched, 'sidepanel'),
      ]);
      // A step that does not come about says so before the whole tour runs out of time.
      launched.context.setDefaultTimeout(10_000);
      const talks = talksOn(floor);
      async function dress({ language, theme }: Look) {
        await options.locator('select').filter({ hasText: 'עברית' }).selectOption(language);
        for (const page of [options, popup, panel]) {
          // As narrow as a panel can be: what opens here fits everywhere.
          await page.setViewportSize({ width: 280, height: 760 });
          await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
          await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe(language);
        }
      }
      await use({
        blank: () => launched.context.newPage(),
        async walk(look, visit) {
          await panel.bringToFront();
          if (await isNoticeOpen(panel)) {
            for (const one of looks) {
              await dress(one);
              await visit('notice', panel, one);
            }
            await panel.locator('.notice-foot button').click();
          }
          await dress(look);
          const text = languageFor(look.language);
          const see = (screen: string, page: Page) => visit(screen, page, look);
          await walkPanel(panel, text, talks, (screen) => see(screen, panel));
          await popup.bringToFront();
          await expect(popup.getByRole('table')).toBeVisible();
          await see('popup', popup);
          await options.bringToFront();
          await see('options', options);
        },
      });
      await launched.close();
      await floor.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

async function isNoticeOpen(panel: Page): Promise<boolean> {
  const gate = panel.locator('.notice-page');
  await expect(gate.or(panel.getByRole('grid').getByRole('row').filter({ visible: true }).first())).toBeVisible();
  return gate.isVisible();
}

interface Talks {
  active: string;
  open: string;
}

function talksOn(floor: FloorOfTest): Talks {
  const rows = floor.floor.conversations();
  const humans = new Set(
    floor.floor.agents().flatMap(({ id, kind }) => (kind === 'human' && !id.startsWith('a-s') ? [id] : [])),
  );
  const active = rows.find(
    ({ state, ringing, channel, agentId, escalatedTo, pendingTransfer }) =>
      state === 'active' &&
      !ringing &&
      channel === 'liveChat' &&
      escalatedTo === undefined &&
      pendingTransfer === undefined &&
      humans.has(agentId ?? ''),
  );
  const open = rows.find(({ state, channel, agentId }) => state === 'open' && channel !== 'entityRecord' && !agentId);
  if (active === undefined || open === undefined) throw new Error('The floor lacks a conversation to show.');
  return { active: active.id, open: open.id };
}

async function walkPanel(panel: Page, text: Language, talks: Talks, see: (screen: string) => Promise<void>) {
  const press = (name: string) => panel.getByRole('button', { name, exact: true }).click();
  const search = panel.getByRole('searchbox', { name: text.list.searchLabel });
  const rows = panel.getByRole('grid').getByRole('row').filter({ visible: true });
  const open = async (id: string) => {
    await search.fill(id);
    await expect(rows).toHaveCount(1);
    await rows.click();
  };
  const sheet = panel.getByRole('dialog').or(panel.getByRole('alertdialog'));
  const inSheet = (name: string) => sheet.getByRole('button', { name, exact: true }).click();
  const closeSheet = async () => {
    await panel.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
  };
  const back = async () => {
    await press(text.common.back);
    await search.fill('');
  };

  await expect(rows.first()).toBeVisible();
  await see('list');
  await rows.first().hover();
  await rows.first().getByRole('button').click();
  await see('row menu');
  await panel.keyboard.press('Escape');
  await press(text.list.filter);
  await see('filter');
  await closeSheet();
  await search.fill('zzz nobody');
  await expect(panel.getByText(text.list.nothingFound)).toBeVisible();
  await see('nothing found');

  await open(talks.open);
  await see('open conversation');
  await press(text.actions.assign);
  await see('assign');
  await panel.getByRole('radiogroup').last().getByRole('radio').first().click();
  await see('assign, chosen');
  await closeSheet();
  await back();

  await open(talks.active);
  await see('active conversation');
  for (const action of ['monitor', 'transfer', 'forceClose'] as const) {
    await press(text.actions[action]);
    await expect(sheet).toBeVisible();
    await see(action);
    await closeSheet();
  }
  await press(text.actions.monitor);
  await inSheet(text.dialogs.buttons.monitor);
  await press(text.actions.join);
  await expect(sheet).toBeVisible();
  await see('join');
  await inSheet(text.dialogs.buttons.join);
  await expect(panel.getByRole('textbox', { name: text.composer.label })).toBeVisible();
  await see('joined conversation');
  await press(text.actions.leave);
  await expect(panel.getByRole('button', { name: text.actions.stopMonitor })).toBeVisible();
  await press(text.actions.stopMonitor);
  await expect(panel.getByRole('button', { name: text.actions.monitor, exact: true })).toBeVisible();
  await back();
}
