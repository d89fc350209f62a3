/**
 * The live stream: every event of the floor in its order, one frame each, sent together once per tick. Sequence
 * numbers have no holes, so a client that sees one knows that it missed something and comes back with `from`.
 */
import type { WebSocket } from 'ws';
import type { Floor, FloorEvent } from '../floor.ts';
import type { WireEvent } from '../wire.ts';
import type { Faults } from './faults.ts';

const pingEvery = 15_000;
/** A client that reads this slowly is cut off, not stored for; it resumes where it was. */
const maxBufferedBytes = 64 * 1024 * 1024;

export interface EventStream {
  /** @param now epoch milliseconds */
  start(now: number): void;
  /** Everything after `from`, then live; `restart` and the end when `from` is no longer (or not yet) in the history. */
  open(socket: WebSocket, from: number): void;
  /** Sends what happened since the last tick, and a ping when one is due. @param now epoch milliseconds */
  tick(now: number): void;
  /** Forgets the history: from now on every `from` before this moment is too old. */
  ageHistory(): void;
  readonly sockets: number;
  stop(): void;
}

interface Line {
  socket: WebSocket;
  /** Half-open by fault: stays connected, never hears anything again. */
  mute: boolean;
  /** Held back by a fault until the next event has gone out. */
  late: string | undefined;
}

export function createEventStream(floor: Floor, faults: Faults): EventStream {
  const lines = new Set<Line>();
  let pending: string[] = [];
  let oldest = 0;
  let lastPing = 0;
  let unsubscribe: (() => void) | undefined;

  function ping({ socket, mute }: Line): void {
    if (mute) return;
    socket.send(JSON.stringify({ type: 'ping', sequence: floor.sequence, now: floor.now } satisfies WireEvent));
  }

  function flush(): void {
    const frames = pending;
    pending = [];
    if (frames.length > 0) for (const line of lines) deliver(line, frames);
  }

  function deliver(line: Line, frames: readonly string[]): void {
    if (faults.strikes('halfOpen')) line.mute = true;
    if (faults.strikes('killSockets')) line.socket.terminate();
    if (line.mute) return;
    for (const frame of frames) sendWithFaults(line, frame);
    if (line.socket.bufferedAmount > maxBufferedBytes) line.socket.terminate();
  }

  function sendWithFaults(line: Line, frame: string): void {
    if (faults.strikes('dropEvents')) return;
    if (line.late === undefined && faults.strikes('reorderEvents')) {
      line.late = frame;
      return;
    }
    line.socket.send(frame);
    if (faults.strikes('duplicateEvents')) line.socket.send(frame);
    if (line.late !== undefined) line.socket.send(line.late);
    line.late = undefined;
  }

  return {
    start(now) {
      lastPing = now;
      unsubscribe ??= floor.subscribe((event) => {
        if (lines.size > 0) pending.push(frameOf(event));
      });
    },
    open(socket, from) {
      flush();
      const missed = from < oldest ? undefined : floor.eventsAfter(from);
      if (!missed) {
        socket.send(JSON.stringify({ type: 'restart' } satisfies WireEvent));
        socket.close(1000, 'restart');
        return;
      }
      const line: Line = { socket, mute: false, late: undefined };
      lines.add(line);
      socket.on('close', () => lines.delete(line));
      deliver(line, missed.map(frameOf));
      // On a quiet floor nothing else would say that the line is alive.
      ping(line);
    },
    tick(now) {
      flush();
      if (now - lastPing < pingEvery) return;
      lastPing = now;
      for (const line of lines) ping(line);
    },
    ageHistory() {
      oldest = floor.sequence;
    },
    get sockets() {
      return lines.size;
    },
    stop() {
      unsubscribe?.();
      unsubscribe = undefined;
      for (const line of lines) line.socket.terminate();
    },
  };
}

function frameOf(event: FloorEvent): string {
  const { at: _, ...wire } = event;
  return JSON.stringify(wire satisfies WireEvent);
}
