import { expect, test } from 'vitest';
import { ConnectorError } from '../../lib/connectors/connector.ts';
import { aConversation } from '../builders.ts';
import { anAction, createScene } from './scene.ts';

const second = 1_000;
const minute = 60 * second;

test('An action is acknowledged only when it is on the disk', async () => {
  const { clock, backend, disk, startWorker } = createScene();
  const add = disk.add;
  let letItBeStored = () => {};
  disk.add = async (...given) => {
    await new Promise<void>((resolve) => {
      letItBeStored = resolve;
    });
    return add(...given);
  };
  const { outbox } = startWorker();
  let isAcknowledged = false;
  void outbox.add(anAction('join'), undefined, { holdFor: 0 }).then(() => {
    isAcknowledged = true;
  });
  await clock.advance(second);
  expect({ isAcknowledged, requests: backend.requests.length }).toEqual({ isAcknowledged: false, requests: 0 });
  letItBeStored();
  await clock.settle();
  expect({ isAcknowledged, effects: backend.ledger.length }).toEqual({ isAcknowledged: true, effects: 1 });
});

test('What cannot be stored is not accepted, and not sent', async () => {
  const { clock, backend, disk, startWorker } = createScene();
  disk.add = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
  const { outbox } = startWorker();
  await expect(outbox.add(anAction('forceClose'), undefined, { holdFor: 0 })).rejects.toMatchObject({
    kind: 'storage',
  });
  await clock.advance(minute);
  expect(backend.requests).toEqual([]);
  expect(outbox.recent()).toEqual([]);
});

test('An action that cannot be marked as being sent is not sent until it can', async () => {
  const { clock, backend, disk, startWorker } = createScene();
  const put = disk.put;
  disk.put = () => Promise.reject(new DOMException('closing', 'InvalidStateError'));
  const { outbox } = startWorker();
  await outbox.add(anAction('join'), undefined, { holdFor: 0 });
  await clock.advance(second);
  expect(backend.requests).toEqual([]);
  disk.put = put;
  await clock.advance(5 * second);
  expect(outbox.get('o-join')).toMatchObject({ state: 'confirmed', outcome: 'done' });
});

test('The same operation id is the same act, however often and however late it comes', async () => {
  const { clock, backend, startWorker } = createScene();
  const { outbox } = startWorker();
  const [first, second_] = await Promise.all([
    outbox.add(anAction('transfer'), undefined, { holdFor: 0 }),
    outbox.add(anAction('transfer'), undefined, { holdFor: 0 }),
  ]);
  expect(second_.id).toBe(first.id);
  await clock.advance(2 * minute);
  expect(outbox.recent()).toEqual([]);
  expect(await outbox.add(anAction('transfer'), undefined, { holdFor: 0 })).toMatchObject({ state: 'confirmed' });
  await clock.advance(minute);
  expect(backend.effectsOf('o-transfer')).toBe(1);
  expect((await outboxLog()).filter(({ outcome }) => outcome === 'asked')).toHaveLength(1);
  async function outboxLog() {
    return startWorker().store.read(undefined, 100);
  }
});

test('A disk that cannot be read at the start accepts nothing; once it can, what it accepts is done', async () => {
  const scene = createScene();
  const { clock, disk, startWorker } = scene;
  const load = disk.load;
  let isBroken = true;
  disk.load = () => (isBroken ? Promise.reject(new DOMException('opening failed', 'UnknownError')) : load());
  const { outbox } = startWorker();
  const join = () => outbox.add(anAction('join'), undefined, { holdFor: 0 });
  await expect(join()).rejects.toMatchObject({ kind: 'storage' });
  isBroken = false;
  await join();
  await clock.advance(second);
  expect(outbox.get('o-join')).toMatchObject({ state: 'confirmed', outcome: 'done' });
});

test('A cancellation that cannot be stored is not confirmed, and the operation goes its way', async () => {
  const { clock, disk, startWorker } = createScene();
  const { outbox } = startWorker();
  await outbox.add(anAction('forceClose'), undefined, { holdFor: 5 * second });
  const put = disk.put;
  disk.put = () => Promise.reject(new Error('disk'));
  await expect(outbox.cancel('o-forceClose')).rejects.toMatchObject({ kind: 'storage' });
  disk.put = put;
  await clock.advance(5 * second);
  expect(outbox.get('o-forceClose')).toMatchObject({ state: 'confirmed' });
});

test.each([
  ['closes by itself', { closed: true, reasons: [] }, { state: 'confirmed', outcome: 'alreadySo' }],
  ['is no longer allowed', { closed: false, reasons: [{ code: 'noticeOpen' as const }] }, { state: 'refused' }],
  ['cannot be judged', { closed: false, reasons: 'fails' as const }, { state: 'expired' }],
])('F3: what %s in the undo window is not sent', async (_, { closed, reasons }, expected) => {
  const scene = createScene();
  const { outbox } = scene.startWorker();
  await outbox.add(anAction('forceClose'), undefined, { holdFor: 5 * second });
  if (closed) scene.mirror.set('c-1', aConversation({ state: 'closed', version: 2, etag: 'e-2' }));
  scene.recheck = () => (reasons === 'fails' ? Promise.reject(new Error('offline')) : reasons);
  await scene.clock.advance(5 * second);
  expect(outbox.get('o-forceClose')).toMatchObject(expected);
  expect(scene.backend.requests).toEqual([]);
});

test('A changed conversation is not acted on: it says what changed and shows the row as it is', async () => {
  const { clock, backend, startWorker } = createScene();
  const { outbox, shown } = startWorker();
  backend.rival('c-1', { agentId: 'a-z', state: 'waiting' });
  await outbox.add(anAction('transfer'), undefined, { holdFor: 0 });
  await clock.settle();
  const operation = outbox.get('o-transfer');
  expect(operation).toMatchObject({ state: 'refused', reasons: [{ code: 'changedMeanwhile' }] });
  expect(operation?.reasons?.flatMap((reason) => ('what' in reason ? reason.what : [])).sort()).toEqual([
    'agentId',
    'state',
  ]);
  expect(shown).toMatchObject([{ agentId: 'a-z', version: 2 }]);
});

test('A changed conversation that is as it was wanted is "already so"', async () => {
  const { clock, backend, startWorker } = createScene();
  const { outbox } = startWorker();
  backend.rival('c-1', { agentId: 'a-y' });
  await outbox.add(anAction('transfer'), undefined, { holdFor: 0 });
  await clock.settle();
  expect(outbox.get('o-transfer')).toMatchObject({ state: 'confirmed', outcome: 'alreadySo' });
  expect(backend.ledger).toEqual([]);
});

test('While signed out everything is kept, and goes once the account is back', async () => {
  const { clock, backend, startWorker } = createScene();
  const { outbox, gate } = startWorker();
  backend.faults = ['auth'];
  await outbox.add(anAction('transfer'), undefined, { holdFor: 0 });
  await clock.advance(minute);
  expect(gate.state).toMatchObject({ kind: 'blocked', problem: { kind: 'auth' } });
  expect(outbox.get('o-transfer')).toMatchObject({ state: 'queued' });
  expect(backend.requests).toHaveLength(1);
  gate.retryNow();
  await clock.settle();
  expect(outbox.get('o-transfer')).toMatchObject({ state: 'confirmed' });
});

test('G2: what waited while its switch went off is refused with that reason, not sent', async () => {
  const scene = createScene();
  const { clock, backend, startWorker } = scene;
  const { outbox, gate } = startWorker();
  gate.failed(new ConnectorError('rateLimited', 'later', { retryAfter: 10 * second }));
  await outbox.add(anAction('assign'), undefined, { holdFor: 0 });
  await outbox.add(anAction('leave'), undefined, { holdFor: 0 });
  scene.recheck = () => [
    { code: 'switchedOff', by: ['policy'] },
    { code: 'alreadyAssigned', agentId: 'a-x' },
  ];
  await clock.advance(minute);
  expect(outbox.get('o-assign')).toMatchObject({
    state: 'refused',
    reasons: [{ code: 'switchedOff', by: ['policy'] }],
  });
  expect(backend.ledger.filter(({ operationId }) => operationId === 'o-assign')).toEqual([]);
  expect(outbox.get('o-leave')?.state).toBe('confirmed');
});

test('Not allowed and gone are refusals with their reason, not trouble of the connection', async () => {
  const { clock, backend, startWorker } = createScene();
  const { outbox, gate } = startWorker();
  backend.faults = ['forbidden'];
  await outbox.add(anAction('transfer'), undefined, { holdFor: 0 });
  await clock.settle();
  backend.rows.delete('c-2');
  await outbox.add(anAction('forceClose', { conversationId: 'c-2' }), undefined, { holdFor: 0 });
  await clock.settle();
  expect(outbox.get('o-transfer')).toMatchObject({ state: 'refused', reasons: [{ code: 'backendRefused' }] });
  expect(outbox.get('o-forceClose')).toMatchObject({ state: 'refused', reasons: [{ code: 'gone' }] });
  expect(gate.state).toEqual({ kind: 'open' });
});

test('What was said and noted leaves the disk when it is settled, and never enters the log', async () => {
  const { clock, disk, stored, startWorker } = createScene();
  const { outbox } = startWorker();
  const about = { customer: 'Dana Levi' };
  await outbox.add(anAction('say'), about, { holdFor: 0 });
  await outbox.add(anAction('forceClose', { conversationId: 'c-2' }), about, { holdFor: 5 * second });
  expect(JSON.stringify(await stored('o-forceClose'))).toContain('abusive');
  await clock.advance(6 * second);
  const everything = JSON.stringify([await disk.load(), await disk.read(undefined, 100)]);
  expect(everything).not.toMatch(/refund|abusive|Dana/);
  expect(outbox.get('o-say')?.about).toEqual(about);
  expect(
    (await disk.read(undefined, 100)).map((entry) => `${entry.sequence} ${entry.action} ${entry.outcome}`),
  ).toEqual(['4 forceClose done', '3 say done', '2 forceClose asked', '1 say asked']);
});

test('Settled operations are seen for a minute and kept for a day; the log for ninety', async () => {
  const { clock, disk, stored, startWorker } = createScene();
  const { outbox } = startWorker();
  await outbox.add(anAction('join'), undefined, { holdFor: 0 });
  await clock.advance(minute - 1);
  expect(outbox.recent()).toHaveLength(1);
  await clock.advance(1);
  expect(outbox.recent()).toEqual([]);
  await clock.advance(23 * 60 * minute);
  expect(await stored('o-join')).toBeDefined();
  await clock.advance(2 * 60 * minute);
  expect(await stored('o-join')).toBeUndefined();
  expect(await disk.read(undefined, 10)).toHaveLength(2);
  await clock.advance(90 * 24 * 60 * minute);
  expect(await disk.read(undefined, 10)).toEqual([]);
}, 20_000);

test('A click that is asked about again after an hour is answered with what became of it, also by another worker', async () => {
  const { clock, startWorker } = createScene();
  const { outbox, kill } = startWorker();
  await outbox.add(anAction('join'), undefined, { holdFor: 0 });
  await clock.advance(60 * minute);
  expect(outbox.get('o-join')).toMatchObject({ state: 'confirmed' });
  expect(outbox.recent()).toEqual([]);
  kill();
  const later = startWorker();
  await clock.settle();
  expect(later.outbox.get('o-join')).toMatchObject({ state: 'confirmed' });
  expect(later.outbox.recent()).toEqual([]);
  await clock.advance(25 * 60 * minute);
  expect(later.outbox.get('o-join')).toBeUndefined();
});
