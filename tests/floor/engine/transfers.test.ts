/** T5, T6, T8 and the telling cases of model.md §4: who is in it afterwards, and with whom the capacity is. */
import { expect, test } from 'vitest';
import type { Command } from '../../../lib/floor/floor.ts';
import { createScene, type Scene } from './scene.ts';

const chat = 2;
type Answer = Extract<Command, { type: 'acceptTransfer' | 'declineTransfer' | 'timeOutTransfer' }>['type'];
function transfer(scene: Scene, id: string, agentId: string, answer?: Answer): void {
  expect(scene.answer('transfer', id, { agentId })).toEqual(['done']);
  if (answer) scene.command({ type: answer, conversationId: id });
}

test('pending: shown as such for 30 s, the first agent keeps it, no capacity moves', () => {
  const scene = createScene();
  const id = scene.active(scene.x);
  const free = scene.free(scene.y);
  transfer(scene, id, scene.y);
  const { now } = scene.floor;
  expect(scene.row(id)).toMatchObject({
    state: 'active',
    agentId: scene.x,
    pendingTransfer: { toAgentId: scene.y, since: now, expiresAt: now + 30_000 },
    transferCount: 0,
  });
  expect(scene.people(id)).toEqual([`${scene.x} primary`]);
  expect(scene.free(scene.y)).toBe(free);
});

test('Active, accepted: the second is primary, the first stays as consultant, capacity moves', () => {
  const scene = createScene();
  const [freeX, freeY] = [scene.free(scene.x), scene.free(scene.y)];
  const id = scene.active(scene.x);
  transfer(scene, id, scene.y, 'acceptTransfer');
  expect(scene.row(id)).toMatchObject({ state: 'active', agentId: scene.y, transferCount: 1 });
  expect(scene.row(id).pendingTransfer).toBeUndefined();
  expect(scene.people(id)).toEqual([`${scene.y} primary`, `${scene.x} consultant`]);
  expect([scene.free(scene.x), scene.free(scene.y)]).toEqual([freeX, freeY - chat]);
});

test('there and back: the first is primary again, the second consultant, nobody twice', () => {
  const scene = createScene();
  const id = scene.active(scene.x);
  transfer(scene, id, scene.y, 'acceptTransfer');
  transfer(scene, id, scene.x, 'acceptTransfer');
  expect(scene.people(id)).toEqual([`${scene.x} primary`, `${scene.y} consultant`]);
  expect(scene.row(id).transferCount).toBe(2);
});

test('Waiting, accepted: Active with the second, the first is not added', () => {
  const scene = createScene();
  const id = scene.waiting(scene.x);
  transfer(scene, id, scene.y, 'acceptTransfer');
  expect(scene.row(id)).toMatchObject({ state: 'active', agentId: scene.y });
  expect(scene.people(id)).toEqual([`${scene.y} primary`]);
});

test('still ringing: the first loses the offer, is not added, and has the units back', () => {
  const scene = createScene();
  const freeX = scene.free(scene.x);
  const id = scene.ringing(scene.x);
  transfer(scene, id, scene.y, 'acceptTransfer');
  expect(scene.row(id)).toMatchObject({ state: 'active', agentId: scene.y, ringing: false });
  expect(scene.people(id)).toEqual([`${scene.y} primary`]);
  expect(scene.free(scene.x)).toBe(freeX);
});

test.each(['declineTransfer', 'timeOutTransfer'] as const)(
  '%s: the first keeps it, the second is no participant',
  (answer) => {
    const scene = createScene();
    const id = scene.active(scene.x);
    transfer(scene, id, scene.y, answer);
    expect(scene.row(id)).toMatchObject({ state: 'active', agentId: scene.x, transferCount: 0 });
    expect(scene.row(id).pendingTransfer).toBeUndefined();
    expect(scene.people(id)).toEqual([`${scene.x} primary`]);
  },
);

test('a joined supervisor who takes it over is primary, and no consultant besides', () => {
  const scene = createScene();
  const id = scene.active(scene.x);
  scene.act('monitor', id);
  scene.act('join', id);
  transfer(scene, id, scene.me.agentId, 'acceptTransfer');
  expect(scene.people(id)).toEqual([`${scene.me.agentId} primary`, `${scene.x} consultant`]);
});

const endings: [string, (scene: Scene, id: string) => void, string][] = [
  ['force close', (scene, id) => void scene.act('forceClose', id), 'closed'],
  ['escalation', (scene, id) => scene.command({ type: 'escalate', conversationId: id }), 'active'],
  ['the agent ending it', (scene, id) => scene.command({ type: 'endTalk', conversationId: id }), 'wrapUp'],
  ['the agent releasing it', (scene, id) => scene.command({ type: 'release', conversationId: id }), 'open'],
];
test.each(endings)('T8: %s cancels a pending transfer, says so, and an answer comes too late', (_what, end, state) => {
  const scene = createScene();
  const id = scene.active(scene.x);
  transfer(scene, id, scene.y);
  end(scene, id);
  expect(scene.row(id).state).toBe(state);
  expect(scene.row(id).pendingTransfer).toBeUndefined();
  expect(scene.texts(id)).toContain(`The transfer to ${scene.agent(scene.y).name} was cancelled.`);
  expect(scene.floor.command({ type: 'acceptTransfer', conversationId: id })).toMatchObject({ ok: false });
  expect(scene.floor.transitions.get('transfer:cancelled')).toBe(1);
});

test('an agent who steps away leaves the transfer pending: from Waiting it is accepted as from Waiting', () => {
  const scene = createScene();
  const id = scene.active(scene.x, 'w-sms');
  transfer(scene, id, scene.y);
  scene.command({ type: 'stepAway', conversationId: id });
  scene.command({ type: 'acceptTransfer', conversationId: id });
  expect(scene.people(id)).toEqual([`${scene.y} primary`]);
});

test('an agent asks a colleague under the same rules, whatever switch is off', () => {
  const scene = createScene();
  scene.command({ type: 'setSwitch', action: 'transfer', on: false });
  const id = scene.active(scene.x);
  expect(scene.floor.command({ type: 'requestTransfer', conversationId: id, agentId: scene.bot })).toEqual({
    ok: false,
    why: 'Not possible: isBot.',
  });
  scene.command({ type: 'requestTransfer', conversationId: id, agentId: scene.y });
  expect(scene.row(id).pendingTransfer?.toAgentId).toBe(scene.y);
});
