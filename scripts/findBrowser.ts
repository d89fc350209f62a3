/** Finds a Chromium-family browser, or installs Debian's where that is possible without asking anybody. */
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Stop } from './steps.ts';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const places: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const base = process.env[variable];
    return base
      ? [
          'Chromium\\Application\\chrome.exe',
          'Google\\Chrome\\Application\\chrome.exe',
          'Microsoft\\Edge\\Application\\msedge.exe',
        ].map((end) => path.join(base, end))
      : [];
  }),
};

/** @throws Stop with one sentence that says what to install */
export async function findBrowser(): Promise<string> {
  const wanted = process.env.CHROME_PATH;
  if (wanted) {
    if (isExecutable(wanted)) return wanted;
    throw new Stop(`CHROME_PATH names ${wanted}, which is not a program that can be run.`);
  }
  const found = present();
  if (found) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && isDebian()) {
    await apt('update');
    await apt('install', '--yes', '--no-install-recommends', 'chromium');
    const installed = present();
    if (installed) return installed;
  }
  throw new Stop('No Chromium-family browser was found: install Chromium, Chrome or Edge, or name one in CHROME_PATH.');
}

function present(): string | undefined {
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
  return [...(process.platform === 'linux' ? onPath : []), ...(places[process.platform] ?? [])].find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isDebian(): boolean {
  return (
    existsSync('/etc/os-release') && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'))
  );
}

function apt(...args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0
        ? resolve()
        : reject(
            new Stop(
              `apt-get ${args.join(' ')} failed with ${code}: install Chromium by hand, or name a browser in CHROME_PATH.`,
            ),
          ),
    );
  });
}
