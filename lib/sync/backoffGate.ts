/**
 * When a connection may be spoken to. Everything that goes to one backend passes the same gate, readings and actions
 * alike, so that a limit that one of them meets is honoured by all.
 */
import type { ConnectorError } from '../connectors/connector.ts';

/** Milliseconds. The pause after the n-th failure in a row is random(0, min(60 s, 1 s·2^n)): full jitter. */
const firstPause = 1_000;
const longestPause = 60_000;
/** From this many failures in a row on, one request at a time probes, at most every 30 s. */
const breakerAfter = 5;
const probeEvery = 30_000;
/** A backend that asks for more is asked again after this, and people are told (facts: cap 5 min). */
const longestRetryAfter = 300_000;

export type GateState =
  | { kind: 'open' }
  | { kind: 'closed'; until: number; problem: ConnectorError }
  /** Until `retryNow`: the credentials or the address must change first. */
  | { kind: 'blocked'; problem: ConnectorError };

export interface BackoffGate {
  readonly state: GateState;
  /** Resolves when a request may go; rejects with the signal's reason when it aborts. */
  pass(signal: AbortSignal): Promise<void>;
  succeeded(): void;
  /** auth, forbidden and wrongBackend block; rateLimited, offline and broken close for a while; notFound is no failure. */
  failed(problem: ConnectorError): void;
  /** Someone asks for it: skips waiting and blocks, but not what the backend itself asked for (`Retry-After`). */
  retryNow(): void;
  subscribe(listener: (state: GateState) => void): () => void;
}

export function createBackoffGate(environment: {
  now(): number;
  /** Runs `task` after `delay` ms; the returned function cancels. */
  schedule(task: () => void, delay: number): () => void;
  /** 0 ≤ x < 1 */
  random(): number;
}): BackoffGate {
  const { now, schedule, random } = environment;
  const listeners = new Set<(state: GateState) => void>();
  const waiters = new Set<() => void>();
  let state: GateState = { kind: 'open' };
  let failures = 0;
  /** Until then the backend itself asked for silence. */
  let limitedUntil = 0;
  let probing = false;
  let lastProblem: ConnectorError | undefined;
  let cancelTimer = () => {};

  function become(next: GateState) {
    state = next;
    cancelTimer();
    cancelTimer = next.kind === 'closed' ? schedule(() => become({ kind: 'open' }), next.until - now()) : () => {};
    for (const listener of [...listeners]) listener(state);
    if (next.kind === 'open') for (const wake of [...waiters]) wake();
  }

  function closeFor(delay: number, problem: ConnectorError) {
    const until = Math.max(now() + delay, state.kind === 'closed' && !probing ? state.until : 0);
    probing = false;
    become({ kind: 'closed', until, problem });
  }

  function pauseAfterFailure(): number {
    if (failures >= breakerAfter) return probeEvery + random() * (longestPause - probeEvery);
    return random() * Math.min(longestPause, firstPause * 2 ** failures);
  }

  return {
    get state() {
      return state;
    },
    async pass(signal) {
      for (;;) {
        signal.throwIfAborted();
        if (state.kind === 'open') {
          if (failures >= breakerAfter && lastProblem) {
            probing = true;
            become({ kind: 'closed', until: now() + probeEvery, problem: lastProblem });
          }
          return;
        }
        await nextOpening(signal);
      }
    },
    succeeded() {
      failures = 0;
      probing = false;
      if (state.kind === 'closed' && now() >= limitedUntil) become({ kind: 'open' });
    },
    failed(problem) {
      lastProblem = problem;
      switch (problem.kind) {
        case 'auth':
        case 'forbidden':
        case 'wrongBackend':
          return become({ kind: 'blocked', problem });
        case 'notFound':
          return;
      }
      if (state.kind === 'blocked') return;
      const asked = problem.retryAfter === undefined ? undefined : Math.min(problem.retryAfter, longestRetryAfter);
      if (asked !== undefined) {
        limitedUntil = Math.max(limitedUntil, now() + asked);
        return closeFor(asked, problem);
      }
      // Requests that were under way together fail together: one outage counts once.
      if (state.kind === 'closed' && !probing) return;
      failures += 1;
      closeFor(pauseAfterFailure(), problem);
    },
    retryNow() {
      failures = 0;
      if (state.kind === 'open') return;
      if (now() < limitedUntil) become({ kind: 'closed', until: limitedUntil, problem: state.problem });
      else become({ kind: 'open' });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  function nextOpening(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = () => {
        waiters.delete(wake);
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        waiters.delete(wake);
        reject(signal.reason);
      };
      waiters.add(wake);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
