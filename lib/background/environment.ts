/** What the worker stands on; everything below takes it as a parameter, so that tests hold time and the browser. */
import type { ConnectorEnvironment } from '../connectors/connector.ts';
import type { StorageLike } from '../settings/createSettings.ts';
import type { IssuerEnvironment } from '../signIn/issuer.ts';

export interface WorkerEnvironment
  extends Pick<ConnectorEnvironment, 'fetch' | 'openSocket' | 'now' | 'schedule'>,
    Pick<IssuerEnvironment, 'webAuthFlow' | 'redirectUrl'> {
  /** 0 ≤ random() < 1 */
  random(): number;
  newId(): string;
  /** Runs `work` while nobody else holds that name (Web Locks). @throws AbortError when it was taken over (takeLock.ts) */
  lock(name: string, work: () => Promise<void>): Promise<void>;
  /** Trouble that nobody can be told of on a screen: for the worker's console, without any customer's data. */
  report(error: unknown): void;
  /** Survives the worker's death, not the browser's end; closed to content scripts. */
  session: StorageLike;
  /** Survives both; closed to content scripts. */
  local: StorageLike;
}
