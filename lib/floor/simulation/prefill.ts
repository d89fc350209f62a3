/** The floor is in full swing when the doors open: conversations of every state and age, with agents who have them. */
import type { Workstream } from '../../domain/records.ts';
import { kindOf } from '../../domain/rules.ts';
import type { SentimentOf } from '../engine/core.ts';
import { type Desk, freeUnits } from '../engine/desks.ts';
import { primary } from '../engine/queueing.ts';
import type { Dialogue } from '../floor.ts';
import type { WireConversation } from '../wire.ts';
import type { Customers } from './customers.ts';
import { type Slot, slotsFor } from './firstMoment.ts';
import { createMoods, type Moods } from './moods.ts';
import { type Past, pastOf } from './past.ts';
import { botFor, type Sim } from './sim.ts';

interface Plan {
  slot: Slot;
  startedAt: number;
  stateSince: number;
  /** A dialogue and how many of its turns were played, chosen for the mood they lead to. */
  scene: { dialogue: Dialogue; next: number } | undefined;
}

export interface Prefill {
  sim: Sim;
  customers: Customers;
  dialogues: readonly Dialogue[];
  sentimentOf: SentimentOf;
  nextId: () => string;
  version: number;
}

export function prefill(environment: Prefill, wanted: number): void {
  const { sim, dialogues, sentimentOf } = environment;
  const { chances } = sim;
  const moods = createMoods(dialogues, sentimentOf, chances.prefill);
  let waiting = 0;
  // Every sixth of those that wait has waited too long.
  const isNextLate = ({ phase }: Slot) => phase === 'open' && ++waiting % 6 === 5;
  const plans = slotsFor(wanted, chances.prefill)
    .map((slot) => planOf(environment, moods, slot, isNextLate(slot)))
    .sort((a, b) => a.startedAt - b.startedAt);
  const turns = new Map<string, number>();
  for (const plan of plans) place(environment, moods, plan, turns);
}

function planOf({ sim }: Prefill, moods: Moods, slot: Slot, isLate: boolean): Plan {
  const { core, pace, chances } = sim;
  const { whole } = chances.prefill;
  const seconds = (low: number, high: number) => whole(low * 1000, high * 1000);
  const { phase, channel } = slot;
  if (phase === 'open' || phase === 'ringing') {
    const startedAt = core.now - waitedFor(sim, channel, isLate);
    const since = phase === 'open' ? startedAt : core.now - seconds(1, 6);
    const dialogue = kindOf(channel) === 'messaging' ? moods.any() : undefined;
    return { slot, startedAt, stateSince: since, scene: dialogue && { dialogue, next: 1 } };
  }
  if (channel === 'entityRecord') {
    const since = core.now - seconds(30, 900) * pace;
    return { slot, startedAt: since - seconds(20, 600), stateSince: since, scene: undefined };
  }
  const scene = slot.isBots ? { dialogue: moods.any(), next: 2 } : moods.next();
  const isOver = phase === 'waiting' || phase === 'wrapUp';
  const ended = isOver ? core.now - seconds(5, phase === 'waiting' ? 300 : 60) * pace : core.now;
  const began = ended - scene.next * seconds(12, 30) * pace;
  return { slot, startedAt: began - seconds(10, 90), stateSince: isOver ? ended : began, scene };
}

function workstreamOf({ core }: Sim, channel: Slot['channel']): Workstream {
  for (const workstream of core.workstreams.values()) if (workstream.channel === channel) return workstream;
  throw new Error(`No workstream for ${channel}`);
}

function waitedFor(sim: Sim, channel: Slot['channel'], isLate: boolean): number {
  const { whole } = sim.chances.prefill;
  const limit = workstreamOf(sim, channel).waitingLimit ?? 60_000;
  return Math.round((limit * (isLate ? whole(105, 160) : whole(5, 80))) / 100);
}

function place(environment: Prefill, moods: Moods, plan: Plan, turns: Map<string, number>): void {
  const { sim, customers, nextId, version } = environment;
  const { slot, scene } = plan;
  const id = nextId();
  const workstream = workstreamOf(sim, slot.channel);
  const contact = customers.contact(slot.channel, scene);
  const suited = customers.queueFor(slot.channel, contact);
  const { desk, queueId } = slot.phase === 'open' ? { queueId: suited } : holderFor(sim, slot, suited, turns);
  const phase = desk ? slot.phase : 'open';
  // Nobody is free for it: it came a while ago and waits.
  const startedAt = phase === slot.phase ? plan.startedAt : sim.core.now - waitedFor(sim, slot.channel, false);
  const stateSince = desk ? plan.stateSince : startedAt;
  const isWaiting = phase === 'open' || phase === 'ringing';
  const next = isWaiting ? Math.min(1, scene?.next ?? 0) : (scene?.next ?? 0);
  const isTalked = isWaiting && slot.channel === 'voice' ? 0 : next;
  const past: Past | undefined =
    contact.dialogue && isTalked > 0
      ? pastOf(id, contact.dialogue, isTalked, startedAt, isWaiting ? startedAt : lastTurnAt(sim, plan), {
          customer: contact.customer.name,
          agent: desk?.row,
        })
      : undefined;
  const row: WireConversation = {
    id,
    subject: contact.subject,
    customer: contact.customer,
    channel: slot.channel,
    state: phase === 'ringing' ? 'active' : phase,
    stateSince,
    queueId,
    workstreamId: workstream.id,
    ringing: phase === 'ringing',
    participants: desk && !isWaiting ? [primary(desk, stateSince)] : [],
    sentiment: {
      level: contact.dialogue && isTalked > 0 ? moods.levelAfter(contact.dialogue, isTalked) : 'unknown',
      source: 'backend',
      ...(past?.lastCustomerMessageAt === undefined ? {} : { at: past.lastCustomerMessageAt }),
    },
    transferCount: 0,
    startedAt,
    ...(desk ? { agentId: desk.row.id } : {}),
    ...(isWaiting ? { waitingSince: startedAt } : {}),
    ...(past?.times ?? {}),
    ...more(sim, slot, phase, desk),
    version,
    etag: `e${version}`,
  };
  sim.plays.set(id, { dialogue: contact.dialogue, next: isTalked, isForBot: false });
  sim.core.place({ row, said: past?.messages ?? [] });
}

function lastTurnAt({ core, pace, chances }: Sim, { slot, stateSince, startedAt }: Plan): number {
  if (slot.phase !== 'active') return stateSince;
  return Math.max(startedAt, core.now - chances.prefill.whole(2000, 25_000) * pace);
}

/** Some chats were raised to voice or video, some conversations have changed hands. */
function more({ chances }: Sim, { channel }: Slot, phase: string, desk: Desk | undefined): Partial<WireConversation> {
  if (!desk || desk.row.kind === 'bot' || phase === 'ringing') return {};
  const { happens, whole } = chances.prefill;
  const escalated =
    channel === 'liveChat' && happens(0.12) ? ({ escalatedTo: happens(0.6) ? 'voice' : 'video' } as const) : {};
  const gone = phase === 'wrapUp' && channel !== 'whatsApp' ? { customerGone: true } : {};
  const changedHands = channel !== 'voice' && happens(0.12) ? { transferCount: whole(1, 3) } : {};
  return { ...escalated, ...gone, ...changedHands };
}

/** An agent of the suited queue, else of another one of its kind. */
function holderFor(
  sim: Sim,
  slot: Slot,
  suited: string,
  turns: Map<string, number>,
): { desk?: Desk | undefined; queueId: string } {
  const { unitsNeeded, allowedPresences } = workstreamOf(sim, slot.channel);
  if (slot.isBots) return { desk: botFor(sim, unitsNeeded), queueId: suited };
  const kind = sim.core.queues.get(suited)?.kind;
  const others = [...sim.core.queues.values()].filter((queue) => queue.kind === kind && queue.id !== suited);
  for (const queueId of [suited, ...others.map(({ id }) => id)]) {
    const members = sim.members.get(queueId) ?? [];
    const first = turns.get(queueId) ?? 0;
    // Members take turns, so that finding one costs the same on a floor of any size.
    for (let step = 0; step < members.length; step += 1) {
      const desk = members[(first + step) % members.length];
      if (!desk || freeUnits(desk) < unitsNeeded || !allowedPresences.includes(desk.row.presence.base)) continue;
      turns.set(queueId, first + step + 1);
      return { desk, queueId };
    }
  }
  return { queueId: suited };
}
