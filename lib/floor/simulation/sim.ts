/** What the parts of the simulation share. */
import type { Core } from '../engine/core.ts';
import type { Desk } from '../engine/desks.ts';
import type { Talk } from '../engine/talk.ts';
import type { Dialogue } from '../floor.ts';
import type { Agenda, Appointment } from './agenda.ts';
import type { Chances } from './chance.ts';

/** A dialogue being played, and what its people have in mind. */
export interface Play {
  /** Nobody talks in a record. */
  dialogue: Dialogue | undefined;
  /** Index of the next turn. */
  next: number;
  /** What happens next in this state of the conversation. */
  life?: Appointment | undefined;
  /** How the pending transfer is answered. */
  answer?: Appointment | undefined;
  /** A bot talks first. */
  isForBot: boolean;
  /** Who turned it down last: is not asked again while somebody else can be. */
  declinedBy?: string | undefined;
}

/** Up to this many conversations the floor runs at the pace of people. */
const naturalSize = 2500;
export function paceOf(conversations: number): number {
  return Math.max(1, conversations / naturalSize);
}

export interface Sim {
  readonly core: Core;
  readonly agenda: Agenda;
  readonly chances: Chances;
  /** Everything that takes people minutes takes this many times longer, so that a huge floor changes at a bearable rate. */
  readonly pace: number;
  readonly plays: Map<string, Play>;
  /** The doors are not open yet: what is placed now is in the middle of something. */
  isOpening: boolean;
  /** Nothing happens by itself any more. */
  isStill: boolean;
  /** Open and nobody's, by queue, in the order of their coming. */
  readonly waitingIn: Map<string, Map<string, Talk>>;
  /** Whom routing gives work, by queue: no supervisors, no bots. */
  readonly members: ReadonlyMap<string, readonly Desk[]>;
  readonly bots: readonly Desk[];
  /** Conversations that are not closed. */
  ongoing: number;
}

export function botFor(sim: Sim, units: number): Desk | undefined {
  return sim.chances.routing.pick(sim.bots.filter((desk) => desk.max - desk.taken >= units));
}
