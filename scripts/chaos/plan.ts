/** What a campaign will do and when: everything that chance decides, decided beforehand from the seed. Pure. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { FaultName } from './weather.ts';

export interface PlanOptions {
  seed: number;
  /** Deaths of the worker. */
  kills: number;
  /** Changes on the floor's own side. */
  changes: number;
  /** Acts that the supervisor asks for by clicks. */
  actions: number;
  faults: readonly FaultName[];
}

export type Verb = 'assign' | 'transfer' | 'forceClose' | 'undoneClose' | 'monitor';

export interface PlannedAction {
  /** Milliseconds from the start; not before. */
  at: number;
  verb: Verb;
  /** Which of the conversations, and of the targets, that are possible then: 0 ≤ x < 1. */
  choice: number;
  target: number;
  /** The record of the conversation is deleted at the backend right after the act took effect. */
  vanishes: boolean;
}

export interface Plan extends PlanOptions {
  /** Milliseconds in which kills and changes happen. */
  duration: number;
  /** How long the worker lives each time before it is killed, ms from its start. */
  lives: number[];
  /** Those of the kills that come at the very end, one right after the other, with changes between them. */
  lastKills: number;
  actionsAt: PlannedAction[];
  /** From `at` on these faults hold, until the next entry; after the last one it begins again. */
  spells: { at: number; faults: FaultName[] }[];
  /** Those that hold during the last kills. */
  lastFaults: readonly FaultName[];
}

/** Milliseconds that one of each needs on two cores, with the others going on. */
const pace = { kill: 520, change: 40, action: 1000 };
const shortest = 5_000;
const spell = 4_000;
/** Half of the time the sky is clear, so that work gets done; the few faults that somebody chose hold all the time. */
const clear = 0.5;
const mostAtOnce = 3;
/** Most deaths come while it still gets up (ms); in between it lives long enough to get work done. */
const lives = { short: 250, shortShare: 0.6, longFrom: 300, longTo: 1_100 };
const vanishing = 0.15;
const atTheEnd = 5;
/** What is missed at the very end is mended by nothing that comes later: it must have been noticed. */
const atLast: readonly FaultName[] = ['dropEvents', 'reorderEvents', 'duplicateEvents'];
const verbs: readonly Verb[] = [
  'assign',
  'assign',
  'assign',
  'assign',
  'transfer',
  'transfer',
  'forceClose',
  'forceClose',
  'undoneClose',
  'monitor',
];

/** The same options give the same plan. */
export function planCampaign(options: PlanOptions): Plan {
  const generator = xoroshiro128plus(options.seed);
  const random = () => uniformFloat64(generator);
  const pick = <T>(from: readonly [T, ...T[]] | readonly T[]) => from[Math.floor(random() * from.length)] as T;
  const { kills, changes, actions, faults } = options;
  const duration = Math.max(shortest, kills * pace.kill, changes * pace.change, actions * pace.action);
  const lastKills = Math.min(kills, atTheEnd);
  const life = () =>
    random() < lives.shortShare ? random() * lives.short : lives.longFrom + random() * (lives.longTo - lives.longFrom);
  const actionsAt = Array.from({ length: actions }, (_, index) => ({
    at: Math.floor((index / actions) * duration),
    verb: pick(verbs),
    choice: random(),
    target: random(),
    vanishes: random() < vanishing,
  }));
  const spells = Array.from({ length: Math.ceil(duration / spell) }, (_, index) => {
    const isClear = faults.length > mostAtOnce && random() < clear;
    const count = isClear ? 0 : 1 + Math.floor(random() * mostAtOnce);
    const chosen = faults.length === 0 ? [] : Array.from({ length: count }, () => pick(faults));
    return { at: index * spell, faults: [...new Set(chosen)] };
  });
  const lastFaults = atLast.filter((name) => faults.includes(name));
  return {
    ...options,
    duration,
    lives: Array.from({ length: kills - lastKills }, life),
    lastKills,
    actionsAt,
    spells,
    lastFaults,
  };
}
