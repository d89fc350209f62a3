/**
 * The way an act takes. By the browser's own session only reading is proved: a worker's POST carries an extension's
 * Origin and no partitioned cookies, and whether it is let in is not known (facts §10.0 of Dynamics 365). It is found out
 * by a POST that does nothing; where that is turned away, the open workspace page may ask its own site instead.
 */
import type { Gap } from '../../domain/capabilities.ts';
import { type ConnectionSettings, type ConnectorEnvironment, ConnectorError, type PageAnswer } from '../connector.ts';
import { errorOf, type HttpAnswer, type Path, parseJson, path } from '../http.ts';
import { apiPath, type WebApi } from './webApi.ts';

export type Way = 'worker' | 'page' | 'none';

/** Answers that say for certain that nothing was done; all others leave it open and are thrown. */
const refusals = [400, 403, 404, 405, 409, 410, 412, 413, 415, 422, 428];

export interface Posting {
  /** Asks the organisation how it is today. @throws ConnectorError offline, rateLimited */
  findWay(signal: AbortSignal): Promise<Way>;
  /** The same, unless it is known. */
  way(signal: AbortSignal): Promise<Way>;
  /**
   * One POST, never repeated. @returns a success, a refusal, or why it was not let in: nothing was done then
   * @throws ConnectorError auth, rateLimited (it was not done), offline, broken (it may have been done)
   */
  post(target: Path, body: unknown, signal: AbortSignal): Promise<HttpAnswer | Gap>;
}

export function createPosting(
  { baseUrl, signIn }: Pick<ConnectionSettings, 'baseUrl' | 'signIn'>,
  { askPage, now }: Pick<ConnectorEnvironment, 'askPage' | 'now'>,
  api: Pick<WebApi, 'post'>,
): Posting {
  const root = new URL(`${baseUrl.replace(/\/+$/, '')}${apiPath}`).pathname;
  let known: Way | undefined;
  const way = async (signal: AbortSignal) => known ?? findWay(signal);

  async function findWay(signal: AbortSignal): Promise<Way> {
    // With a token there is nothing to find out.
    if (signIn.kind !== 'browser') return 'worker';
    const isIn = await isLetIn(signal);
    known = isIn ? 'worker' : signIn.throughPage ? 'page' : 'none';
    return known;
  }

  async function isLetIn(signal: AbortSignal): Promise<boolean> {
    try {
      const { status } = await api.post(path`/$batch`, { ...harmless(root), accept: refusals, signal });
      return status !== 403;
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      if (error.kind === 'auth' || error.kind === 'forbidden') return false;
      // It got in and went wrong there: what an act would meet, the act will tell.
      if (error.kind === 'broken') return true;
      throw error;
    }
  }

  /** Turned away for what was asked, or for how it is asked? */
  const isOfAct = async (signal: AbortSignal) => (await findWay(signal)) === 'worker';

  async function byWorker(target: Path, body: unknown, signal: AbortSignal): Promise<HttpAnswer | Gap> {
    try {
      const answer = await api.post(target, { body, accept: refusals, signal });
      if (answer.status !== 403 || (await isOfAct(signal))) return answer;
    } catch (error) {
      const isTurnedAway = error instanceof ConnectorError && error.kind === 'auth';
      if (!isTurnedAway || (await isOfAct(signal))) throw error;
    }
    return { why: 'signInReadsOnly' };
  }

  async function byPage(target: Path, body: unknown, signal: AbortSignal): Promise<HttpAnswer | Gap> {
    try {
      const request = {
        method: 'POST' as const,
        path: root + target,
        headers: jsonHeaders,
        body: JSON.stringify(body),
      };
      return answerOf(await askPage(request, signal), now());
    } catch (error) {
      // No page is open: nothing was asked.
      if (error instanceof ConnectorError && error.kind === 'forbidden') return { why: 'onlyInWorkspace' };
      throw error;
    }
  }

  return {
    findWay,
    way,
    async post(target, body, signal) {
      switch (await way(signal)) {
        case 'worker':
          return byWorker(target, body, signal);
        case 'page':
          return byPage(target, body, signal);
        case 'none':
          return { why: 'signInReadsOnly' };
      }
    },
  };
}

const jsonHeaders = {
  Accept: 'application/json',
  'Content-Type': 'application/json',
  'OData-Version': '4.0',
  'OData-MaxVersion': '4.0',
};

/** A batch with one question in it: a POST that changes nothing. */
function harmless(root: string): { body: string; headers: Record<string, string> } {
  const lines = [
    '--probe',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    '',
    `GET ${root}/WhoAmI HTTP/1.1`,
    'Accept: application/json',
    '',
    '',
    '--probe--',
    '',
  ];
  return { body: lines.join('\r\n'), headers: { 'Content-Type': 'multipart/mixed; boundary=probe' } };
}

function answerOf({ status, headers, text }: PageAnswer, now: number): HttpAnswer {
  const isAnswer = (status >= 200 && status < 300) || refusals.includes(status);
  if (!isAnswer) throw errorOf({ status, headers: new Headers(headers) }, now);
  return { status, body: parseJson(text) };
}
