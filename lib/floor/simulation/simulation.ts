/** Everything that happens by itself on the floor. */
import type { NewConversation } from '../engine/commands.ts';
import type { SentimentOf } from '../engine/core.ts';
import type { Desktop } from '../engine/perform.ts';
import type { Talk } from '../engine/talk.ts';
import type { FloorOptions } from '../floor.ts';
import { createAgenda } from './agenda.ts';
import { createArrivals } from './arrivals.ts';
import { createConnectionWatch, planBreak, startOnBreak } from './breaks.ts';
import { createChances } from './chance.ts';
import { createCustomers } from './customers.ts';
import { createLife } from './life.ts';
import { prefill } from './prefill.ts';
import { createRouting } from './routing.ts';
import { planSupervisor } from './secondSupervisor.ts';
import { paceOf, type Sim } from './sim.ts';
import type { Staff } from './staff.ts';

export interface Simulation {
  runUntil(to: number): void;
  standStill(): void;
  newConversation(command: NewConversation): Talk | string;
}

/** One in so many agents is on a break when the floor opens. */
const onBreak = 9;

export function createSimulation(environment: {
  options: FloorOptions;
  staff: Staff;
  desktop: Desktop;
  sentimentOf: SentimentOf;
}): Simulation {
  const { options, staff, desktop, sentimentOf } = environment;
  const { seed, conversations: wanted, dialogues, startAt } = options;
  const { core } = desktop;
  const agenda = createAgenda();
  const sim: Sim = {
    core,
    agenda,
    chances: createChances(seed),
    pace: paceOf(wanted),
    plays: new Map(),
    isOpening: true,
    isStill: false,
    waitingIn: new Map(),
    members: staff.members,
    bots: staff.bots,
    ongoing: 0,
  };
  // Ids of another run of the floor are other ids: readers remember which conversations were closed.
  const run = Math.max(0, Math.floor(startAt / 1000)).toString(36);
  let numbered = 0;
  const nextId = () => {
    numbered += 1;
    return `c-${run}-${String(numbered).padStart(6, '0')}`;
  };
  const customers = createCustomers(dialogues, sim.chances.customers);
  const arrivals = createArrivals(sim, customers, wanted, nextId);
  core.witnesses.push(createLife(sim), createRouting(sim), createConnectionWatch(sim));

  const people = [...core.desks.values()].filter(
    ({ row }) => row.kind === 'human' && !staff.supervisors.some(({ agentId }) => agentId === row.id),
  );
  people.forEach((desk, index) => {
    planBreak(sim, desk);
    if (wanted > 0 && index % onBreak === onBreak - 1) startOnBreak(sim, desk);
  });
  prefill({ sim, customers, dialogues, sentimentOf, nextId, version: core.history.sequence }, wanted);
  sim.isOpening = false;
  arrivals.start();
  const second = staff.supervisors[1];
  if (second) planSupervisor(sim, desktop, second.id);

  return {
    runUntil(to) {
      agenda.runUntil(to, (at) => {
        core.now = at;
      });
    },
    standStill() {
      sim.isStill = true;
      agenda.clear();
    },
    newConversation: arrivals.newConversation,
  };
}
