/** `npm start`: a live floor in a browser, with the extension loaded and connected; see README.md for the options. */
import path from 'node:path';
import { buildExtension, outputOf, spawnWxt } from './buildExtension.ts';
import { check } from './check.ts';
import { findBrowser } from './findBrowser.ts';
import { floorOptions, floorSettings, parseCommandLine } from './floorOptions.ts';
import type { Launched } from './launch.ts';
import { launch } from './launch.ts';
import { makeFloor } from './openFloor.ts';
import { openSite, type Site, siteNamed } from './sites.ts';
import { main, Stop, step } from './steps.ts';

const options = {
  ...floorOptions,
  /** Whose workspace and API the floor shows. */
  backend: { type: 'string', default: 'localFloor' },
  headless: { type: 'boolean', default: false },
  lang: { type: 'string', default: 'en' },
  check: { type: 'boolean', default: false },
  /** `npm run dev`: what is edited is rebuilt and reloaded. */
  dev: { type: 'boolean', default: false },
  screenshot: { type: 'string' },
} as const;

const root = path.join(import.meta.dirname, '..');

await main(async () => {
  const values = parseCommandLine(options, process.argv.slice(2));
  const settings = floorSettings(values);
  const backend = siteNamed(values.backend);
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
    const extension = await step('Building the extension', async () =>
      values.dev ? buildAndWatch(opened) : { build: await buildExtension(), inPlace: false },
    );
    const site = await step('Opening the floor', async () => {
      const { speed } = settings;
      const port = values.check ? 0 : settings.port;
      return openSite(backend, { floor: await makeFloor(settings), port, speed });
    });
    opened.push(() => site.stop());
    const workspace = site.workspace(values.lang);
    const launched = await step('Opening the browser', () =>
      openBrowser({ browser, site, language: values.lang, headless, extension }),
    );
    opened.push(() => launched.close());

    const page = launched.context.pages()[0] ?? (await launched.context.newPage());
    await step('Opening the workspace', () => page.goto(workspace).then(() => undefined));
    if (values.check) {
      const passed = await check({
        page,
        launched,
        site,
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

interface Extension {
  build: string;
  inPlace: boolean;
}

function openBrowser(parts: {
  browser: string;
  site: Site;
  language: string;
  headless: boolean;
  extension: Extension;
}): Promise<Launched> {
  const { browser, site, language, headless, extension } = parts;
  return launch({
    browser,
    headless,
    language,
    ...extension,
    viewport: headless ? { width: 1440, height: 900 } : null,
    readyMade: { connections: [site.connection], language },
  });
}

/** A person's screen; macOS and Windows always have one. */
function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** @throws Stop with what the development server printed */
async function buildAndWatch(opened: (() => Promise<void>)[]): Promise<Extension> {
  const child = spawnWxt([]);
  opened.push(async () => void child.kill());
  const said = outputOf(child);
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => said().includes('Built extension') && resolve());
    child.on('exit', () => reject(new Stop(`The development server ended:\n${said()}`)));
  });
  return { build: path.join(root, '.output', 'chrome-mv3-dev'), inPlace: true };
}
