/**
 * A conversation over time, as Dataverse keeps it: one session after the other, and in each the people who were asked,
 * came and left (facts §4.3). The floor tells only how a conversation is; this remembers how it became so.
 */
import type { TransitionName } from '../../../lib/floor/engine/transitions.ts';
import type { WireConversation } from '../../../lib/floor/wire.ts';
import { changeReasonOf, closureOf, firstChangeReason } from './causes.ts';
import { channelCode, escalated, modes } from './codes.ts';
import type { Database } from './database.ts';
import { onWire } from './schema.ts';

type Place = 'primary' | 'consult' | 'monitor' | 'asked';
interface Seat {
  id: string;
  agentId: string;
  place: Place;
  sessionId: string;
}
export interface Thread {
  readonly changeReason: number;
  readonly sessionId: string;
  primaryId(): string | null;
  /** The conversation is now `row`; `causes` led there. True when somebody came, was asked or left. */
  follow(row: WireConversation, causes: readonly TransitionName[], bySupervisor: boolean, now: number): boolean;
  /** A supervisor listens in: no participant of the floor, but one of Dataverse. */
  monitor(agentId: string, now: number): void;
  isMonitoredBy(agentId: string): boolean;
  leave(agentId: string, now: number): void;
  /** Every row of it, for a conversation that vanishes. */
  remove(): void;
}

export function createThread(database: Database, guidOf: (floorId: string) => string, first: WireConversation): Thread {
  const sessionIds: string[] = [];
  const seatIds: string[] = [];
  let seats: Seat[] = [];
  let sessionId = '';
  let changeReason = firstChangeReason(first);
  let escalation: string | undefined;
  let askedBySupervisor = false;

  function openSession(row: WireConversation, now: number, primarySession?: string): string {
    const id = guidOf(`session:${row.id}:${sessionIds.length + 1}`);
    sessionIds.push(id);
    const channel = primarySession && row.escalatedTo ? escalated[row.escalatedTo] : channelCode(row.channel);
    database.put('msdyn_ocsession', id, {
      subject: row.subject.slice(0, 200),
      statecode: 0,
      _msdyn_liveworkitemid_value: guidOf(row.id),
      _msdyn_primarysession_value: primarySession ?? null,
      _msdyn_cdsqueueid_value: row.queueId === undefined ? null : guidOf(row.queueId),
      msdyn_channel: channel,
      msdyn_queueassignedon: onWire(row.waitingSince ?? now),
      msdyn_sessioncreatedon: onWire(now),
    });
    return id;
  }

  function closeSession(id: string, closure: number, now: number): void {
    database.put('msdyn_ocsession', id, {
      statecode: 1,
      msdyn_closurereason: closure,
      msdyn_sessionclosedon: onWire(now),
    });
  }

  function sit(row: { id: string }, agentId: string, place: Place, assignReason: string, since: number): void {
    const id = guidOf(`seat:${row.id}:${seatIds.length + 1}`);
    seatIds.push(id);
    seats.push({ id, agentId, place, sessionId });
    database.put('msdyn_sessionparticipant', id, {
      msdyn_name: agentId,
      _msdyn_omnichannelsession_value: sessionId,
      _msdyn_agentid_value: guidOf(agentId),
      msdyn_mode: modes[place === 'asked' ? 'primary' : place],
      msdyn_addedon: onWire(since),
      msdyn_joinedon: place === 'asked' ? null : onWire(since),
      msdyn_assignreason: assignReason,
    });
  }

  function stand(seat: Seat, reason: string | null, now: number): void {
    seats = seats.filter((each) => each !== seat);
    database.put('msdyn_sessionparticipant', seat.id, { msdyn_lefton: onWire(now), msdyn_leftonreason: reason });
  }

  /** Who was asked and came, or listened and joined, keeps the seat; it may stand in another session now. */
  function promote(seat: Seat, place: Place, now: number): void {
    seats = seats.map((each) => (each === seat ? { ...seat, place, sessionId } : each));
    database.put('msdyn_sessionparticipant', seat.id, {
      _msdyn_omnichannelsession_value: sessionId,
      msdyn_mode: modes[place === 'asked' ? 'primary' : place],
      ...(seat.place === 'asked' && { msdyn_joinedon: onWire(now) }),
      ...(seat.place === 'monitor' && { msdyn_assignreason: 'AgentConversationJoin' }),
    });
  }

  function seatPeople(row: WireConversation, causes: readonly TransitionName[], now: number): boolean {
    const wanted = wantedSeats(row);
    const isSettled = (seat: Seat) => seat.sessionId === sessionId && wanted.some((want) => isSame(want, seat));
    let moved = false;
    const free = seats.filter((seat) => !isSettled(seat));
    for (const want of wanted) {
      if (seats.some((seat) => isSettled(seat) && isSame(want, seat))) continue;
      moved = true;
      const known = free.find(({ agentId, place }) => agentId === want.agentId && canBecome(place, want.place));
      if (known) {
        free.splice(free.indexOf(known), 1);
        promote(known, want.place, now);
      } else sit(row, want.agentId, want.place, assignReasonOf(want, causes), want.since);
    }
    for (const seat of free) {
      if (seat.place === 'monitor' && mayListen(row)) continue;
      moved = true;
      stand(seat, leftReasonOf(seat, causes), now);
    }
    return moved;
  }

  function assignReasonOf({ place, isTransfer }: Wanted, causes: readonly TransitionName[]): string {
    if (isTransfer) return askedBySupervisor ? 'SupervisorTransferToAgent' : 'AgentTransfer';
    if (place === 'consult')
      return causes.some((each) => each.endsWith(':transferred')) ? 'AgentConsult' : 'AgentConversationJoin';
    if (causes.includes('open>active:assigned')) return 'SupervisorAssign';
    return causes.includes('open>active:picked') ? 'AgentPick' : 'SystemAssign';
  }

  return {
    get changeReason() {
      return changeReason;
    },
    get sessionId() {
      return sessionId;
    },
    primaryId: () => seats.find(({ place }) => place === 'primary')?.id ?? null,
    follow(row, causes, bySupervisor, now) {
      changeReason = changeReasonOf(row, causes) ?? changeReason;
      if (causes.includes('transfer:pending')) askedBySupervisor = bySupervisor;
      const closure = closureOf(causes, askedBySupervisor);
      if (sessionId === '') sessionId = openSession(row, now);
      else if (closure !== undefined) {
        closeSession(sessionId, closure, now);
        if (escalation && row.state === 'closed') closeSession(escalation, closure, now);
        if (row.state !== 'closed') sessionId = openSession(row, now);
      }
      if (row.escalatedTo && escalation === undefined) escalation = openSession(row, now, sessionId);
      return seatPeople(row, causes, now);
    },
    monitor(agentId, now) {
      if (!seats.some((seat) => seat.agentId === agentId && seat.place !== 'asked'))
        sit(first, agentId, 'monitor', 'AgentMonitor', now);
    },
    isMonitoredBy: (agentId) => seats.some((seat) => seat.agentId === agentId && seat.place === 'monitor'),
    leave(agentId, now) {
      for (const seat of seats) if (seat.agentId === agentId && seat.place === 'monitor') stand(seat, null, now);
    },
    remove() {
      for (const id of seatIds) database.remove('msdyn_sessionparticipant', id);
      for (const id of sessionIds) database.remove('msdyn_ocsession', id);
    },
  };
}

interface Wanted {
  agentId: string;
  place: Place;
  since: number;
  isTransfer?: boolean;
}

function wantedSeats(row: WireConversation): Wanted[] {
  if (row.state === 'closed' || row.state === 'open') return [];
  const inside = row.participants.map(({ agentId, mode, since }): Wanted => {
    return { agentId, place: mode === 'consultant' ? 'consult' : mode, since };
  });
  const { ringing, agentId, stateSince, pendingTransfer: pending } = row;
  const rung: Wanted[] = ringing && agentId !== undefined ? [{ agentId, place: 'asked', since: stateSince }] : [];
  const asked: Wanted[] = pending
    ? [{ agentId: pending.toAgentId, place: 'asked', since: pending.since, isTransfer: true }]
    : [];
  return [...inside, ...rung, ...asked];
}

function isSame(want: Wanted, seat: Seat): boolean {
  return want.agentId === seat.agentId && want.place === seat.place;
}

function canBecome(from: Place, to: Place): boolean {
  return from === to || (from === 'asked' && to === 'primary') || (from === 'monitor' && to === 'consult');
}

/** M1: in another state nobody listens any more. */
function mayListen({ state }: WireConversation): boolean {
  return state === 'active' || state === 'wrapUp';
}

function leftReasonOf({ place }: Seat, causes: readonly TransitionName[]): string | null {
  if (place !== 'asked') return null;
  if (causes.some((each) => each.endsWith(':declined'))) return 'AgentReject';
  return causes.some((each) => each.endsWith(':timedOut')) ? 'AgentTimeout' : null;
}
