/** How a connection proves who it is to its backend. */
import * as v from 'valibot';

/** By OAuth 2 with PKCE; tokens live as long as the browser session. */
export const byOAuthSchema = v.object({
  kind: v.literal('oauth'),
  /** The issuer's own name for itself, to the letter; its addresses are asked for below it. */
  issuer: v.pipe(v.string(), v.maxLength(500), v.url()),
  clientId: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
});
export type ByOAuth = v.InferOutput<typeof byOAuthSchema>;

export const signInSchema = v.variant('kind', [
  /** By an access token that the user pasted (the connection's `secret`). */
  v.object({ kind: v.literal('token') }),
  /** By the session that the browser has on that origin: nothing to configure, no token stored. */
  v.object({
    kind: v.literal('browser'),
    /** Actions may go by a request of the open workspace page, where the backend refuses them from elsewhere. */
    throughPage: v.boolean(),
  }),
  byOAuthSchema,
]);
export type SignIn = v.InferOutput<typeof signInSchema>;
export const byToken: SignIn = { kind: 'token' };
/** Its actions may go by a request of the open workspace page. */
export const mayAskThroughPage = (signIn: SignIn): boolean => signIn.kind === 'browser' && signIn.throughPage;
