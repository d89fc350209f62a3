import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import type { ConnectorError } from '../../lib/connectors/connector.ts';
import { createHttpClient, maxAnswerSize, path, requestTimeout } from '../../lib/connectors/http.ts';

const base = 'https://floor.example/centre/';
const signal = new AbortController().signal;
afterEach(() => vi.useRealTimers());

function clientFor(answer: (url: URL, init: RequestInit) => Response | Promise<Response>) {
  const calls: { url: URL; init: RequestInit }[] = [];
  const client = createHttpClient({
    baseUrl: base,
    authorization: 'Bearer s3cret',
    now: () => Date.parse('2026-03-02T09:00:00Z'),
    fetch: async (url, init = {}) => {
      calls.push({ url: new URL(String(url)), init });
      return answer(new URL(String(url)), init);
    },
  });
  return { client, calls };
}
const problemOf = (status: number, headers: Record<string, string> = {}) =>
  clientFor(() => new Response('{}', { status, headers }))
    .client.request(path`/v1/x`, { signal })
    .then(
      () => undefined,
      (error: ConnectorError) => ({ kind: error.kind, retryAfter: error.retryAfter }),
    );

test('Whatever an id holds, it is one segment below the base address', () => {
  const evil = fc.oneof(
    fc.constantFrom('../', '..', '.', '%2f', '%2e%2e', '..\\', '/v1', '?a=b', '#x', '//evil.example', '\ud800', ''),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
  );
  fc.assert(
    fc.property(evil, evil, (first, second) => {
      let made: string;
      try {
        made = path`/v1/conversations/${first}/x/${second}`;
      } catch (error) {
        expect(error).toMatchObject({ name: 'ConnectorError', kind: 'notFound' });
        return;
      }
      const url = new URL(base.replace(/\/$/, '') + made);
      expect(url.origin).toBe('https://floor.example');
      expect(url.search + url.hash).toBe('');
      const segments = url.pathname.split('/');
      expect(segments.slice(0, 4)).toEqual(['', 'centre', 'v1', 'conversations']);
      expect(segments).toHaveLength(7);
      expect([segments[4], segments[6]].map((segment) => decodeURIComponent(segment ?? ''))).toEqual([first, second]);
    }),
    { numRuns: 500 },
  );
});

test('Only Authorization says who asks: no cookies, no redirects, no referrer, nothing cached', async () => {
  const { client, calls } = clientFor(() => Response.json({ fine: true }));
  const answer = await client.request(path`/v1/conversations`, { query: { after: 'a b', limit: undefined }, signal });
  expect(answer).toEqual({ status: 200, body: { fine: true } });
  expect(calls[0]?.url.href).toBe('https://floor.example/centre/v1/conversations?after=a+b');
  expect(calls[0]?.init).toMatchObject({
    method: 'GET',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    headers: { Authorization: 'Bearer s3cret', Accept: 'application/json' },
  });
});

test.each([
  [401, 'auth'],
  [403, 'forbidden'],
  [404, 'notFound'],
  [410, 'notFound'],
  [429, 'rateLimited'],
  [400, 'broken'],
  [408, 'broken'],
  [409, 'broken'],
  [425, 'broken'],
  [500, 'broken'],
  [503, 'broken'],
] as const)('%i is %s', async (status, kind) => {
  expect(await problemOf(status)).toMatchObject({ kind });
});

test('A status that the caller knows is an answer, not an error', async () => {
  const { client } = clientFor(() => Response.json({ row: 1 }, { status: 412 }));
  expect(await client.request(path`/v1/x`, { accept: [412], signal })).toEqual({ status: 412, body: { row: 1 } });
});

test.each([
  ['30', {}, 30_000],
  ['0', {}, 0],
  ['Mon, 02 Mar 2026 09:01:00 GMT', {}, 60_000],
  ['Mon, 02 Mar 2026 09:01:00 GMT', { Date: 'Mon, 02 Mar 2026 09:00:50 GMT' }, 10_000],
  ['Mon, 02 Mar 2026 08:00:00 GMT', {}, 0],
  ['soon', {}, undefined],
])('Retry-After %s is measured on the backend’s clock where it tells it', async (value, headers, retryAfter) => {
  const expected = { kind: 'rateLimited', retryAfter };
  expect(await problemOf(429, { 'Retry-After': value, ...headers })).toEqual(expected);
});

test('No answer is offline: a refused connection, an aborted request, 20 s of silence', async () => {
  const refused = clientFor(() => Promise.reject(new TypeError('fetch failed')));
  await expect(refused.client.request(path`/v1/x`, { signal })).rejects.toMatchObject({ kind: 'offline' });

  vi.useFakeTimers();
  const silent = clientFor((_, init) => {
    return new Promise((__, reject) => init.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
  });
  const problem = (request: Promise<unknown>) => request.catch((error: unknown) => error);
  const stop = new AbortController();
  const aborted = problem(silent.client.request(path`/v1/x`, { signal: stop.signal }));
  const late = problem(silent.client.request(path`/v1/x`, { signal }));
  stop.abort();
  expect(await aborted).toMatchObject({ kind: 'offline' });
  await vi.advanceTimersByTimeAsync(requestTimeout);
  expect(await late).toMatchObject({ kind: 'offline', message: expect.stringContaining('20 s') });
});

test('An answer without end is cut off at 5 MB', async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 65_536;
      controller.enqueue(new Uint8Array(65_536));
    },
  });
  const { client } = clientFor(() => new Response(endless));
  await expect(client.request(path`/v1/x`, { signal })).rejects.toMatchObject({ kind: 'broken' });
  expect(sent).toBeLessThan(maxAnswerSize + 1_000_000);
});

test('What is not JSON is an answer without a body', async () => {
  const { client } = clientFor(() => new Response('<html>'));
  expect(await client.request(path`/v1/x`, { signal })).toEqual({ status: 200, body: undefined });
});

test('A body goes as JSON, unless it is a text that says itself what it is', async () => {
  const { client, calls } = clientFor(() => new Response(null, { status: 204 }));
  await client.request(path`/v1/x`, { method: 'POST', body: { a: 1 }, signal });
  const headers = { 'Content-Type': 'multipart/mixed; boundary=b' };
  await client.request(path`/v1/x`, { method: 'POST', body: '--b--', headers, signal });
  expect(calls.map(({ init }) => [init.body, new Headers(init.headers).get('Content-Type')])).toEqual([
    ['{"a":1}', 'application/json'],
    ['--b--', 'multipart/mixed; boundary=b'],
  ]);
});

test('By cookies: they go to the base address, no Authorization does, and a redirect is a sign-in', async () => {
  const calls: RequestInit[] = [];
  const answers = [
    Response.json({}),
    new Response(null, { status: 302, headers: { Location: 'https://login.example' } }),
  ];
  const client = createHttpClient({
    baseUrl: base,
    byCookies: true,
    now: () => 0,
    fetch: async (_, init = {}) => {
      calls.push(init);
      return answers.shift() ?? Response.error();
    },
  });
  await client.request(path`/v1/x`, { signal });
  expect(calls[0]).toMatchObject({
    credentials: 'include',
    redirect: 'manual',
    headers: { Accept: 'application/json' },
  });
  expect(calls[0]?.headers).not.toHaveProperty('Authorization');
  await expect(client.request(path`/v1/x`, { signal })).rejects.toMatchObject({ kind: 'auth' });
});

test('An answer says what the backend’s clock was', async () => {
  const headers = { Date: 'Mon, 02 Mar 2026 09:00:00 GMT' };
  const { client } = clientFor(() => Response.json({}, { headers }));
  expect(await client.request(path`/v1/x`, { signal })).toMatchObject({ now: Date.parse(headers.Date) });
});

test('A stream may be longer than any answer, comes as it arrives, and ends with whoever reads it', async () => {
  let sent = 0;
  let isEnded = false;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1_000_000;
      controller.enqueue(new Uint8Array(1_000_000).fill(65));
    },
    cancel() {
      isEnded = true;
    },
  });
  const { client } = clientFor(() => new Response(endless));
  let read = 0;
  for await (const piece of client.stream(path`/v1/x`, { signal })) {
    read += piece.length;
    if (read > 2 * maxAnswerSize) break;
  }
  expect(sent).toBeLessThan(2 * maxAnswerSize + 3_000_000);
  expect(isEnded).toBe(true);
});

test('A stream that falls silent for 20 s is offline; the time that its reader takes does not count', async () => {
  vi.useFakeTimers();
  const silent = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array([65]));
    },
  });
  const { client } = clientFor((_, init) => {
    return new Response(abortable(silent, init.signal));
  });
  const pieces = client.stream(path`/v1/x`, { signal });
  expect(await pieces.next()).toEqual({ done: false, value: 'A' });
  await vi.advanceTimersByTimeAsync(2 * requestTimeout);
  const next = pieces.next().catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(requestTimeout);
  expect(await next).toMatchObject({ kind: 'offline', message: expect.stringContaining('20 s') });
});

/** As fetch does: an aborted request breaks its answer. */
function abortable(body: ReadableStream<Uint8Array>, stop: AbortSignal | null | undefined): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const aborted = new Promise<never>((_, reject) => stop?.addEventListener('abort', () => reject(stop.reason)));
      const { value } = await Promise.race([reader.read(), aborted]);
      if (value) controller.enqueue(value);
    },
  });
}
