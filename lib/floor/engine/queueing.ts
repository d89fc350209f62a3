/** Into a queue, to an agent, and back into the queue. */
import type { Participant } from '../../domain/records.ts';
import type { WireConversation } from '../wire.ts';
import type { Happening } from './change.ts';
import type { Core } from './core.ts';
import type { Desk } from './desks.ts';
import { type Line, type Talk, told } from './talk.ts';
import type { CauseOf, TransitionName } from './transitions.ts';

/** A sentence when it was not possible, and then nothing changed. */
export type Refusal = string | undefined;

export type Arrival = Pick<WireConversation, 'id' | 'subject' | 'customer' | 'queueId' | 'workstreamId' | 'channel'>;

/** – → open */
export function arrive(core: Core, arrival: Arrival, lines: Line[]): Talk {
  const { now } = core;
  const row: WireConversation = {
    ...arrival,
    state: 'open',
    stateSince: now,
    ringing: false,
    participants: [],
    sentiment: { level: 'unknown', source: 'backend' },
    transferCount: 0,
    startedAt: now,
    waitingSince: now,
    version: 0,
    etag: '',
  };
  const talk: Talk = { row, said: [] };
  core.add(talk, { by: ['new>open:arrived'], lines });
  return talk;
}

export function primary(desk: Desk, since: number): Participant {
  return { agentId: desk.row.id, name: desk.row.name, mode: 'primary', since };
}

/** open → active; the agent is rung where the workstream asks for acceptance (A8). Bots and who picks need not be asked. */
export function give(core: Core, talk: Talk, desk: Desk, by: CauseOf<'open>active'>): Refusal {
  const { state, agentId, workstreamId = '' } = talk.row;
  if (state !== 'open' || agentId !== undefined) return 'It is not open and nobody’s.';
  const isAsked = by !== 'open>active:picked' && desk.row.kind === 'human';
  const ringing = isAsked && core.workstreams.get(workstreamId)?.asksAcceptance === true;
  const taken = ringing ? {} : { waitingSince: undefined, participants: [primary(desk, core.now)] };
  core.change(talk, { patch: { state: 'active', agentId: desk.row.id, ringing, ...taken }, by: [by] });
}

/** Anything → open in its queue or in another one: nobody's, and nobody is left in it. */
export function toQueue(
  core: Core,
  talk: Talk,
  { by, queueId = talk.row.queueId, lines = [] }: { by: TransitionName; queueId?: string; lines?: Line[] },
): void {
  const { participants, waitingSince = core.now } = talk.row;
  const supervising = new Set([...core.supervisors.values()].map(({ agentId }) => agentId));
  const left = participants.filter(({ agentId, mode }) => mode === 'consultant' && supervising.has(agentId));
  const happening: Happening = {
    patch: { state: 'open', queueId, agentId: undefined, ringing: false, participants: [], waitingSince },
    by: [by],
    lines: [...lines, ...left.map(({ name }) => told(`${name} left`))],
  };
  core.change(talk, happening);
}

/** open → open in another queue (A8); the customer has been waiting all along. */
export function assignToQueue(core: Core, talk: Talk, queueId: string): void {
  core.change(talk, { patch: { queueId }, by: ['open>open:assignedToQueue'] });
}
