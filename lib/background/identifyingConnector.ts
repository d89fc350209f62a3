/**
 * Asks who the account is before anything else is read, and again with every new line: roles and switches change while
 * a supervisor works. Trouble with it is trouble of the connection, handled where all of that is (sync).
 */
import type { Connector } from '../connectors/connector.ts';
import type { Identity } from '../domain/identity.ts';

export function identifyingConnector(connector: Connector, onIdentity: (identity: Identity) => void): Connector {
  let isKnown = false;
  async function identify(signal: AbortSignal): Promise<Identity> {
    const identity = await connector.identify(signal);
    isKnown = true;
    onIdentity(identity);
    return identity;
  }
  const watch = connector.watch?.bind(connector);
  return {
    ...connector,
    identify,
    async pull(cursor, signal) {
      if (!isKnown || cursor === undefined) await identify(signal);
      return connector.pull(cursor, signal);
    },
    ...(watch === undefined
      ? {}
      : {
          async watch(cursor, onEvent, signal) {
            await identify(signal);
            return watch(cursor, onEvent, signal);
          },
        }),
  };
}
