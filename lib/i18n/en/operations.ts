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
  tooLate: 'Too late to undo: it is already being sent.',
  askAgain: 'Ask again…',
  dismiss: 'Dismiss',
  dismissWhat: (what: string) => `Dismiss: ${what}`,
};
