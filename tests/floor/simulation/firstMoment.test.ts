/** What a newcomer sees in the first second. Written from what a floor good enough to believe must show. */
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { isOverLimit } from '../../../lib/domain/limits.ts';
import { conversationSchema } from '../../../lib/domain/records.ts';
import { createFloor } from '../../../lib/floor/createFloor.ts';
import { builtInDialogues } from '../../../lib/floor/dialogues/all.ts';
import { sentimentOf } from '../../../lib/floor/sentiment.ts';
import { wireAgentSchema, wireConversationSchema } from '../../../lib/floor/wire.ts';

const startAt = 1_772_442_000_000;
const make = (seed: number, conversations = 60) =>
  createFloor({ seed, conversations, startAt, dialogues: builtInDialogues, wallClock: () => 0 });

describe.each([1, 7, 42, 99, 123_456])('seed %i', (seed) => {
  const floor = make(seed);
  const rows = floor.conversations();
  const count = (test: (row: (typeof rows)[number]) => boolean) => rows.filter(test).length;

  test('every state in believable numbers', () => {
    expect(rows).toHaveLength(60);
    const open = count(({ state }) => state === 'open');
    expect(open).toBeGreaterThanOrEqual(8);
    expect(open).toBeLessThanOrEqual(14);
    const active = count(({ state }) => state === 'active');
    expect(active).toBeGreaterThanOrEqual(30);
    expect(active).toBeLessThanOrEqual(40);
    expect(count(({ ringing }) => ringing)).toBeGreaterThan(0);
    expect(count(({ state }) => state === 'waiting')).toBeGreaterThanOrEqual(4);
    expect(count(({ state }) => state === 'wrapUp')).toBeGreaterThanOrEqual(4);
  });

  test('one or two wait past their limit', () => {
    const workstreams = new Map(floor.workstreams().map((each) => [each.id, each]));
    const late = count((row) => {
      const { state, workstreamId = '' } = row;
      const conversation = { ...row, connectionId: 'k', observedAt: startAt };
      return state === 'open' && isOverLimit(conversation, workstreams.get(workstreamId), startAt);
    });
    expect([1, 2]).toContain(late);
  });

  test('every channel of the workstreams, records too, and every mood', () => {
    expect(new Set(rows.map(({ channel }) => channel))).toEqual(
      new Set(floor.workstreams().map(({ channel }) => channel)),
    );
    expect(new Set(rows.map(({ sentiment }) => sentiment.level)).size).toBe(8);
  });

  test('moods follow from what the customers said', () => {
    for (const { id, sentiment } of rows) {
      const said = floor.transcript(id).filter(({ from }) => from === 'customer');
      expect(sentiment.level).toBe(sentimentOf(said.map(({ text }) => text)));
    }
  });

  test('times lie in the past and in order', () => {
    for (const row of rows) {
      expect(row.startedAt).toBeLessThanOrEqual(row.stateSince);
      expect(row.stateSince).toBeLessThanOrEqual(startAt);
      const times = floor.transcript(row.id).map(({ at }) => at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times.every((at) => at >= row.startedAt && at <= startAt)).toBe(true);
      expect(Math.max(...times, 0)).toBe(Math.max(row.lastCustomerMessageAt ?? 0, row.lastAgentMessageAt ?? 0));
    }
  });

  test('rows are what the wire carries', () => {
    for (const row of rows) expect(v.parse(wireConversationSchema, row)).toEqual(row);
    for (const row of floor.agents()) expect(v.parse(wireAgentSchema, row)).toEqual(row);
    expect(rows.every((row) => v.is(conversationSchema, { ...row, connectionId: 'k', observedAt: 1 }))).toBe(true);
  });
});

test('the house: 4–6 queues, workstreams that differ, 20+ agents, 2 bots, 3 supervisors, names of many scripts', () => {
  const floor = make(1);
  const supervising = new Set(floor.supervisors.map(({ agentId }) => agentId));
  const agents = floor.agents().filter(({ id }) => !supervising.has(id));
  expect(floor.queues().length).toBeGreaterThanOrEqual(4);
  expect(floor.queues().length).toBeLessThanOrEqual(6);
  expect(agents.filter(({ kind }) => kind === 'human').length).toBeGreaterThanOrEqual(20);
  expect(agents.filter(({ kind }) => kind === 'bot')).toHaveLength(2);
  expect(supervising.size).toBe(3);
  const workstreams = floor.workstreams();
  expect(new Set(workstreams.map(({ allowedPresences }) => allowedPresences.join())).size).toBeGreaterThan(1);
  expect(new Set(workstreams.map(({ unitsNeeded }) => unitsNeeded)).size).toBeGreaterThan(1);
  expect(new Set(workstreams.map(({ asksAcceptance }) => asksAcceptance)).size).toBe(2);
  expect(new Set(workstreams.map(({ wrapUpKeepsCapacity }) => wrapUpKeepsCapacity)).size).toBe(2);
  const names = floor
    .conversations()
    .map(({ customer }) => customer.name)
    .join();
  for (const script of [/\p{Script=Latin}/u, /\p{Script=Hebrew}/u, /\p{Script=Arabic}/u]) expect(names).toMatch(script);
  expect(new Set(floor.conversations().map(({ customer }) => customer.language)).size).toBeGreaterThan(3);
});

test('an empty floor stays empty, and a floor without dialogues says so', () => {
  const floor = make(1, 0);
  floor.advance(startAt + 3_600_000);
  expect(floor.conversations()).toEqual([]);
  const bare = { seed: 1, conversations: 1, startAt, dialogues: [], wallClock: () => 0 };
  expect(() => createFloor(bare)).toThrow('at least one dialogue');
});

test('a large floor changes at a bearable rate, and its agents are given more units, not endless colleagues', () => {
  const floor = make(1, 10_000);
  const minutes = 5;
  floor.advance(startAt + minutes * 60_000);
  const perSecond = (floor.sequence - startAt) / (minutes * 60);
  expect(perSecond).toBeGreaterThan(50);
  expect(perSecond).toBeLessThan(200);
  expect(floor.conversations().length).toBeGreaterThan(9_500);
  expect(floor.agents().length).toBeLessThan(900);
}, 60_000);
