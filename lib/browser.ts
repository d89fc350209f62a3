/**
 * The one `browser` of worker and extension pages, so that a fake can stand in. The overlay, which must stay small,
 * uses the platform's own object instead.
 */
import browser from 'webextension-polyfill';

export { browser };
export type { Menus, Runtime, Tabs } from 'webextension-polyfill';

/** Chromium's side panel, which the polyfill's types do not know. Absent in Firefox. */
interface SidePanel {
  /** Only inside a user's gesture, before the first `await`. */
  open(target: { windowId: number } | { tabId: number }): Promise<void>;
}
export const sidePanel: SidePanel | undefined = (browser as { sidePanel?: SidePanel }).sidePanel;
