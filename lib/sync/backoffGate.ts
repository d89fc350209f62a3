/**
 * When a connection may be spoken to. Everything that goes to one backend passes the same gate, readings and actions
 * alike, so that a limit that one of them meets is honoured by all.
 */
import { ConnectorError } from '../connectors/connector.ts';

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

/** Trouble that passes by itself; all other kinds need somebody. */
export const passingProblems = ['rateLimited', 'offline', 'broken'] as const;

/** What must outlive a worker, so that one that dies often asks no more often than one that lives (FA13, FA14). */
export interface GateMemory {
  failures: number;
  /** Epoch ms on this machine's clock, as is `limitedUntil`. */
  until: number;
  limitedUntil: number;
  problem: { kind: (typeof passingProblems)[number]; message: string };
}

export interface BackoffGate {
  readonly state: GateState;
  /** `undefined` while there is no trouble to remember. */
  readonly memory: GateMemory | undefined;
  /** Goes on where the gate of an earlier worker stood; before anything passes. */
  resume(memory: GateMemory): void;
  /** Resolves when a request may go; rejects with the signal's reason when it aborts. */
  pass(signal: AbortSignal): Promise<void>;
  succeeded(): void;
  /** auth, forbidden and wrongBackend block; rateLimited, offline and broken close for a while; notFound is no failure. */
  failed(problem: ConnectorError): void;
  /** Someone asks for it: skips waiting and blocks, but not what the backend itself asked for (`Retry-After`). */
  retryNow(): void;
  subscribe(listener: (state: GateState) => void): () => void;
}

const errorOf = ({ kind, message }: GateMemory['problem']) => new ConnectorError(kind, message);

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
  let lastProblem: GateMemory['problem'] | undefined;
  let cancelTimer = () => {};

  function become(next: GateState) {
    state = next;
    cancelTimer();
    cancelTimer = next.kind === 'closed' ? schedule(open, next.until - now()) : () => {};
    for (const listener of [...listeners]) listener(state);
    if (next.kind === 'open') for (const wake of [...waiters]) wake();
  }
  function open() {
    // It opens when that time is over; a clock that is set back must not bring it again.
    limitedUntil = 0;
    become({ kind: 'open' });
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
    get memory() {
      if (!lastProblem || (failures === 0 && limitedUntil <= now())) return undefined;
      return { failures, until: state.kind === 'closed' ? state.until : 0, limitedUntil, problem: lastProblem };
    },
    resume({ failures: before, until, limitedUntil: limit, problem }) {
      failures = before;
      lastProblem = problem;
      // A clock that was set back since then must not close it for longer than any pause is.
      limitedUntil = Math.min(limit, now() + longestRetryAfter);
      const rest = Math.min(Math.max(until, limit) - now(), longestRetryAfter);
      if (rest > 0) closeFor(rest, errorOf(problem));
    },
    async pass(signal) {
      for (;;) {
        signal.throwIfAborted();
        if (state.kind === 'open') {
          if (failures >= breakerAfter && lastProblem) {
            probing = true;
            become({ kind: 'closed', until: now() + probeEvery, problem: errorOf(lastProblem) });
          }
          return;
        }
        await nextOpening(signal);
      }
    },
    succeeded() {
      failures = 0;
      probing = false;
      if (state.kind === 'closed' && now() >= limitedUntil) open();
    },
    failed(problem) {
      const { kind, message } = problem;
      switch (kind) {
        case 'auth':
        case 'forbidden':
        case 'wrongBackend':
          return become({ kind: 'blocked', problem });
        case 'notFound':
          return;
      }
      lastProblem = { kind, message };
      const asked = Math.min(problem.retryAfter ?? 0, longestRetryAfter);
      limitedUntil = Math.max(limitedUntil, now() + asked);
      // Told, so that it is remembered.
      if (state.kind === 'blocked') return become(state);
      if (asked >= firstPause) return closeFor(asked, problem);
      // "Now", "a moment" and dates in the past are no pause: our own holds.
      // Requests that were under way together fail together: one outage counts once.
      if (state.kind === 'closed' && !probing) return;
      failures += 1;
      closeFor(Math.max(asked, pauseAfterFailure()), problem);
    },
    retryNow() {
      failures = 0;
      if (state.kind === 'open') return;
      if (now() < limitedUntil) become({ kind: 'closed', until: limitedUntil, problem: state.problem });
      else open();
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
