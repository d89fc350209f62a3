/**
 * Asks who the account is before anything else is read, and again with every new line: roles and switches change while
 * a supervisor works. Trouble with it is trouble of the connection, handled where all of that is (sync). Where the roles
 * cannot be read, an unexplained refusal of an assign gets the hint about the role that would explain it (A6).
 */
import type { Connector } from '../connectors/connector.ts';
import type { Action, Outcome } from '../domain/actions.ts';
import type { Identity } from '../domain/identity.ts';

export function identifyingConnector(connector: Connector, onIdentity: (identity: Identity) => void): Connector {
  let isKnown = false;
  let rolesReadable = true;
  async function identify(signal: AbortSignal): Promise<Identity> {
    const identity = await connector.identify(signal);
    isKnown = true;
    rolesReadable = identity.rolesReadable;
    onIdentity(identity);
    return identity;
  }
  function withRoleHint({ type }: Action, outcome: Outcome): Outcome {
    const role = connector.roleAgainstAssigning;
    if (type !== 'assign' || rolesReadable || role === undefined || outcome.kind !== 'refused') return outcome;
    const isUnexplained = outcome.reasons.every(({ code }) => code === 'backendRefused');
    if (!isUnexplained) return outcome;
    return { ...outcome, reasons: [...outcome.reasons, { code: 'blockingRole', role, known: false }] };
  }
  const watch = connector.watch?.bind(connector);
  return {
    ...connector,
    identify,
    perform: async (action, signal) => withRoleHint(action, await connector.perform(action, signal)),
    async pull(cursor, signal, known) {
      if (!isKnown || cursor === undefined) await identify(signal);
      return connector.pull(cursor, signal, known);
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
