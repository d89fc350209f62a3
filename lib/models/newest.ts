import type { Conversation } from '../domain/records.ts';

/** What was shown never goes back: a worker that died begins anew from an image that is up to a moment old. */
export function newest(known: Conversation | undefined, told: Conversation): Conversation {
  return known !== undefined && known.version > told.version ? known : told;
}
