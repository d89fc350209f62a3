/**
 * A small HTTP client for connectors: one base address, one secret, JSON both ways. It knows statuses, not backends.
 */
import { ConnectorError } from './connector.ts';

/** Milliseconds; a worker is ended when an answer takes longer than 30 s to begin. */
export const requestTimeout = 20_000;
/** Bytes of one answer; a page of 1,000 rows is about 1 MB. */
export const maxAnswerSize = 5 * 1024 * 1024;

/** A path below the base address; only `path` makes one, so that no id gets in unencoded. */
export type Path = string & { readonly madeBy: 'path' };

/**
 * Template tag: every value becomes exactly one path segment, whatever it holds.
 * @throws ConnectorError notFound for an id that no address can name (`.`, `..`, lone surrogates)
 */
export function path(parts: TemplateStringsArray, ...ids: string[]): Path {
  return parts.reduce((whole, part, index) => whole + segment(ids[index - 1] ?? '') + part) as Path;
}

function segment(id: string): string {
  // Dot segments are resolved away by every URL parser, encoded ones too.
  if (id === '' || id === '.' || id === '..' || !id.isWellFormed()) {
    throw new ConnectorError('notFound', `No address can name the id ${JSON.stringify(id)}`);
  }
  return encodeURIComponent(id);
}

export interface HttpRequest {
  method?: 'GET' | 'POST';
  query?: Record<string, string | undefined>;
  headers?: Record<string, string>;
  /** Sent as JSON; a text goes as it is. */
  body?: unknown;
  /** Statuses besides 2xx that the caller wants as an answer rather than as an error. */
  accept?: readonly number[];
  signal: AbortSignal;
}
export interface HttpAnswer {
  status: number;
  /** Parsed JSON; `undefined` when the answer is not JSON. */
  body: unknown;
  /** The backend's clock when it answered (`Date`), epoch ms, where it tells it. */
  now?: number | undefined;
}
export interface HttpClient {
  /**
   * @throws ConnectorError auth (401), forbidden (403), notFound (404, 410), rateLimited (429), broken (other statuses,
   * an answer too large), offline (no answer, a redirect, 20 s passed, `signal` aborted)
   */
  request(path: Path, request: HttpRequest): Promise<HttpAnswer>;
  /** The answer's text as it arrives, however long it is. @throws ConnectorError as `request`, after 20 s of silence */
  stream(path: Path, request: HttpRequest): AsyncGenerator<string>;
}

export function createHttpClient(options: {
  baseUrl: string;
  /** Absent where each request brings its own. */
  authorization?: string;
  /**
   * The session that the browser has at the base address speaks for the user: its cookies go there and nowhere else. A
   * redirect is not followed and means the same as 401, since it leads to a sign-in page.
   */
  byCookies?: boolean;
  fetch: typeof fetch;
  now(): number;
}): HttpClient {
  const base = options.baseUrl.replace(/\/+$/, '');

  async function send(target: Path, request: HttpRequest, signal: AbortSignal): Promise<Response> {
    const { method = 'GET', query, headers, body, accept } = request;
    const url = new URL(base + target);
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    const response = await options.fetch(url, {
      method,
      headers: {
        Accept: 'application/json',
        ...(options.authorization === undefined ? {} : { Authorization: options.authorization }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
      credentials: options.byCookies ? 'include' : 'omit',
      // 'manual' follows nothing either; the answer can be told from a line that broke.
      redirect: options.byCookies ? 'manual' : 'error',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal,
    });
    if (!response.ok && !accept?.includes(response.status)) {
      await response.body?.cancel();
      throw errorOf(response, options.now());
    }
    return response;
  }

  /** Whatever breaks on the way becomes a ConnectorError. */
  function troubleOf(error: unknown, method: string, patience: Patience): ConnectorError {
    if (error instanceof ConnectorError) return error;
    const why = patience.isOver ? `no answer within ${requestTimeout / 1000} s` : String(error);
    return new ConnectorError('offline', `${method} ${new URL(base).origin}: ${why}`, { cause: error });
  }

  return {
    async request(target, request) {
      const patience = createPatience(request.signal);
      try {
        const response = await send(target, request, patience.signal);
        const now = Date.parse(response.headers.get('Date') ?? '');
        const body = parseJson(await readText(response));
        return { status: response.status, body, ...(Number.isNaN(now) ? {} : { now }) };
      } catch (error) {
        throw troubleOf(error, request.method ?? 'GET', patience);
      } finally {
        patience.end();
      }
    },

    async *stream(target, request) {
      const patience = createPatience(request.signal);
      try {
        const { body } = await send(target, request, patience.signal);
        if (!body) return;
        const decoder = new TextDecoder();
        for await (const bytes of chunksOf(body)) {
          // What the reader of the text needs for it is not the backend's silence.
          patience.end();
          yield decoder.decode(bytes, { stream: true });
          patience.begin();
        }
        yield decoder.decode();
      } catch (error) {
        throw troubleOf(error, request.method ?? 'GET', patience);
      } finally {
        patience.end();
      }
    },
  };
}

type Patience = ReturnType<typeof createPatience>;

/** Aborts with `signal`, and by itself 20 s after it last began. */
function createPatience(signal: AbortSignal) {
  const over = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  const begin = () => {
    timer = setTimeout(() => over.abort(), requestTimeout);
  };
  begin();
  return {
    signal: AbortSignal.any([signal, over.signal]),
    get isOver() {
      return over.signal.aborted;
    },
    begin,
    end: () => clearTimeout(timer),
  };
}

/** What an answer outside 2xx means. */
export function errorOf(
  response: Pick<Response, 'status' | 'headers'> & Partial<Pick<Response, 'type'>>,
  now: number,
): ConnectorError {
  const retryAfter = retryAfterOf(response.headers, now);
  const options = retryAfter === undefined ? {} : { retryAfter };
  const isRedirect = response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);
  if (isRedirect) return new ConnectorError('auth', 'The backend led to another page, as it does to sign in');
  const message = `The backend answered ${response.status}`;
  switch (response.status) {
    case 401:
      return new ConnectorError('auth', message);
    case 403:
      return new ConnectorError('forbidden', message);
    case 404:
    case 410:
      return new ConnectorError('notFound', message);
    case 429:
      return new ConnectorError('rateLimited', message, options);
    default:
      return new ConnectorError('broken', message, options);
  }
}

/**
 * Milliseconds that a `Retry-After` header asks for, given in seconds or as a date; a date is measured against the
 * answer's own `Date`, so that a wrong clock here does not matter.
 */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const value = headers.get('Retry-After')?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const until = Date.parse(value);
  if (Number.isNaN(until)) return undefined;
  const answeredAt = Date.parse(headers.get('Date') ?? '');
  return Math.max(0, until - (Number.isNaN(answeredAt) ? now : answeredAt));
}

async function readText(response: Response): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for await (const bytes of chunksOf(response.body)) {
    size += bytes.byteLength;
    if (size > maxAnswerSize) {
      throw new ConnectorError('broken', `The backend's answer is larger than ${maxAnswerSize} bytes`);
    }
    text += decoder.decode(bytes, { stream: true });
  }
  return text + decoder.decode();
}

/** Whoever stops reading before the end ends the answer. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // After the end, or a failure that is told already, there is nothing left to end.
    reader.cancel().catch(() => {});
  }
}

/** `undefined` for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
