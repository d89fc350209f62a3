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
  body?: unknown;
  /** Statuses besides 2xx that the caller wants as an answer rather than as an error. */
  accept?: readonly number[];
  signal: AbortSignal;
}
export interface HttpAnswer {
  status: number;
  /** Parsed JSON; `undefined` when the answer is not JSON. */
  body: unknown;
}
export interface HttpClient {
  /**
   * @throws ConnectorError auth (401), forbidden (403), notFound (404, 410), rateLimited (429), broken (other statuses,
   * an answer too large), offline (no answer, a redirect, 20 s passed, `signal` aborted)
   */
  request(path: Path, request: HttpRequest): Promise<HttpAnswer>;
}

export function createHttpClient(options: {
  baseUrl: string;
  authorization: string;
  fetch: typeof fetch;
  now(): number;
}): HttpClient {
  const base = options.baseUrl.replace(/\/+$/, '');

  async function request(target: Path, { method = 'GET', query, headers, body, accept, signal }: HttpRequest) {
    const url = new URL(base + target);
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), requestTimeout);
    const either = AbortSignal.any([signal, timeout.signal]);
    try {
      const response = await options.fetch(url, {
        method,
        headers: {
          Accept: 'application/json',
          Authorization: options.authorization,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? null : JSON.stringify(body),
        credentials: 'omit',
        redirect: 'error',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        signal: either,
      });
      if (!response.ok && !accept?.includes(response.status)) {
        await response.body?.cancel();
        throw errorOf(response, options.now());
      }
      return { status: response.status, body: parseJson(await readText(response)) };
    } catch (error) {
      if (error instanceof ConnectorError) throw error;
      const why = timeout.signal.aborted ? `no answer within ${requestTimeout / 1000} s` : String(error);
      throw new ConnectorError('offline', `${method} ${url.origin}: ${why}`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  return { request };
}

function errorOf(response: Response, now: number): ConnectorError {
  const retryAfter = retryAfterOf(response.headers, now);
  const options = retryAfter === undefined ? {} : { retryAfter };
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
  const reader = response.body.getReader();
  let size = 0;
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > maxAnswerSize) {
      await reader.cancel();
      throw new ConnectorError('broken', `The backend's answer is larger than ${maxAnswerSize} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
