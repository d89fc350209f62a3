/** The rows of the life cycle (model.md §2) one by one, by command; what each does to state, agent, capacity. */
import { describe, expect, test } from 'vitest';
import type { TransitionName } from '../../../lib/floor/engine/transitions.ts';
import type { Command } from '../../../lib/floor/floor.ts';
import { createScene, type Scene } from './scene.ts';

type Verb = Exclude<
  Command['type'],
  'newConversation' | 'offer' | 'moveToQueue' | 'say' | 'setPresence' | 'setSwitch' | 'requestTransfer'
>;
const held = (scene: Scene) => scene.active(scene.x, 'w-sms');
type Row = [from: string, verb: Verb, make: (scene: Scene) => string, to: string, transition: TransitionName];

const rows: Row[] = [
  ['ringing', 'accept', (s) => s.ringing(s.x), 'active', 'ringing>active:accepted'],
  ['ringing', 'decline', (s) => s.ringing(s.x), 'open', 'ringing>open:declined'],
  ['ringing', 'timeOutRing', (s) => s.ringing(s.x), 'open', 'ringing>open:timedOut'],
  ['ringing', 'customerLeaves', (s) => s.ringing(s.x), 'closed', 'ringing>closed:customerLeft'],
  ['open', 'customerLeaves', (s) => s.open(), 'closed', 'open>closed:customerLeft'],
  ['active', 'stepAway', held, 'waiting', 'active>waiting:steppedAway'],
  ['active', 'release', held, 'open', 'active>open:released'],
  ['active', 'endTalk', held, 'wrapUp', 'active>wrapUp:agentEnded'],
  ['active', 'customerLeaves', held, 'wrapUp', 'active>wrapUp:customerDisconnected'],
  ['active', 'escalate', (s) => s.active(s.x), 'active', 'text>escalated:voice'],
  ['active record', 'endTalk', (s) => s.active(s.x, 'w-case'), 'closed', 'any>closed:resolved'],
  ['waiting', 'comeBack', (s) => s.waiting(s.x), 'active', 'waiting>active:cameBack'],
  ['waiting', 'customerComesBack', (s) => s.waiting(s.x), 'open', 'waiting>open:customerCameBack'],
  ['wrapUp', 'finishWrapUp', (s) => s.wrapUp(s.x), 'closed', 'wrapUp>closed:finished'],
];

describe('what happens, and what it is counted as', () => {
  test.each(rows)('%s: %s', (_from, verb, make, to, transition) => {
    const scene = createScene();
    const id = make(scene);
    const free = scene.free(scene.x);
    scene.command({ type: verb, conversationId: id });
    const { state, agentId, ringing } = scene.row(id);
    expect(state).toBe(to);
    expect(scene.floor.transitions.get(transition)).toBe(1);
    // Nobody's while open; what is over or waits costs nothing in these workstreams but a chat's wrap-up.
    if (to === 'open')
      expect({ agentId, ringing, people: scene.people(id) }).toEqual({
        agentId: undefined,
        ringing: false,
        people: [],
      });
    const isBack = to === 'open' || to === 'waiting' || to === 'closed';
    if (isBack) expect(scene.free(scene.x)).toBeGreaterThanOrEqual(free);
  });
});

describe('what cannot happen is refused with a sentence and changes nothing', () => {
  const wrong: [string, Verb, (scene: Scene) => string][] = [
    ['accept what is accepted', 'accept', held],
    ['step away from a live chat', 'stepAway', (s) => s.active(s.x)],
    ['step away from a call', 'stepAway', (s) => s.active(s.z, 'w-phone')],
    ['come back to what is active', 'comeBack', held],
    ['end what rings', 'endTalk', (s) => s.ringing(s.x)],
    ['finish a talk that goes on', 'finishWrapUp', held],
    ['raise a text message', 'escalate', held],
    ['raise it twice', 'escalate', (s) => s.escalated(s.x)],
    ['a record has no customer on the line', 'customerLeaves', (s) => s.active(s.x, 'w-case')],
    ['no transfer pending', 'acceptTransfer', held],
    ['closed never reopens', 'customerComesBack', (s) => closed(s)],
  ];
  test.each(wrong)('%s', (_what, verb, make) => {
    const scene = createScene();
    const id = make(scene);
    const before = scene.row(id);
    const result = scene.floor.command({ type: verb, conversationId: id });
    expect(result).toMatchObject({ ok: false, why: expect.stringMatching(/\.$/) });
    expect(scene.row(id)).toBe(before);
  });

  test('what or who is not there', () => {
    const { floor, open } = createScene();
    const id = open();
    const commands: Command[] = [
      { type: 'accept', conversationId: 'c-none' },
      { type: 'offer', conversationId: id, agentId: 'a-none' },
      { type: 'setPresence', agentId: 'a-none', base: 'away' },
      { type: 'newConversation', workstreamId: 'w-none', queueId: 'q-billing' },
      { type: 'newConversation', workstreamId: 'w-chat', queueId: 'q-none' },
      { type: 'newConversation', workstreamId: 'w-phone', queueId: 'q-billing' },
      { type: 'newConversation', workstreamId: 'w-chat', queueId: 'q-billing', id },
      { type: 'newConversation', workstreamId: 'w-chat', queueId: 'q-billing', dialogueId: 'd-none' },
    ];
    for (const command of commands)
      expect(floor.command(command), JSON.stringify(command)).toMatchObject({ ok: false });
  });
});

function closed(scene: Scene): string {
  const id = scene.waiting(scene.x);
  scene.act('forceClose', id);
  return id;
}

test('a workstream that asks for acceptance rings; the waiting goes on until somebody accepts', () => {
  const scene = createScene();
  const id = scene.open();
  const since = scene.row(id).waitingSince;
  scene.floor.advance(scene.floor.now + 5000);
  expect(scene.answer('assign', id, { agentId: scene.x, override: {} })).toEqual(['done']);
  expect(scene.row(id)).toMatchObject({ state: 'active', ringing: true, agentId: scene.x, waitingSince: since });
  scene.command({ type: 'decline', conversationId: id });
  expect(scene.row(id)).toMatchObject({ state: 'open', queueId: 'q-billing', waitingSince: since });
});

test('whoever was only offered it never had it: closed while ringing, it is nobody’s', () => {
  const scene = createScene();
  const [left, ended] = [scene.ringing(scene.x), scene.ringing(scene.y)];
  scene.command({ type: 'customerLeaves', conversationId: left });
  scene.act('forceClose', ended);
  for (const id of [left, ended]) expect(scene.row(id)).toMatchObject({ state: 'closed', ringing: false });
  expect([scene.row(left).agentId, scene.row(ended).agentId]).toEqual([undefined, undefined]);
});

test('a workstream that does not ask gives it at once', () => {
  const scene = createScene();
  const id = scene.open('w-sms');
  scene.act('assign', id, { agentId: scene.x, override: {} });
  expect(scene.row(id)).toMatchObject({ state: 'active', ringing: false, agentId: scene.x });
  expect(scene.people(id)).toEqual([`${scene.x} primary`]);
});

test('A8: assigned to a queue it is Open there, nobody’s, and has waited all along', () => {
  const scene = createScene();
  const id = scene.open();
  const { waitingSince, stateSince } = scene.row(id);
  scene.floor.advance(scene.floor.now + 5000);
  scene.act('assign', id, { queueId: 'q-tech', override: {} });
  expect(scene.row(id)).toMatchObject({ state: 'open', queueId: 'q-tech', waitingSince, stateSince });
  expect(scene.row(id).agentId).toBeUndefined();
});

test('going offline loses what rings at once and keeps what is accepted', () => {
  const scene = createScene();
  const [rings, talks] = [scene.ringing(scene.x), scene.active(scene.x, 'w-sms')];
  scene.command({ type: 'setPresence', agentId: scene.x, base: 'offline' });
  expect([scene.row(rings).state, scene.row(talks).state]).toEqual(['open', 'active']);
  expect(scene.floor.transitions.get('ringing>open:wentOffline')).toBe(1);
});

test('wrap-up keeps the capacity where the workstream says so', () => {
  const scene = createScene();
  const free = scene.free(scene.x);
  scene.wrapUp(scene.x, 'w-sms');
  expect(scene.free(scene.x)).toBe(free);
  scene.wrapUp(scene.x, 'w-chat');
  expect(scene.free(scene.x)).toBe(free - 2);
});

test('presence follows from the work until a command sets it, and then stays', () => {
  const scene = createScene();
  expect(scene.agent(scene.x).presence.base).toBe('available');
  const id = scene.active(scene.x, 'w-sms');
  expect(scene.agent(scene.x).presence.base).toBe('busy');
  scene.command({ type: 'setPresence', agentId: scene.x, base: 'away', text: 'Lunch' });
  scene.command({ type: 'release', conversationId: id });
  expect(scene.agent(scene.x).presence).toMatchObject({ base: 'away', text: 'Lunch' });
});

test('removed is gone, not closed: an event with a higher version, the units are back, the id may come again', () => {
  const scene = createScene();
  const free = scene.free(scene.x);
  const id = scene.active(scene.x);
  const { version } = scene.row(id);
  scene.command({ type: 'remove', conversationId: id });
  expect(scene.floor.conversation(id)).toBeUndefined();
  expect(scene.free(scene.x)).toBe(free);
  const removed = scene.events.find(({ type }) => type === 'removed');
  expect(removed).toMatchObject({ id });
  expect(removed?.type === 'removed' && removed.version > version).toBe(true);
  scene.command({ type: 'newConversation', workstreamId: 'w-chat', queueId: 'q-billing', id });
  expect(scene.row(id).version).toBeGreaterThan(removed?.type === 'removed' ? removed.version : Infinity);
});

test('closed ones can be read for ten minutes, then they are dropped without a word', () => {
  const scene = createScene();
  const id = closed(scene);
  const told = scene.events.length;
  scene.floor.advance(scene.floor.now + 10 * 60_000 - 1);
  expect(scene.floor.conversations().map((row) => row.id)).toContain(id);
  scene.floor.advance(scene.floor.now + 1);
  expect(scene.floor.conversation(id)).toBeUndefined();
  expect(scene.events.length).toBe(told);
});

test('sentiment is unknown before the first word and follows from what the customer says', () => {
  const scene = createScene();
  const id = scene.active(scene.z, 'w-phone', 'q-voice');
  expect(scene.row(id).sentiment.level).toBe('unknown');
  scene.command({ type: 'say', conversationId: id, from: 'customer', text: 'This is terrible, I am furious!' });
  const { level } = scene.row(id).sentiment;
  expect(level).toBeLessThan(0);
  scene.command({ type: 'say', conversationId: id, from: 'agent', text: 'That is terrible, I am furious!' });
  expect(scene.row(id).sentiment.level).toBe(level);
  expect(scene.floor.sentimentOverTime(id)).toEqual([{ at: scene.floor.now, level }]);
});
