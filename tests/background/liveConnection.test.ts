// @vitest-environment node
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Action } from '../../lib/domain/actions.ts';
import { aConversation } from '../builders.ts';
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
  await started;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(scene.requests).toEqual([]);
  await expect(live.act(anAct('forceClose'), about)).rejects.toMatchObject({ code: 'notFound' });
  expect(await indexedDB.databases()).toEqual([]);
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
