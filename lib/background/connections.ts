/** All connections of this installation at work, kept in line with the settings. */
import type { SettingsStore } from '../settings/createSettings.ts';
import type { StoredConnection } from '../settings/settings.ts';
import type { LiveConnection } from './liveConnection.ts';

export interface Connections {
  get(id: string): LiveConnection | undefined;
  all(): LiveConnection[];
  /**
   * Opens what is new, ends and wipes what is gone or got another address or secret. A page that asks right afterwards
   * finds what is new; its work begins behind that.
   */
  reconcile(): void;
  subscribe(listener: () => void): () => void;
}

export function createConnections(parts: {
  settings: SettingsStore;
  open(stored: StoredConnection): LiveConnection;
  report(error: unknown): void;
}): Connections {
  const { settings, open, report } = parts;
  const running = new Map<string, { live: LiveConnection; outline: string; unsubscribe: () => void }>();
  /** Stored data of an earlier life under the same id, on its way out. */
  const wiping = new Map<string, Promise<void>>();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const outlineOf = ({ backend, baseUrl, secret }: StoredConnection) => JSON.stringify([backend, baseUrl, secret]);

  return {
    get: (id) => running.get(id)?.live,
    all: () => [...running.values()].map(({ live }) => live),
    reconcile() {
      const wanted = new Map(settings.current.connections.map((stored) => [stored.id, stored]));
      for (const [id, { live, outline, unsubscribe }] of running) {
        const stored = wanted.get(id);
        if (stored !== undefined && outlineOf(stored) === outline) continue;
        unsubscribe();
        running.delete(id);
        // Another account or site must never see what this one read (TH13).
        wiping.set(id, live.wipe().catch(report));
      }
      for (const [id, stored] of wanted) {
        if (running.has(id)) continue;
        const live = open(stored);
        running.set(id, { live, outline: outlineOf(stored), unsubscribe: live.subscribe(tell) });
        (wiping.get(id) ?? Promise.resolve()).then(() => live.start()).catch(report);
      }
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
