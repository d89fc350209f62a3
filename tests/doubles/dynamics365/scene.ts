/** An organisation on a floor that stands still, and a client that speaks to it over real sockets. */
import { onTestFinished } from 'vitest';
import type { Clock } from '../../../lib/floor/server/clock.ts';
import { testFloor } from '../../floor/server/testFloor.ts';
import { startDynamics } from './startDynamics.ts';

export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  body: any;
}

function manualClock(): Clock & { pass(milliseconds: number): void } {
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

export async function aDynamics(conversations = 3) {
  const floor = testFloor(conversations);
  const clock = manualClock();
  const dynamics = await startDynamics({ floor, port: 0, speed: 0, clock });
  onTestFinished(() => dynamics.stop());
  const root = `${dynamics.url}/api/data/v9.2`;

  /** @param target below the service root, or a whole address; `as: null` = signed in by nothing */
  async function call(target: string, init: RequestInit & { as?: string | null; json?: unknown } = {}): Promise<Reply> {
    const { as = dynamics.token, json, ...rest } = init;
    const headers = new Headers(rest.headers);
    if (as !== null) headers.set('authorization', `Bearer ${as}`);
    if (json !== undefined) headers.set('content-type', 'application/json');
    const url = target.startsWith('http') ? target : `${root}/${target}`;
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const response = await fetch(url, { redirect: 'manual', ...rest, headers, ...body });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }
  const get = (target: string, prefer?: string) => call(target, prefer === undefined ? {} : { headers: { prefer } });
  const post = (target: string, json: unknown, headers: Record<string, string> = {}) =>
    call(target, { method: 'POST', json, headers });
  const conversation = (floorId: string) => `msdyn_ocliveworkitems(${dynamics.guidOf(floorId)})`;

  return { dynamics, floor, clock, root, call, get, post, conversation };
}
