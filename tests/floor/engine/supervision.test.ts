/** Monitoring as a lease (M4–M6), joining (J1–J3), force close (F2), and every act once (operation ids, preconditions). */
import { describe, expect, test } from 'vitest';
import type { Action } from '../../../lib/domain/actions.ts';
import { createScene, type Scene } from './scene.ts';

const canRead = (scene: Scene, id: string) => scene.floor.mayRead(scene.me.id, id);

describe('monitoring', () => {
  test('M4, M5: silent, costs nothing, and opens the transcript', () => {
    const scene = createScene();
    const id = scene.active(scene.x);
    const [told, people, free] = [scene.events.length, scene.people(id), scene.free(scene.me.agentId)];
    expect(canRead(scene, id)).toBe(false);
    scene.act('monitor', id);
    expect(canRead(scene, id)).toBe(true);
    expect([scene.events.length, scene.people(id), scene.free(scene.me.agentId)]).toEqual([told, people, free]);
    expect(scene.floor.mayRead(scene.floor.supervisors[1]?.id ?? '', id)).toBe(false);
  });

  test('M6: ends 60 s of the wall clock after the last renewal, whatever the floor’s clock does', () => {
    const scene = createScene();
    const id = scene.active(scene.x);
    scene.act('monitor', id);
    scene.floor.advance(scene.floor.now + 3_600_000);
    scene.wall.now += 59_999;
    expect(scene.answer('renewMonitor', id)).toEqual(['done']);
    scene.wall.now += 59_999;
    expect(canRead(scene, id)).toBe(true);
    scene.wall.now += 1;
    expect(canRead(scene, id)).toBe(false);
    expect(scene.answer('renewMonitor', id)).toEqual(['notMonitoring']);
  });

  test('one lease per conversation however many panels: one stop ends it, a second one is already so', () => {
    const scene = createScene();
    const id = scene.active(scene.x);
    scene.act('monitor', id);
    scene.act('monitor', id);
    expect([scene.answer('stopMonitor', id), scene.answer('stopMonitor', id)]).toEqual([['done'], ['alreadySo']]);
    expect(canRead(scene, id)).toBe(false);
  });

  const ends: [string, string[], (scene: Scene, id: string) => void][] = [
    ['closed', ['wrongState', 'notMonitoring'], (s, id) => void s.act('forceClose', id)],
    [
      'back in the queue',
      ['wrongState', 'notMonitoring'],
      (s, id) => s.command({ type: 'release', conversationId: id }),
    ],
    [
      'the switch went off',
      ['switchedOff', 'notMonitoring'],
      (s) => s.command({ type: 'setSwitch', action: 'monitor', on: false }),
    ],
    [
      'transferred to me and accepted',
      ['ownConversation', 'notMonitoring'],
      (s, id) => {
        s.act('transfer', id, { agentId: s.me.agentId });
        s.command({ type: 'acceptTransfer', conversationId: id });
      },
    ],
  ];
  test.each(ends)('M6: ends by itself and the renewal says why: %s', (_what, reasons, end) => {
    const scene = createScene();
    const id = scene.active(scene.x);
    scene.act('monitor', id);
    end(scene, id);
    expect(scene.answer('renewMonitor', id)).toEqual(reasons);
  });

  test('a lease that ended does not come back with the state', () => {
    const scene = createScene();
    const id = scene.active(scene.x, 'w-sms');
    scene.act('monitor', id);
    scene.command({ type: 'stepAway', conversationId: id });
    scene.command({ type: 'comeBack', conversationId: id });
    expect(canRead(scene, id)).toBe(false);
  });
});

describe('joining', () => {
  test('J1, J2: consultant, at no cost, and everybody is told of coming and going', () => {
    const scene = createScene();
    const id = scene.active(scene.x);
    const free = scene.free(scene.me.agentId);
    scene.act('monitor', id);
    expect([scene.answer('join', id), scene.answer('join', id)]).toEqual([['done'], ['alreadySo']]);
    expect(scene.people(id)).toEqual([`${scene.x} primary`, `${scene.me.agentId} consultant`]);
    expect(scene.free(scene.me.agentId)).toBe(free);
    expect([scene.answer('leave', id), scene.answer('leave', id)]).toEqual([['done'], ['alreadySo']]);
    expect(scene.people(id)).toEqual([`${scene.x} primary`]);
    const notices = scene.floor.transcript(id).filter(({ from }) => from === 'system');
    const { name } = scene.me;
    expect(notices.map(({ text, audience }) => [text, audience])).toEqual([
      [`${name} joined`, 'everyone'],
      [`${name} left`, 'everyone'],
    ]);
  });

  test('J3: says it under the own name, to everybody or to the agent', () => {
    const scene = createScene();
    const id = scene.active(scene.x);
    scene.act('monitor', id);
    scene.act('join', id);
    scene.act('say', id, { text: 'Offer the refund', audience: 'internal' });
    expect(scene.row(id).lastAgentMessageAt).toBeUndefined();
    scene.act('say', id, { text: 'Hello from me', audience: 'everyone' });
    expect(scene.floor.transcript(id).slice(-2)).toMatchObject([
      { from: 'supervisor', authorName: scene.me.name, text: 'Offer the refund', audience: 'internal' },
      { from: 'supervisor', authorName: scene.me.name, text: 'Hello from me', audience: 'everyone' },
    ]);
    expect(scene.row(id).lastAgentMessageAt).toBe(scene.floor.now);
  });

  test('back in the queue nobody is left in it, and the supervisor’s leaving is said', () => {
    const scene = createScene();
    const id = scene.active(scene.x);
    scene.act('monitor', id);
    scene.act('join', id);
    scene.command({ type: 'release', conversationId: id });
    expect(scene.people(id)).toEqual([]);
    expect(scene.texts(id).at(-1)).toBe(`${scene.me.name} left`);
  });
});

test('F2: everyone is told that a supervisor ended it; the note stays inside', () => {
  const scene = createScene();
  const free = scene.free(scene.x);
  const id = scene.active(scene.x);
  scene.act('forceClose', id, { note: 'abuse' });
  expect(scene.row(id)).toMatchObject({ state: 'closed', ringing: false });
  expect(scene.free(scene.x)).toBe(free);
  expect(scene.floor.transcript(id).slice(-2)).toMatchObject([
    { from: 'system', text: 'A supervisor ended this conversation', audience: 'everyone' },
    { from: 'system', text: 'abuse', audience: 'internal' },
  ]);
});

describe('every act once', () => {
  const close = (scene: Scene, id: string, more: Partial<Action> = {}): Action =>
    ({ type: 'forceClose', operationId: 'o-once', conversationId: id, etag: scene.row(id).etag, ...more }) as Action;

  test('the same act again answers the stored outcome and has no second effect', () => {
    const scene = createScene();
    const id = scene.active(scene.x);
    const action = close(scene, id);
    const first = scene.floor.perform(scene.me.id, action, 'test');
    const told = scene.events.length;
    expect(scene.floor.perform(scene.me.id, { ...action }, 'other sender')).toBe(first);
    expect([scene.events.length, scene.floor.ledger.length]).toEqual([told, 1]);
  });

  test('the same id with another act, or by another supervisor, is refused as reused', () => {
    const scene = createScene();
    const id = scene.active(scene.x);
    const action = close(scene, id);
    scene.floor.perform(scene.me.id, action, 'test');
    expect(scene.floor.perform(scene.me.id, { ...action, note: 'x' } as Action, 'test')).toBe('keyReused');
    expect(scene.floor.perform(scene.floor.supervisors[1]?.id ?? '', action, 'test')).toBe('keyReused');
  });

  test('the order of an action’s fields makes no other act of it', () => {
    const scene = createScene();
    const action = close(scene, scene.active(scene.x));
    scene.floor.perform(scene.me.id, action, 'test');
    const reversed = Object.fromEntries(Object.entries(action).reverse()) as Action;
    expect(scene.floor.perform(scene.me.id, reversed, 'test')).toMatchObject({ kind: 'done' });
  });

  test('an unknown conversation leaves no trace in the ledger', () => {
    const { floor, me } = createScene();
    const action: Action = { type: 'monitor', operationId: 'o-1', conversationId: 'c-none', etag: '' };
    expect(floor.perform(me.id, action, 'test')).toBe('noSuchConversation');
    expect(floor.outcomeOf('o-1')).toBeUndefined();
  });

  test('effects and refusals are on record with sender, reasons and version', () => {
    const scene = createScene();
    const id = scene.active(scene.x);
    scene.act('assign', id, { agentId: scene.y, override: {} });
    scene.act('transfer', id, { agentId: scene.y });
    expect(scene.floor.ledger).toMatchObject([
      { operationId: 'o-1', outcome: 'refused', reasonCodes: ['wrongState', 'alreadyAssigned'], version: undefined },
      { operationId: 'o-2', outcome: 'done', reasonCodes: [], version: scene.row(id).version, sender: 'test' },
    ]);
    expect(scene.floor.outcomeOf('o-2')).toBe(scene.floor.ledger[1]);
  });
});

describe('precondition', () => {
  const acts: [Action['type'], Record<string, unknown>, string[]][] = [
    ['transfer', { agentId: 'a-none' }, ['changed']],
    ['assign', { queueId: 'q-tech', override: {} }, ['changed']],
    ['forceClose', {}, ['changed']],
    ['monitor', {}, ['done']],
    ['stopMonitor', {}, ['alreadySo']],
  ];
  test.each(acts)('%s on another picture than what is now', (type, more, expected) => {
    const scene = createScene();
    const id = scene.ringing(scene.x);
    const { etag } = scene.row(id);
    scene.command({ type: 'accept', conversationId: id });
    expect(scene.answer(type, id, { ...more, etag })).toEqual(expected);
  });

  test('words do not spoil it: only state, agent, queue, ringing and pending transfer do', () => {
    const scene = createScene();
    const id = scene.active(scene.x);
    const { etag, version } = scene.row(id);
    scene.command({ type: 'say', conversationId: id, from: 'customer', text: 'Hello?' });
    expect(scene.row(id).version).toBeGreaterThan(version);
    expect(scene.answer('forceClose', id, { etag })).toEqual(['done']);
  });

  test('closed meanwhile: the goal holds, whatever was seen', () => {
    const scene = createScene();
    const id = scene.wrapUp(scene.x);
    const { etag } = scene.row(id);
    scene.command({ type: 'finishWrapUp', conversationId: id });
    expect(scene.answer('forceClose', id, { etag })).toEqual(['alreadySo']);
  });
});

describe('the presence of an agent', () => {
  const set = (scene: Scene, agentId: string, presenceId: string) =>
    scene.answer('setPresence', scene.active(scene.x), { agentId, presenceId });
  const baseOf = (scene: Scene, id: string) => scene.floor.agents().find((agent) => agent.id === id)?.presence.base;

  test('is what a supervisor sets, and everybody is told', () => {
    const scene = createScene();
    expect(set(scene, scene.y, 'away')).toEqual(['done']);
    expect(baseOf(scene, scene.y)).toBe('away');
    expect(scene.events.at(-1)).toMatchObject({ type: 'agent', row: { id: scene.y, presence: { base: 'away' } } });
  });

  test.each([
    ['a bot', (scene: Scene) => scene.bot, 'away', 'isBot'],
    ['an agent who is not there', () => 'a-none', 'away', 'noSuchTarget'],
    ['a presence that nobody can be given', (scene: Scene) => scene.y, 'unknown', 'backendRefused'],
  ])('is refused for %s, and nothing changes', (_what, agentOf, presenceId, code) => {
    const scene = createScene();
    const before = baseOf(scene, scene.y);
    expect(set(scene, agentOf(scene), presenceId)).toEqual([code]);
    expect(baseOf(scene, scene.y)).toBe(before);
  });
});
