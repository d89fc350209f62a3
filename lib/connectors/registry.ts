/** Which backends there are. The only file besides a backend's own folder that names one. */
import type { ConnectionSettings, Connector, ConnectorEnvironment } from './connector.ts';
import { createLocalFloorConnector } from './localFloor/createLocalFloorConnector.ts';

export interface Backend {
  /** The name of its folder; stored in settings, never shown. */
  id: string;
  name: string;
  create(settings: ConnectionSettings, environment: ConnectorEnvironment): Connector;
  /** Where it usually is, for backends that have such a place. */
  defaultUrl?: string;
}

export const backends: readonly Backend[] = [
  { id: 'localFloor', name: 'Local floor', create: createLocalFloorConnector, defaultUrl: 'http://127.0.0.1:4777' },
];

export function backendOf(id: string): Backend | undefined {
  return backends.find((backend) => backend.id === id);
}

export type BaseUrl = { ok: true; baseUrl: string } | { ok: false; problem: 'badAddress' };

/**
 * An address as people paste it → the address to keep: scheme, host, port and path, no slash at the end. Plain http
 * goes to this machine only; an address that carries a name or password is refused, since it would be shown and stored.
 */
export function normaliseBaseUrl(pasted: string): BaseUrl {
  const bad: BaseUrl = { ok: false, problem: 'badAddress' };
  const text = pasted.trim();
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (url === null) return bad;
  if (url.username !== '' || url.password !== '' || url.hostname === '') return bad;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) return bad;
  return { ok: true, baseUrl: url.origin + url.pathname.replace(/\/+$/, '') };
}

/** The two names that the extension's content security policy lets plain http go to. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1';
}
