/** The local floor's event stream over one socket, from one sequence on. */
import * as v from 'valibot';
import { wireEventSchema } from '../../floor/wire.ts';
import { type Change, ConnectorError, type WatchEvent } from '../connector.ts';
import { formatCursor } from './cursor.ts';
import { idsOfUnreadable, type RowKind } from './rows.ts';

/** Milliseconds. The floor pings every 15 s: three missed ones mean a half-open line. */
export const silenceLimit = 45_000;
/** Milliseconds. Traffic keeps an extension's worker alive, which is ended after 30 s without. The floor ignores it. */
export const keepAliveEvery = 20_000;

export interface Stream {
  url: string;
  /** The sequence that the reader has. */
  from: number;
  openSocket(url: string): WebSocket;
  schedule(task: () => void, delay: number): () => void;
  read(kind: RowKind, input: unknown): Change | undefined;
  /** The floor's clock now, and what a ping said of it. */
  floorNow(): number;
  onFloorNow(now: number): void;
  onEvent(event: WatchEvent): void;
}

/**
 * Returns after a `restart` and when `signal` aborts.
 * @throws ConnectorError offline when the line closes or is silent for 45 s; broken when events are missing: the
 * reader comes again from the last sequence that it has, and the floor replays
 */
export function watchEvents(stream: Stream, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve();
    const socket = stream.openSocket(stream.url);
    let last = stream.from;
    let stopKeepAlive = stream.schedule(keepAlive, keepAliveEvery);
    let stopSilence = stream.schedule(onSilence, silenceLimit);
    let ended = false;

    function end(finish: () => void) {
      if (ended) return;
      ended = true;
      stopKeepAlive();
      stopSilence();
      signal.removeEventListener('abort', onAbort);
      socket.close();
      finish();
    }
    const fail = (kind: 'offline' | 'broken', message: string) => end(() => reject(new ConnectorError(kind, message)));
    function keepAlive() {
      if (socket.readyState === WebSocket.OPEN) socket.send('ping');
      stopKeepAlive = stream.schedule(keepAlive, keepAliveEvery);
    }
    function onSilence() {
      fail('offline', `The event stream was silent for ${silenceLimit / 1000} s`);
    }
    function onAbort() {
      end(resolve);
    }

    function onMessage(data: unknown) {
      if (ended) return;
      stopSilence();
      stopSilence = stream.schedule(onSilence, silenceLimit);
      const event = readEvent(data, stream.read);
      if (event === 'unreadable') return fail('broken', 'The event stream sent something that is no event');
      if (event.type === 'restart') {
        stream.onEvent({ kind: 'restart' });
        return end(resolve);
      }
      // A ping says how far the stream has come, an event is one step of it.
      const expected = event.type === 'ping' ? last : last + 1;
      if (event.sequence > expected) return fail('broken', `Events after ${last} are missing`);
      if (event.type === 'ping') stream.onFloorNow(event.now);
      else if (event.sequence <= last) return;
      last = Math.max(last, event.sequence);
      const cursor = formatCursor({ kind: 'live', sequence: last });
      const now = stream.floorNow();
      if (event.type === 'ping') stream.onEvent({ kind: 'alive', cursor, now });
      else {
        const changes = event.change ? [event.change] : [];
        const { unreadableIds } = event;
        stream.onEvent({ kind: 'changes', changes, cursor, now, unreadable: 1 - changes.length, unreadableIds });
      }
    }

    socket.addEventListener('message', (message) => onMessage(message.data));
    socket.addEventListener('close', () => fail('offline', 'The event stream was closed'));
    socket.addEventListener('error', () => fail('offline', 'The event stream failed'));
    signal.addEventListener('abort', onAbort);
  });
}

type ReadEvent =
  | { type: 'restart' }
  | { type: 'ping'; sequence: number; now: number }
  | { type: 'change'; sequence: number; change: Change | undefined; unreadableIds: string[] };

/** An event of a type that this version does not know still counts as a step. */
const stepSchema = v.object({ sequence: v.pipe(v.number(), v.integer()), type: v.string() });

function readEvent(data: unknown, read: Stream['read']): ReadEvent | 'unreadable' {
  const json = typeof data === 'string' ? parseJson(data) : undefined;
  const known = v.safeParse(wireEventSchema, json);
  if (!known.success) {
    const step = v.safeParse(stepSchema, json);
    if (!step.success || step.output.type === 'ping') return 'unreadable';
    return { type: 'change', sequence: step.output.sequence, change: undefined, unreadableIds: [] };
  }
  const event = known.output;
  switch (event.type) {
    case 'restart':
    case 'ping':
      return event;
    case 'removed':
      return {
        type: 'change',
        sequence: event.sequence,
        change: { kind: 'removed', id: event.id, version: event.version },
        unreadableIds: [],
      };
    default: {
      const change = read(event.type, event.row);
      const unreadableIds = change ? [] : idsOfUnreadable(event.type, [event.row]);
      return { type: 'change', sequence: event.sequence, change, unreadableIds };
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
