/** The Dataverse Web API of one organisation: its budget, and how the user is signed in. */
import { type ConnectionSettings, type ConnectorEnvironment, ConnectorError } from '../connector.ts';
import { createHttpClient, type HttpAnswer, type HttpRequest, type Path } from '../http.ts';
import { createBudget } from './budget.ts';
import { createReading, odataHeaders, type Reading } from './odataReading.ts';

/** Below the organisation's address. */
export const apiPath = '/api/data/v9.2';

/** Everything throws ConnectorErrors as http.ts does; `auth` after one attempt to renew what can be renewed. */
export interface WebApi extends Reading {
  /** For what a person or an act waits for: it is counted, but does not wait its turn. */
  atOnce: Reading;
  /** Text as it arrives, for $metadata. */
  stream(target: Path, signal: AbortSignal): AsyncGenerator<string>;
  /** POST below /api/data/v9.2, from the worker. It never waits for the budget. */
  post(
    target: Path,
    options: { body: unknown; headers?: Record<string, string>; accept?: readonly number[]; signal: AbortSignal },
  ): Promise<HttpAnswer>;
}

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

  const send = (target: Path, request: HttpRequest) => signedIn(request, (signed) => http.request(target, signed));

  async function sendInTurn(target: Path, request: HttpRequest): Promise<HttpAnswer> {
    const leave = await budget.enter(request.signal);
    try {
      return await send(target, request);
    } finally {
      leave();
    }
  }

  async function sendAtOnce(target: Path, request: HttpRequest): Promise<HttpAnswer> {
    budget.spend();
    return send(target, request);
  }

  return {
    ...createReading(base, sendInTurn),
    atOnce: createReading(base, sendAtOnce),
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
    post(target, { body, headers, accept, signal }) {
      const request = { method: 'POST', body, headers: { ...odataHeaders, ...headers }, signal } as const;
      return sendAtOnce(target, { ...request, ...(accept ? { accept } : {}) });
    },
  };
}
