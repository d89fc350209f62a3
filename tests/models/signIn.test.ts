/** Signing in again from the panel: within the gesture, once, and told when it does not work. */
import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import type { SignIn } from '../../lib/domain/signIn.ts';
import { RequestError } from '../../lib/messages/requests.ts';
import { createSignIn } from '../../lib/models/signIn.ts';
import { createFakeClient } from '../fakeClient.ts';
import { aConnection } from '../scenes.ts';

const oauth: SignIn = { kind: 'oauth', issuer: 'https://login.example/v2.0', clientId: 'c' };

function scene({ signIn = oauth, granted = true } = {}) {
  const client = createFakeClient();
  client.answer({ signIn: () => ({ ok: true }) });
  const requested: string[] = [];
  const model = createSignIn(client, signal(aConnection({ signIn })), async (baseUrl) => {
    requested.push(baseUrl);
    return granted;
  });
  return { client, model, requested };
}

it('asks the browser before anything is awaited, then the worker', async () => {
  const { client, model, requested } = scene();
  const started = model.start();
  expect([requested, client.asked]).toEqual([['http://127.0.0.1'], []]);
  await started;
  expect(client.inputs('signIn')).toEqual([{ baseUrl: 'http://127.0.0.1', signIn: oauth }]);
  expect(model.state.value).toEqual({ kind: 'idle' });
});

it('opens one window however often it is pressed', async () => {
  const { client, model } = scene();
  await Promise.all([model.start(), model.start()]);
  expect(client.inputs('signIn').length).toBe(1);
});

it('says that the browser was not allowed to, and asks nobody', async () => {
  const { client, model } = scene({ granted: false });
  await model.start();
  expect(model.state.value).toMatchObject({ kind: 'refused', result: { problem: 'noPermission' } });
  expect(client.asked).toEqual([]);
});

it('says why the issuer refused, and can be tried again', async () => {
  const { client, model } = scene();
  client.answer({ signIn: () => ({ ok: false, problem: 'auth', detail: 'XY1' }) });
  await model.start();
  expect(model.state.value).toMatchObject({ kind: 'refused', result: { problem: 'auth', detail: 'XY1' } });
  client.answer({ signIn: () => ({ ok: true }) });
  await model.start();
  expect(model.state.value).toEqual({ kind: 'idle' });
});

it('tells a broken line apart', async () => {
  const { client, model } = scene();
  client.answer({ signIn: () => Promise.reject(new RequestError('lineLost', 'gone')) });
  await model.start();
  expect(model.state.value).toEqual({ kind: 'failed', code: 'lineLost' });
});

it.each<SignIn>([{ kind: 'token' }, { kind: 'browser', throughPage: true }])(
  'does nothing for $kind',
  async (signIn) => {
    const { client, model, requested } = scene({ signIn });
    await model.start();
    expect([requested, client.asked]).toEqual([[], []]);
  },
);
