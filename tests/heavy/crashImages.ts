/**
 * What a power cut would leave behind (FA6): the folder of the databases is copied while acts are being written, and a
 * browser begins on the copy. Every act that was acknowledged before is in it, it opens, and the list becomes the floor's.
 */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { extensionKey } from '../../scripts/extensionKey.ts';
import type { FloorOfTest } from '../browser/harness.ts';
import { openFloor, standing } from '../browser/harness.ts';
import { actionLog, lineOf, listed } from '../browser/line.ts';
import { createActor } from './actor.ts';
import { startKillable } from './killableBrowser.ts';

export interface ImagePlan {
  seed: number;
  images: number;
}
export interface ImageVerdict {
  acknowledged: number;
  /** How many acts were acknowledged before each copy began. */
  held: number[];
  faults: string[];
}

/** The outbox's folder, and that of the bucket with the browser's list of buckets. */
const databases = [
  path.join('Default', 'IndexedDB', `chrome-extension_${extensionKey.extensionId}_0.indexeddb.leveldb`),
  path.join('Default', 'WebStorage'),
];
/** Milliseconds between two copies, at most. */
const longestGap = 600;
const convergeWithin = 30_000;

export async function crashImages(
  { seed, images }: ImagePlan,
  say: (line: string) => void = () => {},
): Promise<ImageVerdict> {
  const random = xoroshiro128plus(seed);
  const below = (limit: number) => uniformInt(random, 0, limit - 1);
  const floor = await openFloor({ ...standing, seed });
  const folder = await mkdtemp(path.join(tmpdir(), 'floorwalker-images-'));
  try {
    const taken = await takeImages(floor, folder, { seed, images, below });
    const faults: string[] = [];
    for (const [index, { profile, acknowledged }] of taken.entries()) {
      const found = await look(floor, profile, acknowledged);
      say(`image ${index + 1}: ${acknowledged.length} acknowledged before it, ${found.length} faults`);
      faults.push(...found.map((fault) => `image ${index + 1}: ${fault}`));
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    }
    const held = taken.map(({ acknowledged }) => acknowledged.length);
    return { acknowledged: held.at(-1) ?? 0, held, faults };
  } finally {
    await floor.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Image {
  profile: string;
  /** Ids of what was acknowledged before the copy began. */
  acknowledged: string[];
}
interface TakingPlan extends ImagePlan {
  below(limit: number): number;
}

async function takeImages(floor: FloorOfTest, folder: string, { seed, images, below }: TakingPlan): Promise<Image[]> {
  const actor = createActor(floor, seed);
  actor.prepare(200);
  const original = path.join(folder, 'original');
  const browser = await startKillable(floor, original);
  await browser.panel.locator('.row-name').first().waitFor();
  let isOver = false;
  const acting = (async () => {
    while (!isOver) {
      actor.prepare(100);
      await actor.ask(browser.panel);
      await pause(below(40));
    }
  })();
  const taken: Image[] = [];
  while (taken.length < images) {
    await pause(below(longestGap));
    const acknowledged = actor.wishes.filter(({ acknowledgedAt }) => acknowledgedAt !== undefined);
    const profile = path.join(folder, `image-${taken.length}`);
    // A file was let go under the copy's hands: that is no instant.
    const isWhole = await copy(original, profile).then(
      () => true,
      () => false,
    );
    if (isWhole) taken.push({ profile, acknowledged: acknowledged.map(({ operationId }) => operationId) });
    else await rm(profile, { recursive: true });
  }
  isOver = true;
  await acting;
  await browser.close();
  return taken;
}

async function copy(original: string, profile: string): Promise<void> {
  for (const folder of databases) {
    await mkdir(path.dirname(path.join(profile, folder)), { recursive: true });
    await cp(path.join(original, folder), path.join(profile, folder), { recursive: true });
  }
}

/** What is wrong with a browser that begins with the image; empty = nothing. */
async function look(floor: FloorOfTest, profile: string, acknowledged: string[]): Promise<string[]> {
  const browser = await startKillable(floor, profile);
  try {
    const line = lineOf(browser.panel);
    const faults: string[] = [];
    const known = new Set((await actionLog(line)).map(({ operationId }) => operationId));
    const stored = new Set(await storedOperations(browser.panel));
    for (const id of acknowledged)
      if (!known.has(id) || !stored.has(id)) faults.push(`${id} was acknowledged and is not in it`);
    const state = await line.first('session', {});
    if (state.connections.some(({ storage }) => storage.list !== undefined)) faults.push('the database does not open');
    const until = Date.now() + convergeWithin;
    const truth = () => versions(floor.floor.conversations().filter((row) => row.state !== 'closed'));
    while (versions(await listed(line)) !== truth()) {
      if (Date.now() > until) {
        faults.push('the list does not become what the floor has');
        break;
      }
      await pause(100);
    }
    return faults;
  } finally {
    await browser.close();
  }
}

const versions = (rows: readonly { id: string; version: number }[]) =>
  rows
    .map(({ id, version }) => `${id} ${version}`)
    .sort()
    .join('\n');

/** Straight from the database, whatever the worker makes of it. */
function storedOperations(page: { evaluate<T>(work: () => Promise<T>): Promise<T> }): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('outbox-floor');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const keys = opening.result.transaction('operations').objectStore('operations').getAllKeys();
          keys.onerror = () => reject(keys.error);
          keys.onsuccess = () => {
            opening.result.close();
            resolve(keys.result.map(String));
          };
        };
      }),
  );
}
