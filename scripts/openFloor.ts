/** Makes a floor from its options and puts a server around it. */
import { createFloor } from '../lib/floor/createFloor.ts';
import { builtInDialogues } from '../lib/floor/dialogues/all.ts';
import type { Dialogue, Floor } from '../lib/floor/floor.ts';
import { readDialogueFile } from '../lib/floor/server/readDialogueFile.ts';
import { type FloorServer, type FloorServerOptions, startFloorServer } from '../lib/floor/server/startFloorServer.ts';
import type { FloorSettings } from './floorOptions.ts';
import { Stop } from './steps.ts';

/** @throws Stop with one sentence when the file of dialogues cannot be used */
export async function makeFloor(settings: FloorSettings): Promise<Floor> {
  const { seed, conversations } = settings;
  const dialogues = settings.dialogues === undefined ? builtInDialogues : await dialoguesFrom(settings.dialogues);
  return createFloor({ seed, conversations, startAt: Date.now(), dialogues, wallClock: Date.now });
}

/** @throws Stop with one sentence when the port cannot be had */
export function serveFloor(options: FloorServerOptions): Promise<FloorServer> {
  return onPort(options.port, () => startFloorServer(options));
}

/** @throws Stop with one sentence when the port cannot be had */
export async function onPort<T>(port: number, serve: () => Promise<T>): Promise<T> {
  try {
    return await serve();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE')
      throw new Stop(`Port ${port} is in use; choose another with --port, or 0 for any free one.`);
    if (code === 'EACCES') throw new Stop(`Port ${port} is not allowed for this user; choose one above 1023.`);
    throw error;
  }
}

async function dialoguesFrom(path: string): Promise<readonly Dialogue[]> {
  const { dialogues, bad } = await readDialogueFile(path).catch((error: unknown) => {
    throw new Stop(`--dialogues ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  const [first] = bad;
  if (dialogues.length === 0)
    throw new Stop(`--dialogues ${path} holds no dialogue${first ? ` (line ${first.line}: ${first.why})` : ''}.`);
  if (first)
    console.error(`${path}: ${bad.length} of its lines left out, the first is line ${first.line}: ${first.why}`);
  return dialogues;
}
