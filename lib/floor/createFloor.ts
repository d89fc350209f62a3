/** Joins the engine and the simulation to one floor. Inert: nothing happens before `advance`. */
import type { Message } from '../domain/records.ts';
import { type CommandEnvironment, carryOut } from './engine/commands.ts';
import { createCore } from './engine/core.ts';
import { createLedger } from './engine/ledger.ts';
import { createMonitoring } from './engine/monitoring.ts';
import { remembering, sentimentCurve } from './engine/moods.ts';
import { type Desktop, perform } from './engine/perform.ts';
import { createRetention } from './engine/retention.ts';
import { messagesOf, type Talk } from './engine/talk.ts';
import type { Floor, FloorOptions } from './floor.ts';
import { sentimentOf } from './sentiment.ts';
import { paceOf } from './simulation/sim.ts';
import { createSimulation } from './simulation/simulation.ts';
import { createStaff } from './simulation/staff.ts';
import { queues, workstreamsAt } from './simulation/world.ts';

/** @throws Error when there is no dialogue to play */
export function createFloor(options: FloorOptions): Floor {
  const { startAt, wallClock, rulesVersion = '2024' } = options;
  const staff = createStaff(options.conversations, startAt);
  // A floor that starts later numbers higher: who knew an earlier one never takes its rows for newer.
  const firstSequence = Math.max(1, Math.floor(startAt));
  const moodOf = remembering(sentimentOf);
  const workstreams = workstreamsAt(paceOf(options.conversations));
  const core = createCore({ ...staff, queues, workstreams, rulesVersion }, startAt, firstSequence, moodOf);
  const monitoring = createMonitoring(core, wallClock);
  const retention = createRetention(core);
  core.witnesses.push(monitoring.witness, retention.witness);
  const desktop: Desktop = { core, monitoring, ledger: createLedger() };
  const simulation = createSimulation({ options, staff, desktop, sentimentOf: moodOf });
  const commands: CommandEnvironment = { core, monitoring, newConversation: simulation.newConversation };
  let ordered: Talk[] | undefined;
  core.witnesses.push({
    talk(_talk, before, after) {
      if (!before || !after) ordered = undefined;
    },
  });

  function inOrder(): Talk[] {
    ordered ??= [...core.talks.values()].sort((a, b) => (a.row.id < b.row.id ? -1 : 1));
    return ordered;
  }
  function said(conversationId: string): Message[] {
    const talk = core.talks.get(conversationId);
    return talk ? messagesOf(talk) : [];
  }

  return {
    get now() {
      return core.now;
    },
    get sequence() {
      return core.history.sequence;
    },
    advance(to) {
      simulation.runUntil(to);
      core.now = Math.max(core.now, to);
      retention.sweep();
    },
    standStill: simulation.standStill,
    subscribe: core.history.subscribe,
    eventsAfter: core.history.after,
    conversations: () => inOrder().map(({ row }) => row),
    conversation: (id) => core.talks.get(id)?.row,
    agents: () => [...core.desks.values()].map(({ row }) => row),
    queues: () => [...core.queues.values()],
    workstreams: () => [...core.workstreams.values()],
    supervisors: staff.supervisors,
    get switchedOff() {
      return [...core.switchedOff];
    },
    transcript: (id) => [...said(id)],
    sentimentOverTime: (id) => sentimentCurve(said(id), moodOf),
    mayRead(supervisorId, conversationId) {
      const agentId = core.supervisors.get(supervisorId)?.agentId;
      const participants = core.talks.get(conversationId)?.row.participants ?? [];
      const takesPart = participants.some((each) => each.agentId === agentId);
      return takesPart || monitoring.isHeld(supervisorId, conversationId);
    },
    perform: (supervisorId, action, sender) => perform(desktop, supervisorId, action, sender),
    outcomeOf: desktop.ledger.entry,
    ledger: desktop.ledger.entries,
    transitions: core.transitions,
    command: (command) => carryOut(commands, command),
  };
}
