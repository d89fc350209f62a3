/** Queues and workstreams of the floor. */
import type { Queue, QueueKind, Workstream } from '../../domain/records.ts';
import { queueNames } from '../people.ts';

const minute = 60_000;

/** Topics name the dialogues that suit a queue; the first one names the queue, too. */
const plan = [
  { id: 'q-billing', kind: 'messaging', topics: ['billing', 'bank'] },
  { id: 'q-orders', kind: 'messaging', topics: ['orders', 'travel'] },
  { id: 'q-tech', kind: 'messaging', topics: ['tech'] },
  { id: 'q-retention', kind: 'messaging', topics: ['retention'] },
  { id: 'q-voice', kind: 'voice', topics: ['tech'] },
  { id: 'q-cases', kind: 'record', topics: ['billing'] },
] as const;

export const queues: readonly Queue[] = plan.map(({ id, kind, topics: [topic] }) => {
  const name = queueNames.find((each) => each.kind === kind && each.topic === topic)?.name ?? id;
  return { id, name, kind };
});

export function topicsOf(queueId: string): readonly string[] {
  return plan.find(({ id }) => id === queueId)?.topics ?? [];
}

/** The queues of a kind that suit a dialogue; all of them when none says so. */
export function queuesFor(kind: QueueKind, topics: readonly string[]): readonly Queue[] {
  const ofKind = queues.filter((queue) => queue.kind === kind);
  const suited = ofKind.filter(({ id }) => topicsOf(id).some((topic) => topics.includes(topic)));
  return suited.length > 0 ? suited : ofKind;
}

const atNaturalPace: readonly Workstream[] = [
  {
    id: 'w-chat',
    name: 'Web chat',
    channel: 'liveChat',
    allowedPresences: ['available', 'busy'],
    unitsNeeded: 2,
    asksAcceptance: true,
    waitingLimit: 3 * minute,
    handlingLimit: 20 * minute,
    wrapUpKeepsCapacity: true,
  },
  {
    id: 'w-sms',
    name: 'Text messages',
    channel: 'sms',
    allowedPresences: ['available', 'busy', 'away'],
    unitsNeeded: 1,
    asksAcceptance: false,
    waitingLimit: 6 * minute,
    handlingLimit: 45 * minute,
    wrapUpKeepsCapacity: false,
  },
  {
    id: 'w-whatsapp',
    name: 'WhatsApp',
    channel: 'whatsApp',
    allowedPresences: ['available', 'busy', 'doNotDisturb'],
    unitsNeeded: 1,
    asksAcceptance: true,
    waitingLimit: 6 * minute,
    handlingLimit: 45 * minute,
    wrapUpKeepsCapacity: false,
  },
  {
    id: 'w-phone',
    name: 'Phone calls',
    channel: 'voice',
    allowedPresences: ['available', 'busy'],
    unitsNeeded: 4,
    asksAcceptance: true,
    waitingLimit: 2 * minute,
    handlingLimit: 15 * minute,
    wrapUpKeepsCapacity: true,
  },
  {
    id: 'w-case',
    name: 'Case routing',
    channel: 'entityRecord',
    allowedPresences: ['available', 'busy', 'away'],
    unitsNeeded: 1,
    asksAcceptance: false,
    waitingLimit: 20 * minute,
    handlingLimit: 120 * minute,
    wrapUpKeepsCapacity: false,
  },
];

/** How often customers come by each of them. */
export const arrivalShares: Record<string, number> = {
  'w-chat': 42,
  'w-whatsapp': 20,
  'w-sms': 12,
  'w-phone': 17,
  'w-case': 9,
};

/** Where everything takes longer, so do the limits. */
export function workstreamsAt(pace: number): readonly Workstream[] {
  return atNaturalPace.map((each) => ({
    ...each,
    waitingLimit: Math.round((each.waitingLimit ?? 0) * pace),
    handlingLimit: Math.round((each.handlingLimit ?? 0) * pace),
  }));
}
