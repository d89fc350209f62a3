/** How the organisation behaves towards this account; a test changes one of them at a time. */
import type { MessageSet } from './messages.ts';
import type { Holding } from './tables/organisation.ts';

export interface Manners {
  /** The account's roles, and by which way it holds them. */
  supervisorRole: Holding;
  apiAccessRole: Holding;
  /** Columns that this organisation's version lacks, by name. */
  absentColumns: readonly string[];
  changeTracking: boolean;
  /** The account may read every row of the organisation; without it there are no changes to be had. */
  organisationRead: boolean;
  deltaTokensExpired: boolean;
  /** Which CCaaS messages there are, and how their parameters are called. */
  messages: MessageSet;
  /** Floor milliseconds between a message's answer and its effect; 0 = at once. */
  actDelay: number;
  /** Turns away every POST that another origin than the organisation's own sends. */
  refuseForeignPosts: boolean;
  /** The browser's session is over: `status` answers 401, `redirect` sends to the login at another host. */
  signedOut: 'no' | 'status' | 'redirect';
  limits: { requests: number; windowMs: number; concurrent: number };
  /** What the rows of the page's grid say about themselves. */
  rowIds: boolean;
  /** `prompt=none` ends with interaction_required. */
  interactionRequired: boolean;
  wrongState: boolean;
  wrongNonce: boolean;
  refreshExpired: boolean;
}

export const usualManners: Manners = {
  supervisorRole: 'direct',
  apiAccessRole: 'none',
  absentColumns: [],
  // Nobody knows whether a real organisation has it (facts §10.2): the general path is the usual one.
  changeTracking: false,
  organisationRead: true,
  deltaTokensExpired: false,
  messages: 'usual',
  actDelay: 0,
  refuseForeignPosts: false,
  signedOut: 'no',
  limits: { requests: 6000, windowMs: 300_000, concurrent: 52 },
  rowIds: false,
  interactionRequired: false,
  wrongState: false,
  wrongNonce: false,
  refreshExpired: false,
};
