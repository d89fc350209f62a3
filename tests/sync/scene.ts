/** A worker that keeps its mirror equal to a fake centre, on virtual time; it can be killed and begun again. */
import { ConnectorError } from '../../lib/connectors/connector.ts';
import type { ProblemKind } from '../../lib/domain/identity.ts';
import { createMirror } from '../../lib/mirror/createMirror.ts';
import { createMemoryStore } from '../../lib/mirror/memoryStore.ts';
import { createBackoffGate } from '../../lib/sync/backoffGate.ts';
import { createSync } from '../../lib/sync/createSync.ts';
import type { SyncStatus } from '../../lib/sync/status.ts';
import { morning } from '../builders.ts';
import { createVirtualClock } from '../virtualClock.ts';
import { createFakeCentre } from './fakeCentre.ts';

export function createScene(options: { rows?: number; hasWatch?: boolean } = {}) {
  const clock = createVirtualClock(morning);
  const centre = createFakeCentre({ now: clock.now, hasWatch: options.hasWatch ?? true });
  const store = createMemoryStore();
  for (let index = 1; index <= (options.rows ?? 5); index += 1) centre.put(`c-${index}`);

  async function startWorker() {
    const hand = clock.branch();
    const statuses: SyncStatus[] = [];
    const { mirror, load } = createMirror({
      store,
      now: clock.now,
      schedule: (task, delay) => void hand.schedule(task, delay),
    });
    await load();
    const gate = createBackoffGate({ now: clock.now, schedule: hand.schedule, random: () => 0.5 });
    const sync = createSync({
      connector: centre.connector,
      mirror,
      gate,
      now: clock.now,
      schedule: hand.schedule,
      onStatus: (status) => statuses.push(status),
    });
    sync.start();
    return {
      sync,
      gate,
      mirror,
      statuses,
      /** Each phase once, in order. */
      phases: () => statuses.map(({ phase }) => phase).filter((phase, index, all) => phase !== all[index - 1]),
      ids: () => [...mirror.conversations()].map(({ id }) => id).sort(),
      kill() {
        sync.stop();
        hand.kill();
      },
    };
  }

  return {
    clock,
    centre,
    startWorker,
    asked: (what: string) => centre.requests.filter((request) => request.what.startsWith(what)),
  };
}

export function trouble(kind: ProblemKind, retryAfter?: number): ConnectorError {
  return new ConnectorError(kind, `trouble: ${kind}`, retryAfter === undefined ? {} : { retryAfter });
}
