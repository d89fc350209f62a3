/**
 * The one `browser` of worker and extension pages, so that a fake can stand in. The overlay, which must stay small,
 * uses the platform's own object instead.
 */

import type { Manifest } from 'webextension-polyfill';
import browser from 'webextension-polyfill';

export type { Menus, Runtime, Tabs } from 'webextension-polyfill';
export { browser };

/** Chromium's side panel, which the polyfill's types do not know. Absent in Firefox. */
interface SidePanel {
  /** Only inside a user's gesture, before the first `await`. */
  open(target: { windowId: number } | { tabId: number }): Promise<void>;
}
export const sidePanel: SidePanel | undefined = (browser as { sidePanel?: SidePanel }).sidePanel;

/** Content scripts may read local storage unless it is closed to them; Firefox cannot close it. */
export async function closeToContentScripts(): Promise<void> {
  const area = browser.storage.local as { setAccessLevel?: (options: { accessLevel: string }) => Promise<void> };
  await area.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}

/** May be asked for later in Chromium and Firefox, which the polyfill's types do not know. */
export const signInPermission = 'identity' as string as Manifest.OptionalPermission;

/** The browser's own window for signing in elsewhere; there only with the optional permission `identity`. */
export const signInWindow = {
  webAuthFlow: async (url: string, interactive: boolean) => browser.identity.launchWebAuthFlow({ url, interactive }),
  /** Before the permission is given there is nobody to ask, but Chromium makes it of the id. */
  redirectUrl(): string {
    const identity = browser.identity as typeof browser.identity | undefined;
    return identity?.getRedirectURL() ?? `https://${browser.runtime.id}.chromiumapp.org/`;
  },
};
