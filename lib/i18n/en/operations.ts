/** English: what became of the supervisor's acts. */
import type { ActionType, OperationState } from '../../domain/actions.ts';
import { formats } from '../formats.ts';
import type { Isolated } from '../isolate.ts';

const { number, plural } = formats('en');

const held: Record<ActionType, (customer: Isolated) => string> = {
  monitor: (customer) => `Monitoring ${customer}`,
  renewMonitor: (customer) => `Monitoring ${customer}`,
  stopMonitor: (customer) => `Stopping to monitor ${customer}`,
  join: (customer) => `Joining ${customer}`,
  leave: (customer) => `Leaving ${customer}`,
  say: (customer) => `Writing to ${customer}`,
  assign: (customer) => `Assigning ${customer}`,
  transfer: (customer) => `Transferring ${customer}`,
  setPresence: (customer) => `Setting the presence of who has ${customer}`,
  forceClose: (customer) => `Closing ${customer}`,
};
const what: Record<ActionType, (customer: Isolated, target: Isolated | undefined) => string> = {
  monitor: (customer) => `Monitor ${customer}`,
  renewMonitor: (customer) => `Monitor ${customer}`,
  stopMonitor: (customer) => `Stop monitoring ${customer}`,
  join: (customer) => `Join ${customer}`,
  leave: (customer) => `Leave ${customer}`,
  say: (customer) => `Message in ${customer}’s conversation`,
  assign: (customer, target) => `Assign ${customer}${target === undefined ? '' : ` to ${target}`}`,
  transfer: (customer, target) => `Transfer ${customer}${target === undefined ? '' : ` to ${target}`}`,
  setPresence: (customer, target) => (target === undefined ? `Presence of who has ${customer}` : `Presence: ${target}`),
  forceClose: (customer) => `Force close ${customer}`,
};
const states: Record<OperationState, string> = {
  held: 'not sent yet',
  queued: 'waits to be sent',
  sending: 'being sent',
  confirmed: 'done',
  refused: 'refused',
  unknown: 'checking what happened',
  cancelled: 'taken back, nothing was sent',
  expired: 'was not sent',
};

export const operations = {
  title: 'Your actions',
  aConversation: 'a conversation',
  what,
  states,
  alreadySo: 'was already so, nothing was changed',
  expiredHint: 'Its time passed before it could be sent.',
  unknownHint: 'It was sent and no answer came. It is being read back, not sent again.',
  transfers: {
    pending: 'asked, waits for the answer',
    accepted: 'accepted',
    notAccepted: 'not accepted: declined, timed out or cancelled',
    closed: 'the conversation closed before the answer',
    gone: 'the conversation is no longer there',
  },
  closingIn: (what: string, seconds: number) => `${what} in ${number(seconds)} s`,
  held,
  heldAloud: (what: string, seconds: number) =>
    `${what} in ${plural(seconds, { one: '1 second', other: `${number(seconds)} seconds` })}. Nothing has been sent; you can undo it.`,
  undo: 'Undo',
  undoWhat: (what: string) => `Undo: ${what}`,
  /** Why it was not sent yet, and what happens next. */
  waits: {
    offline: 'It is sent when the connection is back.',
    rateLimited: (until: string) => `The system asked for a pause; it is sent after ${until}.`,
    signedOut: 'It is sent when the account is signed in again.',
    refusedAccess: 'It is sent when the system lets this account in again.',
    turn: 'It is sent by itself when its turn comes.',
  },
  asksAgain: (at: string) => `If that is not before ${at}, it is not sent and asks you again.`,
  sendingHint: 'It is on its way; the answer is awaited.',
  /** An action that has been open for a minute or more. */
  stuck: (span: string) => `Stuck for ${span}`,
  cancel: 'Cancel',
  cancelWhat: (what: string) => `Cancel: ${what}`,
  check: 'Check again',
  checkWhat: (what: string) => `Check again: ${what}`,
  checked: 'Asked again just now; the answer appears here.',
  tooLate: 'Too late to undo: it is already being sent.',
  askAgain: 'Ask again…',
  dismiss: 'Dismiss',
  dismissWhat: (what: string) => `Dismiss: ${what}`,
};
