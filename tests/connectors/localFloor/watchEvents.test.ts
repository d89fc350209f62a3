import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Change, WatchEvent } from '../../../lib/connectors/connector.ts';
import { readRow } from '../../../lib/connectors/localFloor/rows.ts';
import { keepAliveEvery, silenceLimit, watchEvents } from '../../../lib/connectors/localFloor/watchEvents.ts';
import { aConversation, anAgent, morning } from '../../builders.ts';
import { schedule } from '../../realTime.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

class FakeSocket extends EventTarget {
  readyState: number = WebSocket.OPEN;
  sent: unknown[] = [];
  isClosed = false;
  send(data: unknown) {
    this.sent.push(data);
  }
  close() {
    this.isClosed = true;
  }
  tell(event: unknown) {
    const data = typeof event === 'string' ? event : JSON.stringify(event);
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
}

function open(from = 10) {
  const socket = new FakeSocket();
  const heard: WatchEvent[] = [];
  const stop = new AbortController();
  let clock = morning;
  const ended = watchEvents(
    {
      url: 'ws://127.0.0.1/v1/events',
      from,
      openSocket: () => socket as unknown as WebSocket,
      schedule,
      read: (kind, input): Change | undefined =>
        readRow(kind, input, { connectionId: 'k-1', myAgentId: 'a-me', observedAt: clock }),
      floorNow: () => clock,
      onFloorNow: (now) => {
        clock = now;
      },
      onEvent: (event) => heard.push(event),
    },
    stop.signal,
  ).then(
    () => 'returned',
    (error: unknown) => error,
  );
  const cursors = () => heard.map((event) => ('cursor' in event ? event.cursor : event.kind));
  return { socket, heard, ended, stop, cursors };
}
const conversation = (sequence: number) => ({
  sequence,
  type: 'conversation',
  row: aConversation({ version: sequence }),
});
const ping = (sequence: number) => ({ sequence, type: 'ping', now: morning + 5 });

test('Each event is one step further; a repeated one is none', () => {
  const { socket, heard, cursors } = open(10);
  for (const sequence of [11, 11, 12, 10]) socket.tell(conversation(sequence));
  socket.tell(ping(12));
  expect(cursors()).toEqual(['live:11', 'live:12', 'live:12']);
  expect(heard.at(-1)).toEqual({ kind: 'alive', cursor: 'live:12', now: morning + 5 });
});

test.each([
  ['an event out of order', conversation(12)],
  ['a ping that has come further', ping(11)],
  ['something that is no event', { hello: 'world' }],
  ['something that is not JSON', '<html>'],
])('A hole in the stream breaks the line: %s', async (_, event) => {
  const { socket, ended, heard } = open(10);
  socket.tell(event);
  expect(await ended).toMatchObject({ kind: 'broken' });
  expect(socket.isClosed).toBe(true);
  socket.tell(conversation(11));
  expect(heard).toEqual([]);
});

test('FA29: a row that makes no sense, or an event of an unknown kind, is counted and is a step all the same', () => {
  const { socket, heard } = open(10);
  socket.tell({ sequence: 11, type: 'conversation', row: { id: 'c-1', state: 'levitating' } });
  socket.tell({ sequence: 12, type: 'weather', row: {} });
  socket.tell({ sequence: 13, type: 'agent', row: { ...anAgent({ id: 'a-me' }), isMe: false, admin: true } });
  expect(heard).toMatchObject([
    { changes: [], unreadable: 1, unreadableIds: ['c-1'], cursor: 'live:11' },
    { changes: [], unreadable: 1, unreadableIds: [], cursor: 'live:12' },
    { changes: [{ kind: 'agent', row: { isMe: true } }], unreadable: 0, cursor: 'live:13' },
  ]);
  expect(JSON.stringify(heard)).not.toContain('admin');
});

test('FA18: a half-open line is noticed after 45 s of silence; pings keep it', async () => {
  const { socket, ended } = open(10);
  let end: unknown;
  void ended.then((error) => {
    end = error;
  });
  await vi.advanceTimersByTimeAsync(silenceLimit - 1);
  socket.tell(ping(10));
  await vi.advanceTimersByTimeAsync(silenceLimit - 1);
  expect(end).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(end).toMatchObject({ kind: 'offline', message: expect.stringContaining('45 s') });
});

test('It says something every 20 s, so that the worker is not ended, and stops with the line', async () => {
  const { socket, ended, stop } = open();
  await vi.advanceTimersByTimeAsync(2 * keepAliveEvery);
  expect(socket.sent).toEqual(['ping', 'ping']);
  stop.abort();
  expect(await ended).toBe('returned');
  expect(socket.isClosed).toBe(true);
  await vi.advanceTimersByTimeAsync(10 * keepAliveEvery);
  expect(socket.sent).toHaveLength(2);
});

test('Closed by the other side is offline; "restart" ends it quietly', async () => {
  const closed = open();
  closed.socket.dispatchEvent(new Event('close'));
  expect(await closed.ended).toMatchObject({ kind: 'offline' });
  const restarted = open();
  restarted.socket.tell({ type: 'restart' });
  expect(await restarted.ended).toBe('returned');
  expect(restarted.heard).toEqual([{ kind: 'restart' }]);
});

test('FA18: whatever is repeated, reordered or dropped, what is told has no hole and no step back', () => {
  const mishap = fc.constantFrom('none', 'none', 'none', 'repeat', 'swap', 'drop');
  fc.assert(
    fc.property(fc.array(mishap, { maxLength: 60 }), (mishaps) => {
      const frames = mishaps.map((_, index) => index + 1);
      const sent: number[] = [];
      for (const [index, what] of mishaps.entries()) {
        const frame = frames[index] ?? 0;
        if (what === 'drop') continue;
        if (what === 'swap') sent.splice(Math.max(0, sent.length - 1), 0, frame);
        else sent.push(frame);
        if (what === 'repeat') sent.push(frame);
      }
      const { socket, cursors, stop } = open(0);
      for (const sequence of sent) socket.tell(conversation(sequence));
      expect(cursors()).toEqual(cursors().map((_, index) => `live:${index + 1}`));
      stop.abort();
    }),
    { numRuns: 200 },
  );
});
