/**
 * The panel's overlay in workspace pages: registered at run time for exactly the origins of the user's connections that
 * the browser was allowed to reach, injected into tabs already open, taken back when a permission or connection goes.
 */
import * as v from 'valibot';
import { browser } from '../browser.ts';
import type { Layout } from '../domain/workspacePage.ts';
import { firstLayout, sitePattern } from '../domain/workspacePage.ts';
import type { Shell } from '../i18n/shells.ts';
import type { PortLike } from '../messages/channel.ts';
import { portChannel } from '../messages/channel.ts';
import type { FrameTokens } from '../messages/frameTokens.ts';
import type { ToOverlay } from '../messages/overlay.ts';
import { fromOverlaySchema } from '../messages/overlay.ts';
import type { SettingsStore } from '../settings/createSettings.ts';
import type { StoredConnection } from '../settings/settings.ts';
import { workspaceOf } from '../workspaces/workspaces.ts';

const scriptId = 'overlay';
const scriptFile = 'content-scripts/overlay.js';

export interface Overlays {
  /** A content script's line. */
  connect(port: PortLike, tabId: number, origin: string): void;
  /** The panel's frame in that tab wants to prove itself. */
  tokenAsked(tabId: number): void;
  /** True when an overlay stands in that tab; it opens if it was collapsed. */
  show(tabId: number): boolean;
  connectionOf(tabId: number): StoredConnection | undefined;
  connectionAt(origin: string): StoredConnection | undefined;
  /** Brings registration and open tabs in line with settings and permissions; calls run one after the other. */
  reconcile(): Promise<void>;
}

export function createOverlays(parts: {
  settings: SettingsStore;
  tokens: FrameTokens;
  language(): Shell;
  onRow(tabId: number, rowId: string | undefined): void;
}): Overlays {
  const { settings, tokens } = parts;
  const lines = new Map<number, { origin: string; send(message: ToOverlay): void }>();
  const waitingForToken = new Set<number>();
  let work: Promise<void> = Promise.resolve();

  const originsOf = (connection: StoredConnection) =>
    workspaceOf(connection.backend)?.origins(connection.baseUrl) ?? [];
  const connectionAt = (origin: string) =>
    settings.current.connections.find((connection) => originsOf(connection).includes(origin));
  const layoutOf = (origin: string): Layout => settings.current.layouts[origin] ?? firstLayout;

  function giveToken(tabId: number) {
    const line = lines.get(tabId);
    if (line === undefined) {
      waitingForToken.add(tabId);
      return;
    }
    line.send({ kind: 'token', token: tokens.issue(tabId) });
  }

  async function grantedPatterns(): Promise<string[]> {
    const origins = new Set(settings.current.connections.flatMap(originsOf));
    const patterns = [...new Set([...origins].map(sitePattern))];
    const granted = await Promise.all(patterns.map((pattern) => browser.permissions.contains({ origins: [pattern] })));
    return patterns.filter((_pattern, index) => granted[index]);
  }

  async function reconcileNow() {
    const patterns = await grantedPatterns();
    const registered = await browser.scripting.getRegisteredContentScripts({ ids: [scriptId] });
    for (const line of lines.values()) {
      const stays = connectionAt(line.origin) !== undefined && patterns.includes(sitePattern(line.origin));
      if (!stays) line.send({ kind: 'remove' });
    }
    if (patterns.length === 0) {
      if (registered.length > 0) await browser.scripting.unregisterContentScripts({ ids: [scriptId] });
      return;
    }
    const script = { id: scriptId, js: [scriptFile], matches: patterns, runAt: 'document_idle' as const };
    if (registered.length > 0) await browser.scripting.updateContentScripts([script]);
    else await browser.scripting.registerContentScripts([{ ...script, persistAcrossSessions: true }]);

    for (const { id: tabId } of await browser.tabs.query({ url: patterns })) {
      if (tabId === undefined || lines.has(tabId)) continue;
      // A tab that shows an error page or is being closed cannot take a script; it gets it when it loads again.
      await browser.scripting.executeScript({ target: { tabId }, files: [scriptFile] }).catch(() => []);
    }
  }

  return {
    connectionAt,
    connectionOf: (tabId) => {
      const origin = lines.get(tabId)?.origin;
      return origin === undefined ? undefined : connectionAt(origin);
    },
    connect(port, tabId, origin) {
      const channel = portChannel(port);
      const send = (message: ToOverlay) => channel.send(message);
      const connection = connectionAt(origin);
      const workspace = connection && workspaceOf(connection.backend);
      // Patterns know no port: another site of the same host gets the script, and leaves again.
      if (workspace === undefined) return send({ kind: 'remove' });
      const line = { origin, send };
      lines.set(tabId, line);
      channel.onMessage((message) => {
        const parsed = v.safeParse(fromOverlaySchema, message);
        if (!parsed.success) return;
        if (parsed.output.kind === 'row') return parts.onRow(tabId, parsed.output.id);
        const { layout } = parsed.output;
        // Losing a remembered width is no harm worth a message.
        settings.update((all) => ({ ...all, layouts: { ...all.layouts, [origin]: layout } })).catch(() => undefined);
      });
      channel.onClose(() => {
        if (lines.get(tabId) !== line) return;
        lines.delete(tabId);
        tokens.revoke(tabId);
        parts.onRow(tabId, undefined);
      });
      const { overlay: labels, dir: direction } = parts.language();
      send({ kind: 'welcome', layout: layoutOf(origin), rows: workspace.rows, labels: { ...labels, direction } });
      if (waitingForToken.delete(tabId)) giveToken(tabId);
    },
    tokenAsked: giveToken,
    show(tabId) {
      lines.get(tabId)?.send({ kind: 'show' });
      return lines.has(tabId);
    },
    reconcile() {
      const next = work.then(reconcileNow);
      work = next.catch(() => undefined);
      return next;
    },
  };
}
