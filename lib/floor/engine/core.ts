/** The floor's truth: all records, and the one way to change a conversation. */
import type { SwitchedAction } from '../../domain/actions.ts';
import type { Queue, Sentiment, Workstream } from '../../domain/records.ts';
import type { RulesVersion } from '../../domain/ruleContext.ts';
import type { Supervisor } from '../floor.ts';
import type { WireConversation } from '../wire.ts';
import { changedRow, type Happening, isSameForActions, withoutPending } from './change.ts';
import { type Desk, refreshedRow, unitsTaken } from './desks.ts';
import { createHistory, type History } from './history.ts';
import { asMessage, customerTurns, messagesOf, type Talk } from './talk.ts';
import type { TransitionName } from './transitions.ts';

export interface World {
  queues: readonly Queue[];
  workstreams: readonly Workstream[];
  desks: readonly Desk[];
  supervisors: readonly Supervisor[];
  rulesVersion: RulesVersion;
}

/** Hears of every change before anybody outside does; may only take notes, never change anything. */
export interface Witness {
  /** `before` is absent for a new conversation, `after` for one that was removed. */
  talk?(talk: Talk, before: WireConversation | undefined, after: WireConversation | undefined): void;
  desk?(desk: Desk): void;
}

export interface Core {
  now: number;
  readonly history: History;
  readonly talks: Map<string, Talk>;
  readonly desks: ReadonlyMap<string, Desk>;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly workstreams: ReadonlyMap<string, Workstream>;
  readonly supervisors: ReadonlyMap<string, Supervisor>;
  readonly switchedOff: Set<SwitchedAction>;
  readonly rulesVersion: RulesVersion;
  readonly transitions: Map<string, number>;
  readonly witnesses: Witness[];
  /** Puts a conversation on the floor as it is, without an event: how the first moment is set up. */
  place(talk: Talk): void;
  add(talk: Talk, happening: Happening): void;
  change(talk: Talk, happening: Happening): void;
  remove(talk: Talk): void;
  /** Drops a closed conversation of long ago: nobody is told, readers forget closed ones by themselves. */
  forget(talk: Talk): void;
  count(transition: TransitionName): void;
}

export type SentimentOf = (customerTurns: readonly string[]) => Sentiment['level'];

/** @param firstSequence numbers and versions go on from here */
export function createCore(world: World, startAt: number, firstSequence: number, sentimentOf: SentimentOf): Core {
  const byId = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]));
  const history = createHistory(firstSequence);
  const desks = new Map(world.desks.map((desk) => [desk.row.id, desk]));
  const workstreams = byId(world.workstreams);

  /** Moves the units; the agents whose rows may have to be told. */
  function reckon(before: WireConversation | undefined, after: WireConversation | undefined): Desk[] {
    const touched: Desk[] = [];
    for (const [row, sign] of [[before, -1] as const, [after, 1] as const]) {
      const desk = row?.agentId === undefined || row.state === 'closed' ? undefined : desks.get(row.agentId);
      if (!row || !desk) continue;
      desk.taken +=
        sign * unitsTaken(row, row.workstreamId === undefined ? undefined : workstreams.get(row.workstreamId));
      if (sign < 0) desk.holds.delete(row.id);
      else desk.holds.add(row.id);
      if (!touched.includes(desk)) touched.push(desk);
    }
    return touched;
  }

  function witness(talk: Talk, before: WireConversation | undefined, after: WireConversation | undefined): void {
    for (const each of core.witnesses) each.talk?.(talk, before, after);
  }

  /** Rows of agents are right before the first event of a change goes out: nobody ever sees half of it. */
  function settle(touched: readonly Desk[]): Desk[] {
    return touched.filter((desk) => {
      const row = refreshedRow(desk, core.now);
      if (row === desk.row) return false;
      desk.row = row;
      for (const each of core.witnesses) each.desk?.(desk);
      return true;
    });
  }

  function tellAgents(changed: readonly Desk[]): void {
    for (const { row } of changed) history.emit(core.now, { type: 'agent', row });
  }

  function publish(talk: Talk, before: WireConversation | undefined): void {
    const changed = settle(reckon(before, talk.row));
    witness(talk, before, talk.row);
    history.emit(core.now, { type: 'conversation', row: talk.row });
    tellAgents(changed);
  }

  function speak(talk: Talk, { lines = [] }: Happening, row: WireConversation): WireConversation {
    if (lines.length === 0) return row;
    const messages = messagesOf(talk);
    const next = { ...row };
    for (const line of lines) {
      const message = asMessage(line, row.id, messages.length + 1, core.now);
      messages.push(message);
      if (line.from === 'customer') next.lastCustomerMessageAt = core.now;
      // A supervisor's public line answers the customer as much as the agent's does.
      else if (line.from !== 'system' && message.audience === 'everyone') next.lastAgentMessageAt = core.now;
    }
    if (!lines.some(({ from }) => from === 'customer')) return next;
    return { ...next, sentiment: { level: sentimentOf(customerTurns(messages)), source: 'backend', at: core.now } };
  }

  function change(talk: Talk, asked: Happening): void {
    const before = talk.row;
    const happening = withoutPending(before, asked, (id) => desks.get(id)?.row.name ?? id);
    const version = history.sequence + 1;
    const spoken = speak(talk, happening, changedRow(before, happening.patch, core.now));
    talk.row = { ...spoken, version, etag: isSameForActions(before, spoken) ? before.etag : `e${version}` };
    for (const name of happening.by ?? []) core.count(name);
    publish(talk, before);
  }

  const core: Core = {
    now: startAt,
    history,
    talks: new Map(),
    desks,
    queues: byId(world.queues),
    workstreams,
    supervisors: byId(world.supervisors),
    switchedOff: new Set(),
    rulesVersion: world.rulesVersion,
    transitions: new Map(),
    witnesses: [],
    place(talk) {
      core.talks.set(talk.row.id, talk);
      for (const desk of reckon(undefined, talk.row)) desk.row = refreshedRow(desk, core.now);
      witness(talk, undefined, talk.row);
    },
    add(talk, happening) {
      const version = history.sequence + 1;
      talk.row = { ...speak(talk, happening, talk.row), version, etag: `e${version}` };
      core.talks.set(talk.row.id, talk);
      for (const name of happening.by ?? []) core.count(name);
      publish(talk, undefined);
    },
    change,
    remove(talk) {
      core.talks.delete(talk.row.id);
      core.count('any>gone:removed');
      const changed = settle(reckon(talk.row, undefined));
      witness(talk, talk.row, undefined);
      history.emit(core.now, { type: 'removed', id: talk.row.id, version: history.sequence + 1 });
      tellAgents(changed);
    },
    forget(talk) {
      core.talks.delete(talk.row.id);
      witness(talk, talk.row, undefined);
    },
    count(name) {
      core.transitions.set(name, (core.transitions.get(name) ?? 0) + 1);
    },
  };
  return core;
}
