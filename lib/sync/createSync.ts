/**
 * Keeps a mirror equal to its backend:
 *
 *   no cursor, or `restart` ──► full reading ──► watch ──broken line──► backoff ──► watch …
 *                                                  └─ absent, or failed 3 times in a row ──► poll every 10 s
 *                                                                     (watch is tried again every minute)
 *
 * What is wrong with the account or the address stops it until `refresh`.
 */
import { type Connector, ConnectorError, type WatchEvent } from '../connectors/connector.ts';
import type { Mirror } from '../mirror/mirror.ts';
import type { BackoffGate } from './backoffGate.ts';
import { createReading } from './reading.ts';
import { phaseOf, type SyncPhase, type SyncStatus } from './status.ts';

/** Milliseconds. */
export const usualPollEvery = 10_000;
export const watchAgainEvery = 60_000;
/** A watch that is tried beside polling and says nothing for this long is given up. */
export const watchTrial = 20_000;
const watchFailuresBeforePolling = 3;
/** Milliseconds: smaller changes of the clock offset are the network's, and not told. */
const clockTolerance = 1_000;

export interface Sync {
  start(): void;
  stop(): void;
  /** Reads everything anew now, also when trouble had stopped it (T7). */
  refresh(): void;
  readonly status: SyncStatus;
}

export interface SyncOptions {
  connector: Connector;
  mirror: Mirror;
  /** Shared with the outbox of the same connection. */
  gate: BackoffGate;
  now(): number;
  /** Runs `task` after `delay` ms; the returned function cancels. */
  schedule(task: () => void, delay: number): () => void;
  onStatus(status: SyncStatus): void;
}

export function createSync({ connector, mirror, gate, now, schedule, onStatus }: SyncOptions): Sync {
  let status: SyncStatus = { phase: 'connecting', clockOffset: 0, unreadable: 0 };
  let running: AbortController | undefined;
  let round = new AbortController();
  let fullReadingDue = false;
  let watchFailures = 0;
  let watchAgainAt = 0;
  let collected: number | undefined;

  const reading = createReading({ connector, mirror, gate, now, onTrouble, onProgress });

  function tell(phase: SyncPhase) {
    const { collected: _before, ...rest } = phase as SyncStatus;
    const { clockOffset, unreadable } = reading;
    status = { ...rest, clockOffset, unreadable, ...(collected === undefined ? {} : { collected }) };
    onStatus(status);
  }
  function onProgress(loaded: number | undefined, beside: number | undefined) {
    const clockMoved = Math.abs(status.clockOffset - reading.clockOffset) > clockTolerance;
    const hasMoved = collected !== beside;
    collected = beside;
    if (loaded !== undefined) tell({ phase: 'loading', loaded });
    else if (hasMoved || clockMoved || status.unreadable !== reading.unreadable) tell(status);
  }
  function onTrouble(problem: ConnectorError) {
    gate.failed(problem);
    tell(phaseOf(problem, gate.state.kind === 'closed' ? gate.state.until : now()));
  }

  async function run(signal: AbortSignal) {
    while (!signal.aborted) {
      round = new AbortController();
      const either = AbortSignal.any([signal, round.signal]);
      try {
        await oneRound(either);
      } catch (error) {
        if (!either.aborted) onTrouble(troubleOf(error));
      }
    }
  }

  async function oneRound(signal: AbortSignal) {
    await gate.pass(signal);
    if (fullReadingDue) {
      await reading.readAll(undefined, signal);
      fullReadingDue = false;
    } else if (!reading.isWhole) {
      await reading.readAll(reading.cursor, signal);
    } else if (connector.watch && (watchFailures < watchFailuresBeforePolling || now() >= watchAgainAt)) {
      await watchOnce(signal);
    } else {
      await pollOnce(signal);
    }
  }

  async function watchOnce(signal: AbortSignal) {
    const trial = new AbortController();
    const isTrial = watchFailures >= watchFailuresBeforePolling;
    let cancelTrial = isTrial ? schedule(() => trial.abort(), watchTrial) : () => {};
    let heard = false;
    watchAgainAt = now() + watchAgainEvery;
    const onEvent = (event: WatchEvent) => {
      if (signal.aborted) return;
      if (event.kind === 'restart') {
        fullReadingDue = true;
        return;
      }
      cancelTrial();
      cancelTrial = () => {};
      heard = true;
      watchFailures = 0;
      gate.succeeded();
      reading.take(event);
      if (status.phase !== 'live') tell({ phase: 'live' });
    };
    try {
      await connector.watch?.(reading.cursor ?? '', onEvent, AbortSignal.any([signal, trial.signal]));
      if (signal.aborted) return;
      if (!heard) watchFailures += 1;
      if (fullReadingDue && status.phase === 'live') tell({ phase: 'connecting' });
    } catch (error) {
      if (signal.aborted) return;
      watchFailures += 1;
      const problem = asConnectorError(error);
      const isOfTheLine = problem.kind === 'offline' || problem.kind === 'broken';
      // Whether the backend is there at all is for the poll to find out.
      if (isOfTheLine && watchFailures >= watchFailuresBeforePolling) return;
      if (!isOfTheLine || !heard) throw problem;
      // A line that was alive a moment ago is mended first, and called offline when that fails.
      gate.failed(problem);
      tell({ phase: 'connecting' });
    } finally {
      cancelTrial();
    }
  }

  async function pollOnce(signal: AbortSignal) {
    const rest = reading.readAt + (connector.pollEvery ?? usualPollEvery) - now();
    if (rest > 0) {
      if (status.phase !== 'polling') tell({ phase: 'polling' });
      await wait(rest, signal);
    }
    await reading.readAll(reading.cursor, signal);
    if (status.phase !== 'polling') tell({ phase: 'polling' });
  }

  function wait(delay: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = schedule(done, delay);
      signal.addEventListener('abort', done);
    });
  }

  return {
    get status() {
      return status;
    },
    start() {
      if (running) return;
      const controller = new AbortController();
      running = controller;
      // Whoever meets the refusal, reading or acting: all of the connection stops and says so.
      const unsubscribe = gate.subscribe((state) => {
        if (state.kind !== 'blocked') return;
        tell(phaseOf(state.problem, now()));
        round.abort();
      });
      controller.signal.addEventListener('abort', unsubscribe);
      tell({ phase: 'connecting' });
      void run(controller.signal);
    },
    stop() {
      running?.abort();
      running = undefined;
    },
    refresh() {
      fullReadingDue = true;
      watchFailures = 0;
      gate.retryNow();
      round.abort();
    },
  };
}

/** A list or line that is "not found" is a backend (or what stands before it) in trouble: asked again after a pause. */
function troubleOf(error: unknown): ConnectorError {
  const trouble = asConnectorError(error);
  if (trouble.kind !== 'notFound') return trouble;
  return new ConnectorError('broken', trouble.message, { cause: trouble });
}

function asConnectorError(error: unknown): ConnectorError {
  return error instanceof ConnectorError ? error : new ConnectorError('broken', String(error), { cause: error });
}
