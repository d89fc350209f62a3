/** How one connection's storage stands (FA22–FA24): begins its outbox again when that failed, notices when it was lost. */
import { pauseBefore } from '../database.ts';
import type { StorageHealth } from '../domain/storage.ts';
import type { KeptMirror } from '../mirror/createMirror.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { OutboxStore } from '../outbox/store.ts';
import type { SettingsStore } from '../settings/createSettings.ts';
import type { StoredConnection } from '../settings/settings.ts';
import type { WorkerEnvironment } from './environment.ts';

export interface StorageWatch {
  /** Never rejects: without its outbox a connection still shows the floor, and acting says that nothing can be stored. */
  startOutbox(): Promise<void>;
  health(): StorageHealth;
  stop(): void;
}

export function createStorageWatch(parts: {
  connectionId: string;
  stored(): StoredConnection;
  settings: SettingsStore;
  kept: Pick<KeptMirror, 'storage' | 'rebuilding'>;
  /** Conversations that a reading beside the picture has come to. */
  collected(): number | undefined;
  outbox: Outbox;
  outboxStore: OutboxStore;
  environment: Pick<WorkerEnvironment, 'schedule' | 'report'>;
}): StorageWatch {
  const { connectionId, stored, settings, kept, outbox, outboxStore } = parts;
  const { schedule, report } = parts.environment;
  let failures = 0;
  let hasStopped = false;
  let cancel = () => {};

  const mark = (outbox: 'kept' | 'lost') => settings.updateConnection(connectionId, (one) => ({ ...one, outbox }));

  // It was there: whoever deleted it (a browser does that with a damaged one) has told nobody.
  outboxStore.onCreated(() => {
    if (stored().outbox === 'kept') mark('lost').catch(report);
  });

  async function startOutbox(): Promise<void> {
    cancel();
    try {
      await outbox.start();
      failures = 0;
      if (stored().outbox === undefined && !hasStopped) await mark('kept');
    } catch (error) {
      report(error);
      failures += 1;
      const pause = pauseBefore(outboxStore.trouble ?? 'broken', failures);
      if (pause !== undefined && !hasStopped) cancel = schedule(() => void startOutbox(), pause);
    }
  }

  return {
    startOutbox,
    health() {
      const { storage } = kept;
      return {
        ...(storage.state === 'ok' ? {} : { list: storage.trouble }),
        ...(outboxStore.trouble === undefined ? {} : { actions: outboxStore.trouble }),
        unreadableActions: outbox.unreadable,
        lost: stored().outbox === 'lost',
        ...(kept.rebuilding ? { rebuilding: parts.collected() ?? 0 } : {}),
      };
    },
    stop() {
      hasStopped = true;
      cancel();
    },
  };
}
