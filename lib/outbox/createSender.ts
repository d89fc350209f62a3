/**
 * Sends what is queued and reads back what is unknown: in order within a conversation, four conversations at a time,
 * so that one that cannot be sent holds up nobody else.
 */

import { type Connector, ConnectorError } from '../connectors/connector.ts';
import type { Action, Operation, Outcome } from '../domain/actions.ts';
import { goalHolds, isDestructive } from '../domain/goals.ts';
import { sendBy } from '../domain/patience.ts';
import type { Reason, ReasonCode } from '../domain/reasons.ts';
import type { Conversation } from '../domain/records.ts';
import type { Book } from './book.ts';
import { isSetStyle, maxAttempts, settlementOf } from './settlement.ts';

const gates: readonly ReasonCode[] = ['notSupervisor', 'switchedOff', 'noticeOpen'];
const maxInFlight = 4;
/** Milliseconds until an operation whose state could not be stored is tried again. */
const storageRetry = 5_000;

export type SenderConnector = Pick<Connector, 'perform' | 'outcomeOf' | 'read'>;

/** When the connection may be spoken to (sync/backoffGate.ts). */
export interface Gate {
  pass(signal: AbortSignal): Promise<void>;
  succeeded(): void;
  failed(problem: ConnectorError): void;
}

export interface Sender {
  start(signal: AbortSignal): void;
  kick(): void;
  /** Reads back once more what stayed unknown. */
  checkAgain(operationId: string): void;
}

export function createSender(options: {
  connector: SenderConnector;
  gate: Gate;
  book: Book;
  claimed(
    id: string,
    states: readonly Operation['state'][],
    work: (operation: Operation) => Promise<void>,
  ): Promise<boolean>;
  isClaimed(id: string): boolean;
  /** Who is signed in now. */
  account(): string;
  /** The rules as they are now. */
  recheck(action: Action): readonly Reason[] | Promise<readonly Reason[]>;
  /** The row that the supervisor acted on. */
  seen(operationId: string): Conversation | undefined;
  /** The outcome and the row become visible in one step. */
  settled(operation: Operation, row: Conversation | undefined, patch: Partial<Operation>): Promise<Operation>;
  onProblem(error: unknown): void;
  now(): number;
  schedule(task: () => void, delay: number): () => void;
}): Sender {
  const { connector, gate, book, claimed, isClaimed, account, recheck, seen, settled, onProblem, now, schedule } =
    options;
  /** Conversations with an operation under way. */
  const busy = new Set<string>();
  /** Operations that reading back cannot decide, or that could not be stored just now. */
  const resting = new Set<string>();
  const readBacks = new Map<string, number>();
  let signal: AbortSignal | undefined;

  function kick() {
    if (!signal || signal.aborted) return;
    const waiting = new Set<string>();
    for (const operation of book.all()) {
      if (busy.size >= maxInFlight) return;
      const { id, state, action } = operation;
      if ((state !== 'queued' && state !== 'unknown') || resting.has(id)) continue;
      // Another account's acts wait: nothing is sent, or asked about, in somebody else's name (TH13).
      if (operation.account !== account()) continue;
      const { conversationId } = action;
      if (waiting.has(conversationId)) continue;
      waiting.add(conversationId);
      if (!busy.has(conversationId) && !isClaimed(id)) void take(operation, signal);
    }
  }

  async function take({ id, action }: Operation, until: AbortSignal) {
    busy.add(action.conversationId);
    try {
      await gate.pass(until);
      await claimed(id, ['queued', 'unknown'], (operation) =>
        operation.state === 'unknown' ? readBack(operation, until) : send(operation, until),
      );
    } catch (error) {
      if (!until.aborted) rest(id, error);
    } finally {
      busy.delete(action.conversationId);
      if (!until.aborted) kick();
    }
  }

  /** Something that should not fail did: the operation waits a little, the others go on. */
  function rest(id: string, error: unknown) {
    onProblem(error);
    resting.add(id);
    schedule(() => checkAgain(id), storageRetry);
  }

  function checkAgain(id: string) {
    readBacks.delete(id);
    if (resting.delete(id)) kick();
  }

  async function send(queued: Operation, until: AbortSignal) {
    if (sendBy(queued) <= now()) return void (await book.record(queued, { state: 'expired' }));
    const closed = await closedGates(queued.action);
    if (closed.length > 0) return settle(queued, { kind: 'refused', reasons: closed });
    const operation = await book.move(queued, { state: 'sending', attempts: queued.attempts + 1 });
    try {
      const outcome = await connector.perform(operation.action, until);
      if (until.aborted) return;
      gate.succeeded();
      if (outcome.kind === 'done') await confirm(operation, outcome.row, until);
      else await settle(operation, outcome);
    } catch (error) {
      if (!until.aborted) await onFailure(book.get(operation.id) ?? operation, error);
    }
  }

  /** It may have waited for minutes: what the account may do at all (G1–G3) is asked once more, the rest by the backend. */
  async function closedGates(action: Action): Promise<Reason[]> {
    if (action.type === 'stopMonitor' || action.type === 'leave') return [];
    return (await recheck(action)).filter(({ code }) => gates.includes(code));
  }

  /** 200 alone confirms nothing (spec §3): the row must be as it was wanted, or the backend must vouch for the id. */
  async function confirm(sent: Operation, given: Conversation | undefined, until: AbortSignal) {
    const shows = (row: Conversation) => goalHolds(sent.action, row, { myAgentId: sent.account }) !== false;
    if (given && shows(given)) return settle(sent, { kind: 'done', row: given });
    const operation = await book.record(sent, { answered: true });
    const row = await ask(() => connector.read(operation.action.conversationId, until), until);
    if (shows(row)) return settle(operation, { kind: 'done', row });
    const known = await ask(async () => connector.outcomeOf?.(operation.id, until), until);
    if (known) return settle(operation, { ...known, row });
    await stayUnknown(operation);
  }

  async function readBack(operation: Operation, until: AbortSignal) {
    try {
      if (connector.outcomeOf) {
        const known = await connector.outcomeOf(operation.id, until);
        gate.succeeded();
        if (known) await settle(operation, known);
        else await sendAgain(operation);
      } else await compare(operation, until);
    } catch (error) {
      if (!until.aborted) await onFailure(operation, error);
    }
  }

  /** For backends that do not remember operation ids: what the row shows. */
  async function compare(operation: Operation, until: AbortSignal) {
    const { action } = operation;
    const row = await connector.read(action.conversationId, until);
    gate.succeeded();
    const holds = goalHolds(action, row, { myAgentId: operation.account });
    if (holds === true) return settle(operation, { kind: 'done', row });
    if (holds === 'cannotTell' || operation.answered) return stayUnknown(operation);
    // Somebody has changed it since: ours may have been done and undone, and sending it again would overrule them.
    if (action.type === 'assign' && row.etag !== action.etag) return stayUnknown(operation, row);
    if (isSetStyle(action.type)) return sendAgain(operation);
    if (isDestructive(action.type)) return void (await settled(operation, row, { state: 'expired' }));
    return stayUnknown(operation);
  }

  /** It is certain that nothing was done. */
  async function sendAgain(operation: Operation) {
    if (operation.answered) return stayUnknown(operation);
    const isLate = sendBy(operation) <= now() || operation.attempts >= maxAttempts;
    await book.record(operation, { state: isLate ? 'expired' : 'queued' });
  }

  async function settle(operation: Operation, outcome: Outcome) {
    const { row, ...settlement } = settlementOf(outcome, operation, seen(operation.id));
    await settled(operation, row, settlement);
    resting.delete(operation.id);
    readBacks.delete(operation.id);
  }

  async function stayUnknown(operation: Operation, row?: Conversation) {
    resting.add(operation.id);
    await settled(operation, row, { state: 'unknown' });
    await book.logUnknown(operation);
  }

  /** Whatever leaves the effect open makes it unknown; what is certain is said at once. */
  async function onFailure(operation: Operation, error: unknown) {
    const kind = error instanceof ConnectorError ? error.kind : 'broken';
    const wasSent = operation.state === 'sending';
    if (error instanceof ConnectorError && kind !== 'forbidden') gate.failed(error);
    else if (kind !== 'forbidden') onProblem(error);
    switch (kind) {
      case 'notFound':
        return onGone(operation, wasSent);
      case 'forbidden':
        if (!wasSent || operation.answered) return stayUnknown(operation);
        return settle(operation, { kind: 'refused', reasons: [{ code: 'backendRefused', text: String(error) }] });
      case 'auth':
      case 'rateLimited':
        // Turned away at the door: it was not done, and goes when the gate opens.
        await book.record(operation, { state: wasSent && !operation.answered ? 'queued' : 'unknown' });
        return;
      case 'broken': {
        const failures = (readBacks.get(operation.id) ?? 0) + 1;
        readBacks.set(operation.id, failures);
        if (!wasSent && failures >= maxAttempts) return stayUnknown(operation);
      }
    }
    if (wasSent && error instanceof ConnectorError && error.hadNoEffect) return sendAgain(operation);
    await book.record(operation, { state: 'unknown' });
  }

  /** The conversation is no longer there: whether something was done before that, only a first answer tells. */
  function onGone(operation: Operation, wasSent: boolean) {
    if (operation.answered) return settle(operation, { kind: 'done' });
    const { action } = operation;
    const isSettled = wasSent || goalHolds(action, undefined, { myAgentId: operation.account }) === true;
    if (!isSettled) return stayUnknown(operation);
    return settle(operation, { kind: 'refused', reasons: [{ code: 'gone' }] });
  }

  /** A further question on the way to an answer: through the gate like everything else. */
  async function ask<T>(question: () => Promise<T>, until: AbortSignal): Promise<T> {
    await gate.pass(until);
    const answer = await question();
    gate.succeeded();
    return answer;
  }

  return {
    start(until) {
      signal = until;
      resting.clear();
      kick();
    },
    kick,
    checkAgain,
  };
}
