/** What happens next to a conversation in each of its states, decided when the state begins. */
import type { Witness } from '../engine/core.ts';
import { closeInactive, customerLeaves, finishWrapUp } from '../engine/ending.ts';
import { comeBack, customerComesBack } from '../engine/handling.ts';
import { inactivityLimit, ringingLimit, wrapUpLimit } from '../engine/limits.ts';
import { give } from '../engine/queueing.ts';
import { accept, loseOffer } from '../engine/ringing.ts';
import type { Talk } from '../engine/talk.ts';
import type { WireConversation } from '../wire.ts';
import { cancel } from './agenda.ts';
import { loseConnection } from './breaks.ts';
import { botFor, type Play, type Sim } from './sim.ts';
import { planAnswer } from './transfers.ts';
import { planTurn, sayNext } from './turns.ts';

export interface Plan {
  /** Milliseconds from now. */
  after: number;
  run: () => void;
}

export function createLife(sim: Sim): Witness {
  return {
    talk(talk, before, after) {
      const play = sim.plays.get(talk.row.id);
      if (!play) return;
      if (!after || sim.isStill) {
        cancel(play.life);
        cancel(play.answer);
        play.life = undefined;
        if (!after) sim.plays.delete(talk.row.id);
        return;
      }
      if (!before || isOtherPhase(before, after)) live(sim, talk, play);
      if (before?.pendingTransfer !== after.pendingTransfer) {
        cancel(play.answer);
        play.answer = after.pendingTransfer && planAnswer(sim, talk, after.pendingTransfer);
      }
    },
  };
}

function isOtherPhase(a: WireConversation, b: WireConversation): boolean {
  return a.state !== b.state || a.ringing !== b.ringing || a.agentId !== b.agentId || a.queueId !== b.queueId;
}

/** Whatever did not change the phase is followed by the next thing in it. */
function live(sim: Sim, talk: Talk, play: Play): void {
  cancel(play.life);
  const plan = planFor(sim, talk, play);
  if (!plan) {
    play.life = undefined;
    return;
  }
  const after = sim.isOpening ? sim.chances.prefill.whole(0, plan.after) : plan.after;
  const appointment = sim.agenda.at(sim.core.now + after, () => {
    plan.run();
    if (play.life === appointment) live(sim, talk, play);
  });
  play.life = appointment;
}

function planFor(sim: Sim, talk: Talk, play: Play): Plan | undefined {
  const { state, ringing } = talk.row;
  if (state === 'open') return planOpen(sim, talk, play);
  if (state === 'active') return ringing ? planRinging(sim, talk, play) : planTurn(sim, talk, play);
  if (state === 'waiting') return planWaiting(sim, talk, play);
  if (state === 'wrapUp') return planWrapUp(sim, talk);
  return undefined;
}

/** Live customers leave when nobody comes; those who wrote a message or a case do not sit there. */
function planOpen(sim: Sim, talk: Talk, play: Play): Plan | undefined {
  const { core, chances, pace } = sim;
  const bot = play.isForBot ? botFor(sim, 2) : undefined;
  if (bot) {
    play.isForBot = false;
    return { after: 1000, run: () => void give(core, talk, bot, 'open>active:routed') };
  }
  const { channel } = talk.row;
  if (channel !== 'liveChat' && channel !== 'voice') return undefined;
  const after = 60_000 + chances.customers.about((channel === 'voice' ? 6 : 9) * 60_000) * pace;
  return { after, run: () => void customerLeaves(core, talk) };
}

/** Mostly accepted within seconds, whatever the pace; some are declined, overheard, or lose one of the two. */
function planRinging(sim: Sim, talk: Talk, play: Play): Plan {
  const { core, chances } = sim;
  const { agentId = '' } = talk.row;
  const seconds = (low: number, high: number) => chances.talks.whole(low * 1000, high * 1000);
  const kinds = { accepts: 870, declines: 60, overhears: 40, drops: 10, leaves: 20 };
  switch (chances.talks.weighted(kinds)) {
    case 'accepts':
      return { after: seconds(3, 10), run: () => void accept(core, talk) };
    case 'declines':
      return {
        after: seconds(3, 8),
        run() {
          play.declinedBy = agentId;
          loseOffer(core, talk, 'ringing>open:declined');
        },
      };
    case 'drops':
      return { after: seconds(2, 20), run: () => loseConnection(sim, agentId) };
    case 'leaves':
      return { after: seconds(2, 9), run: () => void customerLeaves(core, talk) };
    case 'overhears':
      return {
        after: ringingLimit,
        run() {
          play.declinedBy = agentId;
          loseOffer(core, talk, 'ringing>open:timedOut');
        },
      };
  }
}

function planWaiting(sim: Sim, talk: Talk, play: Play): Plan {
  const { core, chances, pace } = sim;
  const minutes = (low: number, high: number) => chances.talks.whole(low * 60_000, high * 60_000) * pace;
  switch (chances.talks.weighted({ agent: 55, customer: 25, nobody: 20 })) {
    case 'agent':
      return { after: minutes(1, 6), run: () => void comeBack(core, talk) };
    case 'customer':
      return {
        after: minutes(2, 8),
        run() {
          customerComesBack(core, talk);
          sayNext(sim, talk, play, 'customer');
        },
      };
    case 'nobody':
      return { after: inactivityLimit * pace, run: () => void closeInactive(core, talk) };
  }
}

function planWrapUp(sim: Sim, talk: Talk): Plan {
  const { core, chances, pace } = sim;
  const holder = core.desks.get(talk.row.agentId ?? '');
  if (holder?.row.kind === 'bot') return { after: 1500, run: () => void finishWrapUp(core, talk) };
  if (chances.talks.happens(0.05))
    return { after: wrapUpLimit * pace, run: () => void finishWrapUp(core, talk, 'wrapUp>closed:limit') };
  const after = chances.talks.whole(20_000, 120_000) * pace;
  return { after, run: () => void finishWrapUp(core, talk) };
}
