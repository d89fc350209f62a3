/** What the agent who has a conversation, or its customer, can do with it short of ending it. */
import { kindOf } from '../../domain/rules.ts';
import type { Core } from './core.ts';
import { type Refusal, toQueue } from './queueing.ts';
import { type Talk, told } from './talk.ts';

export function isAccepted({ row }: Talk): boolean {
  return row.state === 'active' && !row.ringing;
}
const notInHand = 'No agent has accepted it.';

/** Asynchronous messaging: the customer answers when it suits. */
export function isAsynchronous({ row }: Talk): boolean {
  return kindOf(row.channel) === 'messaging' && row.channel !== 'liveChat';
}

/** active → waiting; frees capacity. */
export function stepAway(core: Core, talk: Talk): Refusal {
  if (!isAccepted(talk)) return notInHand;
  if (!isAsynchronous(talk)) return 'Only asynchronous messaging can wait.';
  core.change(talk, { patch: { state: 'waiting' }, by: ['active>waiting:steppedAway'] });
}

/** waiting → active, same agent. */
export function comeBack(core: Core, talk: Talk): Refusal {
  if (talk.row.state !== 'waiting') return 'It is not waiting.';
  core.change(talk, { patch: { state: 'active' }, by: ['waiting>active:cameBack'] });
}

/** waiting → open: the agent is not there any more. */
export function customerComesBack(core: Core, talk: Talk): Refusal {
  if (talk.row.state !== 'waiting') return 'It is not waiting.';
  toQueue(core, talk, { by: 'waiting>open:customerCameBack' });
}

export function release(core: Core, talk: Talk): Refusal {
  if (!isAccepted(talk)) return notInHand;
  toQueue(core, talk, { by: 'active>open:released' });
}

/** The agent's connection was lost past the limit. */
export function disconnect(core: Core, talk: Talk): Refusal {
  if (!isAccepted(talk)) return notInHand;
  toQueue(core, talk, { by: 'active>open:disconnected' });
}

export function moveToQueue(core: Core, talk: Talk, queueId: string): Refusal {
  const queue = core.queues.get(queueId);
  if (!isAccepted(talk)) return notInHand;
  if (!queue || queue.kind !== kindOf(talk.row.channel)) return `No queue ${queueId} carries this channel.`;
  if (queueId === talk.row.queueId) return 'It is in that queue already.';
  toQueue(core, talk, { by: 'active>open:movedToQueue', queueId });
}

/** A live chat is raised to voice or video; latched until closed (T2). */
export function escalate(core: Core, talk: Talk, to: 'voice' | 'video'): Refusal {
  if (!isAccepted(talk)) return notInHand;
  if (talk.row.channel !== 'liveChat') return 'Only a live chat can be raised to voice or video.';
  if (talk.row.escalatedTo) return 'It is escalated already.';
  core.change(talk, {
    patch: { escalatedTo: to },
    by: [`text>escalated:${to}`],
    lines: [told(`The conversation was raised to ${to}`)],
  });
}
