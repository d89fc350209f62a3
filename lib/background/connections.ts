/** All connections of this installation at work, kept in line with the settings. */
import type { SettingsStore } from '../settings/createSettings.ts';
import type { StoredConnection } from '../settings/settings.ts';
import type { LiveConnection } from './liveConnection.ts';

export interface Connections {
  get(id: string): LiveConnection | undefined;
  all(): LiveConnection[];
  /** Starts what is new, stops and wipes what is gone, restarts what got another address or secret. */
  reconcile(): Promise<void>;
  subscribe(listener: () => void): () => void;
}

export function createConnections(
  settings: SettingsStore,
  open: (stored: StoredConnection) => LiveConnection,
): Connections {
  const running = new Map<string, { live: LiveConnection; identity: string; unsubscribe: () => void }>();
  const listeners = new Set<() => void>();
  let work: Promise<void> = Promise.resolve();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const identityOf = ({ backend, baseUrl, secret }: StoredConnection) => JSON.stringify([backend, baseUrl, secret]);

  async function reconcileNow() {
    const wanted = new Map(settings.current.connections.map((stored) => [stored.id, stored]));
    for (const [id, { live, identity, unsubscribe }] of running) {
      const stored = wanted.get(id);
      if (stored !== undefined && identityOf(stored) === identity) continue;
      unsubscribe();
      running.delete(id);
      // Another account or site must never see what this one read (TH13); only its settings entry may remain.
      await live.wipe();
    }
    for (const [id, stored] of wanted) {
      if (running.has(id)) continue;
      const live = open(stored);
      running.set(id, { live, identity: identityOf(stored), unsubscribe: live.subscribe(tell) });
      await live.start();
    }
    tell();
  }

  return {
    get: (id) => running.get(id)?.live,
    all: () => [...running.values()].map(({ live }) => live),
    reconcile() {
      const next = work.then(reconcileNow);
      work = next.catch(() => undefined);
      return next;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
