/** The one way by which a page acts: every click that changes something goes through here (architecture §2.7). */
import { effect, type ReadonlySignal } from '@preact/signals';
import type { Action, Operation } from '../domain/actions.ts';
import type { Conversation } from '../domain/records.ts';
import type { LineState, WorkerClient } from '../messages/client.ts';
import { RequestError, type RequestErrorCode } from '../messages/requests.ts';

type WithoutEnvelope<A> = A extends Action ? Omit<A, 'operationId' | 'conversationId' | 'etag'> : never;
/** What the supervisor wants done, before it becomes an act on one row. */
export type Intent = WithoutEnvelope<Action>;

export type Acted =
  | { kind: 'accepted'; operation: Operation }
  /** The picture was old and the row is now another: nothing was sent. */
  | { kind: 'changed'; row: Conversation }
  | { kind: 'gone' }
  /** `mayHaveHappened`: the worker went away with the act and could not be asked what became of it. */
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
    const { connectionId, id: conversationId, etag } = row;
    let isPosted = false;
    try {
      if (stale) {
        const read = await untilAnswered(client.line, () => client.ask('reread', { connectionId, conversationId }));
        if ('gone' in read) return { kind: 'gone' };
        if (read.row.etag !== etag) return { kind: 'changed', row: read.row };
      }
      const operationId = newId();
      const action: Action = { ...intent, operationId, conversationId, etag };
      const about = { customer: row.customer.name, ...(targetName === undefined ? {} : { target: targetName }) };
      const ask = async () => {
        isPosted ||= client.line.peek() === 'open';
        const answer: Operation | null = await client.ask('act', { connectionId, action, about });
        // What is no answer about this act leaves open whether it was accepted (FA4).
        if (!isAnswerTo(action, answer)) throw new RequestError('lineLost', 'What came back is no answer to the act.');
        return answer;
      };
      const look = async () => (await client.ask('checkOperation', { connectionId, operationId })).operation;
      const operation = await untilAnswered<Operation | undefined>(client.line, ask, look);
      if (operation !== undefined) return { kind: 'accepted', operation };
      const message = 'It did not arrive before the worker fell silent, and was not sent again.';
      return { kind: 'failed', code: 'lineClosed', message, mayHaveHappened: false };
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { code, message } = error;
      return {
        kind: 'failed',
        code,
        message,
        mayHaveHappened: isPosted && (isOfTheLine(code) || code === 'otherVersion'),
      };
    }
  };
}

/** The same wish of another place that is being held already is an answer, too (FA8). */
function isAnswerTo({ operationId, ...wish }: Action, answer: Operation | null): answer is Operation {
  if (answer?.state !== 'held') return answer?.id === operationId;
  const { type, conversationId, etag } = answer.action;
  return type === wish.type && conversationId === wish.conversationId && etag === wish.etag;
}

const isOfTheLine = (code: RequestErrorCode) => code === 'lineLost' || code === 'lineClosed';

/**
 * Puts the question again whenever the line had to be mended. Behind a silent worker nothing waits to be sent late: what
 * cannot have arrived fails at once; for what may have, it is only looked what became of it when the worker is back.
 * @throws RequestError
 */
async function untilAnswered<T>(
  line: ReadonlySignal<LineState>,
  question: () => Promise<T>,
  lookAfterwards?: () => Promise<T>,
): Promise<T> {
  let ask = question;
  let mayHaveArrived = false;
  for (let questions = 1; ; questions++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof RequestError) || !isOfTheLine(error.code) || questions === maxQuestions) throw error;
      mayHaveArrived ||= error.code === 'lineLost';
      let state = await lineSettled(line, ['open', 'otherVersion', 'silent']);
      if (state === 'silent') {
        if (!mayHaveArrived || lookAfterwards === undefined) throw new RequestError('lineClosed', error.message);
        ask = lookAfterwards;
        state = await lineSettled(line, ['open', 'otherVersion']);
      }
      if (state === 'otherVersion') throw new RequestError('otherVersion', error.message);
    }
  }
}

/** Resolves when the line is in one of `states`. */
function lineSettled(line: ReadonlySignal<LineState>, states: readonly LineState[]): Promise<LineState> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      const state = line.value;
      if (states.includes(state)) {
        resolve(state);
        queueMicrotask(() => stop());
      }
    });
  });
}
