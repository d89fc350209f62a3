/** A WorkerClient without a worker: a test or the gallery says what is answered and pushed, and sees what was asked. */
import { signal } from '@preact/signals';
import type { LineState, WorkerClient } from '../lib/messages/client.ts';
import type { Answers, RequestInput, RequestName } from '../lib/messages/requests.ts';
import { RequestError } from '../lib/messages/requests.ts';
import type { Topic, Topics } from '../lib/messages/topics.ts';

type Asked = { [N in RequestName]: { name: N; input: RequestInput<N> } }[RequestName];
type Answering = { [N in RequestName]?: (input: RequestInput<N>) => Answers[N] | Promise<Answers[N]> };

export interface FakeSubscription<T extends Topic = Topic> {
  id: string;
  topic: T;
  params(): Topics[T]['params'];
  onPush(push: Topics[T]['push']): void;
}

export interface FakeClient extends WorkerClient {
  /** Everything asked so far, oldest first. */
  readonly asked: Asked[];
  /** What was asked of one name. */
  inputs<N extends RequestName>(name: N): RequestInput<N>[];
  /** Sets how requests are answered; what has no answer is answered with null. */
  answer(answers: Answering): void;
  /** Pushes to every standing subscription of that topic (that `which` accepts). */
  push<T extends Topic>(topic: T, push: Topics[T]['push'], which?: (params: Topics[T]['params']) => boolean): void;
  /** Standing subscriptions of a topic. */
  standing<T extends Topic>(topic: T): FakeSubscription<T>[];
  /** Called for every subscription that begins, also after a mended line. */
  onSubscribe(listener: (subscription: FakeSubscription) => void): void;
  /** Breaks the line: what is asked then fails with `lineClosed`. */
  breakLine(state?: Exclude<LineState, 'open'>): void;
  /** Mends it: every standing subscription begins again. */
  mendLine(): void;
}

export function createFakeClient(): FakeClient {
  const line = signal<LineState>('open');
  const asked: Asked[] = [];
  const subscriptions = new Set<FakeSubscription>();
  const listeners: ((subscription: FakeSubscription) => void)[] = [];
  let answers: Answering = {};
  let count = 0;
  const standing = <T extends Topic>(topic: T) =>
    [...subscriptions].filter((subscription) => subscription.topic === topic) as unknown as FakeSubscription<T>[];

  return {
    line,
    asked,
    inputs: (name) => asked.filter((one) => one.name === name).map((one) => one.input as never),
    answer(more) {
      answers = { ...answers, ...more };
    },
    async ask(name, input) {
      if (line.peek() !== 'open') throw new RequestError('lineClosed', 'The line is broken.');
      asked.push({ name, input } as Asked);
      const answer = answers[name] as ((input: unknown) => unknown) | undefined;
      return (answer === undefined ? null : await answer(input)) as never;
    },
    subscribe(topic, params, onPush) {
      count += 1;
      const subscription = { id: `s-${count}`, topic, params, onPush };
      subscriptions.add(subscription as unknown as FakeSubscription);
      if (line.peek() === 'open')
        for (const listener of listeners) listener(subscription as unknown as FakeSubscription);
      return {
        id: subscription.id,
        topic,
        stop: () => void subscriptions.delete(subscription as unknown as FakeSubscription),
      };
    },
    push(topic, push, which = () => true) {
      for (const subscription of standing(topic)) if (which(subscription.params())) subscription.onPush(push);
    },
    standing,
    onSubscribe: (listener) => void listeners.push(listener),
    breakLine(state = 'broken') {
      line.value = state;
    },
    mendLine() {
      line.value = 'open';
      for (const subscription of subscriptions) for (const listener of listeners) listener(subscription);
    },
  };
}
