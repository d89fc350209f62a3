/**
 * A campaign: the built extension in a real browser on a floor that lives, with panels in which a supervisor clicks, a
 * worker that is killed again and again, and a network that misbehaves. Afterwards everything is healed, and judged by
 * what the floor's ledger says (judge.ts).
 */
import type { Page } from '@playwright/test';
import { openOperationStates } from '../../lib/domain/actions.ts';
import { createFloor } from '../../lib/floor/createFloor.ts';
import { builtInDialogues } from '../../lib/floor/dialogues/all.ts';
import type { Floor } from '../../lib/floor/floor.ts';
import { type FloorServer, startFloorServer } from '../../lib/floor/server/startFloorServer.ts';
import { simulatedSender } from '../../lib/floor/simulation/secondSupervisor.ts';
import { en } from '../../lib/i18n/en.ts';
import { backToList, openWindow, panelOf, rowCount } from '../hands.ts';
import { floorConnection, type Launched, launch } from '../launch.ts';
import { readStored, type Stored } from './evidence.ts';
import { type Asked, differences, type Evidence, judge, type Verdict } from './judge.ts';
import type { Plan } from './plan.ts';
import { openReaper, type Reaper } from './reaper.ts';
import { type Heard, record, recorderName } from './recorder.ts';
import { doOne, type Place } from './supervisor.ts';
import { type FaultName, weather } from './weather.ts';

/** What the plan came to. */
export interface Figures {
  kills: number;
  changes: number;
  /** Acts that panels asked the worker for. */
  asked: number;
  /** Planned ones for which the floor had nothing suitable, or that the panel did not let through. */
  notPossible: number;
  /** Milliseconds. */
  took: number;
  /** Milliseconds from healing to the last operation settled and the mirror equal. */
  healed: number;
}

export interface Result {
  verdict: Verdict;
  figures: Figures;
}

/** As floorConnection calls it. */
const connectionId = 'floor';
const conversations = 150;
const ownPages = 3;
/** Milliseconds. */
const lifeEvery = 50;
/** Of the floor's time in one go, so that its events come one after another. */
const lifeStep = 200;
/** Of the floor's life between two of the last kills. */
const stepsBetween = 30;
/** A breaker that opened just before waits for up to a minute. */
const healingPatience = 75_000;
/** A slow machine may take longer than planned; a campaign that is stuck must end. */
const latest = (plan: Plan) => 3 * plan.duration + 240_000;

export async function runCampaign(
  plan: Plan,
  parts: { browser: string; build?: string; say(line: string): void },
): Promise<Result> {
  const { say } = parts;
  const floor = createFloor({
    seed: plan.seed,
    conversations,
    startAt: Date.now(),
    dialogues: builtInDialogues,
    wallClock: Date.now,
  });
  const server = await startFloorServer({ floor, port: 0, speed: 0, admin: false });
  const asked = new Map<string, Asked>();
  let stepsBack = 0;
  const hear = (heard: Heard) => {
    if (heard.kind === 'stepBack') stepsBack += 1;
    else if (heard.kind === 'asked') asked.set(heard.operationId, asked.get(heard.operationId) ?? heard);
    else asked.set(heard.operationId, { ...heard, acknowledgedAs: heard.state });
  };
  const launched = await openBrowser(server, parts);
  try {
    await launched.context.exposeBinding(recorderName, (_source, heard: Heard) => hear(heard));
    await launched.context.addInitScript(record, recorderName);
    const places = await openPlaces(launched, server);
    const reaper = await openReaper(launched);
    const figures = await act(plan, { floor, server, places, reaper, say, asked: () => asked.size });
    server.faults.set({ rules: [] });
    const began = performance.now();
    const stored = await heal(launched, floor, places);
    const evidence: Evidence = {
      ...stored,
      asked: [...asked.values()],
      ledger: actsOf(floor),
      floor: floor.conversations(),
      panels: await Promise.all(places.map(({ panel }) => rowCount(panel))),
      ongoing: ongoing(floor),
      stepsBack,
    };
    const healed = performance.now() - began;
    return { verdict: judge(evidence), figures: { ...figures, asked: asked.size, healed } };
  } finally {
    await launched.close();
    await server.stop();
  }
}

function openBrowser(server: FloorServer, { browser, build }: { browser: string; build?: string }): Promise<Launched> {
  return launch({
    browser,
    headless: true,
    // Five windows are drawn by the processor: small ones leave it time for the rest.
    viewport: { width: 640, height: 760 },
    readyMade: { connections: [floorConnection(server)], language: 'en' },
    args: ['--force-prefers-reduced-motion', '--disable-gpu'],
    ...(build === undefined ? {} : { build }),
  });
}

/** Workspace pages with the panel docked in them, and the browser's own side panel as pages. */
async function openPlaces({ context, origin }: Launched, server: FloorServer): Promise<Place[]> {
  const places: Place[] = [];
  for (const path of ['/workspace', '/workspace/conversation/none']) {
    const page = await openWindow(context);
    await page.goto(`${server.url}${path}`);
    places.push({ page, panel: await panelOf(page) });
  }
  for (let count = 0; count < ownPages; count += 1) {
    const page = await openWindow(context);
    await page.goto(`${origin}/sidepanel.html`);
    places.push({ page, panel: page });
  }
  return places;
}

interface Scene {
  floor: Floor;
  server: FloorServer;
  places: readonly Place[];
  reaper: Reaper;
  say(line: string): void;
  /** Acts asked for so far. */
  asked(): number;
}

/** Everything at the same time, each by its own plan; ends when all of it is done. */
async function act(plan: Plan, scene: Scene): Promise<Omit<Figures, 'asked' | 'healed'>> {
  const { floor, server, places, reaper, say, asked } = scene;
  const began = performance.now();
  const elapsed = () => performance.now() - began;
  const when = async (at: number) => {
    const rest = at - elapsed();
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    if (elapsed() > latest(plan)) throw new Error('The campaign takes three times as long as planned.');
  };
  let kills = 0;
  let changes = 0;
  let notPossible = 0;
  const unsubscribe = floor.subscribe(() => {
    changes += 1;
  });

  const setWeather = (faults: readonly FaultName[], from: number) =>
    server.faults.set({ seed: plan.seed + from, rules: faults.map((name) => weather[name]) });

  /** Goes on, slower, as long as the supervisor is at it: on a floor that stands still nothing would be left to do. */
  async function live() {
    while (changes < plan.changes || asked() < plan.actions) {
      const part = elapsed() / plan.duration;
      const due = plan.changes * (Math.min(1, part) + Math.max(0, part - 1) / 4);
      while (changes < due) floor.advance(floor.now + lifeStep);
      await when(elapsed() + lifeEvery);
    }
  }
  async function die() {
    for (const life of plan.lives) {
      await reaper.born();
      await when(elapsed() + life);
      await reaper.kill();
      kills += 1;
    }
  }
  async function rain() {
    for (let round = 0; asked() < plan.actions; round += 1) {
      for (const { at, faults } of plan.spells) {
        const from = round * plan.duration + at;
        await when(from);
        if (asked() >= plan.actions) break;
        setWeather(faults, from);
      }
    }
  }
  /** Behind the back of whoever still waits for the answer. */
  async function vanish() {
    let seen = 0;
    for (const { vanishes } of plan.actionsAt) {
      while (seen >= actsOf(floor).length && asked() < plan.actions) await when(elapsed() + lifeEvery);
      const act = actsOf(floor)[seen];
      seen += 1;
      if (act !== undefined && vanishes) floor.command({ type: 'remove', conversationId: act.action.conversationId });
    }
  }
  let turn = 0;
  /** What was not possible gives room to another: as many acts are asked for as the plan says. */
  async function supervise(place: Place) {
    while (asked() < plan.actions) {
      const next = plan.actionsAt[turn % plan.actionsAt.length];
      if (next === undefined) return;
      turn += 1;
      await when(next.at);
      try {
        if (!(await doOne(place, floor, next))) notPossible += 1;
      } catch (error) {
        notPossible += 1;
        say(`  ${next.verb} at ${next.at} ms: ${firstLine(error)}`);
      }
    }
  }
  const report = setInterval(() => {
    say(`  ${Math.round(elapsed() / 1000)} s: ${kills} kills, ${changes} changes, ${asked()} acts`);
  }, 30_000);
  try {
    await Promise.all([live(), die(), rain(), vanish(), ...places.map(supervise)]);
    // What is lost by the last deaths is mended by nothing that comes later.
    setWeather(plan.lastFaults, plan.duration);
    for (let last = 0; last < plan.lastKills; last += 1) {
      for (let step = 0; step < stepsBetween; step += 1) {
        floor.advance(floor.now + lifeStep);
        await when(elapsed() + lifeEvery);
      }
      await reaper.kill();
      kills += 1;
    }
  } finally {
    clearInterval(report);
    unsubscribe();
  }
  return { kills, changes, notPossible, took: elapsed() };
}

/** Everything has to settle by itself: a refresh would read everything anew and hide what the sync had missed. */
async function heal({ context, origin }: Launched, floor: Floor, places: readonly Place[]): Promise<Stored> {
  const page = await context.newPage();
  await page.goto(`${origin}/manifest.json`);
  for (const place of places) await showAll(place);
  let stored = await readStored(page, connectionId);
  const isSettled = () =>
    stored.operations.every(({ state }) => !openOperationStates.includes(state)) &&
    differences(stored.mirror, floor.conversations()).length === 0;
  const panelsAgree = async () => {
    const counts = await Promise.all(places.map(({ panel }) => rowCount(panel)));
    return counts.every((count) => count === ongoing(floor));
  };
  // What is not settled by then is the verdict's to tell.
  const end = performance.now() + healingPatience;
  while (!(isSettled() && (await panelsAgree())) && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, lifeEvery));
    stored = await readStored(page, connectionId);
  }
  return stored;
}

async function showAll({ panel, page }: { panel: Place['panel']; page: Page }): Promise<void> {
  await page.bringToFront();
  await backToList(panel);
  // A pointer that rests on the list holds its order still; one that leaves the frame by remote control is not noticed.
  await panel.locator('.logo').first().hover();
  await panel.getByRole('searchbox', { name: en.list.searchLabel }).fill('');
}

/** Not those of the supervisor whom the floor plays itself. */
const actsOf = (floor: Floor) => floor.ledger.filter(({ sender }) => sender !== simulatedSender);
const firstLine = (error: unknown) => String(error).split('\n')[0] ?? '';
const ongoing = (floor: Floor) => floor.conversations().filter(({ state }) => state !== 'closed').length;
