import { describe, expect, test } from 'vitest';
import type { Channel } from '../../lib/messages/channel.ts';
import { createWorkerClient } from '../../lib/messages/createWorkerClient.ts';
import type { FromWorker } from '../../lib/messages/envelope.ts';
import { createVirtualClock, type VirtualClock } from '../virtualClock.ts';
import { channelPair } from './fakeChannel.ts';

interface Life {
  channel: Channel;
  heard: Record<string, unknown>[];
  say(message: FromWorker): void;
}

/**
 * A worker that records what it is asked and answers when told to; each opened line is one of its lives.
 * @param open how a line comes about; `undefined` of it never does
 */
function setUp(open: (heard: () => void, clock: VirtualClock) => Promise<void> = async () => undefined) {
  const clock = createVirtualClock(0);
  const lives: Life[] = [];
  let ids = 0;
  let isDeaf = false;
  const client = createWorkerClient({
    async open(heard) {
      await open(heard, clock);
      const [page, worker] = channelPair();
      const heardOnIt: Life['heard'] = [];
      worker.onMessage((message) => {
        const { kind } = message as { kind: string };
        if (kind === 'ping' && !isDeaf) worker.send({ kind: 'pong' });
        heardOnIt.push(message as Record<string, unknown>);
      });
      lives.push({ channel: worker, heard: heardOnIt, say: (message) => worker.send(message) });
      return { channel: page, token: 'one-time' };
    },
    newId: () => `id-${++ids}`,
    schedule: clock.schedule,
  });
  const life = async (index: number) => {
    await clock.settle();
    const found = lives[index];
    if (found === undefined) throw new Error(`line ${index} was not opened`);
    return found;
  };
  return {
    client,
    clock,
    lives,
    life,
    pings: () => lives.flatMap(({ heard }) => heard.filter(({ kind }) => kind === 'ping')).length,
    /** From now on it answers nothing by itself. */
    fallDeaf: () => {
      isDeaf = true;
    },
    async welcomed() {
      client.start();
      const first = await life(0);
      first.say({ kind: 'welcome' });
      return first;
    },
  };
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
  const { client, welcomed, life, lives, clock } = setUp();
  const first = await welcomed();
  const waiting = client.ask('readOptions', {});
  first.channel.close();
  await expect(waiting).rejects.toMatchObject({ name: 'RequestError', code: 'lineLost' });
  expect(client.line.value).toBe('broken');
  for (const [index, delay] of [50, 150, 400, 1000, 2000].entries()) {
    await clock.advance(delay - 1);
    expect(lives.length).toBe(index + 1);
    await clock.advance(1);
    (await life(index + 1)).channel.close();
  }
});

test('what is asked while there is no line was never asked, and says so', async () => {
  const { client, welcomed } = setUp();
  const first = await welcomed();
  first.channel.close();
  await expect(client.ask('readOptions', {})).rejects.toMatchObject({ code: 'lineClosed' });
});

test('an answer that says nothing (the worker died over it, E10) is a lost one, not a success', async () => {
  const { client, welcomed } = setUp();
  const { say, heard } = await welcomed();
  const waiting = client.ask('readOptions', {});
  say({ kind: 'answer', id: String(heard[1]?.id), value: undefined });
  await expect(waiting).rejects.toMatchObject({ code: 'lineLost' });
});

test('after mending, standing questions are put again under the same id with the parameters of now', async () => {
  const { client, life, clock } = setUp();
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
  await clock.advance(100);
  const second = await life(1);
  second.say({ kind: 'welcome' });
  expect(second.heard[1]).toMatchObject({
    input: { subscription: subscription.id, params: { connectionId: 'second' } },
  });
  second.say({ kind: 'push', subscription: subscription.id, topic: 'overview', push: 42 });
  expect(pushes).toEqual([42]);
});

test('a worker of another build is not tried again: the page must be reloaded', async () => {
  const { client, life, lives, clock, pings } = setUp();
  client.start();
  const first = await life(0);
  first.say({ kind: 'otherVersion' });
  first.channel.close();
  await clock.advance(60_000);
  expect([client.line.value, lives.length, pings()]).toEqual(['otherVersion', 1, 0]);
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

describe('a worker that does not answer (FA27)', () => {
  test.each([0, 100, 1_099, 1_100, 1_101, 2_000])(
    'is noticed within 4.5 s when it falls deaf after %d ms',
    async (after) => {
      const { client, clock, welcomed, fallDeaf } = setUp();
      await welcomed();
      await clock.advance(after);
      fallDeaf();
      await clock.advance(3_200);
      expect(client.line.value).toBe('open');
      await clock.advance(1_500);
      expect(client.line.value).toBe('silent');
    },
  );

  test('is noticed within 5 s when it never answers the greeting', async () => {
    const { client, clock } = setUp();
    client.start();
    await clock.advance(5_000);
    expect(client.line.value).toBe('silent');
  });

  test('is noticed within 5 s when the line never comes about at all', async () => {
    const { client, clock } = setUp(() => new Promise(() => undefined));
    client.start();
    await clock.advance(5_000);
    expect(client.line.value).toBe('silent');
  });

  test('is noticed within 5 s when the line breaks again and again', async () => {
    const { client, clock, welcomed, lives, life } = setUp();
    (await welcomed()).channel.close();
    for (let time = 0; time < 5_000; time += 100) {
      await clock.advance(100);
      (await life(lives.length - 1)).channel.close();
    }
    expect(client.line.value).toBe('silent');
  });

  test('fails what waits for it, takes nothing more, and is still tried', async () => {
    const { client, clock, welcomed, fallDeaf, lives } = setUp();
    const first = await welcomed();
    fallDeaf();
    let code = '';
    client.ask('readOptions', {}).catch((error: { code: string }) => {
      code = error.code;
    });
    let isClosed = false;
    first.channel.onClose(() => {
      isClosed = true;
    });
    await clock.advance(5_000);
    expect([code, isClosed]).toEqual(['lineLost', true]);
    await expect(client.ask('readOptions', {})).rejects.toMatchObject({ code: 'lineClosed' });
    const before = lives.length;
    await clock.advance(30_000);
    expect(lives.length - before).toBeGreaterThanOrEqual(4);
    expect(lives.length - before).toBeLessThanOrEqual(15);
    expect(client.line.value).toBe('silent');
  });

  test('is back by itself with the first welcome, and its subscriptions with it', async () => {
    const { client, clock, welcomed, fallDeaf, lives, life } = setUp();
    await welcomed();
    client.subscribe(
      'session',
      () => ({}),
      () => undefined,
    );
    fallDeaf();
    await clock.advance(5_000);
    const last = await life(lives.length - 1);
    last.say({ kind: 'welcome' });
    expect(client.line.value).toBe('open');
    expect(last.heard.at(-1)).toMatchObject({ kind: 'ask', name: 'subscribe', input: { topic: 'session' } });
  });

  test('whatever a given-up line still says is heard no more', async () => {
    const { client, clock, welcomed, fallDeaf } = setUp();
    const first = await welcomed();
    fallDeaf();
    await clock.advance(5_000);
    first.say({ kind: 'welcome' });
    expect(client.line.value).toBe('silent');
  });

  test('a line that comes about after it was given up is closed, not used beside the next one', async () => {
    const openings: (() => void)[] = [];
    const { client, clock, lives } = setUp(() => new Promise((resolve) => openings.push(resolve)));
    client.start();
    await clock.advance(5_000);
    expect(openings.length).toBe(2);
    openings[0]?.();
    await clock.settle();
    expect(lives[0]?.heard).toEqual([]);
    openings[1]?.();
    await clock.settle();
    expect(lives[1]?.heard).toMatchObject([{ kind: 'hello' }]);
  });

  test('is not confused with one that is well and has no token for this frame', async () => {
    // openFromFrame in a page without an overlay: asked, heard, and after 1 s no token came.
    const { client, clock } = setUp((heard, { schedule }) => {
      heard();
      return new Promise((_resolve, reject) => schedule(() => reject(new Error('no token')), 1_000));
    });
    client.start();
    await clock.advance(600_000);
    expect(client.line.value).toBe('broken');
  });

  test('is not one that pushes without answering a ping, nor one after a sleep of the machine', async () => {
    const { client, clock, welcomed, fallDeaf } = setUp();
    const first = await welcomed();
    clock.sleep(8 * 3_600_000);
    await clock.advance(2_000);
    expect(client.line.value).toBe('open');
    fallDeaf();
    for (let time = 0; time < 60_000; time += 1_000) {
      first.say({ kind: 'push', subscription: 'none', topic: 'session', push: {} });
      await clock.advance(1_000);
    }
    expect(client.line.value).toBe('open');
  });

  test('is found out with one ping every 1.1 s, and none while there is no open line', async () => {
    const { clock, welcomed, pings, life } = setUp();
    const first = await welcomed();
    await clock.advance(60_000);
    expect(pings()).toBe(54);
    first.channel.close();
    await clock.advance(4_000);
    await life(1);
    expect(pings()).toBe(54);
  });
});
