import { describe, expect, test } from 'vitest';
import type { Action } from '../../lib/domain/actions.ts';
import { goalHolds, isDestructive, whatChanged } from '../../lib/domain/goals.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import { aConversation, anOpenConversation } from '../builders.ts';

const envelope = { operationId: 'o-1', conversationId: 'c-1', etag: 'e-1' };
const me = { myAgentId: 'a-me' };
const monitor: Action = { type: 'monitor', ...envelope };
const renew: Action = { type: 'renewMonitor', ...envelope };
const stop: Action = { type: 'stopMonitor', ...envelope };
const say: Action = { type: 'say', ...envelope, text: 'Hello', audience: 'internal' };
const join: Action = { type: 'join', ...envelope };
const leave: Action = { type: 'leave', ...envelope };
const toYael: Action = { type: 'assign', ...envelope, agentId: 'a-y', override: {} };
const toReturns: Action = { type: 'assign', ...envelope, queueId: 'q-2', override: {} };
const transfer: Action = { type: 'transfer', ...envelope, agentId: 'a-y' };
const close: Action = { type: 'forceClose', ...envelope };

const consulted = (agentId: string, mode: 'primary' | 'consultant' | 'monitor' = 'consultant') =>
  aConversation({ participants: [{ agentId, name: 'Sam', mode, since: 1 }] });
const pendingTo = (toAgentId: string) => aConversation({ pendingTransfer: { toAgentId, since: 1 } });

describe('after a lost answer the row tells', () => {
  test.each<[string, Action, Conversation, boolean | 'cannotTell']>([
    ['J1: joined, when I am its consultant', join, consulted('a-me'), true],
    ['J1: not joined, when I only monitor', join, consulted('a-me', 'monitor'), false],
    ['J1: not joined, when another consults', join, consulted('a-y'), false],
    ['J2: left, when I consult no more', leave, aConversation(), true],
    ['J2: not left, while I consult', leave, consulted('a-me'), false],
    ['A8: assigned, when Y has it', toYael, aConversation({ agentId: 'a-y' }), true],
    ['A8: assigned, while it rings at Y', toYael, aConversation({ agentId: 'a-y', ringing: true }), true],
    ['A8: assigned, though Y is in Wrap-up by now', toYael, aConversation({ agentId: 'a-y', state: 'wrapUp' }), true],
    ['A8: not assigned, when X has it', toYael, aConversation(), false],
    ['A8: not assigned, when nobody has it', toYael, anOpenConversation(), false],
    ['A8: not assigned, Open with an agent', toYael, anOpenConversation({ agentId: 'a-y' }), false],
    ['A8: closed with Y does not tell', toYael, aConversation({ agentId: 'a-y', state: 'closed' }), 'cannotTell'],
    ['A8: in that queue and nobody’s', toReturns, anOpenConversation({ queueId: 'q-2' }), true],
    ['A8: still in the old queue', toReturns, anOpenConversation(), false],
    ['A8: somebody’s in that queue does not tell', toReturns, aConversation({ queueId: 'q-2' }), 'cannotTell'],
    [
      'A8: Open with an agent in that queue does not tell',
      toReturns,
      anOpenConversation({ queueId: 'q-2', agentId: 'a-x' }),
      'cannotTell',
    ],
    ['T5: offered to Y', transfer, pendingTo('a-y'), true],
    ['T6: Y has it', transfer, aConversation({ agentId: 'a-y' }), true],
    ['T5: offered to another', transfer, pendingTo('a-z'), false],
    ['T5: offered to nobody', transfer, aConversation(), false],
    ['F2: closed', close, aConversation({ state: 'closed' }), true],
    ['F2: still Active', close, aConversation(), false],
    ['M6: a lease is not in the row', monitor, aConversation(), 'cannotTell'],
    ['M6: a renewed lease is not in the row', renew, aConversation(), 'cannotTell'],
    ['M6: an ended lease is not in the row', stop, aConversation(), 'cannotTell'],
    ['J3: what was said is not in the row', say, aConversation(), 'cannotTell'],
  ])('%s', (_sentence, action, row, expected) => {
    expect(goalHolds(action, row, me)).toBe(expected);
  });

  test('a row that is gone tells only that I am not in it', () => {
    for (const action of [monitor, renew, stop, say, join, toYael, toReturns, transfer, close]) {
      expect(goalHolds(action, undefined, me)).toBe('cannotTell');
    }
    expect(goalHolds(leave, undefined, me)).toBe(true);
  });
});

describe('what changed meanwhile', () => {
  test.each<[string, Partial<Conversation>, string[]]>([
    ['nothing', {}, []],
    ['messages and mood only', { version: 9, etag: 'e-1', lastCustomerMessageAt: 5, subject: 'New' }, []],
    ['its state', { state: 'wrapUp' }, ['state']],
    ['who has it', { agentId: 'a-y' }, ['agentId']],
    ['its queue', { queueId: 'q-2' }, ['queueId']],
    ['acceptance', { ringing: true }, ['ringing']],
    ['a pending transfer', { pendingTransfer: { toAgentId: 'a-y', since: 1 } }, ['pendingTransfer']],
    [
      'everything, in one order',
      { pendingTransfer: { toAgentId: 'a-y', since: 1 }, ringing: true, queueId: 'q-2', agentId: 'a-y', state: 'open' },
      ['state', 'agentId', 'queueId', 'ringing', 'pendingTransfer'],
    ],
  ])('%s', (_sentence, overrides, expected) => {
    expect(whatChanged(aConversation(), aConversation(overrides))).toEqual(expected);
  });
  test('a pending transfer to the same agent is the same, whatever its times', () => {
    const earlier = aConversation({ pendingTransfer: { toAgentId: 'a-y', since: 1 } });
    const later = aConversation({ pendingTransfer: { toAgentId: 'a-y', since: 2, expiresAt: 3 } });
    expect(whatChanged(earlier, later)).toEqual([]);
    expect(whatChanged(earlier, aConversation({ pendingTransfer: { toAgentId: 'a-z', since: 1 } }))).toEqual([
      'pendingTransfer',
    ]);
  });
});

test('F3: force close alone cannot be undone', () => {
  const all = [monitor, renew, stop, join, leave, say, toYael, transfer, close];
  expect(all.map(({ type }) => type).filter(isDestructive)).toEqual(['forceClose']);
});
