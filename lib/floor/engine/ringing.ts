/** Offered to an agent: accepted, or back to Open in its queue. */
import type { Core } from './core.ts';
import { primary, type Refusal, toQueue } from './queueing.ts';
import type { Talk } from './talk.ts';
import type { CauseOf } from './transitions.ts';

const notRinging = 'It is not ringing.';

export function accept(core: Core, talk: Talk): Refusal {
  const desk = talk.row.ringing ? core.desks.get(talk.row.agentId ?? '') : undefined;
  if (!desk) return notRinging;
  const patch = { ringing: false, waitingSince: undefined, participants: [primary(desk, core.now)] };
  core.change(talk, { patch, by: ['ringing>active:accepted'] });
}

/** Declined, timed out, went offline. */
export function loseOffer(core: Core, talk: Talk, by: CauseOf<'ringing>open'>): Refusal {
  if (!talk.row.ringing) return notRinging;
  toQueue(core, talk, { by });
}
