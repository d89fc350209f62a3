/** Each rule on the floor's own side: one case that it lets pass, one that it refuses. Written from spec.md §2. */
import { describe, expect, test } from 'vitest';
import { createScene, type Scene } from './scene.ts';

type Case = [rule: string, what: string, run: (scene: Scene) => string[], expected: string[]];
const to = (agentId: string) => ({ agentId, override: {} });
const voiceAgent = (scene: Scene) =>
  scene.floor.agents().find(({ queueIds }) => queueIds.length === 1 && queueIds[0] === 'q-voice')?.id ?? '';
const outsideBilling = (scene: Scene) =>
  scene.floor.agents().find(({ kind, queueIds }) => kind === 'human' && !queueIds.includes('q-billing'))?.id ?? '';
const monitored = (scene: Scene, id: string) => {
  scene.act('monitor', id);
  return id;
};
const joined = (scene: Scene, id: string) => {
  scene.act('join', monitored(scene, id));
  return id;
};
const others = { id: 's-none', agentId: 'a-none', name: 'Nobody', roles: [] };
const say = (audience: string) => ({ text: 'Hello', audience });

const cases: Case[] = [
  ['G1', 'a supervisor', (s) => s.answer('monitor', s.active(s.x)), ['done']],
  ['G1', 'an account that is none', (s) => s.answer('monitor', s.active(s.x), {}, others), ['notSupervisor']],
  ['G2', 'the switch of another action is off', (s) => off(s, 'assign').answer('monitor', s.active(s.x)), ['done']],
  ['G2', 'its own switch is off', (s) => off(s, 'monitor').answer('monitor', s.active(s.x)), ['switchedOff']],
  [
    'G2',
    'join follows monitor',
    (s) => off(s, 'monitor').answer('join', s.active(s.x)),
    ['switchedOff', 'notMonitoring'],
  ],
  [
    'G2',
    'all reasons, not only the switch',
    (s) => off(s, 'assign').answer('assign', s.active(s.x), { queueId: 'q-tech', override: {} }),
    ['switchedOff', 'wrongState', 'alreadyAssigned'],
  ],
  ['M1', 'Active', (s) => s.answer('monitor', s.active(s.x)), ['done']],
  ['M1', 'Active, ringing', (s) => s.answer('monitor', s.ringing(s.x)), ['done']],
  ['M1', 'Wrap-up', (s) => s.answer('monitor', s.wrapUp(s.x)), ['done']],
  ['M1', 'Open', (s) => s.answer('monitor', s.open()), ['wrongState']],
  ['M1', 'Waiting', (s) => s.answer('monitor', s.waiting(s.x)), ['wrongState']],
  ['M2', 'voice', (s) => s.answer('monitor', s.wrapUp(voiceAgent(s), 'w-phone')), ['done']],
  ['M2', 'a record', (s) => s.answer('monitor', s.active(s.x, 'w-case')), ['wrongChannel']],
  ['M3', 'my own', (s) => s.answer('monitor', s.active(s.me.agentId)), ['ownConversation']],
  ['M3', 'my own, Waiting', (s) => s.answer('monitor', s.waiting(s.me.agentId)), ['wrongState', 'ownConversation']],
  ['M3', 'one that I consult in', (s) => s.answer('monitor', joined(s, s.active(s.x))), ['done']],
  ['J1', 'monitored', (s) => s.answer('join', monitored(s, s.active(s.x))), ['done']],
  ['J1', 'not monitored', (s) => s.answer('join', s.active(s.x)), ['notMonitoring']],
  ['J3', 'joined, to everybody', (s) => s.answer('say', joined(s, s.active(s.x)), say('everyone')), ['done']],
  ['J3', 'joined, to the agent', (s) => s.answer('say', joined(s, s.active(s.x)), say('internal')), ['done']],
  ['J3', 'only monitoring', (s) => s.answer('say', monitored(s, s.active(s.x)), say('internal')), ['notJoined']],
  ['J3', 'to a bot', (s) => s.answer('say', joined(s, s.active(s.bot)), say('internal')), ['audienceNotPossible']],
  ['J3', 'a bot’s customer', (s) => s.answer('say', joined(s, s.active(s.bot)), say('everyone')), ['done']],
  [
    'J3',
    'customer gone, public',
    (s) => s.answer('say', joined(s, s.wrapUp(s.x)), say('everyone')),
    ['audienceNotPossible'],
  ],
  ['J3', 'customer gone, internal', (s) => s.answer('say', joined(s, s.wrapUp(s.x)), say('internal')), ['done']],
  [
    'J3',
    'a call has no audio here',
    (s) => s.answer('join', monitored(s, s.active(voiceAgent(s), 'w-phone'))),
    ['notSupported'],
  ],
  ['A1', 'Open, nobody’s', (s) => s.answer('assign', s.open(), to(s.y)), ['done']],
  ['A1', 'Active', (s) => s.answer('assign', s.active(s.x), to(s.y)), ['wrongState', 'alreadyAssigned']],
  ['A1', 'Active, ringing', (s) => s.answer('assign', s.ringing(s.x), to(s.y)), ['wrongState', 'alreadyAssigned']],
  ['A2', 'myself', (s) => s.answer('assign', s.open(), to(s.me.agentId)), ['done']],
  ['A2', 'a bot', (s) => s.answer('assign', s.open(), to(s.bot)), ['isBot']],
  ['A2', 'nobody known', (s) => s.answer('assign', s.open(), to('a-gone')), ['noSuchTarget']],
  ['A3', 'an agent of another queue', (s) => s.answer('assign', s.open(), to(outsideBilling(s))), ['done']],
  ['A3', 'busy', (s) => s.answer('assign', s.open(), to(present(s, 'busy', 'Lunch'))), ['done']],
  ['A3', 'away', (s) => s.answer('assign', s.open(), to(present(s, 'away'))), ['presenceNotAllowed']],
  ['A4', 'another queue', (s) => s.answer('assign', s.open(), { queueId: 'q-tech', override: {} }), ['done']],
  [
    'A4',
    'its own queue',
    (s) => s.answer('assign', s.open(), { queueId: 'q-billing', override: {} }),
    ['isCurrentQueue'],
  ],
  [
    'A4',
    'a queue for calls',
    (s) => s.answer('assign', s.open(), { queueId: 'q-voice', override: {} }),
    ['wrongQueueKind'],
  ],
  ['A5', 'full', (s) => s.answer('assign', s.open(), to(full(s))), ['overCapacity']],
  [
    'A5',
    'full, overridden',
    (s) => s.answer('assign', s.open(), { agentId: full(s), override: { capacity: true } }),
    ['done'],
  ],
  ['A5', 'unknown presence', (s) => s.answer('assign', s.open(), to(present(s, 'unknown'))), ['presenceUnknown']],
  [
    'A5',
    'the wrong override',
    (s) => s.answer('assign', s.open(), { agentId: present(s, 'away'), override: { capacity: true } }),
    ['presenceNotAllowed'],
  ],
  [
    'A5',
    'presence, overridden',
    (s) => s.answer('assign', s.open(), { agentId: present(s, 'away'), override: { presence: true } }),
    ['done'],
  ],
  [
    'A6',
    'the one with the blocking role',
    (s) => s.answer('assign', s.open(), to(s.y), s.floor.supervisors[2]),
    ['blockingRole'],
  ],
  ['A6', 'another supervisor', (s) => s.answer('assign', s.open(), to(s.y), s.floor.supervisors[1]), ['done']],
  ['A7', 'a call', (s) => s.answer('assign', s.open('w-phone'), to(voiceAgent(s))), ['done']],
  [
    'A7',
    'a record, with the blocking role',
    (s) => s.answer('assign', s.open('w-case'), to(s.y), s.floor.supervisors[2]),
    ['blockingRole', 'wrongChannel'],
  ],
  ['T1', 'Active', (s) => s.answer('transfer', s.active(s.x), { agentId: s.y }), ['done']],
  ['T1', 'Waiting', (s) => s.answer('transfer', s.waiting(s.x), { agentId: s.y }), ['done']],
  ['T1', 'Wrap-up', (s) => s.answer('transfer', s.wrapUp(s.x), { agentId: s.y }), ['wrongState']],
  ['T1', 'Open', (s) => s.answer('transfer', s.open(), { agentId: s.y }), ['wrongState']],
  ['T2', 'my own', (s) => s.answer('transfer', s.active(s.me.agentId), { agentId: s.y }), ['done']],
  ['T2', 'escalated', (s) => s.answer('transfer', s.escalated(s.x), { agentId: s.y }), ['escalated']],
  [
    'T2',
    'a call in wrap-up',
    (s) => s.answer('transfer', s.wrapUp(voiceAgent(s), 'w-phone'), { agentId: s.me.agentId }),
    ['wrongState', 'wrongChannel'],
  ],
  ['T3', 'from a bot', (s) => s.answer('transfer', s.active(s.bot), { agentId: s.y }), ['fromBot']],
  ['T3', 'to a bot', (s) => s.answer('transfer', s.active(s.x), { agentId: s.bot }), ['isBot']],
  ['T4', 'myself', (s) => s.answer('transfer', s.active(s.x), { agentId: s.me.agentId }), ['done']],
  ['T4', 'full: only a note', (s) => s.answer('transfer', s.active(s.x), { agentId: full(s) }), ['done']],
  ['T4', 'the one who has it', (s) => s.answer('transfer', s.active(s.x), { agentId: s.x }), ['isCurrentAgent']],
  ['T4', 'away', (s) => s.answer('transfer', s.active(s.x), { agentId: present(s, 'away') }), ['presenceNotAllowed']],
  ['T4', 'another queue', (s) => s.answer('transfer', s.active(s.x), { agentId: outsideBilling(s) }), ['notInQueue']],
  ['T8', 'a second one', (s) => s.answer('transfer', pending(s), { agentId: s.z }), ['transferPending']],
  ['F1', 'Open', (s) => s.answer('forceClose', s.open()), ['done']],
  ['F1', 'Waiting', (s) => s.answer('forceClose', s.waiting(s.x)), ['done']],
  ['F1', 'a call in wrap-up', (s) => s.answer('forceClose', s.wrapUp(voiceAgent(s), 'w-phone')), ['done']],
  ['F1', 'escalated', (s) => s.answer('forceClose', s.escalated(s.x)), ['done']],
  ['F1', 'a record', (s) => s.answer('forceClose', s.active(s.x, 'w-case')), ['wrongChannel']],
  ['F1', 'closed already', (s) => s.answer('forceClose', closed(s)), ['alreadySo']],
];

function off(scene: Scene, action: 'monitor' | 'assign'): Scene {
  scene.command({ type: 'setSwitch', action, on: false });
  return scene;
}
function present(scene: Scene, base: 'busy' | 'away' | 'unknown', text?: string): string {
  scene.command({ type: 'setPresence', agentId: scene.y, base, ...(text ? { text } : {}) });
  return scene.y;
}
/** Takes one unit after another until less than a chat needs is free; presence is held, so that only capacity speaks. */
function full(scene: Scene): string {
  scene.command({ type: 'setPresence', agentId: scene.y, base: 'busy' });
  while (scene.free(scene.y) > 1) scene.active(scene.y, 'w-sms');
  return scene.y;
}
function pending(scene: Scene): string {
  const id = scene.active(scene.x);
  scene.act('transfer', id, { agentId: scene.y });
  return id;
}
function closed(scene: Scene): string {
  const id = scene.wrapUp(scene.x);
  scene.command({ type: 'finishWrapUp', conversationId: id });
  return id;
}

describe('the floor decides again, whatever the client claims', () => {
  test.each(cases)('%s: %s', (_rule, _what, run, expected) => {
    expect(run(createScene())).toEqual(expected);
  });
});

test('T3: a queue is no target of a transfer in 2024; in 2025 it takes the conversation at once, under A4', () => {
  const byVersion = (rulesVersion: '2024' | '2025', queueId: string) => {
    const scene = createScene({ rulesVersion });
    const id = scene.active(scene.x);
    const answer = scene.answer('transfer', id, { queueId });
    const { state, queueId: in_, agentId } = scene.row(id);
    return { answer, state, in_, agentId: agentId === scene.x ? 'x' : agentId };
  };
  const untouched = { state: 'active', in_: 'q-billing', agentId: 'x' };
  expect(byVersion('2024', 'q-orders')).toEqual({ answer: ['noSuchTarget'], ...untouched });
  expect(byVersion('2025', 'q-billing')).toEqual({ answer: ['isCurrentQueue'], ...untouched });
  expect(byVersion('2025', 'q-voice')).toEqual({ answer: ['wrongQueueKind'], ...untouched });
  expect(byVersion('2025', 'q-orders')).toEqual({
    answer: ['done'],
    state: 'open',
    in_: 'q-orders',
    agentId: undefined,
  });
});

test('a refusal changes nothing and tells nobody', () => {
  const scene = createScene();
  const id = scene.active(scene.x);
  const before = [scene.row(id), scene.events.length];
  scene.act('assign', id, to(scene.y));
  expect([scene.row(id), scene.events.length]).toEqual(before);
});

test('A5: says by how many units an agent is over, the negative free ones counted', () => {
  const scene = createScene();
  full(scene);
  scene.act('assign', scene.open(), { agentId: scene.y, override: { capacity: true } });
  scene.command({ type: 'accept', conversationId: scene.floor.ledger.at(-1)?.action.conversationId ?? '' });
  expect(scene.free(scene.y)).toBe(-1);
  const outcome = scene.act('assign', scene.open(), to(scene.y));
  expect(outcome).toMatchObject({ kind: 'refused', reasons: [{ code: 'overCapacity', units: 3 }] });
});

test('exactly one of three supervisors holds the role that blocks assigning', () => {
  const { supervisors } = createScene().floor;
  expect(supervisors.map(({ roles }) => roles.includes('Omnichannel API access'))).toEqual([false, false, true]);
});
