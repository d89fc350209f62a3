import { expect, test } from 'vitest';
import { aDynamics } from '../scene.ts';

test('the page is for those who are signed in; everybody else is sent to another host', async () => {
  const { dynamics, call } = await aDynamics();
  const page = `${dynamics.url}/main.aspx?appid=${dynamics.guidOf('app')}`;
  const asNobody = await call(page, { as: null });
  expect([asNobody.status, asNobody.headers.get('location')]).toEqual([302, dynamics.loginHost.url]);
  const { status, body } = await call(page, { as: null, headers: { cookie: dynamics.cookie } });
  expect(status).toBe(200);
  expect(body).toContain('src="/uclient/scripts/app.js"');
});

test('its script and its sheet are there', async () => {
  const { dynamics, call } = await aDynamics();
  const script = await call(`${dynamics.url}/uclient/scripts/app.js`, { as: null });
  expect(script.headers.get('content-type')).toContain('javascript');
  expect(script.body).toMatch(/^\(function workspacePage\(/);
  expect((await call(`${dynamics.url}/uclient/app.css`, { as: null })).status).toBe(200);
});
