/** What must hold of mirror, outbox and sync at any moment, and once nothing happens any more; judged by the ledger. */
import { expect } from 'vitest';
import type { Action, Operation } from '../../lib/domain/actions.ts';
import { openOperationStates } from '../../lib/domain/actions.ts';
import { goalHolds } from '../../lib/domain/goals.ts';
import type { LogEntry } from '../../lib/domain/log.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import { me } from '../outbox/fakeBackend.ts';
import type { Scene } from './scene.ts';

export async function checkNow(scene: Scene, name: string) {
  const { floor, wrong, mirrorDisk, outboxDisk, clicks, worker } = scene;
  const stored = new Map((await outboxDisk.load()).operations.map((operation) => [operation.id, operation]));
  for (const { action, acknowledgedAs, isTakenBack } of clicks) {
    const { operationId, type } = action;
    const effects = floor.effectsOf(operationId);
    if (effects > 1) wrong.push(`${operationId} (${type}) took effect ${effects} times`);
    if (acknowledgedAs && !stored.has(acknowledgedAs)) wrong.push(`${operationId} was acknowledged and lost`);
    if (effects > 0 && !stored.has(operationId)) wrong.push(`${operationId} took effect and is not stored`);
    if (isTakenBack && effects > 0) wrong.push(`${operationId} was taken back and done`);
  }
  for (const operation of stored.values()) wrong.push(...untruth(scene, operation));
  const { image } = await mirrorDisk.load();
  wrong.push(...holes(scene, 'on the disk', image.cursor, image.conversations));
  wrong.push(...holes(scene, 'in memory', worker.mirror.cursor, [...worker.mirror.conversations()]));
  wrong.push(...floor.violations.splice(0));
  expect(wrong, name).toEqual([]);
}

export async function checkSettled(scene: Scene, remembersIds: boolean) {
  await checkNow(scene, 'after all');
  const { floor, worker, outboxDisk, clicks } = scene;
  const seen = (rows: Iterable<Conversation>) =>
    [...rows].map(({ observedAt: _, ...row }) => row).sort((a, b) => (a.id < b.id ? -1 : 1));
  expect(worker.sync.status.phase).toBe('live');
  expect(seen(worker.mirror.conversations())).toEqual(seen(floor.rows.values()));
  const { operations } = await outboxDisk.load();
  const stuck = operations.filter(({ id, state }) => {
    if (state === 'unknown') return remembersIds && !floor.lied.has(id);
    return openOperationStates.includes(state);
  });
  expect(stuck.map(({ id, state, action }) => `${id} (${action.type}) ${state}`)).toEqual([]);
  const log = await outboxDisk.read(undefined, 10_000);
  for (const { action } of clicks) {
    const operation = operations.find(({ id }) => id === action.operationId);
    expect(logProblem(operation, log.toReversed()), action.operationId).toBeUndefined();
  }
}

/** What is said of a settled act, against the ledger. */
function untruth({ floor }: Scene, { id, state, outcome, action, settledAt }: Operation): string[] {
  if (settledAt === undefined) return [];
  const effects = floor.effectsOf(id);
  const says = `${id} (${action.type}) is ${state}${outcome ? ` ${outcome}` : ''}, effects: ${effects}`;
  if (state !== 'confirmed') return effects === 0 ? [] : [says];
  // Where it only shows by the row that it is so, whose doing it was cannot be told.
  const onlyShows = !floor.remembersIds && action.type !== 'say' && action.type !== 'monitor';
  if (onlyShows || floor.lied.has(id)) return effects === 1 || wasSo(floor, action) ? [] : [says];
  return effects === (outcome === 'done' ? 1 : 0) ? [] : [says];
}

function wasSo({ past, removed }: Scene['floor'], action: Action): boolean {
  if (removed.has(action.conversationId)) return true;
  const its = past.filter((row) => row.id === action.conversationId);
  return its.some((row) => goalHolds(action, row, { myAgentId: me }) === true);
}

/** Page and cursor belong together: up to where a cursor stands, every change is in, or known to be missing. */
function holes({ floor }: Scene, where: string, cursor: string | undefined, rows: Conversation[]): string[] {
  const upTo = Number(/^whole live:(\d+)$/.exec(cursor ?? '')?.[1] ?? -1);
  const known = new Map(rows.map((row) => [row.id, row]));
  const problems: string[] = [];
  for (const row of floor.rows.values()) {
    if (row.version > upTo) continue;
    const there = known.get(row.id);
    const isGarbled = floor.garbled.has(row.id);
    if (isGarbled && there && there.version < row.version && there.olderSince === undefined)
      problems.push(`${row.id} ${where} hides its age`);
    if (!isGarbled && (there?.version ?? -1) < row.version) problems.push(`${row.id} ${where} is behind its cursor`);
    if (!isGarbled && there?.olderSince !== undefined && there.version === row.version)
      problems.push(`${row.id} ${where} is called older and is not`);
  }
  for (const [id, at] of floor.removed) {
    if (at <= upTo && known.has(id)) problems.push(`${id} ${where} is deleted and still there`);
  }
  return problems;
}

function logProblem(operation: Operation | undefined, log: LogEntry[]): string | undefined {
  const outcomes = log.filter(({ operationId }) => operationId === operation?.id).map(({ outcome }) => outcome);
  if (operation === undefined) return undefined;
  const final = outcomes.filter((outcome) => outcome !== 'asked' && outcome !== 'unknown');
  if (outcomes[0] !== 'asked' || outcomes.filter((outcome) => outcome === 'asked').length !== 1)
    return `asked: ${outcomes.join()}`;
  if (operation.settledAt === undefined) return final.length === 0 ? undefined : `open, yet ${final.join()}`;
  const said = operation.state === 'confirmed' ? (operation.outcome ?? 'done') : operation.state;
  return final.length === 1 && final[0] === said && outcomes.at(-1) === said
    ? undefined
    : `${said}, yet ${outcomes.join()}`;
}
