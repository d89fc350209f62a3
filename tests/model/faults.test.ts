/** The faults of the fault table that mirror, outbox and sync meet together, one by one and often. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Operation } from '../../lib/domain/actions.ts';
import { aConversation, anOpenConversation } from '../builders.ts';
import { checkNow, checkSettled } from './invariants.ts';
import { createScene, type Scene } from './scene.ts';

const second = 1_000;
const minute = 60 * second;

const opens = (count: number) => Array.from({ length: count }, (_, n) => anOpenConversation({ id: `c-${n}` }));
async function filled(count: number, remembersIds = true): Promise<Scene> {
  const scene = createScene(remembersIds, opens(count));
  await scene.clock.advance(count * 50 + second);
  expect(scene.worker.mirror.size).toBe(count);
  return scene;
}
async function stored({ outboxDisk }: Scene): Promise<Operation[]> {
  return (await outboxDisk.load()).operations;
}
const states = (operations: Operation[]) =>
  Object.fromEntries(Object.entries(Object.groupBy(operations, ({ state }) => state)).map(([k, v]) => [k, v?.length]));

test.each(['loseRequest', 'loseReply'] as const)(
  'FA11, FA12: of 500 acts a fifth meets "%s": each has one effect, and is said to have it',
  async (fault) => {
    const scene = await filled(500);
    const { clock, floor } = scene;
    for (let n = 0; n < 500; n += 1) {
      if (n % 5 === 0) floor.actFaults.push(fault);
      scene.click('assign', `c-${n}`, 0);
      if (n % 10 === 9) await clock.advance(3 * second);
    }
    await clock.advance(5 * minute);
    expect(states(await stored(scene))).toEqual({ confirmed: 500 });
    expect(scene.clicks.filter(({ action }) => floor.effectsOf(action.operationId) !== 1)).toEqual([]);
    await checkSettled(scene, true);
  },
  60_000,
);

test('FA28: one act among 500 that always fails is reported; the 499 others are done', async () => {
  const scene = await filled(500);
  scene.floor.poison.add('o-7');
  for (let n = 0; n < 500; n += 1) scene.click('say', `c-${n}`, 0);
  await scene.clock.advance(9 * minute);
  expect(states(await stored(scene))).toEqual({ confirmed: 499, unknown: 1 });
}, 60_000);

test('FA13: in 1,000 throttled cases nothing is asked inside the window, by whomever; it goes on within a second after', async () => {
  const property = fc.asyncProperty(
    fc.integer({ min: 1_000, max: 60_000 }),
    fc.array(fc.constantFrom('click', 'refresh', 'reread', 'dies', 'broken lines'), { maxLength: 4 }),
    async (rateLimited, meanwhile) => {
      const scene = createScene(true);
      const { clock, floor } = scene;
      await clock.advance(second);
      floor.actFaults.push({ rateLimited });
      scene.click('assign', 'c-0', 0);
      await clock.advance(100);
      const limited = floor.requests.length;
      for (const what of meanwhile) {
        if (what === 'click') scene.click('assign', 'c-1', 0);
        else if (what === 'refresh') scene.worker.sync.refresh();
        else if (what === 'reread') scene.reread('c-1');
        else if (what === 'dies') await scene.restart(20);
        else floor.breakLines();
        await clock.advance(100);
      }
      await clock.advance(rateLimited - 100 * (meanwhile.length + 1));
      // Inside the window, to the millisecond before its end: the answer took its way back.
      expect(floor.requests.length).toBe(limited);
      await clock.advance(second);
      expect(floor.effectsOf('o-0')).toBe(1);
      await checkNow(scene, 'after the window');
      scene.worker.life.kill();
    },
  );
  await fc.assert(property, { numRuns: 1_000 });
}, 120_000);

test('FA16: 500 races against another supervisor: the row is as one of the two wanted it, and what is said of ours is true', async () => {
  const scene = await filled(500);
  const { clock, floor } = scene;
  for (let n = 0; n < 500; n += 1) {
    scene.click('assign', `c-${n}`, 0);
    // Before ours arrives, while it is answered, and after.
    await clock.advance((n * 7) % 50);
    floor.put(`c-${n}`, { agentId: 'a-rival', state: 'active' });
    await clock.advance(200);
  }
  await clock.advance(minute);
  for (const { id, state, reasons, action } of await stored(scene)) {
    const effects = floor.effectsOf(id);
    expect(floor.rows.get(action.conversationId)?.agentId).toBe('a-rival');
    if (state === 'confirmed') expect(effects, id).toBe(1);
    else expect({ state, effects, why: reasons?.[0]?.code }, id).toMatchObject({ effects: 0, why: 'changedMeanwhile' });
  }
  const found = states(await stored(scene));
  expect(found.confirmed).toBeGreaterThan(50);
  expect(found.refused).toBeGreaterThan(50);
  await checkSettled(scene, true);
}, 60_000);

test('FA16: where the backend forgets ids, an assignment whose answer was lost never overrules who came after', async () => {
  const scene = await filled(1, false);
  const { clock, floor } = scene;
  floor.actFaults.push('loseReply');
  scene.click('assign', 'c-0', 0);
  await clock.advance(50);
  floor.put('c-0', { agentId: 'a-rival', state: 'active' });
  await clock.advance(minute);
  expect(floor.rows.get('c-0')?.agentId).toBe('a-rival');
  expect(await stored(scene)).toMatchObject([{ state: 'unknown', attempts: 1 }]);
  expect(scene.worker.mirror.conversation('c-0')?.agentId).toBe('a-rival');
});

test('FA15: 50 acts under way when the account is signed out: at most what was on its way asks, everything is kept, and goes after signing in', async () => {
  const scene = await filled(50);
  const { clock, floor } = scene;
  floor.isSignedOut = true;
  const before = floor.requests.length;
  for (let n = 0; n < 50; n += 1) scene.click('assign', `c-${n}`, 0);
  await clock.advance(9 * minute);
  expect(floor.requests.length - before).toBeLessThanOrEqual(4);
  expect(states(await stored(scene))).toEqual({ queued: 50 });
  floor.isSignedOut = false;
  scene.worker.gate.retryNow();
  await clock.advance(20 * second);
  expect(states(await stored(scene))).toEqual({ confirmed: 50 });
});

test('FA10: a network that comes and goes 500 times in five minutes is asked at most once a second while it is away', async () => {
  const scene = await filled(20);
  const { clock, floor } = scene;
  let away = 0;
  for (let n = 0; n < 500; n += 1) {
    floor.isOffline = n % 2 === 0;
    if (floor.isOffline) floor.breakLines();
    const before = floor.requests.length;
    if (n % 25 === 0) scene.click('assign', `c-${n / 25}`, 0);
    await clock.advance(600);
    if (floor.isOffline) away += floor.requests.length - before;
  }
  expect(away).toBeLessThanOrEqual(150);
  floor.isOffline = false;
  await clock.advance(12 * minute);
  await checkSettled(scene, true);
}, 60_000);

test('FA10: a force close that could not be sent for two minutes asks again, whatever the network does later', async () => {
  const scene = createScene(true, [aConversation({ id: 'c-0' })]);
  const { clock, floor } = scene;
  await clock.advance(second);
  floor.isOffline = true;
  scene.click('forceClose', 'c-0', 5_000);
  await clock.advance(3 * minute);
  floor.isOffline = false;
  await clock.advance(5 * minute);
  expect(await stored(scene)).toMatchObject([{ state: 'expired' }]);
  expect(floor.effectsOf('o-0')).toBe(0);
});

test.each([
  ['with its history', false],
  ['without', true],
])(
  'FA26: a machine that slept for 8 hours and wakes (backend %s) asks little at first and is live again',
  async (_, isForgotten) => {
    const scene = await filled(3);
    const { clock, floor } = scene;
    scene.click('assign', 'c-0', 0);
    await clock.advance(second);
    floor.halfOpen();
    floor.isOffline = true;
    scene.click('assign', 'c-1', 0);
    await clock.settle();
    clock.sleep(8 * 60 * minute);
    for (let n = 0; n < 20; n += 1) floor.put('c-2', { subject: `night ${n}` });
    if (isForgotten) floor.forgetHistory();
    const before = floor.requests.length;
    // The network takes a moment longer than the machine.
    await clock.advance(2 * second);
    floor.isOffline = false;
    await clock.advance(3 * second);
    expect(floor.requests.length - before).toBeLessThanOrEqual(5);
    await clock.advance(3 * minute);
    expect(scene.worker.mirror.conversation('c-2')?.subject).toBe('night 19');
    expect((await stored(scene)).find(({ id }) => id === 'o-1')).toMatchObject({ state: 'expired' });
    await checkSettled(scene, true);
  },
);

test('FA18: lines that stay open and say nothing are noticed within 45 s', async () => {
  const scene = await filled(1);
  scene.floor.halfOpen();
  const before = scene.floor.requests.length;
  scene.floor.put('c-0', { subject: 'unheard' });
  await scene.clock.advance(45 * second);
  expect(scene.floor.requests.length).toBeGreaterThan(before);
  await scene.clock.advance(3 * second);
  expect(scene.worker.mirror.conversation('c-0')?.subject).toBe('unheard');
});

test('FA19: a cursor that ends at any page, a hundred times: the picture never loses a row that is there', async () => {
  const property = fc.asyncProperty(fc.nat(9), fc.nat(9), fc.boolean(), async (first, second_, isLater) => {
    const scene = createScene(true, opens(17));
    const { clock, floor } = scene;
    if (isLater) {
      await clock.advance(2 * second);
      scene.worker.sync.refresh();
    }
    let least = scene.worker.mirror.size;
    scene.worker.mirror.subscribe(() => {
      if (scene.worker.mirror.size < least) scene.wrong.push(`shown: ${least}, then ${scene.worker.mirror.size}`);
      least = scene.worker.mirror.size;
    });
    for (const pages of [first, second_]) {
      await clock.advance(pages * 40 + 5);
      floor.expirePages();
      floor.put('c-3', { subject: `changed on page ${pages}` });
    }
    await clock.advance(minute);
    await checkSettled(scene, true);
    scene.worker.life.kill();
  });
  await fc.assert(property, { numRuns: 100 });
}, 60_000);
