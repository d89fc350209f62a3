/** The local build of the extension, for commands that open a browser with it. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import path from 'node:path';
import type { PlantName } from './chaos/plants.ts';
import { Stop } from './steps.ts';

const root = path.join(import.meta.dirname, '..');

/** WXT's own command; what it prints is in its streams. */
export function spawnWxt(args: string[], env: Record<string, string> = {}): ChildProcessWithoutNullStreams {
  const wxt = path.join(root, 'node_modules', 'wxt', 'bin', 'wxt.mjs');
  return spawn(process.execPath, [wxt, ...args], { cwd: root, stdio: 'pipe', env: { ...process.env, ...env } });
}

export function outputOf(child: ChildProcessWithoutNullStreams): () => string {
  let said = '';
  const hear = (chunk: Buffer) => {
    said += chunk;
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return () => said;
}

/** @returns the folder of the build, a faulty one apart from the good one @throws Stop with what the build printed */
export async function buildExtension(plant?: PlantName): Promise<string> {
  const child = spawnWxt(['build', '--mode', 'floor'], plant === undefined ? {} : { FLOORWALKER_PLANT: plant });
  const said = outputOf(child);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  if (code !== 0) throw new Stop(`The extension could not be built:\n${said()}`);
  const out = plant === undefined ? '.output' : path.join('.output', 'planted', plant);
  return path.join(root, out, 'chrome-mv3-floor');
}
