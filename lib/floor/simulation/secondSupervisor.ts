/** The second supervisor is at work as well: rarely, through the same rules and the same ledger as everybody. */
import type { Action, ActionOf } from '../../domain/actions.ts';
import { type Desktop, perform } from '../engine/perform.ts';
import type { Talk } from '../engine/talk.ts';
import type { Sim } from './sim.ts';
import { findColleague } from './transfers.ts';
import { queuesFor } from './world.ts';

const meanPause = 5 * 60_000;
/** In the ledger, where requests have their origin. */
export const simulatedSender = 'simulation';

type Wanted<T extends Action> = T extends Action ? Omit<T, 'operationId' | 'conversationId' | 'etag'> : never;

export function planSupervisor(sim: Sim, desktop: Desktop, supervisorId: string): void {
  const { agenda, core, chances } = sim;
  let acts = 0;

  function doIt(talk: Talk, wanted: Wanted<Action>): void {
    acts += 1;
    const { id: conversationId, etag } = talk.row;
    const action: Action = { ...wanted, operationId: `simulated-${acts}`, conversationId, etag };
    perform(desktop, supervisorId, action, simulatedSender);
  }

  function somethingWaiting(): Talk | undefined {
    const waiting = [...sim.waitingIn.entries()].filter(([id, talks]) => id !== 'q-cases' && talks.size > 0);
    return chances.supervisors.pick(waiting)?.[1].values().next().value;
  }

  function somethingHeld(): Talk | undefined {
    const desks = [...core.desks.values()].filter(({ holds }) => holds.size > 0);
    const held = [...(chances.supervisors.pick(desks)?.holds ?? [])].flatMap((id) => core.talks.get(id) ?? []);
    return chances.supervisors.pick(held.filter(({ row }) => row.channel !== 'entityRecord'));
  }

  function assign(talk: Talk): void {
    const members = sim.members.get(talk.row.queueId ?? '') ?? [];
    const desk = chances.supervisors.pick(members.filter(({ row }) => row.presence.base !== 'offline'));
    const override: ActionOf<'assign'>['override'] = { presence: true, capacity: true };
    if (desk) doIt(talk, { type: 'assign', agentId: desk.row.id, override });
  }

  function assignElsewhere(talk: Talk): void {
    const kind = core.queues.get(talk.row.queueId ?? '')?.kind ?? 'messaging';
    const queue = chances.supervisors.pick(queuesFor(kind, []).filter(({ id }) => id !== talk.row.queueId));
    if (queue) doIt(talk, { type: 'assign', queueId: queue.id, override: {} });
  }

  function act(): void {
    const kind = chances.supervisors.weighted({ assign: 4, elsewhere: 3, transfer: 3, close: 2 });
    const talk = kind === 'assign' || kind === 'elsewhere' ? somethingWaiting() : somethingHeld();
    if (!talk) return;
    if (kind === 'assign') assign(talk);
    else if (kind === 'elsewhere') assignElsewhere(talk);
    else if (kind === 'close') doIt(talk, { type: 'forceClose' });
    else {
      const colleague = findColleague(sim, talk);
      if (colleague) doIt(talk, { type: 'transfer', agentId: colleague.row.id });
    }
  }

  function plan(): void {
    agenda.at(core.now + 30_000 + chances.supervisors.about(meanPause), () => {
      act();
      plan();
    });
  }
  plan();
}
