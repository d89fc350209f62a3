/** The talk itself: the dialogue turn by turn, and what gets in between. */
import { sayAs } from '../engine/commands.ts';
import { customerLeaves, endTalk } from '../engine/ending.ts';
import { escalate, isAsynchronous, moveToQueue, release, stepAway } from '../engine/handling.ts';
import type { Talk } from '../engine/talk.ts';
import type { Plan } from './life.ts';
import type { Play, Sim } from './sim.ts';
import { askColleague } from './transfers.ts';

/** Per mille of the turns before which something else happens, by what the conversation allows. */
const onEveryTurn = { releases: 4, moves: 6, asksColleague: 14, leaves: 6 };

export function planTurn(sim: Sim, talk: Talk, play: Play): Plan {
  const { core, chances, pace } = sim;
  const { channel, agentId = '' } = talk.row;
  if (talk.row.pendingTransfer) return { after: chances.talks.whole(2000, 9000), run: () => turn(sim, talk, play) };
  if (channel === 'entityRecord') {
    const after = chances.talks.whole(4 * 60_000, 16 * 60_000) * pace;
    return { after, run: () => workOnRecord(sim, talk) };
  }
  if (core.desks.get(agentId)?.row.kind === 'bot')
    return { after: chances.talks.whole(1500, 5000) * pace, run: () => botTurn(sim, talk, play) };
  const isAgents = play.dialogue?.turns[play.next]?.[0] === 'agent';
  const after = chances.talks.whole(isAgents ? 10_000 : 8_000, isAgents ? 38_000 : 34_000) * pace;
  return { after, run: () => turn(sim, talk, play) };
}

function turn(sim: Sim, talk: Talk, play: Play): void {
  const { core, chances } = sim;
  // Being handed on is when customers lose patience, and when who asked for it turns to something else.
  if (talk.row.pendingTransfer && chances.talks.happens(0.4)) {
    if (stepAway(core, talk) !== undefined) customerLeaves(core, talk);
    return;
  }
  const escalates = talk.row.channel === 'liveChat' && !talk.row.escalatedTo ? 9 : 0;
  const stepsAway = isAsynchronous(talk) ? 45 : 0;
  const speaks = 1000 - 30 - escalates - stepsAway;
  switch (chances.talks.weighted({ speaks, ...onEveryTurn, escalates, stepsAway })) {
    case 'speaks':
      speak(sim, talk, play);
      break;
    case 'releases':
      release(core, talk);
      break;
    case 'moves':
      moveElsewhere(sim, talk);
      break;
    case 'asksColleague':
      askColleague(sim, talk);
      break;
    case 'leaves':
      customerLeaves(core, talk);
      break;
    case 'escalates':
      escalate(core, talk, chances.talks.happens(0.6) ? 'voice' : 'video');
      break;
    case 'stepsAway':
      stepAway(core, talk);
      break;
  }
}

function speak(sim: Sim, talk: Talk, play: Play): void {
  const { core, chances } = sim;
  if (sayNext(sim, talk, play)) return;
  endTalk(core, talk, chances.talks.happens(0.6) ? 'active>wrapUp:agentEnded' : 'active>wrapUp:customerEnded');
}

/** The next turn of the dialogue, if there is one and it is `only` theirs. */
export function sayNext({ core }: Sim, talk: Talk, play: Play, only?: 'customer'): boolean {
  const turn = play.dialogue?.turns[play.next];
  if (!turn || (only && turn[0] !== only)) return false;
  play.next += 1;
  sayAs(core, talk, turn[0], turn[1]);
  return true;
}

/** A bot plays the beginning and hands over to people; the easy ones it finishes alone. */
function botTurn(sim: Sim, talk: Talk, play: Play): void {
  const isEnough = play.next >= 4 && play.dialogue?.turns[play.next]?.[0] !== 'agent';
  if (!isEnough || !sim.chances.talks.happens(0.3)) speak(sim, talk, play);
  else if (sim.chances.talks.happens(0.2)) moveElsewhere(sim, talk);
  else release(sim.core, talk);
}

function moveElsewhere(sim: Sim, talk: Talk): void {
  const { core, chances } = sim;
  const kind = core.queues.get(talk.row.queueId ?? '')?.kind;
  const others = [...core.queues.values()].filter((queue) => queue.kind === kind && queue.id !== talk.row.queueId);
  const queue = chances.talks.pick(others);
  // The phone and the cases have one queue each.
  if (queue) moveToQueue(core, talk, queue.id);
  else release(core, talk);
}

/** Mostly resolved; sometimes it belongs to somebody else, or it was a duplicate and is deleted. */
function workOnRecord({ core, chances }: Sim, talk: Talk): void {
  if (chances.talks.happens(0.08)) release(core, talk);
  else if (chances.talks.happens(0.04)) core.remove(talk);
  else endTalk(core, talk);
}
