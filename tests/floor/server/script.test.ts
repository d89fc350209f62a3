import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { transitionNames } from '../../../lib/floor/engine/transitions.ts';
import { floorOptions, floorSettings, parseCommandLine } from '../../../scripts/floorOptions.ts';

const settingsOf = (...args: string[]) => floorSettings(parseCommandLine(floorOptions, args));

describe('the options of a floor', () => {
  it('have defaults and take what is given', () => {
    expect(settingsOf()).toEqual({ port: 4777, seed: 1, speed: 1, conversations: 60, dialogues: undefined });
    const args = '--port 0 --seed 7 --speed 0.5 --conversations 100000 --dialogues talks.jsonl.gz'.split(' ');
    expect(settingsOf(...args)).toEqual({
      port: 0,
      seed: 7,
      speed: 0.5,
      conversations: 100_000,
      dialogues: 'talks.jsonl.gz',
    });
  });

  it.each([
    ['--port', '70000', '--port is "70000"; it must be a whole number from 0 to 65535.'],
    ['--seed', '1.5', '--seed is "1.5"; it must be a whole number from 0 to 2147483647.'],
    ['--speed', 'fast', '--speed is "fast"; it must be a number from 0 to 1000.'],
    ['--conversations', '0', '--conversations is "0"; it must be a whole number from 1 to 100000.'],
    ['--conversations', '', '--conversations is ""; it must be a whole number from 1 to 100000.'],
  ])('%s %s is refused in one sentence', (name, value, sentence) => {
    expect(() => settingsOf(name, value)).toThrow(sentence);
  });

  it.each([['--colour'], ['--port'], ['more']])('%s alone is refused with the list of options', (arg) => {
    expect(() => settingsOf(arg)).toThrow(/; the options are --port, --seed, --speed, --conversations, --dialogues\.$/);
  });
});

// Each starts Node anew, which takes its time on a busy machine.
describe('scripts/floor.ts', { timeout: 30_000 }, () => {
  /** Ends by itself or by `until`, which sees all output so far. */
  function run(args: string[], until?: (output: string) => boolean) {
    const script = join(import.meta.dirname, '../../../scripts/floor.ts');
    const child = spawn(process.execPath, [script, ...args]);
    onTestFinished(() => void child.kill('SIGKILL'));
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        output += data;
        if (until?.(output)) child.kill('SIGINT');
      });
    return new Promise<{ code: number | null; output: string }>((resolve) => {
      child.on('close', (code) => resolve({ code, output }));
    });
  }

  it('plays hours, counts every transition, and fails when one never occurred', async () => {
    const { code, output } = await run(['--hours', '0.02', '--conversations', '5']);
    for (const name of transitionNames) expect(output).toMatch(new RegExp(`^ +\\d+  ${name}$`, 'm'));
    expect(output).toMatch(/Never occurred in 0\.02 hours: .+\.\n$/);
    expect(code).toBe(1);
  });

  it('says where it is and which tokens it takes, and ends on Ctrl-C', async () => {
    const { code, output } = await run(['--port', '0', '--conversations', '5'], (text) => text.includes('Ctrl-C'));
    expect(output).toMatch(/^Floor {6}http:\/\/127\.0\.0\.1:\d+$/m);
    expect(output.match(/^Token .*$/gm)?.length).toBe(4);
    expect(code).toBe(0);
  });

  it('says in one sentence that the port is taken, or that the dialogues cannot be read', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const taken = await run(['--port', String(port), '--conversations', '5']);
    expect(taken).toEqual({
      code: 1,
      output: `Port ${port} is in use; choose another with --port, or 0 for any free one.\n`,
    });
    const unread = await run(['--dialogues', 'no-such-file']);
    expect(unread.output).toMatch(/^--dialogues no-such-file cannot be read: .+\n$/);
  });
});
