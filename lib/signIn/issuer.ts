/**
 * The conversation with an issuer: OAuth 2 code flow with PKCE S256, state and nonce, and refreshing. Every answer is
 * checked by oauth4webapi; what comes out are tokens or a ConnectorError that holds nothing of them.
 */
import * as oauth from 'oauth4webapi';
import { ConnectorError } from '../connectors/connector.ts';
import { isPlainOnThisMachine } from '../domain/baseUrl.ts';
import type { ByOAuth } from '../domain/signIn.ts';
import { failureOf, PersonNeeded } from './failures.ts';

export interface Tokens {
  accessToken: string;
  /** Epoch ms. */
  obtainedAt: number;
  /** Epoch ms; absent: good until it is refused. */
  expiresAt?: number | undefined;
  refreshToken?: string | undefined;
}

export interface IssuerEnvironment {
  fetch: typeof fetch;
  now(): number;
  /**
   * Shows `url` and resolves with the address that it came back to, below `redirectUrl()`; without `interactive`
   * nothing is shown. @throws Error when it did not come back
   */
  webAuthFlow(url: string, interactive: boolean): Promise<string>;
  redirectUrl(): string;
}

export interface Issuer {
  /** @throws ConnectorError auth (PersonNeeded where only a person is missing), offline */
  authorize(interactive: boolean): Promise<Tokens>;
  /** @throws ConnectorError auth (PersonNeeded when the refresh token has ended), offline */
  refresh(refreshToken: string): Promise<Tokens>;
}

/** Milliseconds of one request. */
const patience = 20_000;
/** Seconds that this machine's clock may be wrong. */
const clockTolerance = 300;

/** @param resource the origin that the access tokens are for */
export function createIssuer({ issuer, clientId }: ByOAuth, resource: string, environment: IssuerEnvironment): Issuer {
  const { now, webAuthFlow, redirectUrl } = environment;
  const client: oauth.Client = { client_id: clientId, [oauth.clockTolerance]: clockTolerance };
  const scope = `${resource}/user_impersonation offline_access openid`;
  const requested = () => ({
    [oauth.customFetch]: quietFetch,
    [oauth.allowInsecureRequests]: isPlainOnThisMachine(new URL(issuer)),
    signal: AbortSignal.timeout(patience),
  });

  function quietFetch(url: string, init: RequestInit): Promise<Response> {
    return environment.fetch(url, {
      ...init,
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    });
  }

  async function discovered(): Promise<oauth.AuthorizationServer> {
    try {
      // As it was typed, to the letter: what the issuer calls itself must be the same.
      const url = new URL(issuer);
      return await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, requested()));
    } catch (error) {
      throw failureOf(error, 'Asking the issuer for its addresses');
    }
  }

  async function cameBack(url: string, interactive: boolean): Promise<URL> {
    try {
      return new URL(await webAuthFlow(url, interactive));
    } catch (error) {
      // Chromium's words for a page that did not come; any other failure is a person who closed it, or is missing.
      if (/could not be loaded/.test(String(error))) throw new ConnectorError('offline', 'Signing in: no answer');
      throw new PersonNeeded(interactive ? 'the sign-in window was closed' : 'a person has to sign in again');
    }
  }

  return {
    async authorize(interactive) {
      const server = await discovered();
      if (server.authorization_endpoint === undefined) {
        throw new ConnectorError('auth', 'The issuer names no address to sign in at');
      }
      const verifier = oauth.generateRandomCodeVerifier();
      const state = oauth.generateRandomState();
      const nonce = oauth.generateRandomNonce();
      const url = new URL(server.authorization_endpoint);
      const asked = {
        client_id: clientId,
        redirect_uri: redirectUrl(),
        response_type: 'code',
        response_mode: 'query',
        scope,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ...(interactive ? {} : { prompt: 'none' }),
      };
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
      const answer = await cameBack(url.href, interactive);
      try {
        const code = oauth.validateAuthResponse(server, client, answer, state);
        const response = await oauth.authorizationCodeGrantRequest(
          server,
          client,
          oauth.None(),
          code,
          redirectUrl(),
          verifier,
          requested(),
        );
        return tokensOf(
          await oauth.processAuthorizationCodeResponse(server, client, response, {
            // Asks for an id token, too: only that one bears the nonce.
            expectedNonce: nonce,
          }),
        );
      } catch (error) {
        throw failureOf(error, 'Signing in');
      }
    },
    async refresh(refreshToken) {
      const server = await discovered();
      try {
        const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refreshToken, {
          ...requested(),
          additionalParameters: { scope },
        });
        // One that is not replaced stays good.
        return { refreshToken, ...tokensOf(await oauth.processRefreshTokenResponse(server, client, response)) };
      } catch (error) {
        throw failureOf(error, 'Renewing the sign-in');
      }
    },
  };

  function tokensOf(response: oauth.TokenEndpointResponse): Tokens {
    if (response.token_type !== 'bearer') throw new ConnectorError('auth', 'The issuer gives tokens of another kind');
    const obtainedAt = now();
    const { access_token: accessToken, expires_in: lifetime, refresh_token: refreshToken } = response;
    return {
      accessToken,
      obtainedAt,
      ...(lifetime === undefined ? {} : { expiresAt: obtainedAt + lifetime * 1000 }),
      ...(refreshToken === undefined ? {} : { refreshToken }),
    };
  }
}
