import { expect, test, vi } from 'vitest';
import { createContextMenu } from '../../lib/background/contextMenu.ts';
import { shellFor } from '../../lib/i18n/shells.ts';

const items = vi.hoisted(() => new Map<string, string[]>());
vi.mock('../../lib/browser.ts', () => ({
  browser: {
    contextMenus: {
      removeAll: async () => items.clear(),
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
