/** Makes connectors: each gets its own memory, its own token and the pages of its own site. */
import type { ConnectionSettings, Connector, ConnectorEnvironment } from '../connectors/connector.ts';
import { ConnectorError } from '../connectors/connector.ts';
import { backendOf } from '../connectors/registry.ts';
import type { SignIn } from '../domain/signIn.ts';
import { mayAskThroughPage } from '../domain/signIn.ts';
import type { StorageLike } from '../settings/createSettings.ts';
import type { WorkerEnvironment } from './environment.ts';

/**
 * `memory`: instead of the connection's own, for a connector that is only tried.
 * @throws Error when there is no such backend
 */
export type Connect = (settings: ConnectionSettings, memory?: ConnectorEnvironment['memory']) => Connector;

export interface Connecting {
  /** @throws ConnectorError auth when a person has to sign in again, offline */
  accessToken(signIn: SignIn, baseUrl: string, renew: boolean, signal: AbortSignal): Promise<string>;
  /** By a workspace page at that origin. @throws ConnectorError forbidden when none is open, offline */
  askPage(
    origin: string,
    ...question: Parameters<ConnectorEnvironment['askPage']>
  ): ReturnType<ConnectorEnvironment['askPage']>;
}

export function createConnect(environment: WorkerEnvironment, { accessToken, askPage }: Connecting): Connect {
  const { fetch, openSocket, now, schedule, local } = environment;
  return (settings, memory = memoryOf(settings.id, local)) => {
    const backend = backendOf(settings.backend);
    if (backend === undefined) throw new Error(`No backend is called "${settings.backend}".`);
    const { origin } = new URL(settings.baseUrl);
    return backend.create(settings, {
      fetch,
      openSocket,
      now,
      schedule,
      memory,
      accessToken: (renew, signal) => accessToken(settings.signIn, settings.baseUrl, renew, signal),
      async askPage(request, signal) {
        if (mayAskThroughPage(settings.signIn)) return askPage(origin, request, signal);
        throw new ConnectorError('forbidden', 'This connection does not act through its workspace page.');
      },
    });
  };
}

const memoryKey = (connectionId: string) => `connector:${connectionId}`;

function memoryOf(connectionId: string, local: StorageLike): ConnectorEnvironment['memory'] {
  const key = memoryKey(connectionId);
  return {
    read: async () => (await local.get(key))[key],
    write: (value) => local.set({ [key]: value }),
  };
}

/** Nothing that a connector remembered stays behind. */
export function forgetMemory(connectionId: string, local: StorageLike): Promise<void> {
  return local.set({ [memoryKey(connectionId)]: null });
}
