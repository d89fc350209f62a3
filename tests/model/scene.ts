/** Mirror, outbox and sync of one connection, joined as the worker joins them, on stores that outlive it. */

import { gatedConnector } from '../../lib/background/gatedConnector.ts';
import { ConnectorError } from '../../lib/connectors/connector.ts';
import type { Action, ActionType } from '../../lib/domain/actions.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import { createMirror } from '../../lib/mirror/createMirror.ts';
import { createMemoryStore as createMirrorDisk } from '../../lib/mirror/memoryStore.ts';
import { createOutbox } from '../../lib/outbox/createOutbox.ts';
import { createMemoryStore as createOutboxDisk } from '../../lib/outbox/memoryStore.ts';
import { createBackoffGate, type GateMemory } from '../../lib/sync/backoffGate.ts';
import { createSync } from '../../lib/sync/createSync.ts';
import { keepGate } from '../../lib/sync/keepGate.ts';
import { aConversation, anOpenConversation, morning } from '../builders.ts';
import { me } from '../outbox/fakeBackend.ts';
import { anAction } from '../outbox/scene.ts';
import { createVirtualClock, turns } from '../virtualClock.ts';
import { createFakeFloor } from './fakeFloor.ts';
import { createLife } from './life.ts';

const years = 10 * 365 * 86_400_000;

export interface Click {
  action: Action;
  holdFor: number;
  /** The id under which it was accepted: another's, when the same wish was being held already (FA8). */
  acknowledgedAs?: string;
  isTakenBack: boolean;
}
export type Scene = ReturnType<typeof createScene>;

export function createScene(remembersIds: boolean, given?: Conversation[]) {
  const clock = createVirtualClock(morning, () => turns(200));
  const open = [anOpenConversation({ id: 'c-0' }), anOpenConversation({ id: 'c-1' })];
  const active = ['c-2'].map((id) => aConversation({ id }));
  const floor = createFakeFloor(clock, { remembersIds, rows: given ?? [...open, ...active] });
  const mirrorDisk = createMirrorDisk();
  const outboxDisk = createOutboxDisk();
  const session: Record<string, unknown> = {};
  const clicks: Click[] = [];
  /** What should never be seen. */
  const wrong: string[] = [];
  let fuse: number | undefined;
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };

  function begin() {
    const life = createLife(clock, () => {
      if (fuse === undefined || life !== worker.life) return;
      fuse -= 1;
      if (fuse === 0) die();
    });
    const connector = floor.connect(life);
    const onProblem = (error: unknown) => {
      if (!(error instanceof ConnectorError)) wrong.push(`trouble: ${String(error)}`);
    };
    const kept = createMirror({
      store: life.guard(mirrorDisk),
      now: clock.now,
      schedule: (task, delay) => void life.schedule(task, delay),
      retention: years,
    });
    const { mirror } = kept;
    watchRows(mirror);
    const gate = createBackoffGate({ now: clock.now, schedule: life.schedule, random });
    const sync = createSync({ connector, mirror, gate, now: clock.now, schedule: life.schedule, onStatus: () => {} });
    const outbox = createOutbox({
      connectionId: 'k-1',
      connector,
      store: life.guard(outboxDisk),
      gate,
      account: () => me,
      row: (id) => mirror.conversation(id),
      recheck: () => [],
      onRow: mirror.update,
      onProblem,
      now: clock.now,
      schedule: life.schedule,
    });
    const sessionArea = life.guard({
      get: async (key: string) => ({ [key]: structuredClone(session[key]) }),
      async set(items: Record<string, unknown>) {
        Object.assign(session, structuredClone(items));
        const [memory] = Object.values(items) as (GateMemory | null)[];
        floor.limitKept(memory?.limitedUntil ?? 0);
      },
    });
    const ready = (async () => {
      await kept.load();
      await keepGate(gate, 'k-1', sessionArea, onProblem);
      sync.start();
      await outbox.start();
    })();
    ready.catch(onProblem);
    return { life, mirror, gate, sync, outbox, beside: gatedConnector(connector, gate), ready };
  }

  /** FA19, FA20, monotonic reads: of one life's picture. */
  function watchRows(mirror: ReturnType<typeof createMirror>['mirror']) {
    const versions = new Map<string, number>();
    mirror.subscribe((delta) => {
      for (const { id, before, after } of delta.conversations) {
        if (!after && floor.rows.has(id)) wrong.push(`${id} disappeared`);
        if (after && after.version < (versions.get(id) ?? 0)) wrong.push(`${id} stepped back`);
        if (before?.state === 'closed' && after && after.state !== 'closed') wrong.push(`${id} was closed and lives`);
        if (after) versions.set(id, after.version);
      }
    });
  }

  let worker = begin();

  function die() {
    fuse = undefined;
    worker.life.kill();
    worker = begin();
  }

  function ask(click: Click) {
    const { ready, outbox, life } = worker;
    life
      .alive(ready.then(() => outbox.add(click.action, undefined, { holdFor: click.holdFor })))
      .then(({ id }) => {
        click.acknowledgedAs = id;
      })
      .catch((error: unknown) => wrong.push(`not accepted: ${String(error)}`));
  }

  return {
    clock,
    floor,
    mirrorDisk,
    outboxDisk,
    clicks,
    wrong,
    get worker() {
      return worker;
    },
    /** The worker dies after so many turns of what is under way, and begins anew. */
    async restart(after: number) {
      await turns(after);
      die();
    },
    /** It dies at the n-th thing that leaves it or comes to it from now on: a write, a question, their answers. */
    lightFuse(steps: number) {
      fuse = steps;
    },
    click(type: ActionType, conversationId: string, holdFor: number) {
      const row = worker.mirror.conversation(conversationId);
      if (row === undefined) return;
      const ids = { operationId: `o-${clicks.length}`, conversationId };
      const click = {
        action: { ...anAction(type, ids), etag: row.etag },
        holdFor,

        isTakenBack: false,
      };
      clicks.push(click);
      ask(click);
    },
    again: (click: Click) => ask(click),
    takeBack(click: Click) {
      const { ready, outbox, life } = worker;
      const cancelled = life.alive(ready.then(() => outbox.cancel(click.action.operationId)));
      void cancelled.then((is) => {
        click.isTakenBack ||= is;
      });
    },
    /** As when somebody asks for one row anew. */
    reread(id: string) {
      const { beside, gate, mirror, life, ready } = worker;
      void life.alive(ready).then(async () => {
        if (gate.state.kind !== 'open') return;
        const row = await beside.read(id, new AbortController().signal).catch(() => undefined);
        if (row) mirror.update(row);
      });
    },
  };
}
