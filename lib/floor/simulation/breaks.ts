/** People step out, eat, train, lose the connection, and come back. */
import type { Presence } from '../../domain/records.ts';
import type { Witness } from '../engine/core.ts';
import type { Desk } from '../engine/desks.ts';
import { disconnect } from '../engine/handling.ts';
import { disconnectLimit } from '../engine/limits.ts';
import { resumeWork, setPresence } from '../engine/presence.ts';
import type { Sim } from './sim.ts';

interface Break {
  weight: number;
  presence: Pick<Presence, 'base' | 'text'>;
  /** Minutes, from and to. */
  length: readonly [number, number];
}
const minute = 60_000;
const breaks: Record<'lunch' | 'pause' | 'focus' | 'training' | 'offline', Break> = {
  lunch: { weight: 3, presence: { base: 'away', text: 'Lunch' }, length: [20, 35] },
  pause: { weight: 5, presence: { base: 'away' }, length: [4, 9] },
  focus: { weight: 3, presence: { base: 'doNotDisturb' }, length: [8, 15] },
  training: { weight: 2, presence: { base: 'doNotDisturb', text: 'Training' }, length: [15, 30] },
  offline: { weight: 1, presence: { base: 'offline' }, length: [1, 8] },
};
const meanWork = 75 * minute;

/** Everybody works for a while, then pauses; whoever a command has set stays as set. */
export function planBreak(sim: Sim, desk: Desk): void {
  const { agenda, core, chances } = sim;
  agenda.at(core.now + 5 * minute + chances.presence.about(meanWork), () => {
    if (desk.presenceBy === 'work') takeBreak(sim, desk, breakKind(sim));
    planBreak(sim, desk);
  });
}

function breakKind({ chances }: Sim): Break {
  const { lunch, pause, focus, training, offline } = breaks;
  const weights = {
    lunch: lunch.weight,
    pause: pause.weight,
    focus: focus.weight,
    training: training.weight,
    offline: offline.weight,
  };
  return breaks[chances.presence.weighted(weights)];
}

function takeBreak(sim: Sim, desk: Desk, { presence, length }: Break): void {
  const { agenda, core, chances } = sim;
  const until = core.now + chances.presence.whole(length[0] * minute, length[1] * minute);
  setPresence(core, desk, presence, 'habit');
  const { since } = desk.row.presence;
  agenda.at(until, () => {
    if (desk.presenceBy === 'habit' && desk.row.presence.since === since) resumeWork(core, desk);
  });
}

/** Some are on a break in the first moment already. */
export function startOnBreak(sim: Sim, desk: Desk): void {
  takeBreak(sim, desk, breakKind(sim));
}

export function loseConnection(sim: Sim, agentId: string): void {
  const desk = sim.core.desks.get(agentId);
  if (desk?.presenceBy === 'work') takeBreak(sim, desk, breaks.offline);
}

/** Who stays offline past the limit loses the conversations, whoever made them go offline. */
export function createConnectionWatch({ core, agenda }: Sim): Witness {
  return {
    desk(desk) {
      const { base, since } = desk.row.presence;
      if (base !== 'offline' || since !== core.now) return;
      agenda.at(core.now + disconnectLimit, () => {
        const { presence } = desk.row;
        if (presence.base !== 'offline' || presence.since !== since) return;
        for (const id of [...desk.holds]) {
          const talk = core.talks.get(id);
          if (talk) disconnect(core, talk);
        }
      });
    },
  };
}
