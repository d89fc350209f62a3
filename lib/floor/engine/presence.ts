/** Agents come, go and pause. */
import type { Presence } from '../../domain/records.ts';
import type { Core } from './core.ts';
import { type Desk, presenceFromWork } from './desks.ts';
import { loseOffer } from './ringing.ts';

/** An agent who goes offline loses what is ringing at once; what is accepted stays until the disconnect limit. */
export function setPresence(
  core: Core,
  desk: Desk,
  presence: Pick<Presence, 'base' | 'text'>,
  by: 'habit' | 'command',
): void {
  desk.presenceBy = by;
  tellPresence(core, desk, presence);
  if (presence.base !== 'offline') return;
  for (const id of [...desk.holds]) {
    const talk = core.talks.get(id);
    if (talk?.row.ringing) loseOffer(core, talk, 'ringing>open:wentOffline');
  }
}

/** Back at work: presence follows from the work again. */
export function resumeWork(core: Core, desk: Desk): void {
  desk.presenceBy = 'work';
  tellPresence(core, desk, { base: presenceFromWork(desk) });
}

function tellPresence(core: Core, desk: Desk, { base, text }: Pick<Presence, 'base' | 'text'>): void {
  const named = text === undefined ? {} : { text };
  desk.row = { ...desk.row, presence: { base, ...named, since: core.now } };
  for (const each of core.witnesses) each.desk?.(desk);
  core.history.emit(core.now, { type: 'agent', row: desk.row });
}
