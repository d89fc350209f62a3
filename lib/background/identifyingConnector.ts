/**
 * Asks who the account is before anything else is read, and again with every new line, or every few minutes where
 * there is none: roles and switches change while a supervisor works, and so may who sits there. Trouble with it is
 * trouble of the connection, handled where all of that is (sync). Where the roles cannot be read, an unexplained
 * refusal of an assign gets the hint about the role that would explain it (A6).
 */
import type { Connector } from '../connectors/connector.ts';
import type { Action, Outcome } from '../domain/actions.ts';
import type { Identity } from '../domain/identity.ts';

/** Milliseconds that a connection which is only polled goes on with what it knows of its account. */
const identifyEvery = 300_000;

export function identifyingConnector(
  connector: Connector,
  now: () => number,
  onIdentity: (identity: Identity) => void,
): Connector {
  let identifiedAt: number | undefined;
  let rolesReadable = true;
  async function identify(signal: AbortSignal): Promise<Identity> {
    const identity = await connector.identify(signal);
    identifiedAt = now();
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
      const isKnown = identifiedAt !== undefined && (watch !== undefined || now() - identifiedAt < identifyEvery);
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
