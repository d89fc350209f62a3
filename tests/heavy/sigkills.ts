/**
 * The browser is killed again and again while acts are on their way, always in the same profile and on the same floor
 * (FA5). Judged by the floor's ledger and by what the action log says at the end.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { LogEntry } from '../../lib/domain/log.ts';
import type { FloorOfTest } from '../browser/harness.ts';
import { openFloor, standing } from '../browser/harness.ts';
import { actionLog, type Line, lineOf } from '../browser/line.ts';
import { type Actor, createActor, effectsOf, type Wish } from './actor.ts';
import { startKillable } from './killableBrowser.ts';

export interface SigkillPlan {
  seed: number;
  kills: number;
  /** Asked for between two kills, at most. */
  actsPerLife: number;
}

export interface SigkillVerdict {
  asked: number;
  clicked: number;
  acknowledged: number;
  /** How the log says that they ended. */
  outcomes: Record<string, number>;
  /** Sentences; empty when nothing was lost, doubled, stuck or told wrongly. */
  faults: string[];
}

/** Milliseconds from the first rows, or for every fifth browser from its start, to its death, at most. */
const longestLife = 1_800;
const settleWithin = 60_000;

export async function sigkills(
  { seed, kills, actsPerLife }: SigkillPlan,
  say: (line: string) => void = () => {},
): Promise<SigkillVerdict> {
  const random = xoroshiro128plus(seed);
  const below = (limit: number) => uniformInt(random, 0, limit - 1);
  const floor = await openFloor({ ...standing, seed });
  // Long enough that some are on their way whenever a browser dies; some answers are lost besides.
  const heal = () => floor.faults.set({ rules: [] });
  const trouble = () =>
    floor.faults.set({
      seed,
      rules: [
        { fault: 'latency', method: 'POST', path: '/v1/conversations/*', ms: 120 },
        { fault: 'loseReply', method: 'POST', path: '/v1/conversations/*', probability: 0.1 },
        { fault: 'loseRequest', method: 'POST', path: '/v1/conversations/*', probability: 0.1 },
      ],
    });
  const actor = createActor(floor, seed);
  const profile = await mkdtemp(path.join(tmpdir(), 'floorwalker-killed-'));
  try {
    trouble();
    for (let kill = 1; kill <= kills; kill += 1) {
      actor.prepare(actsPerLife);
      const browser = await startKillable(floor, profile);
      const filled = isFilled(browser.panel);
      const working = filled.then(async (there) => {
        if (there) await act(actor, browser.panel, actsPerLife, kill % 3 === 0, below);
      });
      if (kill % 5 !== 0) await filled;
      await pause(below(longestLife));
      await browser.kill();
      await working;
      say(`kill ${kill}: ${actor.wishes.length} asked, ${acknowledgedOf(actor).length} acknowledged`);
    }
    heal();
    return await judge(floor, actor, profile);
  } finally {
    await floor.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

const acknowledgedOf = ({ wishes }: Actor) => wishes.filter(({ acknowledgedAt }) => acknowledgedAt !== undefined);

function isFilled(page: Page): Promise<boolean> {
  const first = page.locator('.row-name').first();
  return first.waitFor({ timeout: 30_000 }).then(
    () => true,
    () => false,
  );
}

/** One by hand in some lives, many over the line in all, until the browser dies. */
async function act(actor: Actor, page: Page, most: number, byHand: boolean, below: (limit: number) => number) {
  const clicking = byHand ? actor.click(page) : Promise.resolve();
  const asked: Promise<void>[] = [];
  for (let count = 0; count < most && !page.isClosed(); count += 1) {
    asked.push(actor.ask(page));
    await pause(below(120));
  }
  await Promise.all([clicking, ...asked]);
}

async function judge(floor: FloorOfTest, actor: Actor, profile: string): Promise<SigkillVerdict> {
  const browser = await startKillable(floor, profile);
  try {
    const log = await settledLog(lineOf(browser.panel));
    const entries = (wish: Wish) =>
      log.filter(({ operationId, conversationId, action }) =>
        wish.clicked
          ? conversationId === wish.conversationId && action === wish.type
          : operationId === wish.operationId,
      );
    const outcomes: Record<string, number> = {};
    const faults: string[] = [];
    for (const wish of actor.wishes) {
      const end = endOf(entries(wish));
      const effects = effectsOf(floor, wish);
      outcomes[end ?? 'unheard'] = (outcomes[end ?? 'unheard'] ?? 0) + 1;
      const fault = faultOf(wish, end, effects);
      if (fault !== undefined) faults.push(`${wish.type} ${wish.operationId} (${wish.conversationId}): ${fault}`);
    }
    const acknowledged = acknowledgedOf(actor).length;
    if (acknowledged === 0) faults.push('nothing was acknowledged: every browser died before it could be asked');
    const clicked = actor.wishes.filter((wish) => wish.clicked).length;
    return { asked: actor.wishes.length, clicked, acknowledged, outcomes, faults };
  } finally {
    await browser.close();
  }
}

/** The log once every act that it says was asked for has an end, or as it is when that takes too long. */
async function settledLog(line: Line): Promise<LogEntry[]> {
  const until = Date.now() + settleWithin;
  for (;;) {
    const log = await actionLog(line);
    const ids = new Set(log.map(({ operationId }) => operationId));
    const isOpen = [...ids].some((id) => endOf(log.filter(({ operationId }) => operationId === id)) === 'asked');
    if (!isOpen || Date.now() > until) return log;
    await pause(500);
  }
}

/** What was said last, of entries that come newest first. */
function endOf(entries: LogEntry[]): LogEntry['outcome'] | undefined {
  return entries[0]?.outcome;
}

function faultOf({ acknowledgedAt }: Wish, end: LogEntry['outcome'] | undefined, effects: number): string | undefined {
  if (effects > 1) return `took effect ${effects} times`;
  if (end === undefined) {
    if (acknowledgedAt !== undefined) return 'was acknowledged and is lost';
    return effects === 0 ? undefined : 'took effect without being on record';
  }
  if (end === 'asked' || end === 'unknown') return `is stuck: ${end}`;
  if (end === 'done') return effects === 1 ? undefined : 'is said to be done and never was';
  return effects === 0 ? undefined : `is said to be ${end} and was done`;
}
