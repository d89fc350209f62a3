/** Who gets what waits: per queue, oldest first, to the agent with the largest share of free units. */
import type { Witness } from '../engine/core.ts';
import { type Desk, freeUnits } from '../engine/desks.ts';
import { give } from '../engine/queueing.ts';
import type { Talk } from '../engine/talk.ts';
import type { WireConversation } from '../wire.ts';
import type { Sim } from './sim.ts';

/** How many of a queue are looked at in one go: with everybody full, the rest would not be luckier. */
const glance = 15;

export function createRouting(sim: Sim): Witness {
  const { core, agenda, chances, waitingIn } = sim;
  const planned = new Set<string>();

  function plan(queueId: string): void {
    if (planned.has(queueId) || sim.isStill || !waitingIn.get(queueId)?.size) return;
    planned.add(queueId);
    agenda.at(core.now + chances.routing.whole(1000, 4000), () => {
      planned.delete(queueId);
      route(queueId);
    });
  }

  function route(queueId: string): void {
    const hopeless = new Set<string | undefined>();
    for (const talk of oldest(waitingIn.get(queueId))) {
      const { id, workstreamId } = talk.row;
      if (sim.plays.get(id)?.isForBot || hopeless.has(workstreamId)) continue;
      const desk = bestDesk(queueId, talk);
      if (desk) give(core, talk, desk, chances.routing.happens(0.08) ? 'open>active:picked' : 'open>active:routed');
      else hopeless.add(workstreamId);
    }
  }

  function oldest(waiting: ReadonlyMap<string, Talk> | undefined): Talk[] {
    const found: Talk[] = [];
    for (const talk of waiting?.values() ?? []) {
      if (found.length === glance) break;
      found.push(talk);
    }
    return found;
  }

  function bestDesk(queueId: string, talk: Talk): Desk | undefined {
    const workstream = core.workstreams.get(talk.row.workstreamId ?? '');
    const declinedBy = sim.plays.get(talk.row.id)?.declinedBy;
    let best: Desk | undefined;
    let bestShare = -1;
    for (const desk of sim.members.get(queueId) ?? []) {
      const isPossible =
        workstream?.allowedPresences.includes(desk.row.presence.base) && freeUnits(desk) >= workstream.unitsNeeded;
      if (!isPossible) continue;
      const share = desk.row.id === declinedBy ? 0 : freeUnits(desk) / desk.max;
      if (share > bestShare) [best, bestShare] = [desk, share];
    }
    return best;
  }

  function isWaiting(row: WireConversation | undefined): boolean {
    return row?.state === 'open' && row.agentId === undefined;
  }

  return {
    talk(talk, before, after) {
      const { id } = talk.row;
      if (before && isWaiting(before)) waitingIn.get(before.queueId ?? '')?.delete(id);
      if (after && isWaiting(after)) {
        const queueId = after.queueId ?? '';
        if (!waitingIn.has(queueId)) waitingIn.set(queueId, new Map());
        waitingIn.get(queueId)?.set(id, talk);
        plan(queueId);
      }
      const was = before && before.state !== 'closed' ? 1 : 0;
      const is = after && after.state !== 'closed' ? 1 : 0;
      sim.ongoing += is - was;
    },
    desk(desk) {
      if (freeUnits(desk) > 0) for (const queueId of desk.row.queueIds) plan(queueId);
    },
  };
}
