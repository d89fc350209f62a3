/** How a connection's reading stands; each phase carries only what belongs to it. */
import type { ConnectorError } from '../connectors/connector.ts';
import type { ProblemKind } from '../domain/identity.ts';

export interface Problem {
  kind: ProblemKind;
  message: string;
}

export type SyncPhase =
  | { phase: 'connecting' }
  /** The first full reading is under way: conversations read so far. */
  | { phase: 'loading'; loaded: number }
  | { phase: 'live' }
  | { phase: 'polling' }
  | { phase: 'offline'; problem: Problem & { retryAt: number } }
  /** Stopped until `refresh` or other credentials. */
  | { phase: 'signedOut' | 'forbidden' | 'wrongBackend'; problem: Problem };

export type SyncStatus = SyncPhase & {
  /** Backend clock minus this machine's, ms. */
  clockOffset: number;
  /** A later full reading is under way, beside the picture: conversations read so far. */
  collected?: number;
  /** Rows of the last full reading, and since, that could not be understood. */
  unreadable: number;
};

/** @param retryAt when it is tried again, epoch ms */
export function phaseOf({ kind, message }: ConnectorError, retryAt: number): SyncPhase {
  const problem = { kind, message };
  switch (kind) {
    case 'auth':
      return { phase: 'signedOut', problem };
    case 'forbidden':
    case 'wrongBackend':
      return { phase: kind, problem };
    default:
      return { phase: 'offline', problem: { ...problem, retryAt } };
  }
}
