import { expect, test, vi } from 'vitest';
import { createConnect } from '../../lib/background/connecting.ts';
import type { WorkerEnvironment } from '../../lib/background/environment.ts';
import type { ConnectionSettings, Connector, ConnectorEnvironment } from '../../lib/connectors/connector.ts';
import type { SignIn } from '../../lib/domain/signIn.ts';
import { aConnection } from './liveScene.ts';

const made = vi.hoisted(() => ({ environments: [] as unknown[] }));
vi.mock('../../lib/connectors/registry.ts', () => ({
  backendOf: () => ({
    create(_settings: ConnectionSettings, environment: ConnectorEnvironment): Connector {
      made.environments.push(environment);
      return {} as Connector;
    },
  }),
}));

test.each<[string, SignIn, 'asked' | 'forbidden']>([
  ['by the browser’s session, acting through the page', { kind: 'browser', throughPage: true }, 'asked'],
  ['by the browser’s session, for reading', { kind: 'browser', throughPage: false }, 'forbidden'],
  ['by token', { kind: 'token' }, 'forbidden'],
  ['by OAuth', { kind: 'oauth', issuer: 'https://login.example', clientId: 'c' }, 'forbidden'],
])('a connector that signs in %s: asking through a page is %s', async (_how, signIn, expected) => {
  const asked: string[] = [];
  const connect = createConnect({} as WorkerEnvironment, {
    accessToken: async () => '',
    async askPage(origin) {
      asked.push(origin);
      return { status: 200, headers: {}, text: '' };
    },
  });
  connect(aConnection({ baseUrl: 'https://contoso.example/some/path', signIn }));
  const environment = made.environments.at(-1) as ConnectorEnvironment;
  const request = { method: 'POST', path: '/x', headers: {}, body: '' } as const;
  const outcome = await environment.askPage(request, new AbortController().signal).then(
    () => 'asked',
    ({ kind }) => kind,
  );
  expect(outcome).toBe(expected);
  // Of its own site only, whatever the request says.
  expect(asked).toEqual(expected === 'asked' ? ['https://contoso.example'] : []);
});
