/**
 * The worker, joined: settings, connections, overlays, pages, menu, badge. Built inert; `start` is idempotent and every
 * event that wakes the worker waits for it.
 */
import type { Menus, Runtime, Tabs } from '../browser.ts';
import { browser } from '../browser.ts';
import { reasonsAgainst } from '../domain/eligibility.ts';
import { noticeVersion } from '../domain/notice.ts';
import type { NamedRow, NotFound } from '../domain/workspacePage.ts';
import type { Shell } from '../i18n/shells.ts';
import { shellFor } from '../i18n/shells.ts';
import { portChannel } from '../messages/channel.ts';
import { pagePortName } from '../messages/envelope.ts';
import { createFrameTokens } from '../messages/frameTokens.ts';
import { overlayPortName, tokenQuestion } from '../messages/overlay.ts';
import { proveSender } from '../messages/sender.ts';
import type { SessionState } from '../messages/topics.ts';
import { createSettings } from '../settings/createSettings.ts';
import { outlineOf, ownerOf } from '../settings/leaving.ts';
import type { Settings, StoredConnection } from '../settings/settings.ts';
import { createSignIns } from '../signIn/createSignIns.ts';
import { recognise } from '../workspaces/recognise.ts';
import { createBadge } from './badge.ts';
import { coalesce } from './coalesce.ts';
import { createConnect } from './connecting.ts';
import { createConnections } from './connections.ts';
import { createContextMenu } from './contextMenu.ts';
import type { WorkerEnvironment } from './environment.ts';
import { createHandlers } from './handlers.ts';
import { createLiveConnection } from './liveConnection.ts';
import { createOpenInWorkspace } from './openInWorkspace.ts';
import { pagesOf } from './overlayScript.ts';
import { createOverlays } from './overlays.ts';
import { servePage } from './pageLine.ts';
import { createSummonsDesk } from './summons.ts';
import { wipeStored } from './wipeStored.ts';

/** Milliseconds; the badge counts by the clock as well as by changes. */
const badgeEvery = 1000;

export interface App {
  /** Reads what is stored and takes up work; the same promise however often it is called. */
  start(): Promise<void>;
  onConnect(port: Runtime.Port): void;
  onMessage(message: unknown, sender: Runtime.MessageSender): void;
  onMenuClicked(info: Menus.OnClickData, tab: Tabs.Tab | undefined): Promise<void>;
  onPermissionsChanged(): Promise<void>;
  onPolicyChanged(): Promise<void>;
  /** The safety net: wakes the worker and looks whether everything runs. */
  onAlarm(): Promise<void>;
}

export function createApp(parts: {
  environment: WorkerEnvironment;
  /** The local build's ready-made settings. */
  firstRun?: () => Promise<Partial<Settings>>;
}): App {
  const { environment } = parts;
  const settings = createSettings({
    local: browser.storage.local,
    managed: { get: () => browser.storage.managed.get() },
    ...(parts.firstRun === undefined ? {} : { firstRun: parts.firstRun }),
  });
  const signIns = createSignIns({ environment });
  const connect = createConnect(environment, {
    accessToken: signIns.accessToken,
    askPage: (origin, request, signal) => overlays.ask(origin, request, signal),
  });
  const connections = createConnections({
    settings,
    open: (stored) =>
      createLiveConnection({ stored, settings, environment, connect, forgetSignIn: () => forgetSignIn(stored) }),
    wipe: (id) => wipeStored(id, settings, environment),
    report: environment.report,
  });
  const tokens = createFrameTokens(environment.newId);
  const summons = createSummonsDesk(environment.now);
  const menu = createContextMenu();
  const badge = createBadge();
  const language = (): Shell => shellFor(languageTag());
  const overlays = createOverlays({ settings, tokens, language, environment, onRow: pointAt });
  const self = { id: browser.runtime.id, origin: new URL(browser.runtime.getURL('')).origin };
  let started: Promise<void> | undefined;

  function languageTag(): string {
    const chosen = settings.current.language;
    return chosen === 'auto' ? browser.i18n.getUILanguage() : chosen;
  }

  function session(tabId: number | undefined): SessionState {
    const { theme, undoSeconds } = settings.current;
    const here = tabId === undefined ? undefined : overlays.connectionOf(tabId)?.id;
    const { organisationName } = settings.policy;
    const all = connections.all();
    return {
      connections: all.map((live) => live.status()),
      ...(here === undefined ? {} : { hereConnectionId: here }),
      language: languageTag(),
      theme,
      undoSeconds,
      noticeVersion,
      ...(organisationName === undefined ? {} : { organisationName }),
    };
  }

  function onSession(listener: () => void): () => void {
    const stops = [settings.subscribe(listener), connections.subscribe(listener)];
    return () => {
      for (const stop of stops) stop();
    };
  }

  const handlers = createHandlers({
    settings,
    connections,
    environment,
    connect,
    openInWorkspace: createOpenInWorkspace({ settings, overlays }),
    signIns,
    subscriptions: { connections, environment, session, onSession, summons: summons.listen },
  });

  /** Unless another connection, or the next life of this one, signs in just so. */
  async function forgetSignIn({ signIn, baseUrl }: StoredConnection) {
    const same = (one: StoredConnection) =>
      one.baseUrl === baseUrl && JSON.stringify(one.signIn) === JSON.stringify(signIn);
    if (!settings.current.connections.some(same)) await signIns.forget(signIn, baseUrl);
  }

  /** Its page stands there, so the browser has a session again: no need to wait until somebody asks. */
  function signedInHere(tabId: number) {
    const connection = overlays.connectionOf(tabId);
    if (connection?.signIn.kind !== 'browser') return;
    const live = connections.get(connection.id);
    if (live?.status().phase === 'signedOut') live.refresh();
  }

  function pointAt(tabId: number, pointed: NamedRow | undefined) {
    const live = connections.get(overlays.connectionOf(tabId)?.id ?? '');
    const row = live && pointed && recognise(pointed, live.mirror);
    if (live === undefined || row === undefined || row === 'missing' || !live.status().noticeAcknowledged) {
      return menu.point(undefined, language());
    }
    if (row === 'unrecognised') return menu.point(row, language());
    menu.point(
      {
        customerName: row.customer.name,
        isPossible: (action) => reasonsAgainst(action, row, live.mirror, live.account.ruleContext(row.id)).length === 0,
      },
      language(),
    );
  }

  const countOverLimits = coalesce(
    () => {
      const counts = connections.all().map((live) => live.overview.read(live.backendNow()).overLimit);
      badge.show(
        counts.reduce((sum, count) => sum + count, 0),
        language(),
      );
    },
    badgeEvery,
    environment.schedule,
  );
  function countForEver() {
    countOverLimits.ask();
    environment.schedule(countForEver, badgeEvery);
  }

  /** Nobody waits for the browser's bookkeeping: the panel stands in the page before it is done. */
  function settingsChanged() {
    connections.reconcile();
    overlays.reconcile().catch(environment.report);
    menu.setUp(pagesOf(settings.current.connections), language()).catch(environment.report);
  }

  /** Only what these depend on; a remembered width or a refreshed identity is no reason to set anything up again. */
  const outline = () =>
    JSON.stringify([
      settings.current.connections.map((connection) => [connection.id, outlineOf(connection), ownerOf(connection)]),
      languageTag(),
    ]);

  async function begin() {
    await settings.load();
    let known = outline();
    settings.subscribe(() => {
      if (outline() === known) return;
      known = outline();
      settingsChanged();
    });
    settingsChanged();
    countForEver();
  }

  /** What failed (the browser's storage has bad moments) is tried again with the next event. */
  const start = () =>
    (started ??= begin().catch((error: unknown) => {
      started = undefined;
      throw error;
    }));

  return {
    start,
    onConnect(port) {
      const sender = proveSender(port.sender, self);
      if (port.name === pagePortName && (sender.kind === 'page' || sender.kind === 'frame')) {
        return servePage(portChannel(port), sender, { tokens, handlers, ready: start() });
      }
      if (port.name === overlayPortName && sender.kind === 'contentScript' && sender.frameId === 0) {
        const { tabId, origin } = sender;
        void start().then(() => {
          overlays.connect(port, { tabId, windowId: port.sender?.tab?.windowId, origin });
          signedInHere(tabId);
        });
        return;
      }
      port.disconnect();
    },
    onMessage(message, messageSender) {
      const sender = proveSender(messageSender, self);
      if (message === tokenQuestion && sender.kind === 'frame')
        void start().then(() => overlays.tokenAsked(sender.tabId));
    },
    async onMenuClicked(info, tab) {
      await start();
      const click = await menu.clicked(info, tab);
      if (click === undefined) return;
      const connectionId = overlays.connectionOf(click.tabId)?.id;
      const live = connectionId === undefined ? undefined : connections.get(connectionId);
      if (live === undefined) return;
      overlays.show(click.tabId);
      const call = (conversationId: string, notFound?: NotFound) =>
        summons.call(click.tabId, {
          connectionId: live.id,
          conversationId,
          ...(click.item === 'open' || notFound !== undefined ? {} : { dialog: click.item }),
          ...(notFound === undefined ? {} : { notFound }),
        });
      await live.untilFilled();
      const known = recognise(click.row, live.mirror);
      if (known === 'missing' || known === 'unrecognised') return call('', known);
      // Read again before a dialog acts on it; where that fails the mirror's row, with its age, is what there is.
      const read = await live.reread(known.id).catch(() => ({ row: known }));
      call(known.id, 'gone' in read ? 'missing' : undefined);
    },
    async onPermissionsChanged() {
      await start();
      await overlays.reconcile();
    },
    async onPolicyChanged() {
      await start();
      await settings.policyChanged();
    },
    async onAlarm() {
      await start();
      // Browsers have lost registered scripts (facts/platform §4); a tab without its overlay gets it back here.
      await overlays.reconcile();
    },
  };
}
