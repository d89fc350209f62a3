/**
 * An identity provider shaped like Entra ID, for single-page apps (platform facts §7): authorization code with PKCE,
 * refresh tokens that rotate and do not live longer by being used. Nobody is asked anything: whoever comes is signed in.
 */
import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { FloorEnv } from '../../../../lib/floor/server/http.ts';
import { type Accounts, secret } from '../accounts.ts';
import type { Manners } from '../manners.ts';
import { createIdTokens } from './idTokens.ts';

export interface IdpParts {
  accounts: Accounts;
  manners: () => Manners;
  /** Wall clock, ms. */
  now: () => number;
  /** Who signs in: the `oid` of their tokens. */
  userId: string;
}

interface Grant {
  clientId: string;
  redirectUri: string;
  challenge: string;
  nonce: string | undefined;
  scope: string;
}

/** Seconds. */
const lifetimes = { access: 3600, refresh: 24 * 3600 };
const tenant = '7f3a1d52-0c1e-4b7a-9d2c-2b1c7f0e4a11';

export function idpRoutes({ accounts, manners, now, userId }: IdpParts): Hono<FloorEnv> {
  const app = new Hono<FloorEnv>();
  const idTokens = createIdTokens();
  const codes = new Map<string, Grant>();
  const refreshing = new Map<string, { grant: Grant; until: number }>();
  const issuerOf = (c: Context<FloorEnv>) => `${new URL(c.req.url).origin}/idp`;

  app.get('/.well-known/openid-configuration', (c) => {
    const issuer = issuerOf(c);
    return c.json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ['code'],
      response_modes_supported: ['query', 'fragment'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    });
  });
  app.get('/keys', (c) => c.json(idTokens.keys()));

  app.get('/authorize', (c) => {
    const { client_id, redirect_uri, response_type, scope, state, nonce, prompt } = c.req.query();
    const { code_challenge, code_challenge_method } = c.req.query();
    if (!client_id || !redirect_uri || !URL.canParse(redirect_uri))
      return c.text('AADSTS900144: The request must contain client_id and redirect_uri.', 400);
    const back = (answer: Record<string, string>) => {
      const target = new URL(redirect_uri);
      const told = manners().wrongState ? 'another-state' : state;
      for (const [name, value] of Object.entries({ ...answer, ...(told && { state: told }) }))
        target.searchParams.set(name, value);
      return c.redirect(target.href);
    };
    if (response_type !== 'code') return back({ error: 'unsupported_response_type' });
    if (!code_challenge || code_challenge_method !== 'S256') {
      const description = 'AADSTS9002325: Proof Key for Code Exchange is required for cross-origin requests.';
      return back({ error: 'invalid_request', error_description: description });
    }
    if (prompt === 'none' && manners().interactionRequired)
      return back({ error: 'interaction_required', error_description: 'AADSTS50058: No signed-in user was found.' });
    const code = secret();
    codes.set(code, {
      clientId: client_id,
      redirectUri: redirect_uri,
      challenge: code_challenge,
      nonce,
      scope: scope ?? '',
    });
    return back({ code });
  });

  function tokens(c: Context<FloorEnv>, grant: Grant, until: number): Response {
    const scopes = grant.scope.split(' ');
    const seconds = Math.floor(now() / 1000);
    const nonce = manners().wrongNonce ? 'another-nonce' : grant.nonce;
    const claims = { iss: issuerOf(c), aud: grant.clientId, sub: `sub-${userId}`, oid: userId, tid: tenant };
    const times = { iat: seconds, nbf: seconds, exp: seconds + lifetimes.access };
    const refresh = secret();
    if (scopes.includes('offline_access')) refreshing.set(refresh, { grant, until });
    return c.json({
      token_type: 'Bearer',
      scope: grant.scope,
      expires_in: lifetimes.access,
      access_token: accounts.issue(),
      ...(scopes.includes('offline_access') && { refresh_token: refresh }),
      ...(scopes.includes('openid') && { id_token: idTokens.sign({ ...claims, ...times, ...(nonce && { nonce }) }) }),
    });
  }

  app.post('/token', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const get = (name: string) => form.get(name) ?? '';
    if (c.req.header('origin') === undefined)
      return refuse(
        c,
        'invalid_request',
        "AADSTS9002327: Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
      );
    if (get('grant_type') === 'authorization_code') {
      const grant = codes.get(get('code'));
      codes.delete(get('code'));
      const isTheirs = grant?.clientId === get('client_id') && grant.redirectUri === get('redirect_uri');
      if (!grant || !isTheirs) return refuse(c, 'invalid_grant', 'AADSTS70008: The code is unknown or was redeemed.');
      if (challengeOf(get('code_verifier')) !== grant.challenge)
        return refuse(c, 'invalid_grant', 'AADSTS501481: The Code_Verifier does not match the code_challenge.');
      return tokens(c, grant, now() + lifetimes.refresh * 1000);
    }
    if (get('grant_type') === 'refresh_token') {
      const known = refreshing.get(get('refresh_token'));
      refreshing.delete(get('refresh_token'));
      if (!known || known.until <= now() || manners().refreshExpired || known.grant.clientId !== get('client_id'))
        return refuse(c, 'invalid_grant', 'AADSTS700084: The refresh token was issued to a single page app (SPA).');
      return tokens(c, known.grant, known.until);
    }
    return refuse(c, 'unsupported_grant_type', 'AADSTS70003: The grant type is not supported.');
  });
  return app;
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function refuse(c: Context<FloorEnv>, error: string, description: string): Response {
  return c.json({ error, error_description: description }, 400);
}
