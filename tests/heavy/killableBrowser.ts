/** A browser with the extension in a profile that outlives it, ended as a crash or an impatient person ends it. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Launched } from '../../scripts/launch.ts';
import type { FloorOfTest } from '../browser/harness.ts';
import { openBrowser, standing } from '../browser/harness.ts';

export interface KillableBrowser extends Launched {
  /** The panel's page, in a tab of its own. */
  panel: Page;
  /** SIGKILL to the browser and all of its processes; resolves when they are gone. */
  kill(): Promise<void>;
}

export async function startKillable(floor: FloorOfTest, profile: string): Promise<KillableBrowser> {
  const launched = await openBrowser({ ...standing, browserOptions: { profile } }, floor);
  const line = await launched.context.browser()?.newBrowserCDPSession();
  if (line === undefined) throw new Error('The browser has no line of its own.');
  const { processInfo } = await line.send('SystemInfo.getProcessInfo');
  const browser = processInfo.find(({ type }) => type === 'browser');
  if (browser === undefined) throw new Error('The browser does not know its process.');
  const panel = launched.context.pages()[0] ?? (await launched.context.newPage());
  await panel.goto(`${launched.origin}/sidepanel.html`);
  const gone = new Promise<void>((resolve) => launched.context.on('close', () => resolve()));
  return {
    ...launched,
    panel,
    async kill() {
      // It leads a group of its own, with every renderer in it.
      process.kill(process.platform === 'win32' ? browser.id : -browser.id, 'SIGKILL');
      await gone;
      await rm(path.dirname(launched.extension), { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
