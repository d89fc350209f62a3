import { expect, test, vi } from 'vitest';
import type { Channel } from '../../lib/messages/channel.ts';
import { createWorkerClient } from '../../lib/messages/createWorkerClient.ts';
import type { FromWorker } from '../../lib/messages/envelope.ts';
import { channelPair } from './fakeChannel.ts';

/** A worker that records what it is asked and answers when told to; each opened line is one of its lives. */
function setUp() {
  const lives: { channel: Channel; heard: Record<string, unknown>[]; say(message: FromWorker): void }[] = [];
  const tasks: { task: () => void; delay: number }[] = [];
  let ids = 0;
  const client = createWorkerClient({
    open: async () => {
      const [page, worker] = channelPair();
      const heard: Record<string, unknown>[] = [];
      worker.onMessage((message) => heard.push(message as Record<string, unknown>));
      lives.push({ channel: worker, heard, say: (message) => worker.send(message) });
      return { channel: page, token: 'one-time' };
    },
    newId: () => `id-${++ids}`,
    schedule: (task, delay) => tasks.push({ task, delay }),
  });
  const life = async (index: number) => vi.waitFor(() => lives[index] ?? Promise.reject(new Error('not opened yet')));
  return { client, tasks, life };
}

test('greets with its token, and what is subscribed before the welcome is asked for after it', async () => {
  const { client, life } = setUp();
  client.subscribe(
    'session',
    () => ({}),
    () => undefined,
  );
  client.start();
  const first = await life(0);
  expect(first.heard).toEqual([{ kind: 'hello', protocol: 1, token: 'one-time' }]);
  first.say({ kind: 'welcome' });
  expect(first.heard[1]).toMatchObject({ kind: 'ask', name: 'subscribe', input: { topic: 'session' } });
});

test('an answer finds its question, whatever the order of answers', async () => {
  const { client, life } = setUp();
  client.start();
  const { say, heard } = await life(0);
  say({ kind: 'welcome' });
  const one = client.ask('readOptions', {});
  const two = client.ask('refresh', { connectionId: 'c' });
  const [first, second] = heard.slice(1).map(({ id }) => String(id));
  say({ kind: 'answer', id: second ?? '', value: 'second' });
  say({ kind: 'failure', id: first ?? '', code: 'failed', message: 'no' });
  await expect(two).resolves.toBe('second');
  await expect(one).rejects.toMatchObject({ code: 'failed', message: 'no' });
});

test('a line that breaks fails what waits as lineLost, never as done, and is mended with growing pauses', async () => {
  const { client, life, tasks } = setUp();
  client.start();
  const first = await life(0);
  first.say({ kind: 'welcome' });
  const waiting = client.ask('readOptions', {});
  first.channel.close();
  await expect(waiting).rejects.toMatchObject({ name: 'RequestError', code: 'lineLost' });
  expect(client.line.value).toBe('broken');
  await expect(client.ask('readOptions', {})).rejects.toMatchObject({ code: 'lineLost' });
  for (const [index, delay] of [100, 500, 2000, 2000].entries()) {
    expect(tasks[index]?.delay).toBe(delay);
    tasks[index]?.task();
    (await life(index + 1)).channel.close();
  }
});

test('after mending, standing questions are put again under the same id with the parameters of now', async () => {
  const { client, life, tasks } = setUp();
  let query = 'first';
  const pushes: unknown[] = [];
  const subscription = client.subscribe(
    'overview',
    () => ({ connectionId: query }),
    (push) => pushes.push(push),
  );
  client.start();
  const first = await life(0);
  first.say({ kind: 'welcome' });
  query = 'second';
  first.channel.close();
  tasks[0]?.task();
  const second = await life(1);
  second.say({ kind: 'welcome' });
  expect(second.heard[1]).toMatchObject({
    input: { subscription: subscription.id, params: { connectionId: 'second' } },
  });
  second.say({ kind: 'push', subscription: subscription.id, topic: 'overview', push: 42 });
  expect(pushes).toEqual([42]);
});

test('a worker of another build is not tried again: the page must be reloaded', async () => {
  const { client, life, tasks } = setUp();
  client.start();
  const first = await life(0);
  first.say({ kind: 'otherVersion' });
  first.channel.close();
  expect(client.line.value).toBe('otherVersion');
  expect(tasks).toEqual([]);
});

test('pushes for a subscription that was stopped are dropped', async () => {
  const { client, life } = setUp();
  const pushes: unknown[] = [];
  client.start();
  const first = await life(0);
  first.say({ kind: 'welcome' });
  const subscription = client.subscribe(
    'session',
    () => ({}),
    (push) => pushes.push(push),
  );
  subscription.stop();
  first.say({ kind: 'push', subscription: subscription.id, topic: 'session', push: {} });
  expect(pushes).toEqual([]);
});
