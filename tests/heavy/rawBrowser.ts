/**
 * Chromium started and spoken to by hand: whoever attaches to an extension's worker, as Playwright does, keeps it alive.
 * This line attaches to pages only and knows of the worker from the browser's list of targets.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { extensionKey } from '../../scripts/extensionKey.ts';
import { findBrowser } from '../../scripts/findBrowser.ts';
import { mayUseSandbox, type ReadyMade, unpack } from '../../scripts/launch.ts';

export interface RawBrowser {
  /** The extension's own address. */
  origin: string;
  /** Whether the extension's worker runs; asking does not wake it. */
  isWorkerRunning(): Promise<boolean>;
  /**
   * Opens a page of the extension and resolves with the milliseconds from its navigation until an element that suits
   * `selector` shows words. The page stays until `leave`. @throws when that takes longer than `patience` ms
   */
  open(
    name: 'sidepanel' | 'popup',
    selector: string,
    patience: number,
  ): Promise<{ took: number; leave(): Promise<void> }>;
  stop(): Promise<void>;
}

export async function startRawBrowser(readyMade: ReadyMade): Promise<RawBrowser> {
  const { folder, profile, args } = await unpack({ headless: true, readyMade });
  const child = spawn(
    await findBrowser(),
    [
      ...args,
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      // Without this a browser that nobody automates leaves the extension out.
      '--disable-features=DisableLoadExtensionCommandLineSwitch',
      ...(mayUseSandbox() ? [] : ['--no-sandbox']),
      'about:blank',
    ],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'exit');
  const line = await connect(await debuggingAddress(profile));
  const origin = `chrome-extension://${extensionKey.extensionId}`;

  return {
    origin,
    async isWorkerRunning() {
      const { targetInfos } = await line.send<{ targetInfos: { type: string; url: string }[] }>('Target.getTargets', {
        filter: [{}],
      });
      return targetInfos.some(({ type, url }) => type === 'service_worker' && url.startsWith(origin));
    },
    async open(name, selector, patience) {
      const { targetId } = await line.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await line.send<{ sessionId: string }>('Target.attachToTarget', {
        targetId,
        flatten: true,
      });
      await line.send('Page.enable', {}, sessionId);
      await line.send('Page.addScriptToEvaluateOnNewDocument', { source: watchFor(selector) }, sessionId);
      await line.send('Page.navigate', { url: `${origin}/${name}.html` }, sessionId);
      const until = Date.now() + patience;
      for (;;) {
        const { result } = await line.send<{ result: { value?: number } }>(
          'Runtime.evaluate',
          { expression: 'globalThis.shownAfter' },
          sessionId,
        );
        if (result.value !== undefined) {
          return { took: result.value, leave: async () => void (await line.send('Target.closeTarget', { targetId })) };
        }
        if (Date.now() > until) throw new Error(`${name} showed nothing within ${patience} ms.`);
        await pause(20);
      }
    },
    async stop() {
      await line.send('Browser.close').catch(() => undefined);
      await ended;
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Runs in the page before anything of its own: notes when the first words are there. */
function watchFor(selector: string): string {
  return `new MutationObserver((_changes, observer) => {
    const words = [...document.querySelectorAll(${JSON.stringify(selector)})].some((one) => one.textContent !== '');
    if (!words) return;
    observer.disconnect();
    globalThis.shownAfter = performance.now();
  }).observe(document, { childList: true, subtree: true, characterData: true });`;
}

/** The browser writes where it listens as soon as it does. */
async function debuggingAddress(profile: string): Promise<string> {
  for (let tries = 0; tries < 200; tries += 1) {
    const text = await readFile(path.join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
    const [port, address] = text.split('\n');
    if (port && address) return `ws://127.0.0.1:${port}${address}`;
    await pause(50);
  }
  throw new Error('The browser did not say where it listens.');
}

interface Line {
  send<T>(method: string, params?: object, sessionId?: string): Promise<T>;
}
async function connect(address: string): Promise<Line> {
  const socket = new WebSocket(address);
  await once(socket, 'open');
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(String(data)) as {
      id?: number;
      result: never;
      error?: { message: string };
    };
    const asked = waiting.get(id ?? 0);
    if (id === undefined || asked === undefined) return;
    waiting.delete(id);
    if (error) asked.reject(new Error(error.message));
    else asked.resolve(result);
  });
  socket.addEventListener('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('The browser is gone.'));
    waiting.clear();
  });
  return {
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        socket.send(JSON.stringify({ id: last, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
      }),
  };
}
