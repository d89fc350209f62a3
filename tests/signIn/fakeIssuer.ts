/**
 * An issuer in this process: discovery, an authorization page that the browser's flow visits, a token endpoint. It checks
 * what a real one checks (PKCE, redirect, single use of codes and refresh tokens), signs with a real key, and can be
 * told to misbehave.
 */
export const issuerUrl = 'https://login.example.com/tenant/v2.0';
export const clientId = 'client-1';
export const redirectUrl = 'https://extension-id.chromiumapp.org/';

export interface Misbehaviour {
  /** Changes the address that the browser comes back to. */
  callback?(url: URL): void;
  /** Changes the claims of the id token. */
  claims?(claims: Record<string, unknown>): void;
  discovery?(document: Record<string, unknown>): void;
  /** Answers at the token endpoint in the issuer's stead. */
  token?(): Response;
  ignoresPkce?: boolean;
}

interface Grant {
  nonce: string;
  challenge: string;
}

const keys = await crypto.subtle.generateKey(
  { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
  false,
  ['sign', 'verify'],
);

export function createFakeIssuer() {
  const codes = new Map<string, Grant>();
  const refreshTokens = new Set<string>();
  const requests: { url: string; body: URLSearchParams; init: RequestInit }[] = [];
  const visits: { url: URL; interactive: boolean }[] = [];
  let misbehaviour: Misbehaviour = {};
  /** The person has a session at the issuer, so that nothing needs to be shown. */
  let hasSession = false;
  let personLeaves = false;
  let isDown = false;
  let hold: Promise<void> = Promise.resolve();
  let issued = 0;
  let lifetime: number | undefined = 3600;

  async function idToken(nonce: string | undefined): Promise<string> {
    const iat = Math.floor(Date.now() / 1000);
    const claims = { iss: issuerUrl, sub: 'noa', aud: clientId, iat, exp: iat + 3600, ...(nonce && { nonce }) };
    misbehaviour.claims?.(claims);
    const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
    const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', keys.privateKey, new TextEncoder().encode(signed));
    return `${signed}.${Buffer.from(signature).toString('base64url')}`;
  }

  async function tokens(nonce?: string): Promise<Response> {
    issued += 1;
    const refresh = `canary-refresh-${issued}`;
    refreshTokens.add(refresh);
    return Response.json({
      access_token: `canary-access-${issued}`,
      refresh_token: refresh,
      token_type: 'Bearer',
      ...(lifetime === undefined ? {} : { expires_in: lifetime }),
      id_token: await idToken(nonce),
    });
  }

  const refused = (error: string, description = 'XY1: refused') =>
    Response.json({ error, error_description: description }, { status: 400 });

  async function answerTo(url: URL, body: URLSearchParams): Promise<Response> {
    if (url.href === `${issuerUrl}/.well-known/openid-configuration`) {
      const document = {
        issuer: issuerUrl,
        authorization_endpoint: 'https://login.example.com/tenant/authorize',
        token_endpoint: 'https://login.example.com/tenant/token',
      };
      misbehaviour.discovery?.(document);
      return Response.json(document);
    }
    await hold;
    if (misbehaviour.token) return misbehaviour.token();
    if (body.get('client_id') !== clientId) return refused('invalid_client');
    if (body.get('grant_type') === 'refresh_token') {
      const given = body.get('refresh_token') ?? '';
      // Rotation: each is good once.
      return refreshTokens.delete(given)
        ? tokens()
        : refused('invalid_grant', 'XY700082: The refresh token has expired');
    }
    const grant = codes.get(body.get('code') ?? '');
    codes.delete(body.get('code') ?? '');
    if (grant === undefined || body.get('redirect_uri') !== redirectUrl) return refused('invalid_grant');
    const proof = await challengeOf(body.get('code_verifier') ?? '');
    return proof === grant.challenge || misbehaviour.ignoresPkce ? tokens(grant.nonce) : refused('invalid_grant');
  }

  /** What the person's browser does at the authorization page. */
  async function webAuthFlow(address: string, interactive: boolean): Promise<string> {
    const url = new URL(address);
    visits.push({ url, interactive });
    const given = url.searchParams;
    if (interactive && personLeaves) throw new Error('The user did not approve access.');
    const answer = new URL(given.get('redirect_uri') ?? '');
    answer.searchParams.set('state', given.get('state') ?? '');
    if (!interactive && given.get('prompt') !== 'none') throw new Error('User interaction required.');
    if (!interactive && !hasSession) answer.searchParams.set('error', 'login_required');
    else {
      hasSession = true;
      const code = `canary-code-${visits.length}`;
      codes.set(code, { nonce: given.get('nonce') ?? '', challenge: given.get('code_challenge') ?? '' });
      answer.searchParams.set('code', code);
    }
    misbehaviour.callback?.(answer);
    return answer.href;
  }

  return {
    requests,
    visits,
    webAuthFlow,
    fetch: (async (input, init = {}) => {
      const url = new URL(String(input));
      const body = new URLSearchParams(init.body instanceof URLSearchParams ? init.body : String(init.body ?? ''));
      requests.push({ url: url.href, body, init });
      if (isDown) throw new TypeError('Failed to fetch');
      return answerTo(url, body);
    }) satisfies typeof fetch,
    /** A code of somebody else's sign-in, as an attacker holds one. */
    async stolenCode(): Promise<string> {
      codes.set('canary-stolen', { nonce: 'theirs', challenge: await challengeOf('theirs') });
      return 'canary-stolen';
    },
    refreshes: () => requests.filter(({ body }) => body.get('grant_type') === 'refresh_token').length,
    misbehave: (next: Misbehaviour) => (misbehaviour = next),
    endSession: () => (hasSession = false),
    endRefreshTokens: () => refreshTokens.clear(),
    leave: () => (personLeaves = true),
    goDown: (down = true) => (isDown = down),
    tokensLast: (seconds: number | undefined) => (lifetime = seconds),
    /** The token endpoint answers when the returned function is called. */
    holdTokens() {
      let release = () => {};
      hold = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function challengeOf(verifier: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))).toString('base64url');
}
