import { expect, test } from 'vitest';
import { createMonitoring } from '../../lib/background/monitoring.ts';
import type { Connector, Transcript } from '../../lib/connectors/connector.ts';
import { ConnectorError } from '../../lib/connectors/connector.ts';
import type { Action, Operation, Outcome } from '../../lib/domain/actions.ts';
import type { ActionReason } from '../../lib/domain/reasons.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import type { ConversationPush } from '../../lib/messages/topics.ts';
import { createMirror } from '../../lib/mirror/createMirror.ts';
import { createMemoryStore } from '../../lib/mirror/memoryStore.ts';
import { aConversation } from '../builders.ts';
import { createVirtualClock } from '../virtualClock.ts';

/** One conversation that Xenia has; the backend says what it is told to say. */
function scene() {
  const clock = createVirtualClock(1_000);
  const { mirror } = createMirror({ store: createMemoryStore(), now: clock.now, schedule: clock.schedule });
  const performed: Action['type'][] = [];
  const stopped: string[] = [];
  const stored: Record<string, unknown> = {};
  let said: Transcript = { messages: [], sentiment: [] };
  let answer: (signal: AbortSignal) => Promise<Outcome> = async () => ({ kind: 'done' });
  let against: ActionReason[] = [];
  let reading = async () => {};
  let ids = 0;
  const connector = {
    perform: (action: Action, signal: AbortSignal) => {
      performed.push(action.type);
      return answer(signal);
    },
    transcript: async (_id: string, after: string | undefined) => {
      await reading();
      const from = said.messages.findIndex(({ id }) => id === after) + 1;
      return { ...said, messages: said.messages.slice(from) };
    },
  } as unknown as Connector;
  const parts = {
    connectionId: 'k-1',
    mirror,
    connector,
    environment: { now: clock.now, schedule: clock.schedule, newId: () => `op-${++ids}` } as never,
    session: {
      get: async (key: string) => (key in stored ? { [key]: stored[key] } : {}),
      set: async (items: Record<string, unknown>) => void Object.assign(stored, items),
    },
    myAgentId: () => 'a-me',
    reasonsAgainstMonitoring: () => against,
    stopMonitoring: (row: Conversation) => void stopped.push(row.id),
  };
  const monitoring = createMonitoring(parts);
  const put = (row: Partial<Conversation> = {}) =>
    mirror.apply({ changes: [{ kind: 'conversation', row: aConversation(row) }] });
  put();
  const pushes: ConversationPush[] = [];
  return {
    clock,
    mirror,
    parts,
    monitoring,
    performed,
    stopped,
    pushes,
    put,
    again: () => createMonitoring(parts),
    watch: () => monitoring.watch('c-1', (push) => pushes.push(push)),
    monitor: (state: Operation['state'] = 'confirmed') =>
      monitoring.operationChanged({
        action: { type: 'monitor', conversationId: 'c-1' },
        state,
      } as Operation),
    say: (...texts: string[]) => {
      const messages = texts.map((text, index) => ({
        id: `m-${said.messages.length + index}`,
        conversationId: 'c-1',
        at: index,
        from: 'customer' as const,
        text,
        audience: 'everyone' as const,
      }));
      said = { ...said, messages: [...said.messages, ...messages] };
    },
    answers: (next: typeof answer) => (answer = next),
    readsAfter: (next: () => Promise<void>) => (reading = next),
    rulesSay: (reasons: ActionReason[]) => (against = reasons),
    heard: () => pushes.flatMap(({ messages }) => messages.map(({ text }) => text)),
  };
}

test('nothing that was said is read before monitoring (M5)', async () => {
  const it = scene();
  it.say('hello');
  it.watch();
  it.put({ version: 2 });
  await it.clock.advance(1000);
  expect(it.heard()).toEqual([]);
  expect(it.pushes.at(-1)?.lease).toEqual({ state: 'none' });
});

test('while monitored, messages come once each, as the row changes (M4)', async () => {
  const it = scene();
  it.say('hello');
  it.watch();
  it.monitor();
  await it.clock.advance(10);
  it.say('anybody there?');
  it.put({ version: 2 });
  await it.clock.advance(10);
  expect(it.heard()).toEqual(['hello', 'anybody there?']);
});

test('a participant reads without a lease (M5)', async () => {
  const it = scene();
  it.say('hello');
  it.put({ version: 2, participants: [{ agentId: 'a-me', name: 'Me', mode: 'consultant', since: 0 }] });
  it.watch();
  await it.clock.advance(10);
  expect(it.heard()).toEqual(['hello']);
});

test('the lease is renewed every 20 s, once however many panels look (M6)', async () => {
  const it = scene();
  it.watch();
  it.watch();
  it.monitor();
  await it.clock.advance(65_000);
  expect(it.performed).toEqual(['renewMonitor', 'renewMonitor', 'renewMonitor']);
});

test('when a rule stops holding, monitoring ends, says why, and forgets what was said (M6)', async () => {
  const it = scene();
  it.say('hello');
  it.watch();
  it.monitor();
  await it.clock.advance(10);
  it.rulesSay([{ code: 'ownConversation' }]);
  it.put({ version: 2, agentId: 'a-me' });
  await it.clock.advance(10);
  expect(it.monitoring.lease('c-1')).toEqual({ state: 'ended', reasons: [{ code: 'ownConversation' }] });
  expect(it.pushes.some(({ resetMessages, lease }) => resetMessages && lease.state === 'ended')).toBe(true);
  expect(it.stopped).toEqual(['c-1']);
});

test('a reading that is refused before its cause is seen ends it at once; the row that comes next says why (M6)', async () => {
  const it = scene();
  it.watch();
  it.monitor();
  await it.clock.advance(10);
  it.readsAfter(() => Promise.reject(new ConnectorError('forbidden', 'not any more')));
  it.put({ version: 2 });
  await it.clock.advance(10);
  expect(it.pushes.at(-1)?.lease).toEqual({ state: 'ended', reasons: [{ code: 'notMonitoring' }] });
  const waiting: ActionReason[] = [{ code: 'wrongState', state: 'waiting', allowed: ['active'] }];
  it.rulesSay(waiting);
  it.put({ version: 3, state: 'waiting' });
  expect(it.pushes.at(-1)?.lease).toEqual({ state: 'ended', reasons: waiting });
  // It is explained now: what happens later did not end it.
  it.rulesSay([{ code: 'ownConversation' }]);
  it.put({ version: 4, state: 'active' });
  expect(it.pushes.at(-1)?.lease).toEqual({ state: 'ended', reasons: waiting });
});

test('a refused renewal ends it with the reasons of the backend', async () => {
  const it = scene();
  it.watch();
  it.monitor();
  it.answers(async () => ({ kind: 'refused', reasons: [{ code: 'notMonitoring' }] }));
  await it.clock.advance(21_000);
  expect(it.monitoring.lease('c-1')).toEqual({ state: 'ended', reasons: [{ code: 'notMonitoring' }] });
});

test('lost renewals are borne for 60 s and no longer (M6)', async () => {
  const it = scene();
  it.watch();
  it.monitor();
  it.answers(() => Promise.reject(new ConnectorError('offline', 'no answer')));
  await it.clock.advance(59_000);
  expect(it.monitoring.lease('c-1').state).toBe('monitoring');
  await it.clock.advance(2_000);
  expect(it.monitoring.lease('c-1').state).toBe('ended');
});

test('when nobody looks any more the lease is let go, but not while a page only mends its line', async () => {
  const it = scene();
  const leave = it.watch();
  it.monitor();
  leave();
  await it.clock.advance(5_000);
  const again = it.watch();
  await it.clock.advance(20_000);
  expect(it.stopped).toEqual([]);
  again();
  await it.clock.advance(11_000);
  expect(it.stopped).toEqual(['c-1']);
  expect(it.monitoring.lease('c-1')).toEqual({ state: 'none' });
});

test('a worker that died takes its leases up again, and lets go of those that nobody comes back for', async () => {
  const it = scene();
  it.watch();
  it.monitor();
  await it.clock.advance(10);
  it.monitoring.stop();
  const reborn = it.again();
  await reborn.resume();
  await it.clock.advance(10);
  expect(reborn.lease('c-1').state).toBe('monitoring');
  expect(it.performed).toContain('renewMonitor');
  await it.clock.advance(11_000);
  expect(it.stopped).toEqual(['c-1']);
});

test('a monitor that was refused is not "starting" for ever', () => {
  const it = scene();
  it.watch();
  it.monitor('sending');
  expect(it.monitoring.lease('c-1')).toEqual({ state: 'starting' });
  it.monitor('refused');
  expect(it.monitoring.lease('c-1')).toEqual({ state: 'none' });
});

test('a conversation that is gone says so, once, to those who look at it', () => {
  const it = scene();
  it.watch();
  it.mirror.apply({ changes: [{ kind: 'removed', id: 'c-1', version: 9 }] });
  expect(it.pushes.filter(({ gone }) => gone)).toHaveLength(1);
});

test('a page that comes back after another act on its conversation still hears of it', async () => {
  const it = scene();
  const leave = it.watch();
  leave();
  await it.clock.advance(5_000);
  it.monitoring.operationChanged({
    action: { type: 'assign', conversationId: 'c-1' },
    state: 'confirmed',
  } as Operation);
  it.watch();
  await it.clock.advance(20_000);
  it.put({ version: 2, subject: 'Now it is late' });
  expect(it.pushes.at(-1)?.row?.subject).toBe('Now it is late');
});

test('monitoring that is confirmed when nobody looks any more is let go (M6)', async () => {
  const it = scene();
  it.watch()();
  it.monitor('sending');
  await it.clock.advance(11_000);
  it.monitor();
  await it.clock.advance(11_000);
  expect(it.stopped).toEqual(['c-1']);
  expect(it.monitoring.lease('c-1')).toEqual({ state: 'none' });
  await it.clock.advance(60_000);
  expect(it.performed).toEqual([]);
});

test('a renewal that comes back refused after the supervisor stopped says nothing more', async () => {
  const it = scene();
  it.watch();
  it.monitor();
  let refuse = () => {};
  it.answers(
    () => new Promise((resolve) => (refuse = () => resolve({ kind: 'refused', reasons: [{ code: 'notMonitoring' }] }))),
  );
  await it.clock.advance(20_000);
  it.monitoring.operationChanged({
    action: { type: 'stopMonitor', conversationId: 'c-1' },
    state: 'queued',
  } as Operation);
  refuse();
  await it.clock.settle();
  expect(it.monitoring.lease('c-1')).toEqual({ state: 'none' });
});

test('a lease that is let go while its renewal is under way is not renewed again', async () => {
  const it = scene();
  const leave = it.watch();
  it.monitor();
  let succeed = () => {};
  it.answers(() => new Promise((resolve) => (succeed = () => resolve({ kind: 'done' }))));
  await it.clock.advance(20_000);
  leave();
  await it.clock.advance(11_000);
  succeed();
  await it.clock.advance(60_000);
  expect(it.performed).toEqual(['renewMonitor']);
});

test('a page that is back before the mirror is filled hears neither "gone" nor a lost lease', async () => {
  const it = scene();
  it.say('hello');
  it.watch();
  it.monitor();
  await it.clock.advance(10);
  it.monitoring.stop();

  const { mirror } = createMirror({ store: createMemoryStore(), now: it.clock.now, schedule: it.clock.schedule });
  const reborn = createMonitoring({ ...it.parts, mirror });
  const heard: ConversationPush[] = [];
  reborn.watch('c-1', (push) => heard.push(push));
  reborn.watch('c-2', (push) => heard.push(push));
  expect(heard.map(({ gone }) => gone)).toEqual([false, false]);
  mirror.apply({ changes: [{ kind: 'conversation', row: aConversation() }], asOf: it.clock.now() });
  heard.length = 0;
  await reborn.resume();
  await it.clock.settle();
  expect(heard.map(({ gone, lease }) => [gone, lease.state])).toContainEqual([false, 'monitoring']);
  expect(heard.map(({ gone, lease }) => [gone, lease.state])).toContainEqual([true, 'none']);
  expect(heard.flatMap(({ messages }) => messages.map(({ text }) => text))).toEqual(['hello']);
});

test('a monitored conversation that is deleted stays gone, though its lease ends too', () => {
  const it = scene();
  it.watch();
  it.monitor();
  it.rulesSay([{ code: 'gone' }]);
  it.mirror.apply({ changes: [{ kind: 'removed', id: 'c-1', version: 9 }] });
  expect(it.pushes.at(-1)).toMatchObject({ gone: true, lease: { state: 'ended', reasons: [{ code: 'gone' }] } });
});

test('a switch that goes off ends monitoring at once, not when the row next changes (G2, M6)', async () => {
  const it = scene();
  it.watch();
  it.monitor();
  it.rulesSay([{ code: 'switchedOff', by: ['policy'] }]);
  it.monitoring.rightsChanged();
  expect(it.pushes.at(-1)?.lease).toEqual({ state: 'ended', reasons: [{ code: 'switchedOff', by: ['policy'] }] });
  expect(it.stopped).toEqual(['c-1']);
});

test('what is still being read when monitoring ends never reaches a page (M5)', async () => {
  const it = scene();
  it.say('hello');
  it.watch();
  let arrive = () => {};
  it.readsAfter(() => new Promise((resolve) => (arrive = resolve)));
  it.monitor();
  await it.clock.settle();
  it.rulesSay([{ code: 'ownConversation' }]);
  it.put({ version: 2, agentId: 'a-me' });
  arrive();
  await it.clock.advance(1_000);
  expect(it.heard()).toEqual([]);
});

test('a reading that failed is made up for, though the row stays as it is (M4)', async () => {
  const it = scene();
  it.say('hello');
  it.watch();
  it.readsAfter(() => Promise.reject(new ConnectorError('broken', 'HTTP 500')));
  it.monitor();
  await it.clock.advance(1_000);
  it.readsAfter(async () => {});
  await it.clock.advance(5_000);
  expect(it.heard()).toEqual(['hello']);
});

test('a renewal that waits for its turn for longer than the lease lasts ends it (M6)', async () => {
  const it = scene();
  it.watch();
  it.monitor();
  it.answers(
    (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new ConnectorError('offline', 'at rest')));
      }),
  );
  await it.clock.advance(59_000);
  expect(it.monitoring.lease('c-1').state).toBe('monitoring');
  await it.clock.advance(2_000);
  expect(it.monitoring.lease('c-1')).toEqual({ state: 'ended', reasons: [{ code: 'notMonitoring' }] });
});

test('monitoring that is confirmed when the conversation is already the supervisor’s own ends at once (M3, M6)', async () => {
  const it = scene();
  it.watch();
  it.monitor('sending');
  it.rulesSay([{ code: 'ownConversation' }]);
  it.put({ version: 2, agentId: 'a-me' });
  it.monitor();
  expect(it.monitoring.lease('c-1')).toEqual({ state: 'ended', reasons: [{ code: 'ownConversation' }] });
  expect(it.stopped).toEqual(['c-1']);
});
