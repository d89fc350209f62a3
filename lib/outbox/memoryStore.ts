/** A store that lives as long as the worker: for tests, and where the browser refuses storage. */
import type { Operation } from '../domain/actions.ts';
import type { LogEntry } from '../domain/log.ts';
import type { NewLogEntry, OutboxStore } from './store.ts';

/** Operations go in and come out as copies, as they do with a database. */
export function createMemoryStore(): OutboxStore {
  const operations = new Map<string, Operation>();
  let log: LogEntry[] = [];
  let lastSequence = 0;

  function note(entry: NewLogEntry | undefined) {
    if (entry) log.push({ ...structuredClone(entry), sequence: ++lastSequence });
  }

  return {
    async load() {
      const all = [...operations.values()].sort((a, b) => a.at - b.at);
      return { operations: structuredClone(all), unreadable: 0 };
    },
    async add(operation, entry) {
      const known = operations.get(operation.id);
      if (known) return { stored: structuredClone(known), added: false };
      operations.set(operation.id, structuredClone(operation));
      note(entry);
      return { stored: operation, added: true };
    },
    async put(operation, entry) {
      operations.set(operation.id, structuredClone(operation));
      note(entry);
    },
    async append(entry) {
      note(entry);
    },
    async read(before, limit) {
      const older = before === undefined ? log : log.filter((entry) => entry.sequence < before);
      return structuredClone(older.slice(-limit).reverse());
    },
    async prune(settledBefore, loggedBefore) {
      for (const [id, { settledAt }] of operations) {
        if (settledAt !== undefined && settledAt < settledBefore) operations.delete(id);
      }
      log = log.filter((entry) => entry.at >= loggedBefore);
    },
    async wipe() {
      operations.clear();
      log = [];
    },
    trouble: undefined,
    onCreated() {},
    async close() {},
  };
}
