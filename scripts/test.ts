/**
 * `npm test`: everything, in the order in which it fails fastest: types, lint and format, unused code, unit and component
 * tests, then the extension built and driven in real Chromium. The last line counts all of it.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser } from './findBrowser.ts';
import { main, step } from './steps.ts';

const root = path.join(import.meta.dirname, '..');
const bin = (name: string) => path.join(root, 'node_modules', '.bin', name);
const count = { passed: 0, failed: 0 };

/** Resolves with the exit code; what the program prints is shown as it comes. */
function run(program: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** A check that counts as one. */
async function check(what: string, program: string, args: string[]): Promise<boolean> {
  const code = await step(what, () => run(program, args));
  if (code === 0) count.passed += 1;
  else count.failed += 1;
  return code === 0;
}

/** A runner that writes its own counts; one that ran nothing, or died before it could count, has failed. */
async function suite(
  what: string,
  command: (report: string) => Promise<number>,
  read: (report: unknown) => { passed: number; failed: number },
) {
  const folder = await mkdtemp(path.join(tmpdir(), 'floorwalker-test-'));
  const report = path.join(folder, 'report.json');
  try {
    const code = await step(what, () => command(report));
    const result = read(JSON.parse(await readFile(report, 'utf8')));
    count.passed += result.passed;
    count.failed += result.failed;
    if (result.passed === 0 || (code !== 0 && result.failed === 0)) {
      console.error(`${what}: the runner ended with ${code} and ${result.passed} passed tests.`);
      count.failed += 1;
    }
  } catch (error) {
    console.error(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    count.failed += 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await main(async () => {
  const browser = await step('Looking for a browser', findBrowser);
  await step('Preparing the types', () => run(bin('wxt'), ['prepare']));
  await check('Types', bin('tsc'), ['--noEmit']);
  await check('Lint and format', bin('biome'), ['check', '--error-on-warnings']);
  await check('Unused code', bin('knip'), []);
  await suite(
    'Unit and component tests',
    (report) => run(bin('vitest'), ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]),
    (report) => {
      const { numPassedTests, numFailedTests, numFailedTestSuites } = report as Record<string, number>;
      return { passed: numPassedTests ?? 0, failed: (numFailedTests ?? 0) || (numFailedTestSuites ?? 0) };
    },
  );
  const built =
    (await check('Release build', bin('wxt'), ['build'])) &&
    (await check('Local build', bin('wxt'), ['build', '--mode', 'floor']));
  if (built) {
    await suite(
      'Browser tests',
      (report) =>
        run(bin('playwright'), ['test', '--reporter=line,json'], {
          CHROME_PATH: browser,
          PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        }),
      (report) => {
        const { expected, unexpected, flaky } = (report as { stats: Record<string, number> }).stats;
        return { passed: expected ?? 0, failed: (unexpected ?? 0) + (flaky ?? 0) };
      },
    );
  }
  console.log(`${count.passed} passed, ${count.failed} failed`);
  if (count.failed > 0) process.exitCode = 1;
});
