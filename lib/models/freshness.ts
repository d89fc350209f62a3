/** Whether the picture is true now: what the header of every page says about it (spec §3). */
import type { LineState } from '../messages/client.ts';
import type { ConnectionStatus } from '../messages/topics.ts';

export interface Freshness {
  kind:
    | 'reconnecting'
    | 'silent'
    | 'otherVersion'
    | 'connecting'
    | 'loading'
    | 'live'
    | 'polling'
    | 'stale'
    | 'offline'
    | 'signedOut'
    | 'forbidden'
    | 'wrongBackend';
  tone: 'good' | 'quiet' | 'warn' | 'urgent';
  /** Milliseconds since the picture was last confirmed. */
  age?: number;
}

/** How often a healthy picture is confirmed, ms: a push line says it is alive every 15 s; polling asks as often as the backend may be asked. */
const confirmedEvery = { live: 15_000, polling: 10_000 };
/** More than 2 of them missed is stale (amber), more than 5 very stale (red). */
const staleAfter = 2;
const veryStaleAfter = 5;

/** @param now epoch ms on this machine's clock, like `asOf` */
export function freshnessOf(line: LineState, status: ConnectionStatus | undefined, now: number): Freshness {
  const age = status?.asOf === undefined ? {} : { age: Math.max(0, now - status.asOf) };
  if (line === 'otherVersion') return { kind: 'otherVersion', tone: 'urgent', ...age };
  if (line === 'silent') return { kind: 'silent', tone: 'urgent', ...age };
  const staleness = stalenessOf(status, now);
  if (line === 'broken') return { kind: 'reconnecting', tone: staleness === 'none' ? 'warn' : staleness, ...age };
  if (line === 'connecting' || status === undefined) return { kind: 'connecting', tone: 'quiet' };
  switch (status.phase) {
    case 'connecting':
    case 'loading':
      return { kind: status.phase, tone: 'quiet', ...age };
    case 'live':
    case 'polling':
      if (staleness !== 'none') return { kind: 'stale', tone: staleness, ...age };
      return { kind: status.phase, tone: 'good', ...age };
    case 'offline':
      return { kind: 'offline', tone: staleness === 'urgent' ? 'urgent' : 'warn', ...age };
    case 'signedOut':
      // A sign-in that ends every day is no alarm; a token that is wrong is.
      return { kind: status.phase, tone: status.signIn.kind === 'token' ? 'urgent' : 'warn', ...age };
    default:
      return { kind: status.phase, tone: 'urgent', ...age };
  }
}

export type Staleness = 'none' | 'warn' | 'urgent';

function stalenessOf(status: ConnectionStatus | undefined, now: number): Staleness {
  return status?.asOf === undefined ? 'none' : stalenessSince(status.asOf, status, now);
}

/** Of what is as of `since`, by the same limits for a whole connection and for one row; both on this machine's clock. */
export function stalenessSince(
  since: number,
  status: Pick<ConnectionStatus, 'phase' | 'pollEvery'> | undefined,
  now: number,
): Staleness {
  const every = status?.phase === 'live' ? confirmedEvery.live : (status?.pollEvery ?? confirmedEvery.polling);
  const missed = (now - since) / every;
  if (missed > veryStaleAfter) return 'urgent';
  return missed > staleAfter ? 'warn' : 'none';
}
