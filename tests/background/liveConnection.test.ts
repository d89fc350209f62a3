import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { wipeStored } from '../../lib/background/wipeStored.ts';
import type { Action } from '../../lib/domain/actions.ts';
import { aConversation } from '../builders.ts';
import { schedule } from '../realTime.ts';
import { createLiveScene } from './liveScene.ts';

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
});

const anAct = (type: 'monitor' | 'stopMonitor' | 'forceClose'): Action => ({
  type,
  operationId: `o-${type}`,
  conversationId: 'c-1',
  etag: 'e-1',
});
const about = { customer: 'Dana Levi' };

/** A worker that has read the floor and written it down, and died. */
async function anEarlierLife(scene: Awaited<ReturnType<typeof createLiveScene>>) {
  const { live, kill } = scene.begin();
  await live.start();
  await expect.poll(() => live.mirror.size).toBe(1);
  await live.mirror.flushed();
  return { live, kill };
}

test('what is asked before the mirror is filled is judged by its rows, not refused as gone', async () => {
  const scene = await createLiveScene();
  (await anEarlierLife(scene)).kill();
  scene.goDown();
  const { live, kill } = scene.begin();
  const acted = live.act(anAct('forceClose'), about);
  void live.start();
  expect(await acted).toMatchObject({ state: 'held' });
  kill();
});

test('a monitoring that was stopped before the worker died does not begin again (M6)', async () => {
  const scene = await createLiveScene();
  const { live: first, kill } = await anEarlierLife(scene);
  first.monitoring.watch('c-1', () => {});
  for (const type of ['monitor', 'stopMonitor'] as const) {
    await first.act(anAct(type), about);
    await expect.poll(() => first.outbox.get(`o-${type}`)?.state).toBe('confirmed');
  }
  kill();
  const second = scene.begin();
  await second.live.start();
  expect(second.live.outbox.get('o-monitor')?.state).toBe('confirmed');
  expect(second.live.monitoring.lease('c-1')).toEqual({ state: 'none' });
  second.kill();
});

test('a connection that is removed while it starts asks its backend nothing and leaves nothing behind', async () => {
  const scene = await createLiveScene();
  const { live, kill } = scene.begin();
  const started = live.start();
  await live.wipe();
  expect(scene.forgotten).toEqual(['k-1']);
  await started;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(scene.requests).toEqual([]);
  await expect(live.act(anAct('forceClose'), about)).rejects.toMatchObject({ code: 'notFound' });
  expect(await indexedDB.databases()).toEqual([]);
  kill();
});

test('another person behind the same sign-in is shown nothing and acts on nothing of the one before (TH13)', async () => {
  const scene = await createLiveScene();
  scene.anotherSignsIn();
  const { live, kill } = scene.begin();
  await live.start();
  await expect.poll(() => live.status().phase).toBe('signedOut');
  expect([live.mirror.size, live.signedInAs()?.accountId]).toEqual([0, 'u-1']);
  expect(scene.requests.filter((path) => !path.endsWith('/identity'))).toEqual([]);
  // What the connections are kept in line by: a new life, and nothing left of this one.
  expect(scene.settings.current.connections[0]?.identity?.accountId).toBe('u-2');
  expect(scene.settings.current.leaving).toEqual(['k-1']);
  kill();
});

test('a role that was taken away holds at once, even where it cannot be written down (G1)', async () => {
  const scene = await createLiveScene();
  scene.rolesAre([]);
  scene.local.set = () => Promise.reject(new Error('disk full'));
  const { live, kill } = scene.begin();
  await live.start();
  await expect.poll(() => live.mirror.size).toBe(1);
  const { reasons } = await live.act(anAct('monitor'), about);
  expect(reasons).toEqual([{ code: 'notSupervisor' }]);
  kill();
});

test('leases of an account that is wiped are not taken up by the next one (TH13)', async () => {
  const scene = await createLiveScene();
  const { live, kill } = await anEarlierLife(scene);
  live.monitoring.watch('c-1', () => {});
  await live.act(anAct('monitor'), about);
  await expect.poll(() => scene.session['leases-k-1']).toEqual(['c-1']);
  await live.wipe();
  expect(scene.session['leases-k-1']).toEqual([]);
  kill();
});

test('FA13: while the backend asked for silence, no transcript, lease or row is asked for either', async () => {
  const scene = await createLiveScene();
  const { live, kill } = await anEarlierLife(scene);
  live.monitoring.watch('c-1', () => {});
  await live.act(anAct('monitor'), about);
  await expect.poll(() => live.monitoring.lease('c-1').state).toBe('monitoring');
  scene.answersWith({ status: 429, retryAfter: 60 });
  const change = (version: number) =>
    live.mirror.apply({ changes: [{ kind: 'conversation', row: aConversation({ version }) }] });
  change(2);
  await expect.poll(() => scene.requests.at(-1)).toContain('transcript');
  await new Promise((resolve) => setTimeout(resolve, 20));
  const before = scene.requests.length;
  for (let version = 3; version < 20; version += 1) change(version);
  await expect(live.reread('c-1')).rejects.toMatchObject({ code: 'offline' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(scene.requests.slice(before)).toEqual([]);
  await live.close();
  kill();
});

test('FA24: where storage is denied outright the floor is shown, and acting is refused before anything is sent', async () => {
  vi.stubGlobal('indexedDB', {
    open() {
      throw new DOMException('The user denied permission to access the database.', 'SecurityError');
    },
    databases: () => Promise.reject(new DOMException('denied', 'SecurityError')),
  });
  const scene = await createLiveScene();
  const { live, kill } = scene.begin();
  await live.start();
  await expect.poll(() => live.mirror.size).toBe(1);
  await expect(live.act(anAct('forceClose'), about)).rejects.toMatchObject({ kind: 'storage' });
  expect(live.status().storage).toMatchObject({ list: 'denied', actions: 'denied', lost: false });
  // A refusal by the rules still gives its reasons.
  scene.rolesAre([]);
  live.refresh();
  await expect.poll(() => live.status().identity?.isSupervisor).toBe(false);
  expect(await live.act(anAct('monitor'), about)).toMatchObject({ state: 'refused' });
  expect(scene.requests.filter((path) => path.includes('c-1/'))).toEqual([]);
  await live.close();
  kill();
});

test('FA23: databases that the browser deleted are missed once, until somebody has taken note of it', async () => {
  const scene = await createLiveScene();
  const first = await anEarlierLife(scene);
  await expect.poll(() => scene.settings.current.connections[0]?.outbox).toBe('kept');
  first.kill();
  expect(first.live.status().storage.lost).toBe(false);
  vi.stubGlobal('indexedDB', new IDBFactory());
  const second = scene.begin();
  await second.live.start();
  await expect.poll(() => second.live.status().storage.lost).toBe(true);
  second.kill();
  const third = scene.begin();
  await third.live.start();
  expect(third.live.status().storage.lost).toBe(true);
  await scene.settings.updateConnection('k-1', (one) => ({ ...one, outbox: 'kept' }));
  expect(third.live.status().storage.lost).toBe(false);
  // What is deleted on purpose is not missed.
  await third.live.wipe();
  third.kill();
  const fourth = scene.begin();
  await fourth.live.start();
  expect(fourth.live.status().storage.lost).toBe(false);
  await fourth.live.close();
  fourth.kill();
});

test('what a worker that died left of an account is deleted by its id alone: rows, acts, leases, and it is not missed', async () => {
  const scene = await createLiveScene();
  const first = await anEarlierLife(scene);
  await expect.poll(() => scene.settings.current.connections[0]?.outbox).toBe('kept');
  first.live.monitoring.watch('c-1', () => {});
  await first.live.act(anAct('monitor'), about);
  await expect.poll(() => scene.session['leases-k-1']).toEqual(['c-1']);
  first.kill();
  await wipeStored('k-1', scene.settings, { schedule, session: scene.sessionArea, local: scene.local });
  expect(await indexedDB.databases()).toEqual([]);
  expect(scene.session['leases-k-1']).toEqual([]);
  expect(scene.settings.current.connections[0]).not.toHaveProperty('outbox');
});

test('FA23: an outbox that does not open is begun again by itself, and what it held is then done', async () => {
  const scene = await createLiveScene();
  const first = await anEarlierLife(scene);
  await first.live.act(anAct('forceClose'), about);
  first.kill();
  const { open } = IDBFactory.prototype;
  let failures = 1;
  const opening = vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (this: IDBFactory, name, version) {
    if (name.startsWith('outbox') && failures-- > 0) {
      throw new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError');
    }
    return open.call(this, name, version);
  });
  const second = scene.begin();
  await second.live.start();
  expect(second.live.status().storage.actions).toBe('broken');
  await expect.poll(() => second.live.outbox.get('o-forceClose')?.state, { timeout: 5_000 }).toBe('held');
  expect(second.live.status().storage.actions).toBeUndefined();
  opening.mockRestore();
  await second.live.close();
  second.kill();
});

test('a rebuild reads everything anew beside the picture, and leaves actions and their log alone', async () => {
  const scene = await createLiveScene();
  const { live, kill } = await anEarlierLife(scene);
  await live.act(anAct('forceClose'), about);
  const log = await live.log.read(undefined, 10);
  const sizes: number[] = [];
  live.mirror.subscribe(() => sizes.push(live.mirror.size));
  await live.rebuild();
  await expect.poll(() => live.status().storage.rebuilding).toBeUndefined();
  await live.mirror.flushed();
  expect([live.mirror.size, new Set(sizes)]).toEqual([1, new Set([1])]);
  expect(live.outbox.get('o-forceClose')?.state).toBe('held');
  expect(await live.log.read(undefined, 10)).toEqual(log);
  kill();
  scene.goDown();
  const second = scene.begin();
  await second.live.start();
  expect(second.live.mirror.size).toBe(1);
  second.kill();
});
