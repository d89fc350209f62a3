import { expect, test } from 'vitest';
import type { Connections } from '../../lib/background/connections.ts';
import type { LiveConnection } from '../../lib/background/liveConnection.ts';
import type { SubscriptionParts } from '../../lib/background/subscriptions.ts';
import { openQuestion } from '../../lib/background/subscriptions.ts';
import type { Operation } from '../../lib/domain/actions.ts';
import type { Window } from '../../lib/domain/query.ts';
import { everything } from '../../lib/domain/query.ts';
import type { RequestInput } from '../../lib/messages/requests.ts';
import { createMirror } from '../../lib/mirror/createMirror.ts';
import { createMemoryStore } from '../../lib/mirror/memoryStore.ts';
import { createLabels } from '../../lib/views/labels.ts';
import { aConversation } from '../builders.ts';
import { createVirtualClock } from '../virtualClock.ts';

function scene() {
  const clock = createVirtualClock(1_000);
  const listeners = new Set<() => void>();
  const connections = new Map<string, LiveConnection>();
  /** A connection with one row, named after its customer. */
  function open(customer: string, noticeAcknowledged = true) {
    const { mirror } = createMirror({ store: createMemoryStore(), now: clock.now, schedule: clock.schedule });
    const put = (name: string, version: number) =>
      mirror.apply({ changes: [{ kind: 'conversation', row: aConversation({ customer: { name }, version }) }] });
    put(customer, 1);
    const operations: Operation[] = [];
    const acts = new Set<() => void>();
    const status = { noticeAcknowledged };
    const live = {
      mirror,
      labels: createLabels(mirror),
      status: () => status,
      outbox: {
        recent: () => operations,
        subscribe(listener: () => void) {
          acts.add(listener);
          return () => acts.delete(listener);
        },
      },
    } as unknown as LiveConnection;
    connections.set('k-1', live);
    const act = (id: string) => {
      const action = { type: 'forceClose', operationId: id, conversationId: aConversation().id, etag: '' } as const;
      operations.push({ id, action } as Operation);
      for (const listener of acts) listener();
    };
    return { put, status, act };
  }
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const parts = {
    connections: { get: (id) => connections.get(id), all: () => [...connections.values()] } as Connections,
    environment: { schedule: clock.schedule } as never,
    session: () => ({}) as never,
    onSession(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    summons: () => () => {},
  } satisfies SubscriptionParts;
  const ask = (input: unknown) => {
    const pushes: unknown[] = [];
    const question = openQuestion(parts, input as RequestInput<'subscribe'>, undefined, (push) => pushes.push(push));
    return { question, pushes };
  };
  const list = () =>
    ask({ topic: 'list', subscription: 's', params: { connectionId: 'k-1', query: { ...everything, count: 10 } } });
  return { clock, connections, open, tell, ask, list, listeners };
}
const names = (pushes: unknown[]) =>
  pushes.flatMap((push) => (push as Window).rows.map(({ customer }) => customer.name));

test('a list begins as soon as the notice is acknowledged, whatever else stands still (G3)', () => {
  const it = scene();
  const { status } = it.open('Dana', false);
  const { pushes } = it.list();
  expect(pushes).toEqual([]);
  status.noticeAcknowledged = true;
  it.tell();
  expect(names(pushes)).toEqual(['Dana']);
});

test('a list goes on with the connection that another token began under the same id, and leaves the old one', async () => {
  const it = scene();
  const old = it.open('Dana');
  const { pushes, question } = it.list();
  it.open('Noa');
  it.tell();
  old.put('Dana again', 2);
  await it.clock.advance(1_000);
  expect(names(pushes)).toEqual(['Dana', 'Noa']);
  question.stop();
  expect(it.listeners.size).toBe(0);
});

test('nothing more is told when the notice is open again or the connection is removed', async () => {
  const it = scene();
  const { status, put } = it.open('Dana');
  const { pushes } = it.list();
  status.noticeAcknowledged = false;
  it.tell();
  put('Dana again', 2);
  await it.clock.advance(1_000);
  expect(names(pushes)).toEqual(['Dana']);
  it.connections.clear();
  it.tell();
  expect(it.list).toThrow('does not exist');
});

test('a thousand acts at once are told a few times, the last state always, not a thousand times whole', async () => {
  const it = scene();
  const { act } = it.open('Dana');
  const { pushes } = it.ask({ topic: 'operations', subscription: 's', params: { connectionId: 'k-1' } });
  for (let index = 0; index < 1_000; index += 1) act(`o-${index}`);
  await it.clock.advance(1_000);
  expect(pushes.length).toBeLessThan(5);
  expect((pushes.at(-1) as { operations: Operation[] }).operations).toHaveLength(1_000);
});

test('an act that a worker before this one accepted is told with the name that the mirror knows', async () => {
  const it = scene();
  const { act } = it.open('Dana');
  const { pushes } = it.ask({ topic: 'operations', subscription: 's', params: { connectionId: 'k-1' } });
  act('o-1');
  await it.clock.advance(1_000);
  expect(pushes.at(-1)).toMatchObject({ operations: [{ id: 'o-1', about: { customer: 'Dana' } }] });
});
