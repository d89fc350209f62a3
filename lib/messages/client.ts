/** A page's line to the worker: asks, subscribes, notices when the line breaks, and mends it (see connectToWorker). */
import type { ReadonlySignal } from '@preact/signals';
import type { Answers, RequestInput, RequestName } from './requests.ts';
import type { Topic, Topics } from './topics.ts';

export type LineState =
  | 'connecting'
  | 'open'
  | 'broken' // being mended: a worker that died is back within a second
  | 'silent' // the worker has not answered for almost five seconds; still being tried, and open again by itself (FA27)
  | 'otherVersion';

export interface Subscription<T extends Topic> {
  /** The id by which changeQuery and holdList name it. It stays the same over a mended line. */
  readonly id: string;
  readonly topic: T;
  stop(): void;
}

export interface WorkerClient {
  readonly line: ReadonlySignal<LineState>;
  /** @throws RequestError */
  ask<N extends RequestName>(name: N, input: RequestInput<N>): Promise<Answers[N]>;
  /** After a mended line the first push is whole again. `params` is read anew each time. */
  subscribe<T extends Topic>(
    topic: T,
    params: () => Topics[T]['params'],
    onPush: (push: Topics[T]['push']) => void,
  ): Subscription<T>;
}
