/** What every browser test stands on: a floor of its own on a free port, and Chromium with the extension connected to it. */
import { test as base, expect, type Frame, type Page } from '@playwright/test';
import { createFloor } from '../../lib/floor/createFloor.ts';
import { builtInDialogues } from '../../lib/floor/dialogues/all.ts';
import type { Command } from '../../lib/floor/floor.ts';
import type { FloorServer } from '../../lib/floor/server/startFloorServer.ts';
import { startFloorServer } from '../../lib/floor/server/startFloorServer.ts';
import { findBrowser } from '../../scripts/findBrowser.ts';
import type { Launched, LaunchOptions } from '../../scripts/launch.ts';
import { floorConnection, launch } from '../../scripts/launch.ts';

export type { Frame, Page };
export { expect };

export interface FloorOfTest extends FloorServer {
  /** Makes the people of the floor do something. @throws with the floor's own sentence when it is not possible */
  command(command: Command): string | undefined;
}

export interface Settings {
  seed: number;
  conversations: number;
  /** 0 = stands still: only commands and supervisors change anything. */
  speed: number;
  noticeOpen: boolean;
  /** Without a connection: a fresh install. */
  connected: boolean;
  language: string;
  browserOptions: Partial<LaunchOptions>;
}

interface Fixtures {
  settings: Settings;
  floor: FloorOfTest;
  launched: Launched;
  /** The workspace page with the panel docked in it. */
  workspace: Page;
  /** The panel's frame, filled. */
  panel: Frame;
}

export const standing: Settings = {
  seed: 7,
  conversations: 40,
  speed: 0,
  noticeOpen: false,
  connected: true,
  language: 'en',
  browserOptions: {},
};

/** @param wallClock what the leases of the floor run by, epoch ms */
export async function openFloor(settings: Settings, wallClock: () => number = Date.now): Promise<FloorOfTest> {
  const { seed, conversations, speed } = settings;
  const made = createFloor({
    seed,
    conversations,
    startAt: Date.now(),
    dialogues: builtInDialogues,
    wallClock,
  });
  if (speed === 0) made.standStill();
  const server = await startFloorServer({ floor: made, port: 0, speed, admin: true });
  return {
    ...server,
    command(command) {
      const done = made.command(command);
      if (!done.ok) throw new Error(`${command.type}: ${done.why}`);
      return done.conversationId;
    },
  };
}

export async function openBrowser(settings: Settings, floor?: FloorServer): Promise<Launched> {
  const connection = floor && floorConnection(floor, { noticeOpen: settings.noticeOpen });
  return launch({
    browser: await findBrowser(),
    headless: true,
    viewport: { width: 1440, height: 900 },
    readyMade: { connections: connection && settings.connected ? [connection] : [], language: settings.language },
    ...settings.browserOptions,
  });
}

export const test = base.extend<Fixtures>({
  settings: [standing, { option: true }],
  floor: async ({ settings }, use) => {
    const floor = await openFloor(settings);
    await use(floor);
    await floor.stop();
  },
  launched: async ({ settings, floor }, use) => {
    const launched = await openBrowser(settings, floor);
    await use(launched);
    await launched.close();
  },
  workspace: async ({ launched, floor }, use) => {
    const page = launched.context.pages()[0] ?? (await launched.context.newPage());
    await page.goto(`${floor.url}/workspace`);
    await use(page);
  },
  panel: async ({ workspace }, use) => {
    await use(await panelIn(workspace));
  },
});

/** The panel's frame in a page; it lives in a closed shadow root, so only the browser itself knows it. */
export async function panelIn(page: Page): Promise<Frame> {
  const find = () => page.frames().find((frame) => frame.url().startsWith('chrome-extension://'));
  await expect.poll(() => find() !== undefined).toBe(true);
  const found = find();
  if (found === undefined) throw new Error('The panel left the page.');
  return found;
}
