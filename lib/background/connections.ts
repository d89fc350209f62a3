/** All connections of this installation at work, kept in line with the settings. */
import type { SettingsStore } from '../settings/createSettings.ts';
import { outlineOf, ownerOf } from '../settings/leaving.ts';
import type { StoredConnection } from '../settings/settings.ts';
import type { LiveConnection } from './liveConnection.ts';

export interface Connections {
  get(id: string): LiveConnection | undefined;
  all(): LiveConnection[];
  /**
   * Opens what is new, ends and wipes what is gone or belongs to another account or address; what only got a new token
   * begins anew with what it has. A page that asks right afterwards finds what is new; its work begins behind that.
   */
  reconcile(): void;
  subscribe(listener: () => void): () => void;
}

export function createConnections(parts: {
  settings: SettingsStore;
  open(stored: StoredConnection): LiveConnection;
  /** Deletes what an earlier worker stored and did not get to delete. */
  wipe(id: string): Promise<void>;
  report(error: unknown): void;
}): Connections {
  const { settings, open, wipe, report } = parts;
  interface Running {
    live: LiveConnection;
    outline: string;
    owner(): string | undefined;
    unsubscribe(): void;
  }
  const running = new Map<string, Running>();
  /** An earlier life under the same id, on its way out. */
  const ending = new Map<string, Promise<void>>();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  /**
   * Whoever comes after an earlier life under `id` waits for it. What could not be deleted is left to the next start,
   * unless the id is used again: what is stored from then on is another's, so the mark must be gone before.
   */
  function end(id: string, work: Promise<void>): void {
    const ended = (async () => {
      const isDone = await work.then(
        () => true,
        (error: unknown) => {
          report(error);
          return false;
        },
      );
      const { leaving, connections } = settings.current;
      if (!leaving?.includes(id) || (!isDone && !connections.some((one) => one.id === id))) return;
      await settings.update((all) => ({ ...all, leaving: all.leaving?.filter((one) => one !== id) }));
    })();
    ended.catch(report);
    ending.set(id, ended);
  }

  /** One that cannot be opened (a policy may name any backend) must not keep the others from their work. */
  function opened(stored: StoredConnection): LiveConnection | undefined {
    try {
      return open(stored);
    } catch (error) {
      report(error);
      return undefined;
    }
  }

  return {
    get: (id) => running.get(id)?.live,
    all: () => [...running.values()].map(({ live }) => live),
    reconcile() {
      const wanted = new Map(settings.current.connections.map((stored) => [stored.id, stored]));
      for (const [id, { live, outline, owner, unsubscribe }] of running) {
        const stored = wanted.get(id);
        const isOthers =
          stored && ownerOf(stored) !== undefined && owner() !== undefined && ownerOf(stored) !== owner();
        if (stored !== undefined && outlineOf(stored) === outline && !isOthers) continue;
        unsubscribe();
        running.delete(id);
        // Another account or site must never see what this one read (TH13). The same one with a new token goes on with
        // its queue, its log and its leases.
        const isSameAccount = owner() !== undefined && stored && ownerOf(stored) === owner();
        end(id, isSameAccount ? live.close() : live.wipe());
      }
      for (const id of settings.current.leaving ?? []) if (!running.has(id) && !ending.has(id)) end(id, wipe(id));
      for (const [id, stored] of wanted) {
        if (running.has(id)) continue;
        const live = opened(stored);
        if (live === undefined) continue;
        const owner = () => ownerOf({ ...stored, identity: live.signedInAs() });
        running.set(id, { live, outline: outlineOf(stored), owner, unsubscribe: live.subscribe(tell) });
        const begin = () => live.start().catch(report);
        // Where the mark could not be taken away it stays closed (reported above): the next start would delete its work.
        (ending.get(id) ?? Promise.resolve()).then(begin, () => {});
      }
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
