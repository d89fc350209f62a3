/**
 * The loader in the workspace page: docks the panel's frame, keeps a line to the worker, reports the row under the
 * pointer, asks the page's own site what the worker wants to know. It removes itself when the extension is gone and never fights the page for its place.
 */
import { browser } from 'wxt/browser';
import { askPatience } from '../domain/pageRequest.ts';
import type { RowRule } from '../domain/workspacePage.ts';
import type { FromOverlay, TokenMessage, ToOverlay } from '../messages/overlay.ts';
import { contextRowQuestion, overlayPortName } from '../messages/overlay.ts';
import { askSite } from './askSite.ts';
import { createDock } from './dock.ts';
import { watchRows } from './rows.ts';

const reconnectDelay = 250;
/** Said at its element to an overlay of an earlier version, which may not know yet that it is over (FA7). */
const overEvent = 'floorwalker-over';
/** A page that keeps removing the panel wins: after this many times it stays away (until the tab is loaded again). */
const mostReturns = 5;

export interface Overlay {
  /** False once the extension that put it there was replaced or removed, also before it has noticed. */
  isAlive(): boolean;
  leave(): void;
}

/** `onLeave` is called once, when nothing of the overlay is left in the page. */
export function startOverlay(onLeave: () => void): Overlay {
  const ended = new AbortController();
  const frameUrl = browser.runtime.getURL('/sidepanel.html');
  // Chromium gives the frame an address that changes, but the document in it has the extension's lasting origin.
  const { protocol, origin } = new URL(frameUrl);
  const extensionOrigin = protocol === 'chrome-extension:' ? `chrome-extension://${browser.runtime.id}` : origin;
  let port: ReturnType<typeof browser.runtime.connect> | undefined;
  let rowRule: RowRule | undefined;
  let returns = 0;
  /** What is being asked of the site, to be given up. */
  const asking = new Map<string, AbortController>();

  const say = (message: FromOverlay) => port?.postMessage(message);
  const dock = createDock(frameUrl, (layout) => say({ kind: 'layout', layout }), ended.signal);
  const rows = watchRows(
    () => rowRule,
    (row) => say({ kind: 'row', ...(row === undefined ? {} : { row }) }),
    ended.signal,
  );

  // First it gives the page back as it was: afterwards it would take our room away, or put itself before us again.
  for (const old of document.querySelectorAll('floorwalker-panel')) {
    old.dispatchEvent(new Event(overEvent));
    old.remove();
  }
  dock.host.addEventListener(overEvent, leave, { signal: ended.signal });

  const keeper = new MutationObserver(() => {
    if (dock.host.isConnected || rowRule === undefined) return;
    if (returns >= mostReturns) return dock.remove();
    returns += 1;
    document.documentElement.append(dock.host);
  });
  keeper.observe(document.documentElement, { childList: true });

  function leave() {
    if (ended.signal.aborted) return;
    ended.abort();
    keeper.disconnect();
    dock.remove();
    // Of an extension that is gone no line is left to close.
    if (browser.runtime?.id) port?.disconnect();
    onLeave();
  }

  function hear(message: ToOverlay) {
    switch (message.kind) {
      case 'welcome':
        rowRule = message.rows;
        dock.show(message.layout, message.docking, message.labels);
        return;
      case 'token': {
        const token: TokenMessage = { floorwalkerToken: message.token };
        dock.frame.contentWindow?.postMessage(token, extensionOrigin);
        return;
      }
      case 'show':
        dock.expand();
        return;
      case 'ask':
        void ask(message);
        return;
      case 'abandon':
        asking.get(message.id)?.abort();
        return;
      case 'remove':
        leave();
        return;
    }
  }

  async function ask({ id, request, allowed }: Extract<ToOverlay, { kind: 'ask' }>) {
    const given = new AbortController();
    asking.set(id, given);
    const site = { origin: globalThis.origin, fetch: globalThis.fetch.bind(globalThis) };
    const signal = AbortSignal.any([given.signal, AbortSignal.timeout(askPatience)]);
    const said = await askSite(request, allowed, site, signal);
    asking.delete(id);
    say('answer' in said ? { kind: 'answer', id, ...said } : { kind: 'noAnswer', id, ...said });
  }

  function connect() {
    if (ended.signal.aborted) return;
    if (!browser.runtime?.id) return leave();
    try {
      port = browser.runtime.connect({ name: overlayPortName });
    } catch {
      // The extension was replaced or removed between the check and the call.
      return leave();
    }
    port.onMessage.addListener((message: unknown) => hear(message as ToOverlay));
    port.onDisconnect.addListener(() => {
      port = undefined;
      if (!browser.runtime?.id) leave();
      else setTimeout(connect, reconnectDelay);
    });
  }

  browser.runtime.onMessage.addListener((message: unknown, _sender, answer) => {
    if (message === contextRowQuestion) answer(rows.contextRow() ?? null);
  });
  connect();
  return { isAlive: () => browser.runtime?.id !== undefined, leave };
}
