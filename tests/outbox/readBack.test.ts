/** What nobody answered is looked up, never sent again blindly. */
import { expect, test } from 'vitest';
import { anAction, createScene } from './scene.ts';

const second = 1_000;
const minute = 60 * second;

test('What was being sent when the worker died is read back, not sent again', async () => {
  const { clock, backend, startWorker } = createScene();
  const first = startWorker();
  backend.onAct = (point) => point === 'after' && first.kill();
  await first.outbox.add(anAction('transfer'), undefined, { holdFor: 0 });
  await clock.settle();
  const { outbox, shown } = startWorker();
  await clock.settle();
  expect(outbox.get('o-transfer')).toMatchObject({ state: 'confirmed', outcome: 'done' });
  expect(backend.requests.map(({ kind }) => kind)).toEqual(['perform', 'outcomeOf']);
  expect(shown).toMatchObject([{ id: 'c-1', version: 2 }]);
});

test('A lost answer is read back: one effect, one request to act', async () => {
  const { clock, backend, startWorker } = createScene();
  const { outbox } = startWorker();
  backend.faults = ['loseReply'];
  await outbox.add(anAction('say'), undefined, { holdFor: 0 });
  await clock.advance(minute - 1);
  expect(outbox.get('o-say')).toMatchObject({ state: 'confirmed', outcome: 'done', attempts: 1 });
  expect(backend.effectsOf('o-say')).toBe(1);
});

test('A lost request is sent again under the same id once it is certain that nothing was done', async () => {
  const { clock, backend, startWorker } = createScene();
  const { outbox } = startWorker();
  backend.faults = ['loseRequest'];
  await outbox.add(anAction('say'), undefined, { holdFor: 0 });
  await clock.advance(minute - 1);
  expect(outbox.get('o-say')).toMatchObject({ state: 'confirmed', attempts: 2 });
  expect(backend.requests.map(({ kind }) => kind)).toEqual(['perform', 'outcomeOf', 'perform']);
});

test.each([
  ['forceClose', 'loseRequest', 'expired', 1],
  ['forceClose', 'loseReply', 'confirmed', 1],
  ['assign', 'loseRequest', 'confirmed', 2],
  ['assign', 'loseReply', 'confirmed', 1],
  ['transfer', 'loseRequest', 'unknown', 1],
  ['transfer', 'loseReply', 'confirmed', 1],
  ['say', 'loseRequest', 'unknown', 1],
  ['say', 'loseReply', 'unknown', 1],
] as const)('Where the backend forgets ids: %s after %s is %s', async (type, fault, state, acts) => {
  const { clock, backend, startWorker } = createScene({ remembersIds: false });
  const { outbox } = startWorker();
  backend.faults = [fault];
  await outbox.add(anAction(type), undefined, { holdFor: 0 });
  await clock.advance(50 * second);
  expect(outbox.get(`o-${type}`)).toMatchObject({ state });
  expect(backend.requests.filter(({ kind }) => kind === 'perform')).toHaveLength(acts);
});

test('What stayed unknown is reported, and looked at again when the same act is asked for', async () => {
  const { clock, backend, disk, startWorker } = createScene({ remembersIds: false });
  const { outbox } = startWorker();
  backend.faults = ['loseRequest'];
  await outbox.add(anAction('transfer'), undefined, { holdFor: 0 });
  await clock.advance(5 * minute);
  expect(outbox.recent()).toMatchObject([{ id: 'o-transfer', state: 'unknown' }]);
  expect((await disk.read(undefined, 1))[0]).toMatchObject({ outcome: 'unknown' });
  backend.rival('c-1', { agentId: 'a-y' });
  await outbox.add(anAction('transfer'), undefined, { holdFor: 0 });
  await clock.settle();
  expect(outbox.get('o-transfer')).toMatchObject({ state: 'confirmed' });
  expect(backend.requests.filter(({ kind }) => kind === 'perform')).toHaveLength(1);
});

test('What stayed unknown is looked at again when a person asks for it, and not sent again', async () => {
  const { clock, backend, startWorker } = createScene({ remembersIds: false });
  const { outbox } = startWorker();
  backend.faults = ['loseRequest'];
  await outbox.add(anAction('transfer'), undefined, { holdFor: 0 });
  await clock.advance(5 * minute);
  backend.rival('c-1', { agentId: 'a-y' });
  expect(await outbox.check('o-transfer')).toMatchObject({ state: 'unknown' });
  await clock.settle();
  expect(outbox.get('o-transfer')).toMatchObject({ state: 'confirmed' });
  expect(backend.requests.filter(({ kind }) => kind === 'perform')).toHaveLength(1);
});

test('A person who asks what became of an act hears it for a day, although it is shown for a minute', async () => {
  const { clock, startWorker } = createScene();
  const { outbox } = startWorker();
  await outbox.add(anAction('say'), undefined, { holdFor: 0 });
  await clock.advance(60 * minute);
  expect(outbox.recent()).toEqual([]);
  expect(await outbox.check('o-say')).toMatchObject({ state: 'confirmed' });
  expect(await outbox.check('o-never')).toBeUndefined();
});

test('200 alone confirms nothing: the row is read again, and what it does not show stays unknown and unsent', async () => {
  const { clock, backend, startWorker } = createScene({ remembersIds: false });
  const perform = backend.connector.perform;
  let isTrue = true;
  backend.connector.perform = async (action, signal) => {
    if (isTrue) await perform(action, signal);
    else backend.requests.push({ kind: 'perform', id: action.operationId, at: clock.now() });
    return { kind: 'done' };
  };
  const { outbox } = startWorker();
  await outbox.add(anAction('assign'), undefined, { holdFor: 0 });
  await clock.settle();
  expect(outbox.get('o-assign')).toMatchObject({ state: 'confirmed' });
  isTrue = false;
  await outbox.add(anAction('join'), undefined, { holdFor: 0 });
  await clock.advance(10 * minute);
  expect(outbox.get('o-join')).toMatchObject({ state: 'unknown', attempts: 1 });
});

test('Row and outcome become visible in one step', async () => {
  const { clock, startWorker, mirror } = createScene();
  const { outbox } = startWorker();
  const seen: string[] = [];
  await clock.settle();
  outbox.subscribe(() => seen.push(`${outbox.get('o-forceClose')?.state} ${mirror.get('c-1')?.state}`));
  await outbox.add(anAction('forceClose'), undefined, { holdFor: 0 });
  await clock.settle();
  expect(seen).toEqual(['queued active', 'sending active', 'confirmed closed']);
});

test('What was answered with success and did not show is not sent again by the next worker either', async () => {
  const { clock, backend, startWorker } = createScene({ remembersIds: false });
  backend.connector.perform = async (action) => {
    backend.requests.push({ kind: 'perform', id: action.operationId, at: clock.now() });
    return { kind: 'done' };
  };
  const first = startWorker();
  await first.outbox.add(anAction('join'), undefined, { holdFor: 0 });
  await clock.advance(second);
  first.kill();
  const { outbox } = startWorker();
  await clock.advance(5 * minute);
  expect(outbox.get('o-join')).toMatchObject({ state: 'unknown' });
  expect(backend.requests.filter(({ kind }) => kind === 'perform')).toHaveLength(1);
});
