/** The number on the toolbar icon: conversations over their workstream's limit, over all connections. */
import { browser } from '../browser.ts';
import type { Shell } from '../i18n/shells.ts';

const mostShown = 999;

export function createBadge(): { show(count: number, language: Shell): void } {
  let shown: string | undefined;
  return {
    show(count, language) {
      const text = count === 0 ? '' : count > mostShown ? `${mostShown}+` : String(count);
      if (text === shown) return;
      shown = text;
      void browser.action.setBadgeText({ text });
      void browser.action.setBadgeBackgroundColor({ color: '#b3261e' });
      void browser.action.setTitle({ title: language.menu.badge(count) });
    },
  };
}
