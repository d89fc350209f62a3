/** The one way by which a page acts: every click that changes something goes through here (architecture §2.7). */
import { effect, type ReadonlySignal } from '@preact/signals';
import type { Action, Operation } from '../domain/actions.ts';
import type { Conversation } from '../domain/records.ts';
import type { LineState, WorkerClient } from '../messages/client.ts';
import { RequestError, type RequestErrorCode, type RequestInput } from '../messages/requests.ts';

type WithoutEnvelope<A> = A extends Action ? Omit<A, 'operationId' | 'conversationId' | 'etag'> : never;
/** What the supervisor wants done, before it becomes an act on one row. */
export type Intent = WithoutEnvelope<Action>;

export type Acted =
  | { kind: 'accepted'; operation: Operation }
  /** The picture was old and the row is now another: nothing was sent. */
  | { kind: 'changed'; row: Conversation }
  | { kind: 'gone' }
  /** `mayHaveHappened`: the worker went away with the act and could not be asked again. */
  | { kind: 'failed'; code: RequestErrorCode; message: string; mayHaveHappened: boolean };

export interface Seen {
  /** The row as the supervisor saw it when deciding; its etag is the precondition. */
  row: Conversation;
  /** The row or its connection is older than the rest: read it again before acting (spec §3). */
  stale: boolean;
  /** Name of the target, for people. */
  targetName?: string;
}

export type Act = (intent: Intent, seen: Seen) => Promise<Acted>;

/** Each time the line breaks under the question it is put again with the same id; a worker that dies on it ends this. */
const maxQuestions = 5;

/** `newId` mints the operation id; the same id is asked again after a lost line, so the act happens at most once. */
export function createAct(client: WorkerClient, newId: () => string): Act {
  return async function act(intent, { row, stale, targetName }) {
    let asked = false;
    try {
      if (stale) {
        const read = await askUntilAnswered(client, 'reread', {
          connectionId: row.connectionId,
          conversationId: row.id,
        });
        if ('gone' in read) return { kind: 'gone' };
        if (read.row.etag !== row.etag) return { kind: 'changed', row: read.row };
      }
      const action: Action = { ...intent, operationId: newId(), conversationId: row.id, etag: row.etag };
      const about = { customer: row.customer.name, ...(targetName === undefined ? {} : { target: targetName }) };
      asked = true;
      const operation = await askUntilAnswered(client, 'act', { connectionId: row.connectionId, action, about });
      return { kind: 'accepted', operation };
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const uncertain = error.code === 'lineLost' || error.code === 'otherVersion';
      return { kind: 'failed', code: error.code, message: error.message, mayHaveHappened: asked && uncertain };
    }
  };
}

async function askUntilAnswered<N extends 'act' | 'reread'>(client: WorkerClient, name: N, input: RequestInput<N>) {
  for (let question = 1; ; question++) {
    try {
      return await client.ask(name, input);
    } catch (error) {
      if (!(error instanceof RequestError) || error.code !== 'lineLost' || question === maxQuestions) throw error;
      if ((await lineSettled(client.line)) === 'otherVersion') {
        throw new RequestError('otherVersion', error.message);
      }
    }
  }
}

/** Resolves when the line is open again, or can no longer be used by this page. */
function lineSettled(line: ReadonlySignal<LineState>): Promise<'open' | 'otherVersion'> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      const state = line.value;
      if (state === 'open' || state === 'otherVersion') {
        resolve(state);
        queueMicrotask(() => stop());
      }
    });
  });
}
