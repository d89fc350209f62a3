/** What the first moment of the floor is made of: how many in which state, and how far each one has come. */
import type { Channel } from '../../domain/records.ts';
import type { Chance } from './chance.ts';

export type Phase = 'open' | 'ringing' | 'active' | 'waiting' | 'wrapUp';
export interface Slot {
  channel: Channel;
  phase: Phase;
  isBots?: true;
}

/** Of 59 conversations; some of those given to agents will find nobody free and wait as well. */
const mix: readonly (readonly [number, Slot])[] = [
  [3, { channel: 'liveChat', phase: 'open' }],
  [1, { channel: 'whatsApp', phase: 'open' }],
  [1, { channel: 'sms', phase: 'open' }],
  [2, { channel: 'voice', phase: 'open' }],
  [1, { channel: 'entityRecord', phase: 'open' }],
  [2, { channel: 'liveChat', phase: 'ringing' }],
  [1, { channel: 'whatsApp', phase: 'ringing' }],
  [1, { channel: 'voice', phase: 'ringing' }],
  [11, { channel: 'liveChat', phase: 'active' }],
  [2, { channel: 'liveChat', phase: 'active', isBots: true }],
  [7, { channel: 'whatsApp', phase: 'active' }],
  [4, { channel: 'sms', phase: 'active' }],
  [5, { channel: 'voice', phase: 'active' }],
  [4, { channel: 'entityRecord', phase: 'active' }],
  [2, { channel: 'sms', phase: 'waiting' }],
  [4, { channel: 'whatsApp', phase: 'waiting' }],
  [4, { channel: 'liveChat', phase: 'wrapUp' }],
  [1, { channel: 'whatsApp', phase: 'wrapUp' }],
  [1, { channel: 'voice', phase: 'wrapUp' }],
];

/** As many as wanted in these proportions, in no order. */
export function slotsFor(wanted: number, chance: Chance): Slot[] {
  const total = mix.reduce((sum, [count]) => sum + count, 0);
  const slots: Slot[] = [];
  let seen = 0;
  for (const [count, slot] of mix) {
    const until = Math.round(((seen + count) / total) * wanted);
    while (slots.length < until) slots.push(slot);
    seen += count;
  }
  return chance.shuffled(slots);
}
