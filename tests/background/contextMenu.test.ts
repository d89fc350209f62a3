import { expect, test, vi } from 'vitest';
import { createContextMenu } from '../../lib/background/contextMenu.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import { shellFor } from '../../lib/i18n/shells.ts';

const { items, shown, page } = vi.hoisted(() => ({
  items: new Map<string, string[]>(),
  shown: {} as Record<string, [title: string, enabled: boolean]>,
  page: { answer: undefined as unknown },
}));
vi.mock('../../lib/browser.ts', () => ({
  browser: {
    tabs: { sendMessage: async () => page.answer },
    contextMenus: {
      removeAll: async () => items.clear(),
      async update(id: string, { title, enabled }: { title: string; enabled: boolean }) {
        shown[id] = [title, enabled];
      },
      /** An id that is there already stays as it is: the browser refuses the second one. */
      create({ id, documentUrlPatterns }: { id: string; documentUrlPatterns: string[] }) {
        if (!items.has(id)) items.set(id, documentUrlPatterns);
      },
    },
  },
}));

test('two changes right after each other leave the menu of the second', async () => {
  const menu = createContextMenu();
  const english = shellFor('en');
  await Promise.all([
    menu.setUp(['https://a.example/*'], english),
    menu.setUp(['https://a.example/*', 'https://b.example/*'], english),
  ]);
  expect([...items.keys()]).toEqual(['open', 'monitor', 'assign', 'transfer', 'forceClose']);
  expect(items.get('monitor')).toEqual(['https://a.example/*', 'https://b.example/*']);
});

const english = shellFor('en');
async function aMenu() {
  const menu = createContextMenu();
  await menu.setUp(['https://a.example/*'], english);
  return menu;
}

test('the items of a known row bear its name and are enabled by its rules', async () => {
  const menu = await aMenu();
  menu.point({ customerName: 'Dana', isPossible: (action) => action === 'monitor' }, english);
  const name = isolate('Dana', 40);
  expect(shown).toEqual({
    open: [`Open ${name} in the panel`, true],
    monitor: [`Monitor ${name}…`, true],
    assign: [`Assign ${name}…`, false],
    transfer: [`Transfer ${name}…`, false],
    forceClose: [`Force close ${name}…`, false],
  });
});

test.each(['en', 'he'])('the items of a row that nobody can tell say so (%s)', async (code) => {
  const words = shellFor(code).menu;
  const menu = await aMenu();
  menu.point('unrecognised', shellFor(code));
  expect(shown.forceClose).toEqual([words.unrecognised(words.forceClose()), true]);
  menu.point(undefined, shellFor(code));
  expect(shown.forceClose).toEqual([words.forceClose(), true]);
});

test.each([
  ['an id', { id: 'c-1' }, { id: 'c-1' }],
  ['words', { words: { customer: 'Dana', subject: 'Refund' } }, { words: { customer: 'Dana', subject: 'Refund' } }],
  ['a row that says nothing', {}, {}],
  ['no row', null, undefined],
  ['something else', 'c-1', undefined],
  ['an id that is none', { id: { toString: 'c-1' } }, undefined],
])('a click on a page that answers with %s', async (_what, answer, row) => {
  page.answer = answer;
  const menu = await aMenu();
  const click = await menu.clicked({ menuItemId: 'assign' } as never, { id: 7 } as never);
  expect(click).toEqual({ item: 'assign', tabId: 7, row });
});
