/** The page's side of the line: see client.ts for what it promises. */
import { signal } from '@preact/signals';
import type { Channel } from './channel.ts';
import type { LineState, Subscription, WorkerClient } from './client.ts';
import type { FromWorker, ToWorker } from './envelope.ts';
import type { Answers, RequestInput, RequestName } from './requests.ts';
import { protocol, RequestError } from './requests.ts';
import type { Topic, Topics } from './topics.ts';

export interface ClientEnvironment {
  /** Opens a line; for the panel's frame it waits for the tab's one-time token first. */
  open(): Promise<{ channel: Channel; token: string | undefined }>;
  newId(): string;
  /** Runs `task` after `delay` ms. */
  schedule(task: () => void, delay: number): void;
}

/** Waits between attempts to mend the line, ms; the last one repeats. */
const mendDelays = [100, 500, 2000];

interface Standing {
  topic: Topic;
  params: () => unknown;
  onPush: (push: unknown) => void;
}

/** Inert until `start`. */
export function createWorkerClient(environment: ClientEnvironment): WorkerClient & { start(): void } {
  const line = signal<LineState>('connecting');
  const waiting = new Map<string, { resolve: (value: never) => void; reject: (error: RequestError) => void }>();
  const standing = new Map<string, Standing>();
  let channel: Channel | undefined;
  let attempts = 0;

  const post = (message: ToWorker) => channel?.send(message);

  function ask<N extends RequestName>(name: N, input: RequestInput<N>): Promise<Answers[N]> {
    if (line.peek() !== 'open') {
      return Promise.reject(new RequestError('lineLost', 'Floorwalker is starting again; nothing was sent.'));
    }
    return new Promise((resolve, reject) => {
      const id = environment.newId();
      waiting.set(id, { resolve, reject });
      post({ kind: 'ask', id, name, input });
    });
  }

  /** A subscription that the worker refuses is not the caller's failure: the session topic tells why. */
  function beginSubscription(id: string, { topic, params }: Standing) {
    const input = { subscription: id, topic, params: params() } as RequestInput<'subscribe'>;
    ask('subscribe', input).catch((error: RequestError) => {
      if (error.code !== 'lineLost' && error.code !== 'notFound') throw error;
    });
  }

  function receive(message: FromWorker) {
    switch (message.kind) {
      case 'welcome':
        attempts = 0;
        line.value = 'open';
        for (const [id, subscription] of standing) beginSubscription(id, subscription);
        return;
      case 'otherVersion':
        line.value = 'otherVersion';
        return;
      case 'answer':
        waiting.get(message.id)?.resolve(message.value as never);
        waiting.delete(message.id);
        return;
      case 'failure':
        waiting.get(message.id)?.reject(new RequestError(message.code, message.message));
        waiting.delete(message.id);
        return;
      case 'push':
        standing.get(message.subscription)?.onPush(message.push);
        return;
      case 'pong':
        return;
    }
  }

  function broken() {
    channel = undefined;
    const lost = [...waiting.values()];
    waiting.clear();
    for (const { reject } of lost) {
      reject(new RequestError('lineLost', 'The line broke before the answer came.'));
    }
    if (line.peek() === 'otherVersion') return;
    line.value = 'broken';
    const delay = mendDelays[Math.min(attempts, mendDelays.length - 1)] ?? 0;
    attempts += 1;
    environment.schedule(connect, delay);
  }

  function connect() {
    environment.open().then(
      ({ channel: opened, token }) => {
        channel = opened;
        opened.onMessage((message) => receive(message as FromWorker));
        opened.onClose(broken);
        post({ kind: 'hello', protocol, ...(token === undefined ? {} : { token }) });
      },
      () => broken(),
    );
  }

  return {
    line,
    ask,
    start: connect,
    subscribe<T extends Topic>(
      topic: T,
      params: () => Topics[T]['params'],
      onPush: (push: Topics[T]['push']) => void,
    ): Subscription<T> {
      const id = environment.newId();
      const subscription: Standing = { topic, params, onPush: onPush as (push: unknown) => void };
      standing.set(id, subscription);
      if (line.peek() === 'open') beginSubscription(id, subscription);
      return {
        id,
        topic,
        stop() {
          standing.delete(id);
          if (line.peek() === 'open') ask('unsubscribe', { subscription: id }).catch(() => undefined);
        },
      };
    },
  };
}
