/** F3: what can be taken back, and what never goes out late. */
import { expect, test } from 'vitest';
import { morning } from '../builders.ts';
import { anAction, createScene } from './scene.ts';

const second = 1_000;
const minute = 60 * second;

test('F3: an undo that reaches a worker before it has read its disk still takes back', async () => {
  const scene = createScene();
  const first = scene.startWorker();
  await first.outbox.add(anAction('forceClose'), undefined, { holdFor: 5 * second });
  first.kill();
  const load = scene.disk.load;
  scene.disk.load = async () => {
    await new Promise<void>((resolve) => void scene.clock.schedule(resolve, second));
    return load();
  };
  const { outbox } = scene.startWorker();
  const cancelled = outbox.cancel('o-forceClose');
  await scene.clock.advance(10 * second);
  expect(await cancelled).toBe(true);
  expect(scene.backend.requests).toEqual([]);
});

test('F3: in the undo window nothing has been sent, and it can be taken back', async () => {
  const { clock, backend, startWorker, stored } = createScene();
  const { outbox } = startWorker();
  const held = await outbox.add(anAction('forceClose'), undefined, { holdFor: 5 * second });
  expect(held).toMatchObject({ state: 'held', until: morning + 5 * second });
  await clock.advance(4_999);
  expect(backend.requests).toEqual([]);
  expect(await outbox.cancel('o-forceClose')).toBe(true);
  await clock.advance(minute - 1);
  expect(backend.requests).toEqual([]);
  expect(outbox.get('o-forceClose')).toMatchObject({ state: 'cancelled' });
  expect(await stored('o-forceClose')).toMatchObject({ state: 'cancelled' });
});

test('FA8: the same close asked for in five places at once is held once, and undone once it is undone everywhere', async () => {
  const { clock, backend, disk, startWorker } = createScene();
  const { outbox } = startWorker();
  const ask = (operationId: string) =>
    outbox.add(anAction('forceClose', { operationId }), undefined, { holdFor: 5 * second });
  const places = ['o-1', 'o-2', 'o-3', 'o-4', 'o-5'];
  const held = await Promise.all(places.map(ask));
  expect(held.map(({ id, state }) => `${id} ${state}`)).toEqual(places.map(() => 'o-1 held'));
  await clock.advance(2 * second);
  expect(await ask('o-6')).toMatchObject({ id: 'o-1', until: morning + 5 * second });
  expect((await disk.load()).operations.map(({ id }) => id)).toEqual(['o-1']);
  expect(await outbox.cancel('o-1')).toBe(true);
  await clock.advance(minute - 1);
  expect(backend.requests).toEqual([]);
});

test('F3: a close that is asked for anew, after an undo or on a newer picture, has an undo window of its own', async () => {
  const { clock, backend, startWorker } = createScene();
  const { outbox } = startWorker();
  const ask = (operationId: string, etag = 'e-1') =>
    outbox.add({ ...anAction('forceClose', { operationId }), etag }, undefined, { holdFor: 5 * second });
  await ask('o-1');
  const [, again] = await Promise.all([outbox.cancel('o-1'), ask('o-2')]);
  expect(again).toMatchObject({ id: 'o-2', state: 'held' });
  expect(await ask('o-3', 'e-2')).toMatchObject({ id: 'o-3', state: 'held' });
  expect(await outbox.cancel('o-3')).toBe(true);
  await clock.advance(5 * second);
  expect(backend.ledger.map(({ operationId }) => operationId)).toEqual(['o-2']);
});

test('F3: after the undo window it is sent, and taking it back is too late', async () => {
  const { clock, backend, startWorker } = createScene();
  const { outbox } = startWorker();
  await outbox.add(anAction('forceClose'), undefined, { holdFor: 5 * second });
  await clock.advance(5 * second);
  expect(backend.rows.get('c-1')?.state).toBe('closed');
  expect(await outbox.cancel('o-forceClose')).toBe(false);
  expect(outbox.get('o-forceClose')).toMatchObject({ state: 'confirmed', outcome: 'done' });
});

test('F3: when the worker dies and the deadline passes meanwhile, it is not sent: it asks again', async () => {
  const { clock, backend, startWorker } = createScene();
  const first = startWorker();
  await first.outbox.add(anAction('forceClose'), undefined, { holdFor: 5 * second });
  first.kill();
  await clock.advance(5 * second);
  const { outbox } = startWorker();
  await clock.advance(minute - 1);
  expect(outbox.get('o-forceClose')).toMatchObject({ state: 'expired' });
  expect(backend.requests).toEqual([]);
});

test('F3: a machine that slept through the end of the undo window sends nothing: it asks again', async () => {
  const { clock, backend, startWorker } = createScene();
  const { outbox } = startWorker();
  await outbox.add(anAction('forceClose'), undefined, { holdFor: 5 * second });
  clock.sleep(minute);
  await clock.advance(second);
  expect(outbox.get('o-forceClose')).toMatchObject({ state: 'expired' });
  expect(backend.requests).toEqual([]);
});

test('F3: a worker that comes back within the undo window goes on with it', async () => {
  const { clock, backend, startWorker } = createScene();
  const first = startWorker();
  await first.outbox.add(anAction('forceClose'), undefined, { holdFor: 5 * second });
  first.kill();
  await clock.advance(second);
  startWorker();
  await clock.advance(3_999);
  expect(backend.requests).toEqual([]);
  await clock.advance(1);
  expect(backend.effectsOf('o-forceClose')).toBe(1);
});

test('A force close that could not be sent for two minutes asks again; a transfer waits ten', async () => {
  const { clock, backend, startWorker } = createScene();
  const { outbox, gate } = startWorker();
  backend.faults = ['auth'];
  await outbox.add(anAction('stopMonitor', { operationId: 'o-first', conversationId: 'c-9' }), undefined, {
    holdFor: 0,
  });
  await clock.settle();
  await outbox.add(anAction('forceClose', { conversationId: 'c-2' }), undefined, { holdFor: 0 });
  await outbox.add(anAction('transfer'), undefined, { holdFor: 0 });
  await clock.advance(2 * minute);
  expect(outbox.get('o-forceClose')).toMatchObject({ state: 'expired' });
  expect(outbox.get('o-transfer')).toMatchObject({ state: 'queued' });
  expect(outbox.get('o-first')).toMatchObject({ state: 'queued' });
  gate.retryNow();
  await clock.settle();
  expect(outbox.get('o-transfer')).toMatchObject({ state: 'confirmed' });
  expect(backend.ledger.map(({ operationId }) => operationId)).toEqual(['o-first', 'o-transfer']);
});
