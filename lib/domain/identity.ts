/** Who an account is on its backend, and the kinds of trouble a backend can give. */
import type { SwitchedAction } from './actions.ts';
import type { Offer } from './capabilities.ts';

export interface Identity {
  accountId: string;
  /** The account's own agent id. */
  agentId: string;
  name: string;
  isSupervisor: boolean;
  /** The role that blocks assigning (A6), when the account is known to hold it. */
  blockingRole?: string;
  /** False: every unexplained refusal of assign adds the hint about the role (A6). */
  rolesReadable: boolean;
  /** What the backend itself has switched off (G2); absent = it does not say. */
  switchedOff: readonly SwitchedAction[];
  /** What is offered here, where that is not the same for all of this kind of backend. */
  offer?: Offer;
  /** The organisation's or site's name, for the panel's header. */
  siteName: string;
}

export type ProblemKind =
  | 'auth' // the credentials are wrong or have ended
  | 'forbidden' // right credentials, not allowed
  | 'rateLimited'
  | 'offline' // no answer: nothing is known about the effect of what was asked
  | 'notFound'
  | 'wrongBackend' // something answers there, but not the backend that was expected
  | 'broken'; // the backend failed (5xx) or its answer makes no sense
