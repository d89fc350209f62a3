/** What connectors stand on in tests: real requests, a memory of their own, nobody signed in, no page open. */
import { type ConnectionSettings, type ConnectorEnvironment, ConnectorError } from '../../lib/connectors/connector.ts';
import { byToken } from '../../lib/domain/signIn.ts';
import { schedule } from '../realTime.ts';

export function anEnvironment(overrides: Partial<ConnectorEnvironment> = {}): ConnectorEnvironment {
  let remembered: unknown;
  return {
    fetch: (input, init) => fetch(input, init),
    openSocket: (url) => new WebSocket(url),
    schedule,
    now: Date.now,
    memory: {
      read: async () => structuredClone(remembered),
      async write(value) {
        remembered = structuredClone(value);
      },
    },
    accessToken: () => Promise.reject(new ConnectorError('auth', 'Nobody has signed in.')),
    askPage: () => Promise.reject(new ConnectorError('forbidden', 'No workspace page is open.')),
    ...overrides,
  };
}

export function settingsFor(baseUrl: string, overrides: Partial<ConnectionSettings> = {}): ConnectionSettings {
  return { id: 'k-1', backend: 'b', name: 'Floor', baseUrl, secret: '', signIn: byToken, ...overrides };
}
