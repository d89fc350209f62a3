/**
 * Where the overlay's script runs: registered at run time for exactly the workspace pages of the user's connections that
 * the browser was allowed to reach, injected into tabs already open.
 */
import { browser } from '../browser.ts';
import { sitePattern } from '../domain/workspacePage.ts';
import type { StoredConnection } from '../settings/settings.ts';
import { pageAddresses, workspaceOf } from '../workspaces/workspaces.ts';

const scriptId = 'overlay';
const scriptFile = 'content-scripts/overlay.js';

/** Addresses of the pages that get the panel, `*` for anything. */
export function pagesOf(connections: readonly StoredConnection[]): string[] {
  const addresses = connections.flatMap(({ backend, baseUrl }) => {
    const workspace = workspaceOf(backend);
    return workspace === undefined ? [] : pageAddresses(workspace, baseUrl);
  });
  return [...new Set(addresses)];
}

/** Match patterns of the sites among those that may be reached. */
export async function grantedSites(connections: readonly StoredConnection[]): Promise<string[]> {
  const sites = [...new Set(pagesOf(connections).map(sitePattern))];
  const granted = await Promise.all(sites.map((site) => browser.permissions.contains({ origins: [site] })));
  return sites.filter((_site, index) => granted[index]);
}

/** Brings registration and open tabs in line with `pages`; resolves with the number of tabs that did not have it. */
export async function placeScript(pages: readonly string[], hasIt: (tabId: number) => boolean): Promise<number> {
  const patterns = [...new Set(pages.map(withoutPort))];
  const registered = await browser.scripting.getRegisteredContentScripts({ ids: [scriptId] });
  if (patterns.length === 0) {
    if (registered.length > 0) await browser.scripting.unregisterContentScripts({ ids: [scriptId] });
    return 0;
  }
  const script = { id: scriptId, js: [scriptFile], matches: patterns, runAt: 'document_idle' as const };
  if (registered.length > 0) await browser.scripting.updateContentScripts([script]);
  else await browser.scripting.registerContentScripts([{ ...script, persistAcrossSessions: true }]);

  let lacking = 0;
  for (const { id: tabId } of await browser.tabs.query({ url: patterns })) {
    if (tabId === undefined || hasIt(tabId)) continue;
    lacking += 1;
    // A tab that shows an error page or is being closed cannot take a script; it gets it when it loads again.
    await browser.scripting.executeScript({ target: { tabId }, files: [scriptFile] }).catch(() => []);
  }
  return lacking;
}

/** Firefox's match patterns know no port: another site of the same host gets the script, and leaves again. */
function withoutPort(address: string): string {
  const { protocol, hostname, pathname, search } = new URL(address);
  return `${protocol}//${hostname}${pathname}${search}`;
}
