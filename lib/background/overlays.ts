/**
 * The lines to the panel's overlays in workspace pages: who stands where, what they are told and asked, which of them
 * have to leave when a permission or connection goes.
 */
import * as v from 'valibot';
import { browser } from '../browser.ts';
import { ConnectorError } from '../connectors/connector.ts';
import type { PageAnswer, PageRequest } from '../domain/pageRequest.ts';
import { mayAskThroughPage } from '../domain/signIn.ts';
import type { Layout, NamedRow } from '../domain/workspacePage.ts';
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
import type { WorkerEnvironment } from './environment.ts';
import { grantedSites, pagesOf, placeScript } from './overlayScript.ts';
import type { OverlayLine } from './pageAsking.ts';
import { createPageAsking } from './pageAsking.ts';

/** Where an overlay stands, as the browser says it. */
export interface OverlayPlace {
  tabId: number;
  windowId: number | undefined;
  origin: string;
}

export interface Overlays {
  /** A content script's line. A page in a window that the page opened for itself gets no panel. */
  connect(port: PortLike, place: OverlayPlace): void;
  /** The panel's frame in that tab wants to prove itself. */
  tokenAsked(tabId: number): void;
  /** True when an overlay stands in that tab; it opens if it was collapsed. */
  show(tabId: number): boolean;
  connectionOf(tabId: number): StoredConnection | undefined;
  /** Address of an open workspace page of that connection: the one in that tab, else the one last pointed at. */
  pageUrl(connection: StoredConnection, tabId: number | undefined): Promise<string | undefined>;
  /**
   * Lets an open workspace page at that origin ask its own site.
   * @throws ConnectorError forbidden when none may be asked (nothing was), offline, broken (pageAsking.ts)
   */
  ask(origin: string, request: PageRequest, signal: AbortSignal): Promise<PageAnswer>;
  /** Brings registration and open tabs in line with settings and permissions; calls run one after the other. */
  reconcile(): Promise<void>;
}

/**
 * A tab that an update has just left without an overlay may not take the new one at once: looked at again after so many
 * milliseconds, so many times; later the alarm does.
 */
const lookAgain = 2_000;
const mostLooks = 4;
/** Milliseconds in which the overlays have found a worker that was waked a moment ago. */
const comeback = 1000;

const originsOf = ({ backend, baseUrl }: StoredConnection) => workspaceOf(backend)?.origins(baseUrl) ?? [];

/** A window without the browser's bars, opened by a page for one thing. */
async function isPopup(windowId: number | undefined): Promise<boolean> {
  if (windowId === undefined) return false;
  return (await browser.windows.get(windowId).catch(() => undefined))?.type === 'popup';
}

export function createOverlays(parts: {
  settings: SettingsStore;
  tokens: FrameTokens;
  language(): Shell;
  environment: Pick<WorkerEnvironment, 'newId' | 'schedule'>;
  onRow(tabId: number, row: NamedRow | undefined): void;
}): Overlays {
  const { settings, tokens } = parts;
  /** By tab; the one that was last pointed at stands last. */
  const lines = new Map<number, OverlayLine & { origin: string }>();
  const asking = createPageAsking(parts.environment);
  const waitingForToken = new Set<number>();
  let work: Promise<void> = Promise.resolve();
  let looksLeft = mostLooks;

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

  function reconcile(): Promise<void> {
    const next = work.then(reconcileNow);
    work = next.catch(() => undefined);
    return next;
  }

  async function reconcileNow() {
    const sites = await grantedSites(settings.current.connections);
    for (const line of lines.values()) {
      const stays = connectionAt(line.origin) !== undefined && sites.includes(sitePattern(line.origin));
      if (!stays) line.send({ kind: 'remove' });
    }
    const pages = pagesOf(settings.current.connections).filter((page) => sites.includes(sitePattern(page)));
    const lacking = await placeScript(pages, (tabId) => lines.has(tabId));
    looksLeft = lacking === 0 ? mostLooks : looksLeft - 1;
    if (looksLeft > 0 && lacking > 0) parts.environment.schedule(() => void reconcile(), lookAgain);
  }

  const lineAt = (origin: string) => [...lines.values()].reverse().find((line) => line.origin === origin);
  const pause = (delay: number) => new Promise<void>((resolve) => parts.environment.schedule(resolve, delay));

  /** Paths that a page at that origin may ask for one of the connections there. */
  function askableAt(origin: string): string | undefined {
    const asking = settings.current.connections.find(
      (connection) => mayAskThroughPage(connection.signIn) && originsOf(connection).includes(origin),
    );
    return asking && workspaceOf(asking.backend)?.askable;
  }

  return {
    connectionOf: (tabId) => {
      const origin = lines.get(tabId)?.origin;
      return origin === undefined ? undefined : connectionAt(origin);
    },
    connect(port, { tabId, windowId, origin }) {
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
        const heard = parsed.output;
        if (heard.kind === 'answer' || heard.kind === 'noAnswer') return asking.hear(line, heard);
        if (heard.kind === 'row') {
          if (lines.get(tabId) === line) {
            lines.delete(tabId);
            lines.set(tabId, line);
          }
          return parts.onRow(tabId, heard.row);
        }
        const { layout } = heard;
        // Losing a remembered width is no harm worth a message.
        settings.update((all) => ({ ...all, layouts: { ...all.layouts, [origin]: layout } })).catch(() => undefined);
      });
      channel.onClose(() => {
        asking.lineClosed(line);
        if (lines.get(tabId) !== line) return;
        lines.delete(tabId);
        tokens.revoke(tabId);
        parts.onRow(tabId, undefined);
      });
      void isPopup(windowId).then((popup) => {
        if (popup) return send({ kind: 'remove' });
        const { overlay: labels, dir: direction } = parts.language();
        const { rows, docking } = workspace;
        send({ kind: 'welcome', layout: layoutOf(origin), rows, docking, labels: { ...labels, direction } });
        if (waitingForToken.delete(tabId)) giveToken(tabId);
      });
    },
    tokenAsked: giveToken,
    show(tabId) {
      lines.get(tabId)?.send({ kind: 'show' });
      return lines.has(tabId);
    },
    async pageUrl(connection, tabId) {
      const open = [...lines].filter(([, { origin }]) => originsOf(connection).includes(origin)).map(([id]) => id);
      const nearest = open.find((id) => id === tabId) ?? open.at(-1);
      if (nearest === undefined) return undefined;
      // It may have been closed a moment ago.
      return (await browser.tabs.get(nearest).catch(() => undefined))?.url;
    },
    async ask(origin, request, signal) {
      const paths = askableAt(origin);
      if (paths !== undefined && lineAt(origin) === undefined) await pause(comeback);
      const line = lineAt(origin);
      if (paths === undefined || line === undefined) {
        throw new ConnectorError('forbidden', 'No workspace page is open for that.');
      }
      return asking.ask(line, request, { origin, paths }, signal);
    },
    reconcile,
  };
}
