/** A worker's outbox around a fake backend, on virtual time; it can be killed at any moment and begun again. */
import type { Action, ActionType } from '../../lib/domain/actions.ts';
import type { Reason } from '../../lib/domain/reasons.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import { createOutbox, type OutboxOptions } from '../../lib/outbox/createOutbox.ts';
import { createMemoryStore } from '../../lib/outbox/memoryStore.ts';
import type { Outbox } from '../../lib/outbox/outbox.ts';
import type { OutboxStore } from '../../lib/outbox/store.ts';
import { createBackoffGate } from '../../lib/sync/backoffGate.ts';
import { aConversation, anOpenConversation, morning } from '../builders.ts';
import { createVirtualClock } from '../virtualClock.ts';
import { createFakeBackend, me } from './fakeBackend.ts';

export interface Worker {
  outbox: Outbox;
  gate: ReturnType<typeof createBackoffGate>;
  store: OutboxStore;
  problems: unknown[];
  shown: Conversation[];
  /** From now on it does nothing any more: no promise resolves, no timer runs. */
  kill(): void;
  readonly isDead: boolean;
}

export function createScene(
  options: { remembersIds?: boolean; rows?: Conversation[]; requestTakes?: number; lock?: OutboxOptions['lock'] } = {},
) {
  const clock = createVirtualClock(morning);
  const requestTakes = options.requestTakes ?? 0;
  const backend = createFakeBackend({
    rows: options.rows ?? scenery(),
    remembersIds: options.remembersIds ?? true,
    now: clock.now,
    ...(requestTakes > 0 && {
      wait: () => new Promise<void>((resolve) => void clock.schedule(resolve, requestTakes)),
    }),
  });
  const disk = createMemoryStore();
  /** What the supervisor's screen shows; tests change it where it should lag behind the backend. */
  const mirror = new Map(backend.rows);
  let recheck: (action: Action) => readonly Reason[] | Promise<readonly Reason[]> = () => [];

  /** @param watchStore sees each write before and after it; where tests crash the worker */
  function startWorker(watchStore: (point: string) => void = () => {}, more: Partial<OutboxOptions> = {}): Worker {
    const hand = clock.branch();
    let isDead = false;
    const alive = <T>(promise: Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        promise.then(
          (value) => isDead || resolve(value),
          (error: unknown) => isDead || reject(error),
        );
      });
    /** Work of a dead worker never begins; what it had begun finishes unheard. */
    const guard = <A extends unknown[], R>(
      name: string,
      work: (...given: A) => Promise<R>,
    ): ((...given: A) => Promise<R>) => {
      return async (...given: A): Promise<R> => {
        const stored = given[0];
        const isPut = name === 'put' && typeof stored === 'object' && stored !== null && 'state' in stored;
        const point = isPut ? `${name} ${String(stored.state)}` : name;
        if (!isDead) watchStore(`before ${point}`);
        if (isDead) return alive(new Promise<R>(() => {}));
        const result = await alive(work(...given));
        watchStore(`after ${point}`);
        return alive(Promise.resolve(result));
      };
    };
    const store: OutboxStore = {
      ...disk,
      add: guard<Parameters<OutboxStore['add']>, Awaited<ReturnType<OutboxStore['add']>>>('add', (...given) =>
        disk.add(...given),
      ),
      put: guard<Parameters<OutboxStore['put']>, void>('put', (...given) => disk.put(...given)),
      append: guard<Parameters<OutboxStore['append']>, void>('append', (...given) => disk.append(...given)),
    };
    const gate = createBackoffGate({ now: clock.now, schedule: hand.schedule, random: () => 0.5 });
    const problems: unknown[] = [];
    const shown: Conversation[] = [];
    const { perform, read, outcomeOf } = backend.connector;
    const outbox = createOutbox({
      connectionId: 'k-1',
      connector: {
        perform: (action, signal) => (isDead ? new Promise(() => {}) : alive(perform(action, signal))),
        read: (id, signal) => (isDead ? new Promise(() => {}) : alive(read(id, signal))),
        ...(outcomeOf && { outcomeOf: (id, signal) => alive(outcomeOf(id, signal)) }),
      },
      store,
      gate,
      account: () => me,
      row: (id) => mirror.get(id),
      recheck: (action) => recheck(action),
      onRow(row) {
        mirror.set(row.id, row);
        shown.push(row);
      },
      onProblem: (error) => problems.push(error),
      now: clock.now,
      schedule: hand.schedule,
      ...(options.lock && { lock: options.lock }),
      ...more,
    });
    outbox.start().catch((error: unknown) => problems.push(error));
    return {
      outbox,
      gate,
      store,
      problems,
      shown,
      kill() {
        isDead = true;
        hand.kill();
      },
      get isDead() {
        return isDead;
      },
    };
  }

  return {
    clock,
    backend,
    disk,
    mirror,
    startWorker,
    set recheck(answer: typeof recheck) {
      recheck = answer;
    },
    /** What the disk says of an operation. */
    async stored(id: string) {
      return (await disk.load()).operations.find((operation) => operation.id === id);
    },
  };
}

/** c-open can be assigned; c-1 … c-9 are active with Xenia. */
function scenery(): Conversation[] {
  const active = Array.from({ length: 9 }, (_, index) => aConversation({ id: `c-${index + 1}` }));
  return [anOpenConversation({ id: 'c-open' }), ...active];
}

export function anAction(type: ActionType, overrides: { operationId?: string; conversationId?: string } = {}): Action {
  const conversationId = type === 'assign' ? 'c-open' : 'c-1';
  const envelope = { operationId: `o-${type}`, conversationId, etag: 'e-1', ...overrides };
  switch (type) {
    case 'say':
      return { type, ...envelope, text: 'Offer the refund', audience: 'internal' };
    case 'assign':
      return { type, ...envelope, agentId: 'a-y', override: {} };
    case 'transfer':
      return { type, ...envelope, agentId: 'a-y' };
    case 'setPresence':
      return { type, ...envelope, agentId: 'a-y', presenceId: 'away' };
    case 'forceClose':
      return { type, ...envelope, note: 'abusive' };
    default:
      return { type, ...envelope };
  }
}
