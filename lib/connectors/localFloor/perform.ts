/** Acting on the local floor: each verb's path, and what its answers mean. */
import * as v from 'valibot';
import type { Action, ActionType, Outcome } from '../../domain/actions.ts';
import type { Reason } from '../../domain/reasons.ts';
import type { Conversation } from '../../domain/records.ts';
import { wireDoneSchema, wireOperationSchema, wireProblemSchema } from '../../floor/wire.ts';
import { type Connector, ConnectorError } from '../connector.ts';
import { type HttpAnswer, type HttpClient, path } from '../http.ts';
import { readReason } from './rows.ts';

const verbs: Record<ActionType, string> = {
  monitor: 'monitor',
  renewMonitor: 'renew-monitor',
  stopMonitor: 'stop-monitor',
  join: 'join',
  leave: 'leave',
  say: 'say',
  assign: 'assign',
  transfer: 'transfer',
  forceClose: 'force-close',
  setPresence: 'set-presence',
};

/** Answers that say for certain that nothing was done; all others leave it open and are thrown. */
const refusals = [400, 403, 404, 409, 410, 412, 413, 415, 422, 428];

// Rows and reasons are read one by one: an odd one must not hide what became of the act.
const doneSchema = v.object({ ...wireDoneSchema.entries, row: v.unknown() });
const problemSchema = v.object({
  ...v.partial(v.omit(wireProblemSchema, ['reasons', 'row'])).entries,
  reasons: v.optional(v.array(v.unknown())),
  row: v.optional(v.unknown()),
});
const operationSchema = v.object({
  ...wireOperationSchema.entries,
  reasons: v.array(v.unknown()),
  row: v.optional(v.unknown()),
});

interface Reader {
  rowOf(input: unknown): Conversation | undefined;
  readOne(conversationId: string, signal: AbortSignal): Promise<Conversation>;
}

export function createActs(http: HttpClient, { rowOf, readOne }: Reader) {
  async function perform(action: Action, signal: AbortSignal): Promise<Outcome> {
    const { type, operationId, conversationId, etag, ...body } = action;
    const answer = await http.request(path`/v1/conversations/${conversationId}/${verbs[type]}`, {
      method: 'POST',
      headers: { 'Idempotency-Key': operationId, 'If-Match': `"${etag}"` },
      body,
      accept: refusals,
      signal,
    });
    if (answer.status === 404 || answer.status === 410) return { kind: 'refused', reasons: [{ code: 'gone' }] };
    if (answer.status === 412) {
      const { row } = problemOf(answer);
      return { kind: 'changed', row: rowOf(row) ?? (await readOne(conversationId, signal)) };
    }
    if (refusals.includes(answer.status)) return refused(answer);
    const done = v.safeParse(doneSchema, answer.body);
    if (!done.success || done.output.operationId !== operationId) {
      throw new ConnectorError('broken', 'The answer to the act makes no sense');
    }
    return { kind: done.output.alreadySo ? 'alreadySo' : 'done', ...withRow(done.output.row) };
  }

  async function outcomeOf(operationId: string, signal: AbortSignal): Promise<Outcome | undefined> {
    const answer = await http.request(path`/v1/operations/${operationId}`, { accept: [404], signal });
    if (answer.status === 404) return undefined;
    const operation = v.safeParse(operationSchema, answer.body);
    if (!operation.success) throw new ConnectorError('broken', 'What is known of the act makes no sense');
    const { outcome, reasons } = operation.output;
    const row = rowOf(operation.output.row);
    if (outcome === 'changed') {
      return row ? { kind: 'changed', row } : { kind: 'refused', reasons: [{ code: 'changedMeanwhile', what: [] }] };
    }
    const rest = row ? { row } : {};
    return outcome === 'refused'
      ? { kind: 'refused', reasons: reasons.map(readReason), ...rest }
      : { kind: outcome, ...rest };
  }

  function withRow(input: unknown): { row?: Conversation } {
    const row = rowOf(input);
    return row ? { row } : {};
  }

  function refused(answer: HttpAnswer): Outcome {
    const problem = problemOf(answer);
    const reasons: Reason[] = (problem.reasons ?? []).map(readReason);
    if (reasons.length > 0) return { kind: 'refused', reasons, ...withRow(problem.row) };
    const text = problem.detail ?? problem.title ?? `HTTP ${answer.status}`;
    return { kind: 'refused', reasons: [{ code: 'backendRefused', text, backendCode: String(answer.status) }] };
  }

  return { perform, outcomeOf } satisfies Pick<Connector, 'perform' | 'outcomeOf'>;
}

function problemOf(answer: HttpAnswer): v.InferOutput<typeof problemSchema> {
  const problem = v.safeParse(problemSchema, answer.body);
  return problem.success ? problem.output : {};
}
