/** Every act of a supervisor by its operation id: done once, however often it arrives. */
import type { Action, Outcome } from '../../domain/actions.ts';
import type { LedgerEntry } from '../floor.ts';

interface Stored {
  entry: LedgerEntry;
  outcome: Outcome;
  fingerprint: string;
}

export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  /** The outcome of that very act, if it was done before; `'keyReused'` when its id stood for another one. */
  earlier(supervisorId: string, action: Action): Outcome | 'keyReused' | undefined;
  write(entry: LedgerEntry, outcome: Outcome): void;
  entry(operationId: string): LedgerEntry | undefined;
}

export function createLedger(): Ledger {
  const entries: LedgerEntry[] = [];
  const stored = new Map<string, Stored>();
  return {
    entries,
    earlier(supervisorId, action) {
      const known = stored.get(action.operationId);
      if (!known) return undefined;
      return known.fingerprint === fingerprintOf(supervisorId, action) ? known.outcome : 'keyReused';
    },
    write(entry, outcome) {
      entries.push(entry);
      stored.set(entry.operationId, { entry, outcome, fingerprint: fingerprintOf(entry.supervisorId, entry.action) });
    },
    entry: (operationId) => stored.get(operationId)?.entry,
  };
}

/** The same for the same act, in whatever order its fields arrived. */
function fingerprintOf(supervisorId: string, action: Action): string {
  return JSON.stringify([supervisorId, action], (_key, value: unknown) => {
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isRecord ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  });
}
