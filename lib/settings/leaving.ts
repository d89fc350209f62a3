/** What is stored for one account must not be found by another (TH13), whenever the worker dies. */
import type { Settings, StoredConnection } from './settings.ts';

type Owned = Pick<StoredConnection, 'backend' | 'baseUrl' | 'identity'>;

/** Whose stored data it is; `undefined` while nobody has signed in. */
export const ownerOf = ({ backend, baseUrl, identity }: Owned): string | undefined =>
  identity && JSON.stringify([backend, baseUrl, identity.accountId]);

/** What a connection works with: when it changes, the connection begins anew. */
export const outlineOf = ({ backend, baseUrl, secret, signIn, descriptor }: StoredConnection): string =>
  JSON.stringify([backend, baseUrl, secret, signIn, descriptor]);

/** `after`, with the ids whose stored data nobody may use any more: they are marked in the same write that lets go of them. */
export function withLeaving(before: Settings, after: Settings): Settings {
  const gone = before.connections.filter((one) => {
    const next = after.connections.find(({ id }) => id === one.id);
    if (next === undefined) return true;
    const owner = ownerOf(one);
    // Behind a browser's session or an issuer another person may stand, though nothing of the connection changed.
    if (owner !== undefined && ownerOf(next) !== undefined && ownerOf(next) !== owner) return true;
    return outlineOf(next) !== outlineOf(one) && (owner === undefined || owner !== ownerOf(next));
  });
  if (gone.length === 0) return after;
  return { ...after, leaving: [...new Set([...(after.leaving ?? []), ...gone.map(({ id }) => id)])] };
}
