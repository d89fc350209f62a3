import { expect, test } from 'vitest';
import { morning } from '../builders.ts';
import { createScene, trouble } from './scene.ts';

const second = 1_000;
const minute = 60 * second;

test('The first reading is shown page by page, then it is live', async () => {
  const { clock, startWorker } = createScene({ rows: 5 });
  const { mirror, statuses, phases, ids } = await startWorker();
  const sizes: number[] = [];
  mirror.subscribe(() => sizes.push(mirror.size));
  await clock.settle();
  expect(sizes).toEqual([2, 4, 5]);
  expect(phases()).toEqual(['connecting', 'loading', 'live']);
  expect(statuses.flatMap((status) => (status.phase === 'loading' ? [status.loaded] : []))).toEqual([2, 4]);
  expect(ids()).toEqual(['c-1', 'c-2', 'c-3', 'c-4', 'c-5']);
});

test('FA25: a worker that dies in the middle of the first reading goes on at the same page', async () => {
  const { clock, centre, startWorker, asked } = createScene({ rows: 9 });
  centre.pullTrouble = [undefined, undefined, trouble('offline')];
  const first = await startWorker();
  await clock.settle();
  await first.mirror.flushed();
  first.kill();
  await clock.advance(second);
  const { ids, phases } = await startWorker();
  await clock.advance(second);
  expect(ids()).toHaveLength(9);
  expect(asked('pull').map(({ what }) => what.replace(/page:\d+/, 'page'))).toEqual([
    'pull -',
    'pull page:c-2',
    'pull page:c-4',
    'pull page:c-4',
    'pull page:c-6',
    'pull page:c-8',
  ]);
  expect(phases().at(-1)).toBe('live');
});

test('What changes while pages are read is replayed from the moment the reading began', async () => {
  const { clock, centre, startWorker } = createScene({ rows: 5 });
  const { mirror } = await startWorker();
  let changed = false;
  mirror.subscribe(() => {
    if (changed) return;
    changed = true;
    centre.put('c-1', { subject: 'changed behind its back' });
    centre.remove('c-2');
  });
  await clock.settle();
  expect(mirror.conversation('c-1')?.subject).toBe('changed behind its back');
  expect(mirror.conversation('c-2')).toBeUndefined();
});

test('FA19: a later full reading takes the old picture’s place at once, and no list is empty in between', async () => {
  const { clock, centre, startWorker } = createScene({ rows: 5 });
  const worker = await startWorker();
  await clock.settle();
  const sizes: number[] = [];
  worker.mirror.subscribe(() => sizes.push(worker.mirror.size));
  centre.watchTrouble = trouble('offline');
  centre.breakLines();
  for (const id of ['c-1', 'c-2', 'c-3']) centre.remove(id);
  centre.put('c-6');
  centre.forgetHistory();
  centre.watchTrouble = undefined;
  await clock.advance(2 * second);
  expect(sizes).toEqual([3]);
  expect(worker.ids()).toEqual(['c-4', 'c-5', 'c-6']);
  expect(worker.sync.status.phase).toBe('live');
});

test('A page that fails in a later full reading is asked for again; what was read is kept', async () => {
  const { clock, centre, startWorker, asked } = createScene({ rows: 5 });
  const { sync } = await startWorker();
  await clock.settle();
  centre.requests.length = 0;
  centre.pullTrouble = [undefined, trouble('broken'), trouble('offline')];
  sync.refresh();
  await clock.advance(10 * second);
  expect(asked('pull').map(({ what }) => what.replace(/page:\d+/, 'page'))).toEqual([
    'pull -',
    'pull page:c-2',
    'pull page:c-2',
    'pull page:c-2',
    'pull page:c-4',
  ]);
  expect(sync.status.phase).toBe('live');
});

test('A line that breaks is mended from where it was; it is called offline when that fails', async () => {
  const { clock, centre, startWorker, asked } = createScene({ rows: 2 });
  const { sync, mirror, phases } = await startWorker();
  await clock.settle();
  centre.breakLines('broken');
  await clock.settle();
  expect(sync.status.phase).toBe('connecting');
  centre.watchTrouble = trouble('offline');
  centre.put('c-1', { subject: 'meanwhile' });
  await clock.advance(second);
  expect(sync.status).toMatchObject({ phase: 'offline', problem: { kind: 'offline', retryAt: expect.any(Number) } });
  centre.watchTrouble = undefined;
  await clock.advance(4 * second);
  expect(mirror.conversation('c-1')?.subject).toBe('meanwhile');
  expect(phases()).toEqual(['connecting', 'live', 'connecting', 'offline', 'live']);
  expect(asked('pull')).toHaveLength(1);
});

test('Three lines that fail in a row while reading works: polls every 10 s, tries a line every minute', async () => {
  const { clock, centre, startWorker, asked } = createScene({ rows: 1 });
  centre.watchTrouble = trouble('offline');
  const { sync, mirror } = await startWorker();
  await clock.advance(20 * second);
  expect(sync.status.phase).toBe('polling');
  centre.put('c-2');
  await clock.advance(10 * second);
  expect(mirror.size).toBe(2);
  const before = { pulls: asked('pull').length, watches: asked('watch').length };
  await clock.advance(5 * minute);
  expect(asked('pull').length - before.pulls).toBeGreaterThanOrEqual(29);
  expect(asked('pull').length - before.pulls).toBeLessThanOrEqual(31);
  expect(asked('watch').length - before.watches).toBe(5);
  expect(sync.status.phase).toBe('polling');
  centre.watchTrouble = undefined;
  await clock.advance(minute + 10 * second);
  expect(sync.status.phase).toBe('live');
});

test('A line that is tried beside polling and says nothing is given up after 20 s', async () => {
  const { clock, centre, startWorker, asked } = createScene({ rows: 1 });
  centre.watchTrouble = trouble('offline');
  await startWorker();
  await clock.advance(20 * second);
  centre.watchTrouble = 'silent';
  await clock.advance(5 * minute);
  const gaps = asked('pull').map(({ at }, index, all) => at - (all[index - 1]?.at ?? at));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(30 * second);
});

test('A backend without a line is polled', async () => {
  const { clock, centre, startWorker } = createScene({ rows: 3, hasWatch: false });
  const { sync, mirror, phases } = await startWorker();
  await clock.settle();
  centre.remove('c-2');
  centre.put('c-9');
  await clock.advance(10 * second);
  expect(mirror.size).toBe(3);
  expect(phases()).toEqual(['connecting', 'loading', 'polling']);
  expect(sync.status.phase).toBe('polling');
});

test.each([
  ['auth', 'signedOut'],
  ['forbidden', 'forbidden'],
  ['wrongBackend', 'wrongBackend'],
] as const)('%s stops everything and says "%s", until someone asks again', async (kind, phase) => {
  const { clock, centre, startWorker } = createScene({ rows: 1 });
  centre.pullTrouble = [trouble(kind)];
  const { sync } = await startWorker();
  await clock.advance(60 * minute);
  expect(sync.status).toMatchObject({ phase, problem: { kind } });
  expect(centre.requests).toHaveLength(1);
  sync.refresh();
  await clock.settle();
  expect(sync.status.phase).toBe('live');
});

test('When an action finds out that the credentials ended, the line is let go as well', async () => {
  const { clock, centre, startWorker } = createScene({ rows: 1 });
  const { sync, gate } = await startWorker();
  await clock.settle();
  gate.failed(trouble('auth'));
  await clock.advance(minute);
  expect(sync.status.phase).toBe('signedOut');
  expect(centre.lines).toBe(0);
  sync.refresh();
  await clock.settle();
  expect(sync.status.phase).toBe('live');
});

test('FA13: nothing is asked inside the time that the backend wants to be left alone, not even by "refresh"', async () => {
  const { clock, centre, startWorker } = createScene({ rows: 1 });
  centre.pullTrouble = [trouble('rateLimited', 30 * second)];
  const { sync } = await startWorker();
  await clock.advance(10 * second);
  expect(sync.status).toMatchObject({
    phase: 'offline',
    problem: { kind: 'rateLimited', retryAt: morning + 30 * second },
  });
  sync.refresh();
  await clock.advance(19_999);
  expect(centre.requests).toHaveLength(1);
  await clock.advance(1);
  expect(sync.status.phase).toBe('live');
});

test('A sign of life moves the time of the picture on; silence does not', async () => {
  const { clock, centre, startWorker } = createScene({ rows: 1 });
  const { mirror } = await startWorker();
  await clock.settle();
  await clock.advance(15 * second);
  expect(mirror.asOf).toBe(morning);
  centre.ping();
  expect(mirror.asOf).toBe(morning + 15 * second);
});

test('FA21: the backend’s clock is compared, never trusted: its offset is told', async () => {
  const { clock, centre, startWorker } = createScene({ rows: 1 });
  const pull = centre.connector.pull;
  centre.connector.pull = async (cursor, signal) => ({
    ...(await pull(cursor, signal)),
    now: clock.now() + 86_400_000,
  });
  centre.watchTrouble = 'silent';
  const { sync, mirror } = await startWorker();
  await clock.settle();
  expect(sync.status.clockOffset).toBe(86_400_000);
  expect(mirror.asOf).toBe(morning);
});

test('"Refresh" reads everything anew, also over a line that works', async () => {
  const { clock, centre, startWorker, asked } = createScene({ rows: 3 });
  const { sync } = await startWorker();
  await clock.settle();
  sync.refresh();
  await clock.settle();
  expect(asked('pull -')).toHaveLength(2);
  expect(centre.lines).toBe(1);
  expect(sync.status.phase).toBe('live');
});

test('A backend that asks for a new reading again and again is polled instead', async () => {
  const { clock, centre, startWorker, asked } = createScene({ rows: 1 });
  centre.connector.watch = async (_, onEvent) => onEvent({ kind: 'restart' });
  const { sync } = await startWorker();
  await clock.advance(minute);
  expect(sync.status.phase).toBe('polling');
  expect(asked('pull').length).toBeLessThan(15);
});

test('After "stop" nothing is asked and nothing is told; it can be started again', async () => {
  const { clock, centre, startWorker } = createScene({ rows: 1 });
  const { sync, statuses } = await startWorker();
  await clock.settle();
  sync.stop();
  const before = { requests: centre.requests.length, statuses: statuses.length };
  centre.put('c-1');
  await clock.advance(10 * minute);
  expect({ requests: centre.requests.length, statuses: statuses.length }).toEqual(before);
  expect(centre.lines).toBe(0);
  sync.start();
  sync.start();
  await clock.settle();
  expect(centre.lines).toBe(1);
});

test('lists that are not found (a proxy without its backend) are asked for with pauses, not in a loop', async () => {
  const { clock, centre, asked, startWorker } = createScene();
  centre.pullTrouble = Array.from({ length: 1_000 }, () => trouble('notFound'));
  const worker = await startWorker();
  await clock.advance(60_000);
  expect(asked('pull').length).toBeLessThan(15);
  expect(worker.sync.status.phase).toBe('offline');
});
