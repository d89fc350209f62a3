/** Opens a Chromium-family browser with a fresh profile and the local build of the extension in it. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, chromium, type Worker } from '@playwright/test';
import { noticeVersion } from '../lib/domain/notice.ts';
import type { FloorServer } from '../lib/floor/server/startFloorServer.ts';
import type { Settings, StoredConnection } from '../lib/settings/settings.ts';
import { newConnection } from '../lib/settings/settings.ts';
import { extensionKey } from './extensionKey.ts';
import { Stop } from './steps.ts';

export const buildFolder = path.join(import.meta.dirname, '..', '.output', 'chrome-mv3-floor');

/** What the extension finds at its first start (floor.json): the local build's ready-made connection and language. */
export type ReadyMade = Pick<Settings, 'connections' | 'language'>;

/**
 * Of the floor's first supervisor. Its people are invented: the notice comes acknowledged unless a test wants to see it.
 * @throws when the floor has no supervisor
 */
export function floorConnection(server: FloorServer, { noticeOpen = false } = {}): StoredConnection {
  const [supervisor] = server.floor.supervisors;
  if (supervisor === undefined) throw new Error('The floor has no supervisor.');
  return connectionOfAccount({
    backend: 'localFloor',
    baseUrl: server.url,
    secret: server.tokens.get(supervisor.id) ?? '',
    ...(noticeOpen ? {} : { account: supervisor.id }),
  });
}

/** With the notice acknowledged by `account`, where one is given. */
export function connectionOfAccount({
  account,
  ...connection
}: Pick<StoredConnection, 'backend' | 'baseUrl'> & Partial<StoredConnection> & { account?: string }): StoredConnection {
  const notice = account === undefined ? {} : { notice: { version: noticeVersion, account, at: Date.now() } };
  return { id: 'floor', name: '', secret: '', ...newConnection, ...connection, ...notice };
}

export interface Launched {
  context: BrowserContext;
  /** The extension's own address, e.g. for its options page. */
  origin: string;
  /** The folder that the extension was loaded from. */
  extension: string;
  /** The profile folder, for tests that start the browser again in it. */
  profile: string;
  close(): Promise<void>;
}

export interface LaunchOptions {
  browser: string;
  headless: boolean;
  readyMade?: ReadyMade;
  /** Browser language, BCP 47. */
  language?: string;
  build?: string;
  /** Load the build where it stands, so that a development server can renew it; else a copy of its own. */
  inPlace?: boolean;
  /** Of a build with another key. */
  extensionId?: string;
  profile?: string;
  viewport?: { width: number; height: number } | null;
  colorScheme?: 'light' | 'dark';
  args?: string[];
}

/** Milliseconds for the extension's worker to appear. */
const patience = 10_000;

/** Where a browser finds the extension and keeps its profile, and what it is told at its start. */
export interface Unpacked {
  /** Holds all of it but a build in place and a profile of the caller's. */
  folder: string;
  extension: string;
  profile: string;
  args: string[];
}

export async function unpack(options: Omit<LaunchOptions, 'browser'>): Promise<Unpacked> {
  const folder = await mkdtemp(path.join(tmpdir(), 'floorwalker-'));
  const build = options.build ?? buildFolder;
  const extension = options.inPlace ? build : path.join(folder, 'extension');
  const profile = options.profile ?? path.join(folder, 'profile');
  if (options.profile === undefined) await allowUnpacked(profile);
  if (!options.inPlace) await cp(build, extension, { recursive: true });
  if (options.readyMade) await writeFile(path.join(extension, 'floor.json'), JSON.stringify(options.readyMade));
  const args = [
    ...(options.headless ? ['--headless=new', '--hide-scrollbars'] : []),
    `--disable-extensions-except=${extension}`,
    `--load-extension=${extension}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    ...(options.language ? [`--lang=${options.language}`] : []),
    ...(options.args ?? []),
  ];
  return { folder, extension, profile, args };
}

/** A sandbox needs rights that root in a container does not have. */
export const mayUseSandbox = () => process.getuid?.() !== 0;

/** @throws Stop when the browser does not take the extension */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const { folder, extension, profile, args } = await unpack(options);
  const { extensionId = extensionKey.extensionId } = options;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: options.browser,
    headless: false,
    chromiumSandbox: mayUseSandbox(),
    // Extensions stay on, and nothing says that the browser is remote-controlled: a person works in it.
    ignoreDefaultArgs: ['--disable-extensions', '--enable-automation'],
    viewport: options.viewport === undefined ? null : options.viewport,
    ...(options.colorScheme ? { colorScheme: options.colorScheme } : {}),
    // `npm start` ends the browser itself, after what it was told to do.
    handleSIGINT: false,
    args,
  });
  const close = async () => {
    await context.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await extensionWorker(context, extension, extensionId);
  } catch (error) {
    await close();
    throw error;
  }
  return { context, origin: `chrome-extension://${extensionId}`, extension, profile, close };
}

/** What was loaded from a folder comes back after `runtime.reload` only where developer mode is on. */
async function allowUnpacked(profile: string): Promise<void> {
  const folder = path.join(profile, 'Default');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'Preferences'), JSON.stringify({ extensions: { ui: { developer_mode: true } } }));
}

/** Branded browsers ignore --load-extension; they take it over the debugging line instead. */
async function extensionWorker(context: BrowserContext, extension: string, id: string): Promise<Worker> {
  const isOurs = (worker: Worker) => new URL(worker.url()).host === id;
  const appeared = async () =>
    context.serviceWorkers().find(isOurs) ??
    context.waitForEvent('serviceworker', { predicate: isOurs, timeout: patience / 2 });
  try {
    return await appeared();
  } catch {
    const line = await context.browser()?.newBrowserCDPSession();
    await line?.send('Extensions.loadUnpacked' as never, { path: extension } as never).catch(() => undefined);
    return appeared().catch(() => {
      throw new Stop('The browser did not take the extension: name another Chromium in CHROME_PATH.');
    });
  }
}
