/** One sender per connection: in order, not too much at once, not against what the backend asked for. */
import { expect, test } from 'vitest';
import { ConnectorError } from '../../lib/connectors/connector.ts';
import { aConversation, morning } from '../builders.ts';
import { anAction, createScene } from './scene.ts';

const second = 1_000;
const minute = 60 * second;

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

test.each(['transfer', 'forceClose'] as const)(
  'What failed before it was sent is sent, where nobody remembers ids: %s',
  async (type) => {
    const { clock, backend, startWorker } = createScene({ remembersIds: false });
    const { outbox } = startWorker();
    backend.faults = ['failBefore', 'failBefore'];
    await outbox.add(anAction(type), undefined, { holdFor: 0 });
    await clock.advance(minute);
    expect(outbox.get(`o-${type}`)).toMatchObject({ state: 'confirmed', attempts: 3 });
    expect(backend.effectsOf(`o-${type}`)).toBe(1);
  },
);

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
