/** How conversations end: by agent, customer, limit or supervisor. */
import { kindOf } from '../../domain/rules.ts';
import type { Core } from './core.ts';
import { isAccepted, isAsynchronous } from './handling.ts';
import type { Refusal } from './queueing.ts';
import { type Line, type Talk, told } from './talk.ts';
import type { CauseOf, TransitionName } from './transitions.ts';

function close(core: Core, talk: Talk, by: TransitionName, reason: string, lines: Line[] = []): undefined {
  // Whoever was only offered it never had it.
  const offer = talk.row.ringing ? { agentId: undefined } : {};
  core.change(talk, {
    patch: { state: 'closed', reason, ringing: false, waitingSince: undefined, ...offer },
    by: [by],
    lines,
  });
}

const endings = {
  'active>wrapUp:agentEnded': 'Agent ended the conversation',
  'active>wrapUp:customerEnded': 'Customer ended the conversation',
  'active>wrapUp:customerDisconnected': 'Customer disconnected',
} as const;

/** active → wrapUp: the talk is over, the agent writes notes. A record has no talk: it is resolved. */
export function endTalk(core: Core, talk: Talk, by: CauseOf<'active>wrapUp'> = 'active>wrapUp:agentEnded'): Refusal {
  if (!isAccepted(talk)) return 'No agent has accepted it.';
  if (kindOf(talk.row.channel) === 'record') return close(core, talk, 'any>closed:resolved', 'Record resolved');
  // A chat window or a call is gone when the talk is over; a text message still reaches its receiver.
  const customerGone = by !== 'active>wrapUp:agentEnded' || !isAsynchronous(talk) || talk.row.customerGone;
  core.change(talk, {
    patch: { state: 'wrapUp', reason: endings[by], customerGone: customerGone || undefined },
    by: [by],
  });
}

/** wrapUp → closed */
export function finishWrapUp(core: Core, talk: Talk, by: CauseOf<'wrapUp>closed'> = 'wrapUp>closed:finished'): Refusal {
  if (talk.row.state !== 'wrapUp') return 'It is not in wrap-up.';
  close(core, talk, by, by === 'wrapUp>closed:limit' ? 'Wrap-up time is over' : 'Agent finished');
}

/** Before anybody accepted it is closed; in the middle of the talk it is wrapped up; later the customer is just gone. */
export function customerLeaves(core: Core, talk: Talk): Refusal {
  const { state, ringing, channel } = talk.row;
  if (state === 'closed') return 'It is closed.';
  if (kindOf(channel) === 'record') return 'A record has no customer on the line.';
  if (state === 'open') return close(core, talk, 'open>closed:customerLeft', 'Customer left');
  if (ringing) return close(core, talk, 'ringing>closed:customerLeft', 'Customer left');
  if (state === 'active') return endTalk(core, talk, 'active>wrapUp:customerDisconnected');
  core.change(talk, { patch: { customerGone: true } });
}

/** waiting → closed: the customer did not come back in time. */
export function closeInactive(core: Core, talk: Talk): Refusal {
  if (talk.row.state !== 'waiting') return 'It is not waiting.';
  close(core, talk, 'waiting>closed:inactive', 'No activity');
}

/** F2: everyone in it is told. The note stays inside. */
export function forceClose(core: Core, talk: Talk, note: string | undefined): void {
  const lines = [told('A supervisor ended this conversation')];
  if (note) lines.push(told(note, 'internal'));
  close(core, talk, 'any>closed:forceClosed', 'Closed by a supervisor', lines);
}
