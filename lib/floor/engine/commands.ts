/** What tests and the admin endpoint make the people of the floor do. */
import { kindOf } from '../../domain/rules.ts';
import type { Command } from '../floor.ts';
import type { Core } from './core.ts';
import { customerLeaves, endTalk, finishWrapUp } from './ending.ts';
import { comeBack, customerComesBack, escalate, isAccepted, moveToQueue, release, stepAway } from './handling.ts';
import type { Monitoring } from './monitoring.ts';
import { setPresence } from './presence.ts';
import { give, type Refusal } from './queueing.ts';
import { accept, loseOffer } from './ringing.ts';
import { againstHandover } from './rules.ts';
import type { Talk } from './talk.ts';
import { acceptTransfer, endTransfer, requestTransfer } from './transfers.ts';

export type NewConversation = Extract<Command, { type: 'newConversation' }>;
export type CommandResult = { ok: true; conversationId?: string } | { ok: false; why: string };

export interface CommandEnvironment {
  core: Core;
  monitoring: Monitoring;
  /** Lets a customer arrive; their name and words are the simulation's. A string says why not. */
  newConversation(command: NewConversation): Talk | string;
}

export function carryOut({ core, monitoring, newConversation }: CommandEnvironment, command: Command): CommandResult {
  switch (command.type) {
    case 'newConversation': {
      const made = whyNoArrival(core, command) ?? newConversation(command);
      return typeof made === 'string' ? { ok: false, why: made } : { ok: true, conversationId: made.row.id };
    }
    case 'setSwitch':
      if (command.on) core.switchedOff.delete(command.action);
      else core.switchedOff.add(command.action);
      monitoring.recheckAll();
      return { ok: true };
    case 'setPresence': {
      const desk = core.desks.get(command.agentId);
      if (!desk) return { ok: false, why: `There is no agent ${command.agentId}.` };
      setPresence(core, desk, command, 'command');
      return { ok: true };
    }
    default: {
      const talk = core.talks.get(command.conversationId);
      if (!talk) return { ok: false, why: `There is no conversation ${command.conversationId}.` };
      const why = happen(core, talk, command);
      return why === undefined ? { ok: true, conversationId: talk.row.id } : { ok: false, why };
    }
  }
}

function whyNoArrival(core: Core, { workstreamId, queueId, id }: NewConversation): Refusal {
  const workstream = core.workstreams.get(workstreamId);
  const queue = core.queues.get(queueId);
  if (!workstream) return `There is no workstream ${workstreamId}.`;
  if (!queue) return `There is no queue ${queueId}.`;
  if (queue.kind !== kindOf(workstream.channel)) return `Queue ${queueId} does not carry ${workstream.channel}.`;
  if (id !== undefined && core.talks.has(id)) return `There is a conversation ${id} already.`;
}

type OnTalk = Exclude<Command, { type: 'newConversation' | 'setSwitch' | 'setPresence' }>;

function happen(core: Core, talk: Talk, command: OnTalk): Refusal {
  switch (command.type) {
    case 'offer': {
      const desk = core.desks.get(command.agentId);
      return desk ? give(core, talk, desk, 'open>active:routed') : `There is no agent ${command.agentId}.`;
    }
    case 'accept':
      return accept(core, talk);
    case 'decline':
      return loseOffer(core, talk, 'ringing>open:declined');
    case 'timeOutRing':
      return loseOffer(core, talk, 'ringing>open:timedOut');
    case 'acceptTransfer':
      return acceptTransfer(core, talk);
    case 'declineTransfer':
      return endTransfer(core, talk, 'transfer:declined');
    case 'timeOutTransfer':
      return endTransfer(core, talk, 'transfer:timedOut');
    case 'stepAway':
      return stepAway(core, talk);
    case 'comeBack':
      return comeBack(core, talk);
    case 'customerComesBack':
      return customerComesBack(core, talk);
    case 'release':
      return release(core, talk);
    case 'endTalk':
      return endTalk(core, talk);
    case 'finishWrapUp':
      return finishWrapUp(core, talk);
    case 'customerLeaves':
      return customerLeaves(core, talk);
    case 'escalate':
      return escalate(core, talk, 'voice');
    case 'moveToQueue':
      return moveToQueue(core, talk, command.queueId);
    case 'say':
      return sayAs(core, talk, command.from, command.text);
    case 'requestTransfer': {
      const desk = core.desks.get(command.agentId);
      if (!desk) return `There is no agent ${command.agentId}.`;
      const reasons = againstHandover(core, talk.row, command.agentId);
      if (reasons.length > 0) return `Not possible: ${reasons.map(({ code }) => code).join(', ')}.`;
      requestTransfer(core, talk, desk);
      return;
    }
    case 'remove':
      core.remove(talk);
      return;
  }
}

/** The agent who has it, or its customer, says something. */
export function sayAs(core: Core, talk: Talk, from: 'customer' | 'agent', text: string): Refusal {
  const { state, customer, customerGone, agentId = '' } = talk.row;
  if (state === 'closed') return 'It is closed.';
  if (from === 'customer') {
    if (customerGone) return 'The customer is gone.';
    core.change(talk, { lines: [{ from, authorName: customer.name, text }] });
    return;
  }
  const agent = core.desks.get(agentId)?.row;
  if (!agent || !isAccepted(talk)) return 'No agent has accepted it.';
  core.change(talk, { lines: [{ from: agent.kind === 'bot' ? 'bot' : 'agent', authorName: agent.name, text }] });
}
