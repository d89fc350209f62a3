/** From one agent to another, who answers (T5): accepted, declined, timed out; cancelled by change.ts (T8). */
import type { Participant } from '../../domain/records.ts';
import type { Core } from './core.ts';
import type { Desk } from './desks.ts';
import { transferLimit } from './limits.ts';
import { primary, type Refusal } from './queueing.ts';
import { type Talk, told } from './talk.ts';

const noneIsPending = 'No transfer is pending.';

/** Pending: shown as such, and the first agent keeps the conversation (T5). The rules were asked before. */
export function requestTransfer(core: Core, talk: Talk, to: Desk): void {
  const pendingTransfer = { toAgentId: to.row.id, since: core.now, expiresAt: core.now + transferLimit };
  core.change(talk, {
    patch: { pendingTransfer },
    by: ['transfer:pending'],
    lines: [told(`${to.row.name} is asked to take over`, 'internal')],
  });
}

/**
 * T6: from Active the first agent stays as consultant, unless it was still ringing; from Waiting the first is not
 * added. Whatever the second agent was before, nobody is in it twice.
 */
export function acceptTransfer(core: Core, talk: Talk): Refusal {
  const { pendingTransfer, participants, agentId: firstId, state, ringing, transferCount } = talk.row;
  const to = core.desks.get(pendingTransfer?.toAgentId ?? '');
  if (!to) return noneIsPending;
  const first = firstId === undefined ? undefined : core.desks.get(firstId);
  const others = participants.filter(({ agentId }) => agentId !== to.row.id && agentId !== firstId);
  const consultant: Participant[] =
    first && state === 'active' && !ringing ? [{ ...primary(first, core.now), mode: 'consultant' }] : [];
  core.change(talk, {
    patch: {
      state: 'active',
      agentId: to.row.id,
      ringing: false,
      participants: [primary(to, core.now), ...consultant, ...others],
      pendingTransfer: undefined,
      waitingSince: undefined,
      transferCount: transferCount + 1,
    },
    by: [state === 'waiting' ? 'waiting>active:transferred' : 'active>active:transferred'],
    lines: [told(`${to.row.name} took over`, 'internal')],
  });
}

/** Declined or timed out: nothing changes but that it is no longer pending. */
export function endTransfer(core: Core, talk: Talk, by: 'transfer:declined' | 'transfer:timedOut'): Refusal {
  const to = core.desks.get(talk.row.pendingTransfer?.toAgentId ?? '');
  if (!to) return noneIsPending;
  const text = by === 'transfer:declined' ? `${to.row.name} declined the transfer` : `${to.row.name} did not answer`;
  core.change(talk, { patch: { pendingTransfer: undefined }, by: [by], lines: [told(text, 'internal')] });
}
