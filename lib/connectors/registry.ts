/** Which backends there are. The only file besides a backend's own folder that names one. */
import type { SignIn } from '../domain/signIn.ts';
import type { ConnectionSettings, Connector, ConnectorEnvironment } from './connector.ts';
import { createDynamicsConnector } from './dynamics365/createDynamicsConnector.ts';
import { createLocalFloorConnector } from './localFloor/createLocalFloorConnector.ts';

export interface Backend {
  /** The name of its folder; stored in settings, never shown. */
  id: string;
  name: string;
  create(settings: ConnectionSettings, environment: ConnectorEnvironment): Connector;
  /** Where it usually is, for backends that have such a place. */
  defaultUrl?: string;
  /** The ways to sign in, the usual one first. */
  signIns: readonly SignIn['kind'][];
  /** What its addresses look like. */
  placeholder?: string;
  /** An administrator can correct what the connector takes for granted (`ConnectionSettings.descriptor`). */
  takesDescriptor?: true;
}

export const backends: readonly Backend[] = [
  {
    id: 'localFloor',
    name: 'Local floor',
    create: createLocalFloorConnector,
    defaultUrl: 'http://127.0.0.1:4777',
    signIns: ['token'],
  },
  {
    id: 'dynamics365',
    name: 'Dynamics 365',
    create: createDynamicsConnector,
    signIns: ['browser', 'oauth'],
    placeholder: 'https://contoso.crm4.dynamics.com',
    takesDescriptor: true,
  },
];

export function backendOf(id: string): Backend | undefined {
  return backends.find((backend) => backend.id === id);
}
