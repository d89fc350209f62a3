/** A supervisor in the talk: as consultant, and everybody knows it (J1–J3). */
import type { ActionOf } from '../../domain/actions.ts';
import type { Supervisor } from '../floor.ts';
import type { Core } from './core.ts';
import { type Talk, told } from './talk.ts';

export function hasJoined(talk: Talk, { agentId }: Supervisor): boolean {
  return talk.row.participants.some((each) => each.agentId === agentId && each.mode === 'consultant');
}

export function join(core: Core, talk: Talk, { agentId, name }: Supervisor): void {
  const consultant = { agentId, name, mode: 'consultant', since: core.now } as const;
  core.change(talk, {
    patch: { participants: [...talk.row.participants, consultant] },
    lines: [told(`${name} joined`)],
  });
}

export function leave(core: Core, talk: Talk, { agentId, name }: Supervisor): void {
  core.change(talk, {
    patch: { participants: talk.row.participants.filter((each) => each.agentId !== agentId) },
    lines: [told(`${name} left`)],
  });
}

export function say(core: Core, talk: Talk, { name }: Supervisor, { text, audience }: ActionOf<'say'>): void {
  core.change(talk, { lines: [{ from: 'supervisor', authorName: name, text, audience }] });
}
