/**
 * Who is signed in by OAuth, and when they are asked again. A refresh token of a single-page client ends after 24 h
 * (facts/platform §7), so that signing in anew, mostly without a person, is part of every day.
 */
import { ConnectorError } from '../connectors/connector.ts';
import type { ByOAuth, SignIn } from '../domain/signIn.ts';
import { PersonNeeded } from './failures.ts';
import type { IssuerEnvironment } from './issuer.ts';
import { createIssuer } from './issuer.ts';
import type { Kept, SessionArea } from './tokenStore.ts';
import { createTokenStore } from './tokenStore.ts';

/** Milliseconds. A token that ends sooner is renewed before it is used. */
const spare = 60_000;
/** Whoever complains so soon after a renewal was still speaking of the token before: no request takes longer. */
const graceAfterRenewal = 20_000;
/** When only a person can sign in, the issuer is asked no more often than this. */
const silentAgainAfter = 300_000;

export interface SignIns {
  /**
   * A token that is good now. Any number of callers share one renewal.
   * @param renew the last one was refused
   * @throws ConnectorError auth when a person has to sign in, offline
   */
  accessToken(signIn: SignIn, baseUrl: string, renew: boolean, signal: AbortSignal): Promise<string>;
  /** With a window for the person. @throws ConnectorError auth, offline */
  signIn(signIn: ByOAuth, baseUrl: string): Promise<void>;
  /** Nothing of it stays; other sign-ins do nothing. */
  forget(signIn: SignIn, baseUrl: string): Promise<void>;
}

export interface SignInEnvironment extends IssuerEnvironment {
  session: SessionArea;
  lock(name: string, work: () => Promise<void>): Promise<void>;
  report(error: unknown): void;
}

export function createSignIns({ environment }: { environment: SignInEnvironment }): SignIns {
  const { now, session, lock, report } = environment;
  const store = createTokenStore(session, report);
  /**
   * One at a time for each sign-in; all who come meanwhile wait for the same. The lock alone would not do: whoever waits
   * for it too long takes it over.
   */
  const renewals = new Map<string, Promise<string>>();

  const originOf = (baseUrl: string) => new URL(baseUrl).origin;
  const keyOf = ({ issuer, clientId }: ByOAuth, baseUrl: string) =>
    `signIn:${JSON.stringify([issuer, clientId, originOf(baseUrl)])}`;
  const issuerOf = (signIn: ByOAuth, baseUrl: string) => createIssuer(signIn, originOf(baseUrl), environment);

  function goodToken(kept: Kept | undefined, renew: boolean): string | undefined {
    if (kept?.kind !== 'tokens') return undefined;
    const { accessToken, obtainedAt, expiresAt = Number.POSITIVE_INFINITY } = kept;
    const age = now() - obtainedAt;
    if (renew && !(age >= 0 && age < graceAfterRenewal)) return undefined;
    return now() + spare < expiresAt ? accessToken : undefined;
  }

  async function renewed(signIn: ByOAuth, baseUrl: string, renew: boolean): Promise<string> {
    const key = keyOf(signIn, baseUrl);
    const kept = await store.readAgain(key);
    // Another worker may have renewed it while this one waited.
    const good = goodToken(kept, renew);
    if (good !== undefined) return good;
    const sinceSignedOut = kept?.kind === 'signedOut' ? now() - kept.since : undefined;
    if (sinceSignedOut !== undefined && sinceSignedOut >= 0 && sinceSignedOut < silentAgainAfter) {
      throw new PersonNeeded('a person has to sign in again');
    }
    const issuer = issuerOf(signIn, baseUrl);
    const refreshToken = kept?.kind === 'tokens' ? kept.refreshToken : undefined;
    try {
      const tokens = await (refreshToken === undefined
        ? issuer.authorize(false)
        : issuer.refresh(refreshToken).catch((error: unknown) => {
            if (error instanceof PersonNeeded) return issuer.authorize(false);
            throw error;
          }));
      await store.write(key, { kind: 'tokens', ...tokens });
      return tokens.accessToken;
    } catch (error) {
      if (error instanceof PersonNeeded) await store.write(key, { kind: 'signedOut', since: now() });
      throw error;
    }
  }

  /** @throws ConnectorError offline when another worker took the lock over */
  async function locked<T>(key: string, work: () => Promise<T>): Promise<T> {
    let done: { value: T } | undefined;
    try {
      await lock(key, async () => {
        done = { value: await work() };
      });
    } catch (error) {
      if (error instanceof ConnectorError) throw error;
      throw new ConnectorError('offline', 'The sign-in was taken over', { cause: error });
    }
    if (done === undefined) throw new ConnectorError('offline', 'The sign-in was not begun');
    return done.value;
  }

  function renewal(signIn: ByOAuth, baseUrl: string, renew: boolean): Promise<string> {
    const key = keyOf(signIn, baseUrl);
    const running = renewals.get(key);
    if (running !== undefined) return running;
    const begun = locked(key, () => renewed(signIn, baseUrl, renew)).finally(() => renewals.delete(key));
    renewals.set(key, begun);
    return begun;
  }

  /** Behind a renewal that is under way, so that its tokens do not come back. */
  async function replace(signIn: ByOAuth, baseUrl: string, kept: Kept | undefined): Promise<void> {
    const key = keyOf(signIn, baseUrl);
    await renewals.get(key)?.catch(() => undefined);
    await locked(key, () => store.write(key, kept));
  }

  return {
    async accessToken(signIn, baseUrl, renew, signal) {
      if (signIn.kind !== 'oauth') throw new ConnectorError('auth', 'This connection has no tokens of an issuer.');
      const good = goodToken(await store.read(keyOf(signIn, baseUrl)), renew);
      return good ?? untilAborted(renewal(signIn, baseUrl, renew), signal);
    },
    async signIn(signIn, baseUrl) {
      const tokens = await issuerOf(signIn, baseUrl).authorize(true);
      await replace(signIn, baseUrl, { kind: 'tokens', ...tokens });
    },
    async forget(signIn, baseUrl) {
      if (signIn.kind === 'oauth') await replace(signIn, baseUrl, undefined);
    },
  };
}

/** Whoever gives up stops waiting; the renewal goes on for the others. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new ConnectorError('offline', 'The sign-in was waited for no longer'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
