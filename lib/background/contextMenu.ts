/**
 * The actions on a row of the workspace page, in the browser's own menu. Chromium cannot change a menu that is opening,
 * so the items follow the row under the pointer or the focus; the click then asks the page which row it was, and that
 * word is only a hint to look up: labels and rights come from the mirror.
 */
import * as v from 'valibot';
import type { Menus, Tabs } from '../browser.ts';
import { browser } from '../browser.ts';
import type { SwitchedAction } from '../domain/actions.ts';
import { switchedActions } from '../domain/actions.ts';
import type { NamedRow } from '../domain/workspacePage.ts';
import { namedRowSchema } from '../domain/workspacePage.ts';
import { isolate } from '../i18n/isolate.ts';
import type { Shell } from '../i18n/shells.ts';
import { contextRowQuestion } from '../messages/overlay.ts';

const itemIds = ['open', ...switchedActions] as const;
type ItemId = (typeof itemIds)[number];

/** What the menu needs to know about the row that is pointed at. */
export interface PointedRow {
  customerName: string;
  isPossible(action: SwitchedAction): boolean;
}

export interface ContextMenu {
  /** Creates the items for these pages; called again when connections or the language change; one after the other. */
  setUp(pagePatterns: string[], language: Shell): Promise<void>;
  /**
   * Enables and names the items for a row; without one, or one that is unknown, all are enabled and unnamed. On a row
   * that nobody can tell they say so; that it is looked up once more when one is chosen decides.
   */
  point(row: PointedRow | 'unrecognised' | undefined, language: Shell): void;
  /** The row that was clicked, by the word of exactly the tab and frame whose menu it was. */
  clicked(info: Menus.OnClickData, tab: Tabs.Tab | undefined): Promise<ContextClick | undefined>;
}
export interface ContextClick {
  item: ItemId;
  tabId: number;
  /** As the page says it; may be anything. Absent where it was no row. */
  row: NamedRow | undefined;
}

export function createContextMenu(): ContextMenu {
  let exists = false;
  let work: Promise<void> = Promise.resolve();

  async function setUpNow(pagePatterns: string[], language: Shell) {
    await browser.contextMenus.removeAll();
    exists = pagePatterns.length > 0;
    if (!exists) return;
    for (const id of itemIds) {
      browser.contextMenus.create({
        id,
        title: language.menu[id](),
        contexts: ['all'],
        documentUrlPatterns: pagePatterns,
      });
    }
  }

  return {
    setUp(pagePatterns, language) {
      const next = work.then(() => setUpNow(pagePatterns, language));
      work = next.catch(() => undefined);
      return next;
    },
    point(row, language) {
      if (!exists) return;
      const known = row === 'unrecognised' ? undefined : row;
      const name = known && isolate(known.customerName, 40);
      for (const id of itemIds) {
        const enabled = known === undefined || id === 'open' || known.isPossible(id);
        const item = language.menu[id](name);
        const title = row === 'unrecognised' ? language.menu.unrecognised(item) : item;
        // The menu may have been taken away a moment ago together with its connection.
        browser.contextMenus.update(id, { title, enabled }).catch(() => undefined);
      }
    },
    async clicked(info, tab) {
      const item = itemIds.find((id) => id === info.menuItemId);
      if (item === undefined || tab?.id === undefined) return undefined;
      const answer: unknown = await browser.tabs
        .sendMessage(tab.id, contextRowQuestion, { frameId: info.frameId ?? 0 })
        .catch(() => undefined);
      const row = v.safeParse(namedRowSchema, answer);
      return { item, tabId: tab.id, row: row.success ? row.output : undefined };
    },
  };
}
