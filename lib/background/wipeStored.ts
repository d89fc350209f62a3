import { createIdbStore as createMirrorStore } from '../mirror/idbStore.ts';
import { createIdbStore as createOutboxStore } from '../outbox/idbStore.ts';
import type { SettingsStore } from '../settings/createSettings.ts';
import { forgetMemory } from './connecting.ts';
import type { WorkerEnvironment } from './environment.ts';
import { leasesKey } from './monitoring.ts';

/** Deletes everything that is stored for a connection that is not at work. @throws when the browser leaves something */
export async function wipeStored(
  id: string,
  settings: SettingsStore,
  { schedule, session, local }: Pick<WorkerEnvironment, 'schedule' | 'session' | 'local'>,
): Promise<void> {
  const [{ left }] = await Promise.all([
    createMirrorStore(id, schedule).wipe(),
    createOutboxStore(id, schedule).wipe(),
    session.set({ [leasesKey(id)]: [] }),
    forgetMemory(id, local),
    // What is deleted on purpose is not missed.
    settings.updateConnection(id, ({ outbox: _was, ...one }) => one),
  ]);
  if (left.length > 0) throw new Error(`The browser did not delete ${left.join(', ')}.`);
}
