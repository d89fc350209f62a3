/** `npm start`: a live floor in a browser, with the extension loaded and connected; see README.md for the options. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FloorServer } from '../lib/floor/server/startFloorServer.ts';
import { check } from './check.ts';
import { findBrowser } from './findBrowser.ts';
import { floorOptions, floorSettings, parseCommandLine } from './floorOptions.ts';
import type { Launched } from './launch.ts';
import { floorConnection, launch } from './launch.ts';
import { makeFloor, serveFloor } from './openFloor.ts';
import { main, Stop, step } from './steps.ts';

const options = {
  ...floorOptions,
  headless: { type: 'boolean', default: false },
  lang: { type: 'string', default: 'en' },
  check: { type: 'boolean', default: false },
  screenshot: { type: 'string' },
} as const;

const root = path.join(import.meta.dirname, '..');

await main(async () => {
  const values = parseCommandLine(options, process.argv.slice(2));
  const settings = floorSettings(values);
  if (values.screenshot !== undefined && !values.check) throw new Stop('--screenshot goes with --check.');
  const headless = values.headless || values.check || !hasDisplay();

  const opened: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

  try {
    const browser = await step('Looking for a browser', findBrowser);
    await step('Building the extension', build);
    const floor = await step('Opening the floor', async () => {
      const { speed } = settings;
      const port = values.check ? 0 : settings.port;
      return serveFloor({ floor: await makeFloor(settings), port, speed, admin: false });
    });
    opened.push(() => floor.stop());
    const workspace = `${floor.url}/workspace${values.lang === 'he' ? '?lang=he' : ''}`;
    const launched = await step('Opening the browser', () => openBrowser(browser, floor, values.lang, headless));
    opened.push(() => launched.close());

    const page = launched.context.pages()[0] ?? (await launched.context.newPage());
    await step('Opening the workspace', () => page.goto(workspace).then(() => undefined));
    if (values.check) {
      const passed = await check({
        page,
        launched,
        floor: floor.floor,
        language: values.lang,
        screenshot: values.screenshot,
      });
      process.exitCode = passed ? 0 : 1;
      return;
    }
    if (headless) {
      console.log(values.headless ? 'The browser runs headless.' : 'There is no display: the browser runs headless.');
    }
    console.log(`\n  The agent workspace: ${workspace}\n  Ctrl-C ends everything.\n`);
    await Promise.race([interrupted, new Promise((resolve) => launched.context.once('close', resolve))]);
    console.log('\nClosing …');
  } finally {
    await closeAll();
  }
});

function openBrowser(browser: string, floor: FloorServer, language: string, headless: boolean): Promise<Launched> {
  const supervisor = floor.floor.supervisors[0];
  if (supervisor === undefined) throw new Error('The floor has no supervisor.');
  const token = floor.tokens.get(supervisor.id) ?? '';
  return launch({
    browser,
    headless,
    language,
    viewport: headless ? { width: 1440, height: 900 } : null,
    readyMade: { connections: [floorConnection({ url: floor.url, token, supervisorId: supervisor.id })], language },
  });
}

/** A person's screen; macOS and Windows always have one. */
function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** @throws Stop with what the build printed */
async function build(): Promise<void> {
  const wxt = path.join(root, 'node_modules', 'wxt', 'bin', 'wxt.mjs');
  const child = spawn(process.execPath, [wxt, 'build', '--mode', 'floor'], { cwd: root, stdio: 'pipe' });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  const code = await new Promise((resolve) => child.on('exit', resolve));
  if (code !== 0 || !existsSync(path.join(root, '.output', 'chrome-mv3-floor', 'manifest.json'))) {
    throw new Stop(`The extension could not be built:\n${said}`);
  }
}
