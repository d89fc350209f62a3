/** RFC 9457 problem details: every answer of the API that is not the thing asked for. */
import type { Reason } from '../../domain/reasons.ts';
import type { WireConversation } from '../wire.ts';

export const problemKinds = {
  badRequest: { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'A valid bearer token is needed' },
  forbidden: { status: 403, title: 'This account may not do that' },
  notReading: { status: 403, title: 'Messages are read only while monitoring or taking part' },
  notFound: { status: 404, title: 'There is no such thing here' },
  keyReused: { status: 409, title: 'This Idempotency-Key was used for another request' },
  changed: { status: 412, title: 'The conversation is no longer what it was' },
  tooLarge: { status: 413, title: 'The request is too large' },
  notJson: { status: 415, title: 'The request must be application/json' },
  wrongHost: { status: 421, title: 'This floor answers on loopback names only' },
  refused: { status: 422, title: 'The rules do not allow it' },
  preconditionRequired: { status: 428, title: 'If-Match is needed' },
  tooManyRequests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'The floor failed' },
} as const;
export type ProblemKind = keyof typeof problemKinds;

interface ProblemExtras {
  detail?: string;
  reasons?: readonly Reason[];
  row?: WireConversation;
  headers?: Record<string, string>;
  /** Another status of the same family, for 5xx faults. */
  status?: number;
}

export function problem(kind: ProblemKind, { headers, ...extras }: ProblemExtras = {}): Response {
  const body = { type: `https://floorwalker.invalid/problems/${kind}`, ...problemKinds[kind], ...extras };
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
  });
}

/** @param invalid a token was given, but it is not a known one (RFC 6750 §3). */
export function unauthorized(invalid: boolean): Response {
  const challenge = `Bearer realm="floor"${invalid ? ', error="invalid_token"' : ''}`;
  return problem('unauthorized', { headers: { 'www-authenticate': challenge } });
}
