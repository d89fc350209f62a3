import { defineBackground } from 'wxt/utils/define-background';
import type { App } from '../lib/background/createApp.ts';
import { createApp } from '../lib/background/createApp.ts';
import { readReadyMade } from '../lib/background/readyMade.ts';
import { takeLock } from '../lib/background/takeLock.ts';
import type { Runtime } from '../lib/browser.ts';
import { browser, closeToContentScripts, signInWindow } from '../lib/browser.ts';

/** Minutes: wakes a worker that died without anybody asking for it. */
const safetyNet = 1;

export default defineBackground(() => {
  const app = build();
  listen(app);
  void app.start();
});

function schedule(task: () => void, delay: number): () => void {
  const timer = setTimeout(task, delay);
  return () => clearTimeout(timer);
}

/** Nothing happens here: time, chance and the browser are handed in. */
function build(): App {
  return createApp({
    environment: {
      now: () => Date.now(),
      random: () => Math.random(),
      newId: () => crypto.randomUUID(),
      schedule,
      fetch: (input, init) => fetch(input, init),
      openSocket: (url) => new WebSocket(url),
      ...signInWindow,
      lock: (name, work) => takeLock(navigator.locks, schedule, name, work),
      // biome-ignore lint/suspicious/noConsole: the worker has no screen of its own.
      report: (error) => console.error(error),
      session: browser.storage.session,
      local: browser.storage.local,
    },
    ...(import.meta.env.MODE !== 'production' ? { firstRun: readReadyMade } : {}),
  });
}

/** Every listener, in the worker's first turn: what woke it must find one. */
function listen(app: App): void {
  // What the connections are opened with is for the worker and our own pages only.
  void closeToContentScripts();
  browser.runtime.onConnect.addListener((port) => app.onConnect(port));
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) =>
    app.onMessage(message, sender),
  );
  browser.runtime.onInstalled.addListener(() => void app.start());
  browser.runtime.onStartup.addListener(() => void app.start());
  browser.contextMenus.onClicked.addListener((info, tab) => void app.onMenuClicked(info, tab));
  browser.permissions.onAdded.addListener(() => void app.onPermissionsChanged());
  browser.permissions.onRemoved.addListener(() => void app.onPermissionsChanged());
  browser.storage.managed.onChanged?.addListener(() => void app.onPolicyChanged());
  browser.alarms.onAlarm.addListener(() => void app.onAlarm());
  void browser.alarms.create('safety-net', { periodInMinutes: safetyNet });
}
