/** The page's side of the line: see client.ts for what it promises. */
import { signal } from '@preact/signals';
import type { Channel } from './channel.ts';
import type { LineState, Subscription, WorkerClient } from './client.ts';
import type { FromWorker, ToWorker } from './envelope.ts';
import type { Answers, RequestInput, RequestName } from './requests.ts';
import { protocol, RequestError } from './requests.ts';
import type { Topic, Topics } from './topics.ts';

export interface ClientEnvironment {
  /**
   * Opens a line; for the panel's frame it waits for the tab's one-time token first.
   * @param heard called at any sign of the worker's life on the way
   */
  open(heard: () => void): Promise<{ channel: Channel; token: string | undefined }>;
  newId(): string;
  /** Runs `task` after `delay` ms. */
  schedule(task: () => void, delay: number): void;
}

/** Waits between attempts to mend the line, ms; the last one repeats. */
const mendDelays = [50, 150, 400, 1000, 2000];
/**
 * Every so often, ms, an open line is pinged; a worker that let this many whole beats pass in a row says nothing any more
 * (FA27: within 5 s). Beats are counted, not time: a machine that slept, or a tab whose timers the browser holds back, has
 * asked less often and blames nobody.
 */
const beatEvery = 1100;
const silentAfter = 3;

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
  /** Counts the lines: what belongs to an earlier one is heard no more. */
  let current = 0;
  let beatsMissed = 0;
  let wasHeard = false;

  const post = (message: ToWorker) => channel?.send(message);

  function ask<N extends RequestName>(name: N, input: RequestInput<N>): Promise<Answers[N]> {
    if (line.peek() !== 'open') {
      return Promise.reject(new RequestError('lineClosed', 'The worker could not be reached; it was not asked.'));
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
      if (error.code !== 'lineLost' && error.code !== 'lineClosed' && error.code !== 'notFound') throw error;
    });
  }

  function heard() {
    wasHeard = true;
  }

  function receive(message: FromWorker) {
    heard();
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
        // No answer is `undefined`: that is what a message becomes whose worker died over it (E10).
        if (message.value === undefined) waiting.get(message.id)?.reject(lost());
        else waiting.get(message.id)?.resolve(message.value as never);
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

  function end(why: 'broken' | 'silent') {
    const next = ++current;
    channel?.close();
    channel = undefined;
    const unanswered = [...waiting.values()];
    waiting.clear();
    for (const { reject } of unanswered) reject(lost());
    if (line.peek() === 'otherVersion') return;
    // Silent it stays until the worker has answered, however often another line is tried.
    if (line.peek() !== 'silent') line.value = why;
    const delay = mendDelays[Math.min(attempts, mendDelays.length - 1)] ?? 0;
    attempts += 1;
    environment.schedule(() => next === current && connect(), delay);
  }

  function connect() {
    const mine = current;
    environment.open(heard).then(
      ({ channel: opened, token }) => {
        if (mine !== current) return opened.close();
        channel = opened;
        opened.onMessage((message) => receive(message as FromWorker));
        opened.onClose(() => {
          if (mine !== current) return;
          channel = undefined;
          end('broken');
        });
        post({ kind: 'hello', protocol, ...(token === undefined ? {} : { token }) });
      },
      () => mine === current && end('broken'),
    );
  }

  /** The one timer of the page: it finds out whether anybody is there. */
  function beat() {
    if (line.peek() === 'otherVersion') return;
    beatsMissed = wasHeard ? 0 : beatsMissed + 1;
    wasHeard = false;
    if (beatsMissed >= silentAfter) {
      beatsMissed = 0;
      end('silent');
    } else if (line.peek() === 'open') post({ kind: 'ping' });
    environment.schedule(beat, beatEvery);
  }

  return {
    line,
    ask,
    start() {
      connect();
      environment.schedule(beat, beatEvery);
    },
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

function lost(): RequestError {
  return new RequestError('lineLost', 'The worker went away before it answered.');
}
