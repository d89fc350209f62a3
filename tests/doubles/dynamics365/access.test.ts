/** Who comes in, how much they may ask, and what is written down about it. */
import { expect, test } from 'vitest';
import { idOf } from '../../floor/server/testFloor.ts';
import { cookieName } from './accounts.ts';
import { aDynamics } from './scene.ts';

test('the browser’s session or an access token, nothing else', async () => {
  const { dynamics, call } = await aDynamics();
  expect(await call('WhoAmI', { as: null })).toMatchObject({ status: 401, body: { error: { code: '0x80040204' } } });
  expect((await call('WhoAmI', { as: 'wrong' })).status).toBe(401);
  expect((await call('WhoAmI')).body.UserId).toBe(dynamics.guidOf(dynamics.floor.supervisors[0]?.agentId ?? ''));
  expect((await call('WhoAmI', { as: null, headers: { cookie: dynamics.cookie } })).status).toBe(200);
  expect((await call('WhoAmI', { as: null, headers: { cookie: `${cookieName}=wrong` } })).status).toBe(401);
});

test('signing in sets the cookie and leads to the page', async () => {
  const { dynamics, call } = await aDynamics();
  const { status, headers } = await call(`${dynamics.url}/signin`, { as: null });
  expect([status, headers.get('location')]).toEqual([302, `/main.aspx?appid=${dynamics.guidOf('app')}`]);
  const cookie = headers.get('set-cookie') ?? '';
  expect(cookie.split('; ').toSorted()).toEqual([dynamics.cookie, 'HttpOnly', 'Path=/', 'SameSite=Lax'].toSorted());
});

test('a session that is over answers 401, or leads to another host', async () => {
  const { dynamics, call } = await aDynamics();
  const byCookie = { as: null, headers: { cookie: dynamics.cookie } };
  dynamics.behave({ signedOut: 'status' });
  expect((await call('WhoAmI', byCookie)).status).toBe(401);
  expect((await call('WhoAmI')).status).toBe(200);
  dynamics.behave({ signedOut: 'redirect' });
  const { status, headers } = await call('WhoAmI', byCookie);
  expect([status, headers.get('location')]).toEqual([302, dynamics.loginHost.url]);
  expect(new URL(dynamics.loginHost.url).hostname).not.toBe(new URL(dynamics.url).hostname);
  expect(dynamics.loginHost.requests).toEqual([]);
  await fetch(dynamics.loginHost.url);
  expect(dynamics.loginHost.requests).toMatchObject([{ method: 'GET', url: '/login', status: 200 }]);
});

test('expired tokens are no tokens', async () => {
  const { dynamics, call } = await aDynamics();
  dynamics.expireTokens();
  expect((await call('WhoAmI')).status).toBe(401);
});

test('foreign POSTs can be turned away while everything is still read', async () => {
  const { dynamics, get, post, conversation } = await aDynamics();
  const target = `${conversation(idOf(0))}/Microsoft.Dynamics.CRM.CCaaS_ForceCloseConversation`;
  const body = { ApiVersion: '1.0' };
  dynamics.behave({ refuseForeignPosts: true });
  const refused = await post(target, body, { origin: 'chrome-extension://abc' });
  expect(refused).toMatchObject({ status: 403, body: { error: { message: expect.stringContaining('origin') } } });
  expect((await get('WhoAmI')).status).toBe(200);
  expect((await post(target, body, { origin: dynamics.url })).status).toBe(204);
});

test('too many requests in a while are turned away until there are fewer', async () => {
  const { dynamics, clock, get } = await aDynamics();
  dynamics.behave({ limits: { requests: 2, windowMs: 10_000, concurrent: 52 } });
  expect([(await get('WhoAmI')).status, (await get('WhoAmI')).status]).toEqual([200, 200]);
  clock.pass(4_000);
  const refused = await get('WhoAmI');
  expect(refused).toMatchObject({ status: 429, body: { error: { code: '0x80072322' } } });
  expect(refused.headers.get('retry-after')).toBe('6');
  // Going on asking prolongs it.
  clock.pass(6_000);
  expect((await get('WhoAmI')).status).toBe(200);
  expect((await get('WhoAmI')).status).toBe(429);
  clock.pass(20_000);
  expect((await get('WhoAmI')).status).toBe(200);
});

test('too many at once are turned away', async () => {
  const { dynamics, get } = await aDynamics();
  dynamics.behave({ limits: { requests: 6000, windowMs: 300_000, concurrent: 0 } });
  expect(await get('WhoAmI')).toMatchObject({ status: 429, body: { error: { code: '0x80072326' } } });
});

test('a failure strikes the next request it is meant for, once', async () => {
  const { dynamics, get, post } = await aDynamics();
  dynamics.failNext({ status: 429, retryAfter: 7, method: 'POST' });
  dynamics.failNext({ status: 503 });
  expect((await get('WhoAmI')).status).toBe(503);
  const { status, headers, body } = await post('CCaaS_ModifyAgentPresence', {});
  expect([status, headers.get('retry-after'), body.error.code]).toEqual([429, '7', '0x80072322']);
  expect((await get('WhoAmI')).status).toBe(200);
});

test('every request is written down as it arrived', async () => {
  const { dynamics, get } = await aDynamics();
  await get('msdyn_ocliveworkitems?$filter=statecode%20eq%200', 'odata.maxpagesize=5');
  expect(dynamics.requests).toEqual([
    {
      method: 'GET',
      url: '/api/data/v9.2/msdyn_ocliveworkitems?$filter=statecode%20eq%200',
      headers: expect.objectContaining({ prefer: 'odata.maxpagesize=5' }),
      status: 200,
      at: 5_000_000,
    },
  ]);
});

test('the time in every answer is the organisation’s', async () => {
  const { floor, get } = await aDynamics();
  floor.advance(60 * 60_000);
  expect((await get('WhoAmI')).headers.get('date')).toBe('Thu, 01 Jan 1970 01:00:00 GMT');
});

test.each([
  ['direct', ['Omnichannel supervisor']],
  ['team', []],
  ['none', []],
] as const)('a role held by way of "%s" stands there', async (supervisorRole, direct) => {
  const { dynamics, get } = await aDynamics();
  dynamics.behave({ supervisorRole });
  const me = `systemusers(${dynamics.guidOf(dynamics.floor.supervisors[0]?.agentId ?? '')})`;
  const names = (rows: { name: string }[]) => rows.map(({ name }) => name);
  expect(names((await get(`${me}/systemuserroles_association?$select=name`)).body.value)).toEqual(direct);
  const { value: teams } = (await get(`${me}/teammembership_association?$select=name`)).body;
  expect(teams).toHaveLength(supervisorRole === 'team' ? 1 : 0);
  for (const { teamid } of teams)
    expect(names((await get(`teams(${teamid})/teamroles_association`)).body.value)).toEqual(['Omnichannel supervisor']);
});
