/** An image as the commit that writes it into an empty store. */
import type { Commit, Image } from './store.ts';

export function wholeCommit({ tombstones, cursor, asOf, ...puts }: Image): Commit {
  return {
    puts,
    deletes: { conversations: [], agents: [], queues: [], workstreams: [] },
    tombstones: { put: tombstones, drop: [] },
    cursor,
    asOf,
  };
}
