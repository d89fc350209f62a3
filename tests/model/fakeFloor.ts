/**
 * One backend for mirror, outbox and sync together: the rows and pages of the fake centre, the acts and the ledger of
 * the fake backend, and sockets that the real stream reader listens to. Everything to it and back takes time, so that
 * whatever can happen in between does.
 */
import { type Connector, ConnectorError } from '../../lib/connectors/connector.ts';
import { idsOfUnreadable, readRow } from '../../lib/connectors/localFloor/rows.ts';
import { watchEvents } from '../../lib/connectors/localFloor/watchEvents.ts';
import type { ActionType, Outcome } from '../../lib/domain/actions.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import { createFakeBackend, me } from '../outbox/fakeBackend.ts';
import { createFakeCentre } from '../sync/fakeCentre.ts';
import type { VirtualClock } from '../virtualClock.ts';
import type { Life } from './life.ts';

/** Milliseconds that a question and its answer take. */
const leg = 20;
/** Rarer than a floor's, so that there is less to compute; still a sign of life before the 45 s of silence. */
const pingEvery = 40_000;

export type Fault =
  | 'loseRequest'
  | 'loseReply'
  | 'broken'
  | 'brokenAfterEffect'
  | 'auth'
  /** 200, and nothing is done. */
  | 'lie'
  | { rateLimited: number };
export type Mishap = 'twice' | 'late' | 'lost';
export type FakeFloor = ReturnType<typeof createFakeFloor>;

const shown: readonly (keyof Conversation)[] = ['state', 'agentId', 'queueId', 'ringing', 'pendingTransfer'];
const canLie: readonly ActionType[] = ['assign', 'transfer', 'forceClose', 'join'];

class FakeSocket extends EventTarget {
  readyState = 1;
  isMute = false;
  late: unknown;
  readonly life: Life;
  readonly onClosed: (socket: FakeSocket) => void;
  constructor(life: Life, onClosed: (socket: FakeSocket) => void) {
    super();
    this.life = life;
    this.onClosed = onClosed;
  }
  send() {}
  close() {
    this.onClosed(this);
  }
  tell(frame: unknown) {
    this.dispatchEvent(Object.assign(new Event('message'), { data: JSON.stringify(frame) }));
  }
}

export function createFakeFloor(clock: VirtualClock, options: { remembersIds: boolean; rows: Conversation[] }) {
  const centre = createFakeCentre({ now: clock.now });
  const backend = createFakeBackend({
    rows: centre.rows,
    remembersIds: options.remembersIds,
    now: clock.now,
    change: (id, patch) => put(id, patch),
  });
  const sockets = new Set<FakeSocket>();
  const removed = new Map<string, number>();
  /** Acts that were answered with success though nothing was done. */
  const lied = new Set<string>();
  const poison = new Set<string>();
  /** Every row that ever was, in its order. */
  const past: Conversation[] = [];
  const violations: string[] = [];
  let frames: { sequence: number; frame: unknown }[] = [];
  let oldest = 0;
  /** Known to the worker that was told, and to later ones once it is kept. */
  let limited: { from: number; until: number; toldTo?: Life; isKept: boolean } = { from: 0, until: 0, isKept: false };

  function happen(frame: object) {
    const numbered = { sequence: centre.sequence, ...frame };
    frames.push({ sequence: centre.sequence, frame: numbered });
    for (const socket of [...sockets]) deliver(socket, numbered);
  }
  function deliver(socket: FakeSocket, frame: unknown) {
    if (socket.isMute || socket.life.isDead) return;
    const mishap = floor.mishaps.shift();
    if (mishap === 'lost') return;
    if (mishap === 'late' && socket.late === undefined) {
      socket.late = frame;
      return;
    }
    socket.tell(frame);
    if (mishap === 'twice') socket.tell(frame);
    if (socket.late !== undefined) socket.tell(socket.late);
    socket.late = undefined;
  }
  function ping(socket: FakeSocket) {
    if (!socket.isMute && !socket.life.isDead)
      socket.tell({ type: 'ping', sequence: centre.sequence, now: clock.now() });
  }
  function pingForEver() {
    sockets.forEach(ping);
    clock.schedule(pingForEver, pingEvery);
  }

  function put(id: string, patch: Partial<Conversation>, isGarbled = false) {
    const before = centre.rows.get(id);
    const moves = shown.some((field) => field in patch && patch[field] !== before?.[field]);
    const etag = before && !moves ? before.etag : `e-${id}-${centre.sequence + 1}`;
    if (isGarbled) centre.garbled.add(id);
    else centre.garbled.delete(id);
    centre.put(id, { ...patch, etag });
    const row = centre.rows.get(id);
    if (row) past.push(row);
    happen({ type: 'conversation', row: isGarbled ? { id, state: 'levitating' } : row });
  }

  function openSocket(from: number, life: Life): WebSocket {
    const socket = new FakeSocket(life, (one) => sockets.delete(one));
    queueMicrotask(() => {
      if (from < oldest || from > centre.sequence) return socket.tell({ type: 'restart' });
      sockets.add(socket);
      for (const { sequence, frame } of frames) if (sequence > from) deliver(socket, frame);
      ping(socket);
    });
    return socket as unknown as WebSocket;
  }

  function connect(life: Life): Connector {
    /** One way; who has let go of the question hears no answer. */
    async function hop(signal: AbortSignal | undefined) {
      await life.alive(new Promise<void>((resolve) => void clock.schedule(resolve, leg)));
      life.onStep();
      if (life.isDead) return new Promise(() => {});
      if (signal?.aborted) throw new ConnectorError('offline', 'aborted');
    }

    async function ask<T>(signal: AbortSignal, call: () => T | Promise<T>, act?: { lie?: () => T }): Promise<T> {
      if (life.isDead) return new Promise(() => {});
      const sentAt = clock.now();
      const isKnown = limited.isKept || limited.toldTo === life;
      if (isKnown && sentAt > limited.from && sentAt < limited.until)
        violations.push(`asked at ${sentAt} of ${limited.until}`);
      floor.requests.push(sentAt);
      life.onStep();
      const fault = (act && floor.actFaults.shift()) ?? floor.faults.shift();
      // Sent is sent: letting go does not call it back.
      await hop(undefined);
      if (floor.isOffline || fault === 'loseRequest') throw new ConnectorError('offline', 'connection reset');
      if (floor.isSignedOut || fault === 'auth') throw new ConnectorError('auth', '401');
      if (fault === 'broken') throw new ConnectorError('broken', '503');
      if (typeof fault === 'object') {
        await hop(signal);
        limited = { from: clock.now(), until: clock.now() + fault.rateLimited, toldTo: life, isKept: false };
        throw new ConnectorError('rateLimited', '429', { retryAfter: fault.rateLimited });
      }
      const answer = await (fault === 'lie' && act?.lie ? act.lie() : call());
      await hop(signal);
      if (floor.isOffline || fault === 'loseReply') throw new ConnectorError('offline', 'connection reset');
      if (fault === 'brokenAfterEffect') throw new ConnectorError('broken', '502');
      return answer;
    }
    /** A row that nobody can understand does not come along. */
    const readable = <O extends Outcome | undefined>(outcome: O): O => {
      if (!outcome?.row || !centre.garbled.has(outcome.row.id) || outcome.kind === 'changed') return outcome;
      const { row: _garbled, ...rest } = outcome;
      return rest as O;
    };
    function failOn(operationId: string) {
      if (poison.has(operationId)) throw new ConnectorError('broken', '500');
    }
    function lieAbout(operationId: string): Outcome {
      lied.add(operationId);
      return { kind: 'done' };
    }
    const { perform, read, outcomeOf } = backend.connector;
    return {
      ...centre.connector,
      pull: (cursor, signal) => ask(signal, () => centre.connector.pull(cursor, signal)),
      async watch(cursor, onEvent, signal) {
        const from = await ask(signal, () => Number(cursor.split(':')[1]));
        const stream = {
          url: '',
          from,
          openSocket: () => openSocket(from, life),
          schedule: life.schedule,
          read: (kind: Parameters<typeof readRow>[0], input: unknown) =>
            readRow(kind, input, { connectionId: 'k-1', myAgentId: me, observedAt: clock.now() }),
          floorNow: clock.now,
          onFloorNow: () => {},
          onEvent,
        };
        await watchEvents(stream, signal);
      },
      read: (id, signal) =>
        ask(signal, async () => {
          if (idsOfUnreadable('conversation', [{ id }]).some((one) => centre.garbled.has(one)))
            throw new ConnectorError('broken', 'makes no sense');
          return read(id, signal);
        }),
      perform: (action, signal) =>
        ask(
          signal,
          async () => {
            failOn(action.operationId);
            return readable(await perform(action, signal));
          },
          canLie.includes(action.type) ? { lie: () => lieAbout(action.operationId) } : {},
        ),
      ...(outcomeOf && {
        outcomeOf: (id: string, signal: AbortSignal) =>
          ask(signal, async () => {
            failOn(id);
            return readable(await outcomeOf(id, signal));
          }),
      }),
    };
  }

  const floor = {
    rows: centre.rows,
    garbled: centre.garbled,
    removed,
    remembersIds: options.remembersIds,
    /** Operations about which the backend always fails. */
    poison,
    lied,
    violations,
    /** When each was sent. */
    requests: [] as number[],
    /** Trouble for the next questions of any kind, in order; for the next acts. */
    faults: [] as Fault[],
    actFaults: [] as Fault[],
    mishaps: [] as Mishap[],
    isOffline: false,
    isSignedOut: false,
    connect,
    effectsOf: backend.effectsOf,
    get sequence() {
      return centre.sequence;
    },
    put,
    past,
    /** What a worker was told of limits is where the next one finds it. */
    limitKept(until: number) {
      limited.isKept ||= until >= limited.until;
    },
    /** What is long past comes once more, as from a page that was read before. */
    tellLate(id: string) {
      const row = past.find((one) => one.id === id);
      if (!row) return;
      centre.tick();
      happen({ type: 'conversation', row });
    },
    remove(id: string) {
      centre.remove(id);
      removed.set(id, centre.sequence);
      happen({ type: 'removed', id, version: centre.sequence });
    },
    /** Lines stay open and hear nothing any more. */
    halfOpen() {
      for (const socket of sockets) socket.isMute = true;
    },
    breakLines() {
      for (const socket of [...sockets]) socket.dispatchEvent(new Event('close'));
    },
    forgetHistory() {
      oldest = centre.sequence;
      frames = [];
    },
    expirePages: centre.expirePages,
  };
  for (const row of options.rows) put(row.id, row);
  pingForEver();
  return floor;
}
