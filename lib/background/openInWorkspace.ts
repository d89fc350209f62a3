/** Opens a conversation where agents work on it: in its own workspace, in a new tab. */
import { browser } from '../browser.ts';
import { RequestError } from '../messages/requests.ts';
import type { SettingsStore } from '../settings/createSettings.ts';
import { workspaceOf } from '../workspaces/workspaces.ts';
import type { Overlays } from './overlays.ts';

/** `tabId`: of the workspace page that the panel stands in. @throws RequestError notFound */
export type OpenInWorkspace = (
  connectionId: string,
  conversationId: string,
  tabId: number | undefined,
) => Promise<void>;

export function createOpenInWorkspace(parts: {
  settings: SettingsStore;
  overlays: Pick<Overlays, 'pageUrl'>;
}): OpenInWorkspace {
  return async (connectionId, conversationId, tabId) => {
    const stored = parts.settings.current.connections.find(({ id }) => id === connectionId);
    const workspace = stored && workspaceOf(stored.backend);
    if (stored === undefined || workspace === undefined)
      throw new RequestError('notFound', 'This connection has no workspace.');
    const pageUrl = await parts.overlays.pageUrl(stored, tabId);
    await browser.tabs.create({ url: workspace.conversationUrl(stored.baseUrl, conversationId, pageUrl) });
  };
}
