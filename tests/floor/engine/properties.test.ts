/** Commands, acts and time in any order: what must hold after every event holds. */
import fc from 'fast-check';
import { test } from 'vitest';
import type { Action } from '../../../lib/domain/actions.ts';
import { createFloor } from '../../../lib/floor/createFloor.ts';
import { builtInDialogues } from '../../../lib/floor/dialogues/all.ts';
import type { Command, Floor } from '../../../lib/floor/floor.ts';
import { followRows, watchInvariants } from './invariants.ts';
import { t } from './scene.ts';

const verbs = [
  'accept',
  'decline',
  'acceptTransfer',
  'declineTransfer',
  'timeOutTransfer',
  'stepAway',
  'comeBack',
  'customerComesBack',
  'release',
  'endTalk',
  'finishWrapUp',
  'customerLeaves',
  'escalate',
  'timeOutRing',
  'remove',
] as const;
const acts = [
  'monitor',
  'stopMonitor',
  'join',
  'leave',
  'assign',
  'assignQueue',
  'transfer',
  'forceClose',
  'say',
] as const;
const bases = ['available', 'busy', 'doNotDisturb', 'away', 'offline', 'unknown'] as const;

const at = fc.nat({ max: 10_000 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('verb' as const), verb: fc.constantFrom(...verbs), row: at }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('act' as const), act: fc.constantFrom(...acts), by: at, row: at, to: at }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('hand' as const), transfer: fc.boolean(), row: at, to: at }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('presence' as const), agent: at, base: fc.constantFrom(...bases) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('new' as const), workstream: at }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('time' as const), seconds: fc.nat({ max: 90 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const some = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

function commandOf(floor: Floor, each: Step): Command | undefined {
  const rows = floor.conversations();
  const people = floor.agents();
  if (each.kind === 'verb') return { type: each.verb, conversationId: some(rows, each.row)?.id ?? '' };
  if (each.kind === 'hand') {
    const conversationId = some(rows, each.row)?.id ?? '';
    return {
      type: each.transfer ? 'requestTransfer' : 'offer',
      conversationId,
      agentId: some(people, each.to)?.id ?? '',
    };
  }
  if (each.kind === 'presence')
    return { type: 'setPresence', agentId: some(people, each.agent)?.id ?? '', base: each.base };
  if (each.kind !== 'new') return undefined;
  const workstream = some(floor.workstreams(), each.workstream);
  const kind =
    workstream?.channel === 'voice' ? 'voice' : workstream?.channel === 'entityRecord' ? 'record' : 'messaging';
  const queue = floor.queues().find((candidate) => candidate.kind === kind);
  return { type: 'newConversation', workstreamId: workstream?.id ?? '', queueId: queue?.id ?? '' };
}

/** Overrides everything and knows the latest etag: whatever is refused, the rules have refused. */
function actionOf(floor: Floor, each: Extract<Step, { kind: 'act' }>, number: number): Action | undefined {
  const row = some(floor.conversations(), each.row);
  const agentId = some(floor.agents(), each.to)?.id ?? '';
  const queueId = some(floor.queues(), each.to)?.id ?? '';
  if (!row) return undefined;
  const envelope = { operationId: `p-${number}`, conversationId: row.id, etag: row.etag };
  const override = { presence: true, capacity: true };
  if (each.act === 'assign') return { type: 'assign', agentId, override, ...envelope };
  if (each.act === 'assignQueue') return { type: 'assign', queueId, override, ...envelope };
  if (each.act === 'transfer') return { type: 'transfer', agentId, ...envelope };
  if (each.act === 'say') return { type: 'say', text: 'Hello', audience: 'everyone', ...envelope };
  return { type: each.act, ...envelope };
}

function play(floor: Floor, steps: readonly Step[]): void {
  watchInvariants(floor);
  const check = followRows(floor);
  steps.forEach((each, number) => {
    if (each.kind === 'time') floor.advance(floor.now + each.seconds * 1000);
    const command = commandOf(floor, each);
    if (command) floor.command(command);
    const action = each.kind === 'act' ? actionOf(floor, each, number) : undefined;
    if (action) floor.perform(some(floor.supervisors, each.kind === 'act' ? each.by : 0)?.id ?? '', action, 'test');
    check();
  });
}

test.each([
  ['where people act as well', false],
  ['where nothing happens by itself', true],
])(
  'any commands and acts on a floor %s',
  (_what, isStill) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.array(step, { maxLength: 60, size: 'max' }), (seed, steps) => {
        const options = { seed, conversations: 14, startAt: t, dialogues: builtInDialogues, wallClock: () => 0 };
        const floor = createFloor(options);
        if (isStill) floor.standStill();
        play(floor, steps);
      }),
      { numRuns: 25 },
    );
  },
  30_000,
);
