// @vitest-environment node
import { expect, test } from 'vitest';
import { ConnectorError } from '../../lib/connectors/connector.ts';
import { aConversation, morning } from '../builders.ts';
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

test('A worker whose lock another one took over sends nothing more, and does not take it back', async () => {
  let takeOver = () => {};
  let asked = 0;
  const lock = (_name: string, work: () => Promise<void>) => {
    asked += 1;
    void work();
    return new Promise<void>((_resolve, reject) => {
      takeOver = () => reject(new DOMException('stolen', 'AbortError'));
    });
  };
  const { clock, backend, startWorker } = createScene({ lock });
  const { outbox } = startWorker();
  await outbox.add(anAction('say'), undefined, { holdFor: 0 });
  await clock.settle();
  takeOver();
  await clock.settle();
  await outbox.add(anAction('join', { conversationId: 'c-2' }), undefined, { holdFor: 0 });
  await clock.advance(minute);
  expect(backend.requests.map(({ id }) => id)).toEqual(['o-say']);
  expect(asked).toBe(1);
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

test('Within a conversation actions go in order; another conversation does not wait for them', async () => {
  const { clock, backend, startWorker } = createScene({ requestTakes: second });
  const { outbox } = startWorker();
  const clicks: [string, string][] = [
    ['o-1', 'c-1'],
    ['o-2', 'c-1'],
    ['o-3', 'c-2'],
    ['o-4', 'c-1'],
  ];
  for (const [operationId, conversationId] of clicks) {
    await outbox.add(anAction('say', { operationId, conversationId }), undefined, { holdFor: 0 });
  }
  await clock.advance(10 * second);
  const at = (id: string) => (backend.ledger.find((entry) => entry.operationId === id)?.at ?? 0) - morning;
  expect(clicks.map(([id]) => at(id))).toEqual([1_000, 2_000, 1_000, 3_000]);
});

test('FA28: one that always fails among 500 is reported as unknown; the other 499 are done', async () => {
  const rows = Array.from({ length: 100 }, (_, index) => aConversation({ id: `c-${index}` }));
  const { clock, backend, startWorker } = createScene({ rows });
  const { perform, outcomeOf } = backend.connector;
  const isPoison = (id: string) => id === 'o-200';
  const fail = () => Promise.reject(new ConnectorError('broken', '500'));
  backend.connector.perform = (action, signal) => (isPoison(action.operationId) ? fail() : perform(action, signal));
  backend.connector.outcomeOf = async (id, signal) => (isPoison(id) ? fail() : outcomeOf?.(id, signal));
  const { outbox } = startWorker();
  for (let index = 0; index < 500; index += 1) {
    // Four more wait behind the poison on its own conversation.
    const ids = { operationId: `o-${index}`, conversationId: `c-${index % 100}` };
    await outbox.add(anAction('say', ids), undefined, { holdFor: 0 });
  }
  await clock.advance(5 * minute);
  expect(new Set(backend.ledger.map(({ operationId }) => operationId)).size).toBe(499);
  expect(backend.ledger).toHaveLength(499);
  expect(outbox.recent().filter(({ settledAt }) => settledAt === undefined)).toMatchObject([
    { id: 'o-200', state: 'unknown' },
  ]);
});

test('Never more than four requests are under way', async () => {
  const { clock, backend, startWorker } = createScene({ requestTakes: second });
  const { outbox } = startWorker();
  for (let index = 1; index < 10; index += 1) {
    const ids = { operationId: `o-${index}`, conversationId: `c-${index}` };
    await outbox.add(anAction('say', ids), undefined, { holdFor: 0 });
  }
  await clock.advance(10 * second);
  const perSecond = Object.values(Object.groupBy(backend.ledger, ({ at }) => String(at)));
  expect(perSecond.map((entries) => entries?.length)).toEqual([4, 4, 1]);
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

test('FA13: no request inside the time that the backend asked for', async () => {
  const { clock, backend, startWorker } = createScene();
  const { outbox } = startWorker();
  backend.faults = [{ rateLimited: 30 * second }];
  await outbox.add(anAction('transfer'), undefined, { holdFor: 0 });
  await clock.settle();
  await outbox.add(anAction('say', { conversationId: 'c-2' }), undefined, { holdFor: 0 });
  await clock.advance(29_999);
  expect(backend.requests).toHaveLength(1);
  await clock.advance(second);
  expect(backend.ledger.map(({ operationId }) => operationId).sort()).toEqual(['o-say', 'o-transfer']);
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

test('TH13: with 50 acts waiting, nothing is sent or asked about under another account; they expire unsent', async () => {
  const { clock, backend, startWorker } = createScene();
  const first = startWorker();
  backend.faults = ['loseReply'];
  await first.outbox.add(anAction('say', { operationId: 'o-sent', conversationId: 'c-9' }), undefined, { holdFor: 0 });
  first.gate.failed(new ConnectorError('auth', 'ended'));
  for (let n = 0; n < 50; n += 1)
    await first.outbox.add(anAction('say', { operationId: `o-${n}` }), undefined, { holdFor: 0 });
  await clock.settle();
  first.kill();
  const before = backend.requests.length;
  const { outbox } = startWorker(undefined, { account: () => 'a-somebody-else' });
  await clock.advance(5 * minute);
  expect(outbox.get('o-0')).toMatchObject({ state: 'queued' });
  await clock.advance(6 * minute);
  expect(outbox.get('o-0')).toMatchObject({ state: 'expired' });
  expect(backend.requests).toHaveLength(before);
});

test('FA9: while a worker that is paused holds the lock, another one sends nothing and takes nothing back; the act happens once', async () => {
  const { clock, backend, startWorker } = createScene({ requestTakes: second });
  let last = Promise.resolve();
  const lock = (_: string, work: () => Promise<void>) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
  const zombie = startWorker(undefined, { lock });
  await zombie.outbox.add(anAction('transfer'), undefined, { holdFor: 0 });
  await clock.settle();
  const { outbox } = startWorker(undefined, { lock });
  let isTakenBack: boolean | undefined;
  void outbox.cancel('o-transfer').then((is) => {
    isTakenBack = is;
  });
  await clock.advance(minute);
  expect(isTakenBack).toBeUndefined();
  zombie.outbox.stop();
  await clock.advance(minute);
  expect(isTakenBack).toBe(false);
  expect(outbox.get('o-transfer')).toMatchObject({ state: 'confirmed' });
  expect(backend.effectsOf('o-transfer')).toBe(1);
});
