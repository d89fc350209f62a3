import { describe, expect, test } from 'vitest';
import { dueAt, dueOrder, isOverLimit } from '../../lib/domain/limits.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import { aConversation, anOpenConversation, aWorkstream, morning } from '../builders.ts';

const minute = 60_000;
const limits = aWorkstream({ waitingLimit: 2 * minute, handlingLimit: 10 * minute });

describe('when a conversation is due', () => {
  test.each<[string, Conversation, number | undefined]>([
    ['Open waits since it became Open', anOpenConversation(), morning + 2 * minute],
    [
      'Open waits since the customer waits, where that is known',
      anOpenConversation({ waitingSince: morning - minute }),
      morning + minute,
    ],
    ['Active is handled since it became Active', aConversation({ waitingSince: 1 }), morning + 10 * minute],
    ['Active is handled from ringing on', aConversation({ ringing: true }), morning + 10 * minute],
    ['Waiting has no limit', aConversation({ state: 'waiting' }), undefined],
    ['Wrap-up has no limit', aConversation({ state: 'wrapUp' }), undefined],
    ['Closed has no limit', aConversation({ state: 'closed' }), undefined],
  ])('%s', (_sentence, conversation, expected) => {
    expect(dueAt(conversation, limits)).toBe(expected);
  });
  test('a workstream without limits, or none at all, sets none', () => {
    for (const workstream of [aWorkstream(), undefined]) {
      expect(dueAt(anOpenConversation(), workstream)).toBeUndefined();
      expect(dueAt(aConversation(), workstream)).toBeUndefined();
      expect(isOverLimit(aConversation(), workstream, Number.MAX_SAFE_INTEGER)).toBe(false);
    }
  });
  test('a limit of zero runs out at once', () => {
    const none = aWorkstream({ waitingLimit: 0 });
    expect(isOverLimit(anOpenConversation(), none, morning + 1)).toBe(true);
  });
});

test('over the limit only once its time has passed', () => {
  const due = morning + 2 * minute;
  expect(isOverLimit(anOpenConversation(), limits, due)).toBe(false);
  expect(isOverLimit(anOpenConversation(), limits, due + 1)).toBe(true);
});

test('the order is by due time and needs no clock: most overdue first, without limit last', () => {
  const rows = [
    aConversation({ id: 'none', state: 'waiting' }),
    aConversation({ id: 'handled', stateSince: morning - 30 * minute }),
    anOpenConversation({ id: 'fresh', stateSince: morning }),
    anOpenConversation({ id: 'late', stateSince: morning - 60 * minute }),
  ];
  const ids = rows.toSorted((a, b) => dueOrder(a, limits) - dueOrder(b, limits)).map(({ id }) => id);
  expect(ids).toEqual(['late', 'handled', 'fresh', 'none']);
});
