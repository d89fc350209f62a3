/** Tokens of one sign-in: in memory, and in the browser's session storage, which ends with the browser. Never on disk. */
import * as v from 'valibot';
import type { Tokens } from './issuer.ts';

/** Survives the worker, not the browser; closed to content scripts. */
export interface SessionArea {
  get(key: string): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
}

const keptSchema = v.variant('kind', [
  v.object({
    kind: v.literal('tokens'),
    accessToken: v.string(),
    obtainedAt: v.number(),
    expiresAt: v.optional(v.number()),
    refreshToken: v.optional(v.string()),
  }),
  /** Only a person could sign in at that time, epoch ms. */
  v.object({ kind: v.literal('signedOut'), since: v.number() }),
]);
export type Kept = ({ kind: 'tokens' } & Tokens) | { kind: 'signedOut'; since: number };

export interface TokenStore {
  /** From memory where it is there. */
  read(key: string): Promise<Kept | undefined>;
  /** With what another worker may have written; under the lock. */
  readAgain(key: string): Promise<Kept | undefined>;
  /**
   * The new one takes the old one's place in one step, so that no death in between leaves none. Where the browser cannot
   * keep it, memory does; that is reported, and costs one more sign-in later.
   */
  write(key: string, kept: Kept | undefined): Promise<void>;
}

export function createTokenStore(session: SessionArea, report: (error: unknown) => void): TokenStore {
  const memory = new Map<string, Kept>();
  const timeOf = (kept: Kept | undefined) => (kept?.kind === 'tokens' ? kept.obtainedAt : (kept?.since ?? 0));

  async function readAgain(key: string): Promise<Kept | undefined> {
    const stored = v.safeParse(keptSchema, (await session.get(key))[key]);
    // Memory alone has what the browser could not keep.
    if (stored.success && timeOf(stored.output) >= timeOf(memory.get(key))) memory.set(key, stored.output);
    return memory.get(key);
  }

  return {
    read: async (key) => memory.get(key) ?? readAgain(key),
    readAgain,
    async write(key, kept) {
      // A browser's message could quote what it was given.
      const failed = () => report(new Error('The browser could not keep a sign-in for this session.'));
      await session.set({ [key]: kept ?? null }).catch(failed);
      if (kept === undefined) memory.delete(key);
      else memory.set(key, kept);
    },
  };
}
