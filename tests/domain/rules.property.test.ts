/** What holds for every conversation, target and context that the schemas admit. */
import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { ActionType, Audience } from '../../lib/domain/actions.ts';
import {
  assignCandidates,
  groupOf,
  overridesFor,
  reasonsAgainstTarget,
  transferCandidates,
} from '../../lib/domain/candidates.ts';
import { reasonsAgainst } from '../../lib/domain/eligibility.ts';
import { actionReasonSchema, targetReasonSchema } from '../../lib/domain/reasons.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import type { Candidate, RuleContext } from '../../lib/domain/ruleContext.ts';
import { contexts, conversations, type World, worlds } from './arbitraries.ts';

const types = fc.constantFrom<ActionType>(
  'monitor',
  'renewMonitor',
  'stopMonitor',
  'join',
  'leave',
  'say',
  'assign',
  'transfer',
  'forceClose',
);
const maybeConversation = fc.option(conversations, { nil: undefined, freq: 20 });
const audiences = fc.constantFrom<Audience | undefined>('everyone', 'internal', undefined);
const documentedOrder = [
  'notSupervisor',
  'switchedOff',
  'noticeOpen',
  'notSupported',
  'gone',
  'blockingRole',
  'wrongState',
  'notAccepted',
  'wrongChannel',
  'escalated',
  'ownConversation',
  'notMonitoring',
  'notJoined',
  'alreadyAssigned',
  'fromBot',
  'transferPending',
  'audienceNotPossible',
];

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

test('G1–F1: reasonsAgainst never throws, changes nothing, answers the same again and in the documented order', () => {
  fc.assert(
    fc.property(types, maybeConversation, worlds, contexts, audiences, (type, row, world, context, audience) => {
      frozen([row, world, context]);
      const reasons = reasonsAgainst(type, row, world.directory, context, audience);
      expect(reasonsAgainst(type, row, world.directory, context, audience)).toEqual(reasons);
      for (const reason of reasons) expect(v.is(actionReasonSchema, reason)).toBe(true);
      const places = reasons.map(({ code }) => documentedOrder.indexOf(code));
      expect(places).not.toContain(-1);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }),
    { numRuns: 1000 },
  );
});

test('M6: renewing and joining are possible only where monitoring is', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<ActionType>('renewMonitor', 'join'),
      conversations,
      worlds,
      contexts,
      (type, row, { directory }, context) => {
        if (reasonsAgainst(type, row, directory, context).length > 0) return;
        const canMonitor = { ...context, capabilities: { ...context.capabilities, monitor: true } };
        expect(reasonsAgainst('monitor', row, directory, canMonitor)).toEqual([]);
      },
    ),
    { numRuns: 1000 },
  );
});

test('2025 is never laxer about monitoring in Active, nor stricter in Waiting', () => {
  fc.assert(
    fc.property(conversations, worlds, contexts, (row, { directory }, context) => {
      const count = (version: RuleContext['version']) =>
        reasonsAgainst('monitor', row, directory, { ...context, version }).length;
      if (row.state === 'active') expect(count('2025')).toBeGreaterThanOrEqual(count('2024'));
      if (row.state === 'waiting') expect(count('2025')).toBe(count('2024') - 1);
    }),
  );
});

function assignTargets(row: Conversation, world: World, context: RuleContext): Candidate[] {
  return assignCandidates(row, world, world.directory, context);
}

test('A5: a listed target is possible exactly as its group says, and is the same question as for one target', () => {
  fc.assert(
    fc.property(conversations, worlds, contexts, fc.boolean(), (row, world, context, isAssign) => {
      frozen([row, world, context]);
      const type = isAssign ? 'assign' : 'transfer';
      const listed = isAssign
        ? assignTargets(row, world, context)
        : transferCandidates(row, world, world.directory, context);
      for (const candidate of listed) {
        const against = (override: { presence?: boolean; capacity?: boolean }) =>
          reasonsAgainstTarget(type, candidate.target, override, row, world.directory, context);
        const group = groupOf(candidate);
        expect(against({}).length === 0).toBe(group === 'offered');
        expect(against(overridesFor(candidate)).length === 0).toBe(group !== 'blocked');
        expect(against({ presence: true, capacity: true })).toEqual(candidate.blocking);
        expect(against({})).toEqual([...candidate.blocking, ...candidate.overridable]);
        for (const reason of against({})) expect(v.is(targetReasonSchema, reason)).toBe(true);
        if (!isAssign) expect(candidate.overridable).toEqual([]);
      }
    }),
    { numRuns: 1000 },
  );
});

test('A2: everybody is listed once, group after group, in an order that reading order does not change', () => {
  const groups = ['offered', 'overridable', 'blocked'];
  fc.assert(
    fc.property(conversations, worlds, contexts, (row, world, context) => {
      const listed = assignTargets(row, world, context);
      const { assignToAgent, assignToQueue } = context.capabilities;
      const expected = (assignToAgent ? world.agents.length : 0) + (assignToQueue ? world.queues.length : 0);
      expect(new Set(listed.map(({ target }) => JSON.stringify(target))).size).toBe(expected);
      const places = listed.map((candidate) => groups.indexOf(groupOf(candidate)));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      const reversed = { ...world, agents: world.agents.toReversed(), queues: world.queues.toReversed() };
      expect(assignTargets(row, reversed, context)).toEqual(listed);
    }),
    { numRuns: 500 },
  );
});

test('A2 T3: a bot is never possible, whatever is overridden', () => {
  fc.assert(
    fc.property(conversations, worlds, contexts, fc.boolean(), (row, world, context, isAssign) => {
      for (const { id } of world.agents.filter(({ kind }) => kind === 'bot')) {
        const type = isAssign ? 'assign' : 'transfer';
        const all = { presence: true, capacity: true };
        expect(reasonsAgainstTarget(type, { agentId: id }, all, row, world.directory, context)).not.toEqual([]);
      }
    }),
  );
});
