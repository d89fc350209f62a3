/** The Dataverse Web API of one organisation: its headers, its pages, its budget, and how the user is signed in. */
import * as v from 'valibot';
import { type ConnectionSettings, type ConnectorEnvironment, ConnectorError } from '../connector.ts';
import { createHttpClient, type HttpAnswer, type HttpRequest, type Path } from '../http.ts';
import { createBudget } from './budget.ts';

/** Below the organisation's address. */
export const apiPath = '/api/data/v9.2';
/** What choices and lookups are called comes along with their codes. */
const annotations =
  'odata.include-annotations="OData.Community.Display.V1.FormattedValue,Microsoft.Dynamics.CRM.lookuplogicalname"';
const odataHeaders = { 'OData-MaxVersion': '4.0', 'OData-Version': '4.0' };
/** The most that Dataverse gives at once is 5,000; one answer must stay well below 5 MB (http.ts). */
const usualPageSize = 1_000;

export type Query = Record<string, string>;

export interface ListPage {
  rows: unknown[];
  /** The address of the next page, as the backend gave it; absent on the last one. */
  next?: string;
  /** The backend's clock when it answered, epoch ms, where it tells it. */
  now?: number | undefined;
}

/** Everything throws ConnectorErrors as http.ts does; `auth` after one attempt to renew what can be renewed. */
export interface WebApi {
  /** GET below /api/data/v9.2. Answers of `accept` statuses come back, others throw. */
  get(
    target: Path,
    options: { query?: Query; prefer?: string; accept?: readonly number[]; signal: AbortSignal },
  ): Promise<HttpAnswer>;
  /** All pages of a list. */
  list(target: Path, options: { query?: Query; pageSize?: number; signal: AbortSignal }): AsyncGenerator<unknown[]>;
  /**
   * One page: the first of a list, or the one that an earlier page named. Such an address is followed untouched, and
   * only within this API. @throws ConnectorError broken when it leads elsewhere
   */
  page(
    from: Path | { next: string },
    options: { query?: Query; pageSize?: number; signal: AbortSignal },
  ): Promise<ListPage>;
  /** Text as it arrives, for $metadata. */
  stream(target: Path, signal: AbortSignal): AsyncGenerator<string>;
  /** POST below /api/data/v9.2, from the worker. It never waits for the budget. */
  post(
    target: Path,
    options: { body: unknown; headers?: Record<string, string>; accept?: readonly number[]; signal: AbortSignal },
  ): Promise<HttpAnswer>;
}

const listSchema = v.object({ value: v.array(v.unknown()), '@odata.nextLink': v.optional(v.string()) });

export function createWebApi(settings: ConnectionSettings, environment: ConnectorEnvironment): WebApi {
  const base = settings.baseUrl.replace(/\/+$/, '') + apiPath;
  const { signIn, secret } = settings;
  const http = createHttpClient({
    baseUrl: base,
    byCookies: signIn.kind === 'browser',
    ...(signIn.kind === 'token' ? { authorization: `Bearer ${secret}` } : {}),
    fetch: environment.fetch,
    now: environment.now,
  });
  const budget = createBudget(environment);
  let renewing: Promise<string> | undefined;

  /** `refused`: the token that the backend turned away. However many were, it is renewed once. */
  async function bearer(refused: string | undefined, signal: AbortSignal): Promise<string> {
    const token = await environment.accessToken(false, signal);
    if (token !== refused) return token;
    renewing ??= environment.accessToken(true, signal).finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  /** A request that was turned away (401) had no effect: with a new token it may go once more. */
  async function signedIn<T>(request: HttpRequest, send: (request: HttpRequest) => Promise<T>): Promise<T> {
    if (signIn.kind !== 'oauth') return send(request);
    const withToken = (token: string) =>
      send({ ...request, headers: { ...request.headers, Authorization: `Bearer ${token}` } });
    const token = await bearer(undefined, request.signal);
    try {
      return await withToken(token);
    } catch (error) {
      if (!(error instanceof ConnectorError && error.kind === 'auth')) throw error;
      return withToken(await bearer(token, request.signal));
    }
  }

  async function read(target: Path, request: HttpRequest): Promise<HttpAnswer> {
    const leave = await budget.enter(request.signal);
    try {
      return await signedIn(request, (signed) => http.request(target, signed));
    } finally {
      leave();
    }
  }

  function followed(next: string): Path {
    const url = URL.canParse(next) ? new URL(next) : undefined;
    const here = new URL(base);
    const isBelow = url?.origin === here.origin && url.pathname.startsWith(`${here.pathname}/`);
    if (!url || !isBelow || url.username !== '' || url.password !== '') {
      throw new ConnectorError('broken', 'The backend names a next page that is not its own');
    }
    return (url.pathname.slice(here.pathname.length) + url.search) as Path;
  }

  async function page(
    from: Path | { next: string },
    { query, pageSize = usualPageSize, signal }: { query?: Query; pageSize?: number; signal: AbortSignal },
  ): Promise<ListPage> {
    const target = typeof from === 'string' ? withQuery(from, query) : followed(from.next);
    const prefer = `odata.maxpagesize=${pageSize},${annotations}`;
    const answer = await read(target, { headers: { ...odataHeaders, Prefer: prefer }, signal });
    const list = v.safeParse(listSchema, answer.body);
    if (!list.success) throw new ConnectorError('broken', 'The backend answered with something that is no list');
    const { value, '@odata.nextLink': next } = list.output;
    return { rows: value, ...(next === undefined ? {} : { next }), now: answer.now };
  }

  return {
    get(target, { query, prefer, accept, signal }) {
      const headers = { ...odataHeaders, Prefer: prefer === undefined ? annotations : `${prefer},${annotations}` };
      return read(withQuery(target, query), { headers, signal, ...(accept ? { accept } : {}) });
    },
    page,
    async *list(target, options) {
      let from: Path | { next: string } = target;
      for (;;) {
        const { rows, next }: ListPage = await page(from, options);
        yield rows;
        if (next === undefined) return;
        from = { next };
      }
    },
    async *stream(target, signal) {
      const leave = await budget.enter(signal);
      try {
        const request = { headers: { ...odataHeaders, Accept: 'application/xml' }, signal };
        // The first piece tells whether the token was taken.
        const [pieces, first] = await signedIn(request, async (signed) => {
          const started = http.stream(target, signed);
          return [started, await started.next()] as const;
        });
        if (first.done) return;
        yield first.value;
        yield* pieces;
      } finally {
        leave();
      }
    },
    async post(target, { body, headers, accept, signal }) {
      budget.spend();
      const request = { method: 'POST', body, headers: { ...odataHeaders, ...headers }, signal } as const;
      return signedIn({ ...request, ...(accept ? { accept } : {}) }, (signed) => http.request(target, signed));
    },
  };
}

/** Spaces as %20: in OData a plus sign is a plus sign. */
function withQuery(target: Path, query: Query = {}): Path {
  const options = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return (options.length === 0 ? target : `${target}?${options.join('&')}`) as Path;
}
