/** Colleagues ask each other, and answer (T5). */
import type { Desk } from '../engine/desks.ts';
import { freeUnits } from '../engine/desks.ts';
import { transferLimit } from '../engine/limits.ts';
import { againstHandover } from '../engine/rules.ts';
import type { Talk } from '../engine/talk.ts';
import { acceptTransfer, endTransfer, requestTransfer } from '../engine/transfers.ts';
import type { WireConversation } from '../wire.ts';
import type { Appointment } from './agenda.ts';
import type { Sim } from './sim.ts';

/** How many colleagues somebody thinks of before giving up. */
const attempts = 6;

/** A colleague who may take it over, with units to spare; now and then the one who had it before. */
export function findColleague(sim: Sim, talk: Talk): Desk | undefined {
  const { core, chances } = sim;
  const members = sim.members.get(talk.row.queueId ?? '') ?? [];
  const units = core.workstreams.get(talk.row.workstreamId ?? '')?.unitsNeeded ?? 0;
  const consultant = talk.row.participants.find(({ mode }) => mode === 'consultant');
  const before = chances.transfers.happens(0.5) ? core.desks.get(consultant?.agentId ?? '') : undefined;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const desk = attempt === 0 && before ? before : chances.transfers.pick(members);
    if (desk && freeUnits(desk) >= units && againstHandover(core, talk.row, desk.row.id).length === 0) return desk;
  }
  return undefined;
}

export function askColleague(sim: Sim, talk: Talk): void {
  const colleague = findColleague(sim, talk);
  if (colleague) requestTransfer(sim.core, talk, colleague);
}

/** Mostly accepted within seconds; some decline, some do not answer. */
export function planAnswer(
  { core, agenda, chances }: Sim,
  talk: Talk,
  { since }: NonNullable<WireConversation['pendingTransfer']>,
): Appointment {
  const seconds = (low: number, high: number) => core.now + chances.transfers.whole(low * 1000, high * 1000);
  switch (chances.transfers.weighted({ accepts: 78, declines: 13, ignores: 9 })) {
    case 'accepts':
      return agenda.at(seconds(4, 12), () => void acceptTransfer(core, talk));
    case 'declines':
      return agenda.at(seconds(3, 15), () => void endTransfer(core, talk, 'transfer:declined'));
    case 'ignores':
      return agenda.at(since + transferLimit, () => void endTransfer(core, talk, 'transfer:timedOut'));
  }
}
