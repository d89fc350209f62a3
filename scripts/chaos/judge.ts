/** What a campaign's evidence says about the promises. Pure; knows nothing of how the evidence came about. */
import type { ActionType, Operation } from '../../lib/domain/actions.ts';
import { openOperationStates } from '../../lib/domain/actions.ts';
import type { LogEntry } from '../../lib/domain/log.ts';
import type { LedgerEntry } from '../../lib/floor/floor.ts';

/** Seen on the line between a panel and the worker. */
export interface Asked {
  operationId: string;
  /** The id under which it was accepted: another's, when the same wish was being held already (FA8). */
  as?: string;
  /** The worker's first answer; absent when the panel never got one. A refusal by the rules is an answer too. */
  acknowledgedAs?: Operation['state'];
}

export interface Row {
  id: string;
  version: number;
  etag: string;
  state: string;
  agentId?: string | undefined;
  queueId?: string | undefined;
}

export interface Evidence {
  asked: readonly Asked[];
  /** As they lie on the disk at the end. */
  operations: readonly Pick<Operation, 'id' | 'state' | 'outcome' | 'action'>[];
  log: readonly Pick<LogEntry, 'sequence' | 'operationId' | 'action' | 'outcome'>[];
  /** The floor's: the judge of what really happened, the supervisor's own acts only. */
  ledger: readonly Pick<LedgerEntry, 'operationId' | 'outcome' | 'action'>[];
  mirror: readonly Row[];
  floor: readonly Row[];
  /** Rows in each panel's list, and ongoing conversations on the floor. */
  panels: readonly number[];
  ongoing: number;
  /** Rows that went back to an older version while a panel looked. */
  stepsBack: number;
}

export interface Verdict {
  ok: boolean;
  /** Accepted, and nothing is known of it any more. */
  lost: string[];
  /** More than one effect, or an effect that nobody asked for. */
  duplicated: string[];
  /** Said to be done without an effect on the floor. */
  acknowledgedButMissing: string[];
  /** Said to be not done although the floor did it. */
  deniedButDone: string[];
  /** Still open after everything was healed. */
  stuck: string[];
  /** Conversations that differ, and panels that count otherwise. */
  mirrorDiffers: string[];
  stepsBack: number;
  logGaps: string[];
}

/** The worker's own: no click asked for them. */
const unasked: readonly ActionType[] = ['renewMonitor', 'stopMonitor'];
const finals: readonly LogEntry['outcome'][] = ['done', 'alreadySo', 'refused', 'cancelled', 'expired'];

export function judge(evidence: Evidence): Verdict {
  const operations = new Map(evidence.operations.map((operation) => [operation.id, operation]));
  const logged = groupBy(evidence.log, ({ operationId }) => operationId);
  const effects = groupBy(
    evidence.ledger.filter(({ outcome }) => outcome === 'done'),
    ({ operationId }) => operationId,
  );
  const asked = new Set(evidence.asked.map(({ operationId }) => operationId));
  const accepted = evidence.asked.filter(
    ({ acknowledgedAs }) => acknowledgedAs !== undefined && acknowledgedAs !== 'refused',
  );
  const isOpen = ({ state }: Pick<Operation, 'state'>) => openOperationStates.includes(state);
  const settled = evidence.operations.filter((operation) => !isOpen(operation));

  const verdict = {
    lost: accepted.map(({ operationId, as = operationId }) => as).filter((id) => !operations.has(id)),
    duplicated: [...effects]
      .filter(([id, entries]) => {
        const isOurs = operations.has(id) || asked.has(id);
        const isUnasked = entries.every(({ action }) => unasked.includes(action.type));
        return entries.length > 1 || (!isOurs && !isUnasked);
      })
      .map(([id]) => id),
    acknowledgedButMissing: settled
      .filter(({ id, state, outcome }) => state === 'confirmed' && outcome === 'done' && !effects.has(id))
      .map(({ id }) => id),
    deniedButDone: settled.filter(({ id, state }) => state !== 'confirmed' && effects.has(id)).map(({ id }) => id),
    stuck: evidence.operations.filter(isOpen).map(({ id, state }) => `${id} ${state}`),
    mirrorDiffers: [...differences(evidence.mirror, evidence.floor), ...panelsOff(evidence)],
    stepsBack: evidence.stepsBack,
    logGaps: [...gaps(evidence.log), ...unlogged(evidence, logged)],
  };
  const { stepsBack, ...lists } = verdict;
  return { ok: stepsBack === 0 && Object.values(lists).every((list) => list.length === 0), ...verdict };
}

/** One line, as a person reads it. */
export function verdictLine(verdict: Verdict): string {
  const yes = (holds: boolean) => (holds ? 'yes' : 'NO');
  return [
    `lost ${verdict.lost.length}`,
    `duplicated ${verdict.duplicated.length}`,
    `acknowledged-but-missing ${verdict.acknowledgedButMissing.length}`,
    `denied-but-done ${verdict.deniedButDone.length}`,
    `stuck ${verdict.stuck.length}`,
    `mirror equal ${yes(verdict.mirrorDiffers.length === 0)}`,
    `versions monotone ${yes(verdict.stepsBack === 0)}`,
    `action log complete ${yes(verdict.logGaps.length === 0)}`,
  ].join(', ');
}

/** Closed conversations leave the floor after a while without a word; a mirror keeps them for its own time. */
export function differences(mirror: readonly Row[], floor: readonly Row[]): string[] {
  const shown = ({ version, etag, state, agentId = '', queueId = '' }: Row) =>
    [version, etag, state, agentId, queueId].join(' ');
  const here = new Map(mirror.map((row) => [row.id, shown(row)]));
  const there = new Map(floor.map((row) => [row.id, shown(row)]));
  const extra = mirror.filter(({ id, state }) => !there.has(id) && state !== 'closed').map(({ id }) => id);
  return [...[...there.keys()].filter((id) => here.get(id) !== there.get(id)), ...extra].map(
    (id) => `${id}: mirror ${here.get(id) ?? 'nothing'}, floor ${there.get(id) ?? 'nothing'}`,
  );
}

function panelsOff({ panels, ongoing }: Evidence): string[] {
  return panels.filter((count) => count !== ongoing).map((count) => `a panel lists ${count} of ${ongoing}`);
}

function gaps(log: Evidence['log']): string[] {
  const sequences = log.map(({ sequence }) => sequence).sort((a, b) => a - b);
  return sequences
    .filter((sequence, index) => sequence !== index + 1)
    .slice(0, 1)
    .map((sequence) => `entry ${sequence} where another was due`);
}

/** Asked and ended, both on record, for everything that was accepted and for everything that the floor did. */
function unlogged({ operations }: Evidence, logged: Map<string, Evidence['log'][number][]>): string[] {
  return operations
    .filter(({ action, state }) => action.type !== 'renewMonitor' && !openOperationStates.includes(state))
    .filter(({ id, state, outcome }) => {
      const outcomes = (logged.get(id) ?? []).map((entry) => entry.outcome);
      const ends = outcomes.filter((one) => finals.includes(one));
      const expected = state === 'confirmed' ? outcome : state;
      return !outcomes.includes('asked') || ends.length !== 1 || ends[0] !== expected;
    })
    .map(({ id, state }) => `${id} (${state}): ${(logged.get(id) ?? []).map(({ outcome }) => outcome).join(', ')}`);
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
