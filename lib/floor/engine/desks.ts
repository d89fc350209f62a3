/** Agents at work: what each one holds, what that costs, and the presence that follows from it. */
import type { Presence, Workstream } from '../../domain/records.ts';
import type { WireAgent, WireConversation } from '../wire.ts';

export interface Desk {
  row: WireAgent;
  /** Capacity units in all. */
  readonly max: number;
  /** Units taken by what the agent holds. */
  taken: number;
  /** Conversations with this primary agent that are not closed. */
  readonly holds: Set<string>;
  /** Who decides on the presence: the work itself, the person's habits, or a command (which stays). */
  presenceBy: 'work' | 'habit' | 'command';
}

export function createDesk(row: Omit<WireAgent, 'capacity'>, max: number): Desk {
  return { row: { ...row, capacity: { max, free: max } }, max, taken: 0, holds: new Set(), presenceBy: 'work' };
}

/** Active (ringing too) takes the units, Waiting none, Wrap-up by workstream (model.md §2). */
export function unitsTaken(row: WireConversation, workstream: Workstream | undefined): number {
  const units = row.unitsNeeded ?? workstream?.unitsNeeded ?? 0;
  if (row.state === 'active') return units;
  return row.state === 'wrapUp' && workstream?.wrapUpKeepsCapacity ? units : 0;
}

export function freeUnits(desk: Desk): number {
  return desk.max - desk.taken;
}

/** Nothing to do: available; work: busy; more than the capacity: do not disturb. A bot is always there. */
export function presenceFromWork(desk: Desk): Presence['base'] {
  if (desk.row.kind === 'bot' || desk.taken === 0) return 'available';
  return freeUnits(desk) >= 0 ? 'busy' : 'doNotDisturb';
}

/** The agent's row as the work has made it; the same object when nothing shows. */
export function refreshedRow(desk: Desk, now: number): WireAgent {
  const { row } = desk;
  const base = desk.presenceBy === 'work' ? presenceFromWork(desk) : row.presence.base;
  const free = freeUnits(desk);
  const isSame = row.presence.base === base && row.capacity !== 'unknown' && row.capacity.free === free;
  if (isSame) return row;
  const presence = row.presence.base === base ? row.presence : { base, since: now };
  return { ...row, presence, capacity: { max: desk.max, free } };
}
