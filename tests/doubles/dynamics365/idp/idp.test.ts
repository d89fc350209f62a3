import { createHash, createPublicKey, createVerify } from 'node:crypto';
import { expect, test } from 'vitest';
import { aDynamics } from '../scene.ts';

const verifier = 'a-verifier-that-is-long-enough-for-everybody-who-checks';
const challenge = createHash('sha256').update(verifier).digest('base64url');
const redirectUri = 'https://abcdef.chromiumapp.org/';
const asked = {
  client_id: 'client-1',
  redirect_uri: redirectUri,
  response_type: 'code',
  scope: 'openid offline_access https://org.example/user_impersonation',
  state: 'state-1',
  nonce: 'nonce-1',
  code_challenge: challenge,
  code_challenge_method: 'S256',
};

async function aScene() {
  const scene = await aDynamics(1);
  const issuer = `${scene.dynamics.url}/idp`;
  const authorize = async (change: Record<string, string> = {}) => {
    const { headers } = await scene.call(`${issuer}/authorize?${new URLSearchParams({ ...asked, ...change })}`, {
      as: null,
    });
    const target = new URL(headers.get('location') ?? '');
    expect(target.href.startsWith(redirectUri)).toBe(true);
    return Object.fromEntries(target.searchParams);
  };
  const token = (form: Record<string, string>, origin: string | undefined = 'chrome-extension://abcdef') =>
    scene.call(`${issuer}/token`, {
      as: null,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...(origin && { origin }) },
      body: new URLSearchParams({ client_id: 'client-1', ...form }).toString(),
    });
  const redeem = (code: string | undefined, change: Record<string, string> = {}) =>
    token({
      grant_type: 'authorization_code',
      code: code ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...change,
    });
  const refresh = (refreshToken: string) => token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  return { ...scene, issuer, authorize, token, redeem, refresh };
}

test('a code is redeemed once, by the right verifier, for tokens that the organisation accepts', async () => {
  const { dynamics, call, issuer, authorize, redeem } = await aScene();
  const configuration = (await call(`${issuer}/.well-known/openid-configuration`, { as: null })).body;
  expect(configuration).toMatchObject({ issuer, token_endpoint: `${issuer}/token` });
  const { code, state } = await authorize();
  expect(state).toBe('state-1');
  const { status, body } = await redeem(code);
  expect([status, body.token_type, body.expires_in]).toEqual([200, 'Bearer', 3600]);
  expect((await call('WhoAmI', { as: body.access_token })).status).toBe(200);
  expect(await redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });

  const [header = '', claims = '', signature = ''] = body.id_token.split('.');
  const decoded = JSON.parse(Buffer.from(claims, 'base64url').toString());
  const user = dynamics.guidOf(dynamics.floor.supervisors[0]?.agentId ?? '');
  expect(decoded).toMatchObject({ iss: issuer, aud: 'client-1', nonce: 'nonce-1', oid: user });
  const [key] = (await call(configuration.jwks_uri, { as: null })).body.keys;
  const verify = createVerify('RSA-SHA256').update(`${header}.${claims}`);
  expect(verify.verify(createPublicKey({ key, format: 'jwk' }), signature, 'base64url')).toBe(true);
});

test.each([
  ['another verifier', { code_verifier: 'something else' }],
  ['another redirect', { redirect_uri: 'https://elsewhere.example/' }],
  ['another client', { client_id: 'client-2' }],
])('%s redeems nothing', async (_name, change) => {
  const { authorize, redeem } = await aScene();
  const { code } = await authorize();
  expect(await redeem(code, change)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('without PKCE there is no code, without an Origin no token', async () => {
  const { authorize, token } = await aScene();
  expect(await authorize({ code_challenge_method: 'plain' })).toMatchObject({ error: 'invalid_request' });
  const { body } = await token({ grant_type: 'refresh_token' }, '');
  expect(body.error_description).toContain('AADSTS9002327');
});

test('refresh tokens rotate, and end a day after signing in however often they are used', async () => {
  const { clock, authorize, redeem, refresh } = await aScene();
  const first = (await redeem((await authorize()).code)).body.refresh_token;
  clock.pass(23 * 3_600_000);
  const second = await refresh(first);
  expect(second.status).toBe(200);
  expect(second.body.refresh_token).not.toBe(first);
  expect(await refresh(first)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  clock.pass(2 * 3_600_000);
  expect(await refresh(second.body.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('it can be made to ask, to lie and to forget', async () => {
  const { dynamics, authorize, redeem, refresh } = await aScene();
  dynamics.behave({ interactionRequired: true });
  expect(await authorize({ prompt: 'none' })).toMatchObject({ error: 'interaction_required', state: 'state-1' });
  expect(await authorize()).toHaveProperty('code');
  dynamics.behave({ wrongState: true });
  expect((await authorize()).state).toBe('another-state');
  dynamics.behave({ wrongNonce: true });
  const { body } = await redeem((await authorize()).code);
  expect(JSON.parse(Buffer.from(body.id_token.split('.')[1], 'base64url').toString()).nonce).toBe('another-nonce');
  dynamics.behave({ refreshExpired: true });
  expect(await refresh(body.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('access tokens of any origin end together', async () => {
  const { dynamics, call, authorize, redeem } = await aScene();
  const { body } = await redeem((await authorize()).code);
  dynamics.expireTokens();
  expect((await call('WhoAmI', { as: body.access_token })).status).toBe(401);
});
