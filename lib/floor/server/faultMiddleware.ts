/** Lets the requested faults happen to requests of the API. */
import { setTimeout as wait } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { MiddlewareHandler } from 'hono';
import type { Floor } from '../floor.ts';
import type { Faults, RequestFault } from './faults.ts';
import type { FloorEnv } from './http.ts';
import { type ProblemKind, problem, unauthorized } from './problems.ts';

export function faultMiddleware(floor: Floor, faults: Faults): MiddlewareHandler<FloorEnv> {
  return async (c, next) => {
    const { latency, fault } = faults.forRequest(c.req.method, c.req.path);
    if (latency > 0) await wait(latency);
    const cut = () => {
      c.env.outgoing.destroy();
      return RESPONSE_ALREADY_SENT;
    };
    switch (fault?.fault) {
      case 'loseRequest':
        return cut();
      case 'loseReply':
        await next();
        return cut();
      case 'lateReply':
        await next();
        await wait(fault.ms);
        return;
      case 'status':
        return statusFault(floor, fault, c.req.path);
      case 'wrongJson': {
        await next();
        const body = await c.res.text();
        c.res = new Response(body.slice(0, body.length / 2), c.res);
        return;
      }
      default:
        return next();
    }
  };
}

const kinds: Record<number, ProblemKind> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'notFound',
  409: 'keyReused',
  412: 'changed',
  429: 'tooManyRequests',
};

/** A refusal that looks like a real one of that status. */
export function statusFault(floor: Floor, fault: Extract<RequestFault, { fault: 'status' }>, path: string): Response {
  if (fault.status === 401) return unauthorized(true);
  const id = /^\/v1\/conversations\/([^/]+)/.exec(path)?.[1];
  const row = fault.status === 412 && id ? floor.conversation(decodeURIComponent(id)) : undefined;
  return problem(kinds[fault.status] ?? 'internal', {
    status: fault.status,
    ...(row && { row }),
    ...(fault.retryAfter !== undefined && { headers: { 'retry-after': String(fault.retryAfter) } }),
  });
}
