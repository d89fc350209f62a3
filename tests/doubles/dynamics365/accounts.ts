/** Who asks: the browser's session by its cookie, or an access token. Both are the one supervisor of this organisation. */
import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Manners } from './manners.ts';

export const cookieName = 'CrmOwinAuth';

export interface Accounts {
  /** Bearer token that works until `expireTokens`. */
  readonly token: string;
  /** Name and value of the session's cookie. */
  readonly cookie: string;
  isSignedIn(c: Context): boolean;
  /** Another access token, as the identity provider gives them out. */
  issue(): string;
  expireTokens(): void;
}

export function createAccounts(manners: () => Manners): Accounts {
  const session = secret();
  const token = secret();
  const tokens = new Set([token]);
  return {
    token,
    cookie: `${cookieName}=${session}`,
    isSignedIn(c) {
      const bearer = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
      if (bearer !== undefined) return tokens.has(bearer);
      return manners().signedOut === 'no' && getCookie(c, cookieName) === session;
    },
    issue() {
      const issued = secret();
      tokens.add(issued);
      return issued;
    },
    expireTokens: () => tokens.clear(),
  };
}

export function secret(): string {
  return randomBytes(24).toString('base64url');
}
