import { beforeEach, expect, test, vi } from 'vitest';
import { createOpenInWorkspace } from '../../lib/background/openInWorkspace.ts';
import type { SettingsStore } from '../../lib/settings/createSettings.ts';
import { firstSettings } from '../../lib/settings/settings.ts';
import { aConnection } from './liveScene.ts';

const tabs = vi.hoisted(() => ({ created: [] as { url: string }[] }));
vi.mock('../../lib/browser.ts', () => ({
  browser: { tabs: { create: async (tab: { url: string }) => void tabs.created.push(tab) } },
}));
beforeEach(() => void tabs.created.splice(0));

const org = 'https://contoso.crm4.dynamics.com';
const app = '11112222-3333-4444-5555-666677778888';
const stored = aConnection({ backend: 'dynamics365', baseUrl: org });
const settings = { current: { ...firstSettings, connections: [stored] } } as unknown as SettingsStore;

test('it opens in a new tab, in the app of the page that the panel stands in', async () => {
  const asked: unknown[] = [];
  const open = createOpenInWorkspace({
    settings,
    overlays: {
      async pageUrl(connection, tabId) {
        asked.push([connection.id, tabId]);
        return `${org}/main.aspx?appid=${app}`;
      },
    },
  });
  await open(stored.id, 'c-1', 7);
  expect(asked).toEqual([[stored.id, 7]]);
  expect(tabs.created).toEqual([
    { url: `${org}/main.aspx?appid=${app}&pagetype=entityrecord&etn=msdyn_ocliveworkitem&id=c-1` },
  ]);
});

test('a connection that is gone opens nothing and says so', async () => {
  const open = createOpenInWorkspace({ settings, overlays: { pageUrl: async () => undefined } });
  await expect(open('k-9', 'c-1', undefined)).rejects.toMatchObject({ code: 'notFound' });
  expect(tabs.created).toEqual([]);
});
