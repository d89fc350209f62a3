/** A server on a free port, a clock that a test moves by hand, and clients that speak to it over real sockets. */
import { request } from 'node:http';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Floor } from '../../../lib/floor/floor.ts';
import type { Clock } from '../../../lib/floor/server/clock.ts';
import { type FloorServerOptions, startFloorServer } from '../../../lib/floor/server/startFloorServer.ts';

interface ManualClock extends Clock {
  /** Lets this much time pass, then runs everything that is due once. */
  pass(milliseconds: number): void;
}

function manualClock(): ManualClock {
  let now = 5_000_000;
  const tasks = new Set<() => void>();
  return {
    now: () => now,
    every(_, task) {
      tasks.add(task);
      return () => void tasks.delete(task);
    },
    pass(milliseconds) {
      now += milliseconds;
      for (const task of tasks) task();
    },
  };
}

export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  body: any;
}

export interface Line {
  // biome-ignore lint/suspicious/noExplicitAny: frames are checked by the tests
  frames: any[];
  /** The ping that ends the replay. */
  greeting(): unknown;
  closed: Promise<{ code: number }>;
  /** Resolves with the frames once there are this many. */
  // biome-ignore lint/suspicious/noExplicitAny: frames are checked by the tests
  received(count: number): Promise<any[]>;
  close(): void;
}

export async function startServer<F extends Floor>(floor: F, options: Partial<FloorServerOptions> = {}) {
  const clock = manualClock();
  const server = await startFloorServer({ floor, port: 0, speed: 0, admin: false, clock, ...options });
  onTestFinished(() => server.stop());
  const [supervisorId = '', token = ''] = [...server.tokens][0] ?? [];

  /** As the first supervisor, unless another token is given; `null` = without one. */
  async function call(path: string, init: RequestInit & { as?: string | null; json?: unknown } = {}): Promise<Reply> {
    const { as = token, json, ...rest } = init;
    const headers = new Headers(rest.headers);
    if (as !== null) headers.set('authorization', `Bearer ${as}`);
    if (json !== undefined) headers.set('content-type', 'application/json');
    const body = json === undefined ? rest.body : JSON.stringify(json);
    const response = await fetch(server.url + path, { ...rest, headers, ...(body !== undefined && { body }) });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  interface ActOptions {
    key?: string;
    /** Absent = the row's own; `null` = no If-Match. */
    etag?: string | null;
    origin?: string;
  }
  function act(id: string, verb: string, json: unknown, { key = 'op-1', etag, origin }: ActOptions = {}) {
    const headers: Record<string, string> = { 'idempotency-key': key };
    if (etag !== null) headers['if-match'] = `"${etag ?? floor.conversation(id)?.etag ?? 'none'}"`;
    if (origin !== undefined) headers.origin = origin;
    return call(`/v1/conversations/${id}/${verb}`, { method: 'POST', headers, json });
  }

  async function ticket(): Promise<string> {
    return (await call('/v1/tickets', { method: 'POST' })).body.ticket;
  }

  async function listen(from: number | string, withTicket?: string): Promise<Line> {
    const url = `${server.url.replace('http', 'ws')}/v1/events?ticket=${withTicket ?? (await ticket())}&from=${from}`;
    const socket = new WebSocket(url);
    const frames: unknown[] = [];
    let greeting: unknown;
    const waiting = new Set<() => void>();
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data));
      // Every line is greeted with a ping behind what it missed; tests of what follows look past it.
      if (frame.type === 'ping' && greeting === undefined) greeting = frame;
      else frames.push(frame);
      for (const check of waiting) check();
    });
    const closed = new Promise<{ code: number }>((resolve) => socket.on('close', (code) => resolve({ code })));
    await new Promise<void>((resolve, reject) => {
      socket.on('open', () => resolve());
      socket.on('error', reject);
    });
    return {
      frames,
      greeting: () => greeting,
      closed,
      received: (count) =>
        new Promise((resolve) => {
          const check = () => {
            if (frames.length < count) return;
            waiting.delete(check);
            resolve(frames);
          };
          waiting.add(check);
          check();
        }),
      close: () => socket.close(),
    };
  }

  return { ...server, floor, clock, supervisorId, token, call, act, ticket, listen };
}

/** `fetch` will not send another Host than the real one. */
export function statusWithHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/v1/identity`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end();
  });
}
