/** What can be decided in a dialog: on what was seen, for whom, and only while it is possible. */
import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../lib/domain/actions.ts';
import type { PresenceChoice } from '../../lib/domain/capabilities.ts';
import type { Agent, Conversation, Queue } from '../../lib/domain/records.ts';
import type { RuleContext } from '../../lib/domain/ruleContext.ts';
import type { Act, Acted, Intent, Seen } from '../../lib/models/act.ts';
import { createDialog, type DialogType } from '../../lib/models/dialog.ts';
import type { Everybody } from '../../lib/models/directory.ts';
import { pickerStep } from '../../lib/models/picker.ts';
import { aContext, aConversation, aDirectory, anAgent, anOpenConversation, aQueue, morning } from '../builders.ts';

const mina = anAgent({ id: 'a-mina', name: 'Mina', capacity: { max: 4, free: 4 } });
const jonas = anAgent({ id: 'a-jonas', name: 'Jonas', capacity: { max: 3, free: 1 } });
const tom = anAgent({ id: 'a-tom', name: 'Tom', presence: { base: 'away' } });
const bot = anAgent({ id: 'a-bot', name: 'Helpbot', kind: 'bot' });
const me = anAgent({ id: 'a-me', name: 'Sam', isMe: true });
const queues = [aQueue(), aQueue({ id: 'q-2', name: 'Billing' }), aQueue({ id: 'q-3', name: 'Calls', kind: 'voice' })];

export function everybodyOf(agents: Agent[], all: Queue[] = queues): Everybody {
  return { ...aDirectory({ agents, queues: all }), agents, queues: all };
}

const presences: PresenceChoice[] = [
  { id: 'p-1', base: 'available' },
  { id: 'p-2', base: 'away', text: 'Lunch' },
];

function scene(type: DialogType, first: Conversation = anOpenConversation(), agents = [tom, bot, jonas, mina]) {
  const row = signal<Conversation | undefined>(first);
  const everybody = signal(everybodyOf(agents));
  const context = signal<RuleContext>(aContext());
  const acts: { intent: Intent; seen: Seen }[] = [];
  let answer: (seen: Seen) => Acted = () => ({ kind: 'accepted', operation: anAccepted() });
  const act: Act = async (intent, seen) => {
    acts.push({ intent, seen });
    return answer(seen);
  };
  const model = createDialog({
    type,
    act,
    row,
    everybody,
    context,
    presences: signal(presences),
    presenceName: ({ base, text }) => text ?? base,
    isStale: () => false,
  });
  model.start();
  const setAgents = (...next: Agent[]) => {
    everybody.value = everybodyOf(next);
  };
  const names = () => model.agents.rows.value.map(({ candidate, group }) => `${candidate.name} ${group}`);
  const answerWith = (next: typeof answer) => {
    answer = next;
  };
  return { model, row, everybody, context, acts, setAgents, names, answerWith };
}

function anAccepted(overrides: Partial<Operation> = {}): Operation {
  const action = { type: 'forceClose' as const, operationId: 'o-1', conversationId: 'c-1', etag: 'e-1' };
  return {
    id: 'o-1',
    connectionId: 'k-1',
    action,
    account: 'a-me',
    state: 'queued',
    at: morning,
    attempts: 0,
    ...overrides,
  };
}

describe('who could get it', () => {
  it('lists everybody: offered first, then what can be overridden, then the impossible', () => {
    expect(scene('assign').names()).toEqual([
      'Mina offered',
      'Jonas overridable',
      'Tom overridable',
      'Helpbot blocked',
    ]);
  });

  it('lists nobody as overridable for a transfer (T4)', () => {
    const { names } = scene('transfer', aConversation());
    expect(names()).toEqual(['Mina offered', 'Jonas offered', 'Helpbot blocked', 'Tom blocked']);
  });

  it('keeps the order while the dialog stands, whatever becomes of them; who is new comes last', () => {
    const { names, setAgents } = scene('assign');
    const busier = anAgent({ ...mina, capacity: { max: 4, free: -5 } });
    const back = anAgent({ ...tom, presence: { base: 'available' } });
    setAgents(bot, back, jonas, busier, anAgent({ id: 'a-new', name: 'Aaron' }));
    expect(names()).toEqual([
      'Mina overridable',
      'Jonas overridable',
      'Tom offered',
      'Helpbot blocked',
      'Aaron offered',
    ]);
  });

  it('keeps who has gone in place, blocked', () => {
    const { model, names, setAgents } = scene('assign');
    setAgents(bot, jonas, tom);
    expect(names()[0]).toBe('Mina blocked');
    expect(model.agents.rows.value[0]?.candidate.blocking).toEqual([{ code: 'noSuchTarget' }]);
  });

  it('shows 50 of 2,000 at a time, and finds the others by name', () => {
    const crowd = Array.from({ length: 2000 }, (_, index) => anAgent({ id: `a-${index}`, name: `Agent ${index}` }));
    const { agents } = scene('assign', anOpenConversation(), crowd).model;
    expect([agents.rows.value.length, agents.matching.value]).toEqual([pickerStep, 2000]);
    agents.showMore();
    expect(agents.rows.value.length).toBe(2 * pickerStep);
    agents.setSearch(' agent 1999');
    expect(agents.rows.value.map(({ key }) => key)).toEqual(['agent:a-1999']);
    agents.setSearch('');
    expect(agents.rows.value.length).toBe(pickerStep);
  });
});

describe('choosing', () => {
  it('cannot be ready before somebody is chosen, and nobody is chosen by itself', () => {
    const { model } = scene('assign');
    expect([model.agents.choice.value, model.ready.value]).toEqual([undefined, false]);
  });

  it('does not take the impossible', () => {
    const { model } = scene('assign');
    model.agents.choose('agent:a-bot');
    expect(model.agents.choice.value).toBeUndefined();
  });

  it('sends the agent without overrides when they are offered', async () => {
    const { model, acts } = scene('assign');
    model.agents.choose('agent:a-mina');
    expect(await model.submit()).toBe(true);
    expect(acts).toEqual([
      {
        intent: { type: 'assign', agentId: 'a-mina', override: {} },
        seen: { row: anOpenConversation(), stale: false, targetName: 'Mina' },
      },
    ]);
  });

  it.each([
    ['agent:a-jonas', { capacity: true }],
    ['agent:a-tom', { presence: true }],
  ])('sends exactly the overrides that %s needs', async (key, override) => {
    const { model, acts } = scene('assign');
    model.agents.choose(key);
    await model.submit();
    expect(acts[0]?.intent).toMatchObject({ override });
  });

  it('assigns to a queue on the other tab, with what was chosen there', async () => {
    const { model, acts } = scene('assign');
    model.agents.choose('agent:a-mina');
    model.setTab('queue');
    expect(model.ready.value).toBe(false);
    model.queues.choose('queue:q-2');
    await model.submit();
    expect(acts[0]?.intent).toEqual({ type: 'assign', queueId: 'q-2', override: {} });
  });

  it('never offers the current queue, nor one of another kind (A4)', () => {
    const groups = scene('assign').model.queues.rows.value.map(({ key, group }) => `${key} ${group}`);
    expect(groups).toEqual(['queue:q-2 offered', 'queue:q-3 blocked', 'queue:q-1 blocked']);
  });

  it('transfers to an agent, yourself allowed', async () => {
    const { model, acts } = scene('transfer', aConversation(), [me]);
    model.agents.choose('agent:a-me');
    await model.submit();
    expect(acts[0]?.intent).toEqual({ type: 'transfer', agentId: 'a-me' });
  });

  it('says when the chosen one has become impossible, and sends nothing', async () => {
    const { model, acts, setAgents } = scene('assign');
    model.agents.choose('agent:a-mina');
    setAgents(bot, jonas, tom);
    expect([model.agents.choice.value?.trouble, model.ready.value]).toEqual(['impossible', false]);
    expect([await model.submit(), acts]).toEqual([false, []]);
  });

  it('overrides only what was agreed to: more units over asks again', () => {
    const { model, setAgents } = scene('assign');
    model.agents.choose('agent:a-jonas');
    expect(model.ready.value).toBe(true);
    setAgents(anAgent({ ...jonas, capacity: { max: 3, free: -4 } }));
    expect([model.agents.choice.value?.trouble, model.ready.value]).toEqual(['worse', false]);
    model.agents.choose('agent:a-jonas');
    expect([model.agents.choice.value?.trouble, model.ready.value]).toEqual([undefined, true]);
  });

  it('goes on when the chosen one got better', () => {
    const { model, setAgents } = scene('assign');
    model.agents.choose('agent:a-jonas');
    setAgents(anAgent({ ...jonas, capacity: { max: 3, free: 3 } }));
    expect([model.agents.choice.value?.group, model.ready.value]).toEqual(['offered', true]);
  });
});

describe('deciding on what was seen', () => {
  it('sends nothing while the row is another than the one seen, until that is taken note of', async () => {
    const { model, row, acts } = scene('forceClose', aConversation());
    row.value = aConversation({ etag: 'e-2', agentId: 'a-y', version: 2 });
    expect([model.changes.value, model.ready.value]).toEqual([['agentId'], false]);
    expect([await model.submit(), acts]).toEqual([false, []]);
    model.takeNote();
    expect(await model.submit()).toBe(true);
    expect(acts[0]?.seen.row.etag).toBe('e-2');
  });

  it('does not mind new messages: the etag is the same', () => {
    const { model, row } = scene('forceClose', aConversation());
    row.value = aConversation({ version: 7, lastCustomerMessageAt: morning });
    expect([model.changes.value, model.ready.value]).toEqual([undefined, true]);
  });

  it('says what a reading of the stale row found, and sends nothing', async () => {
    const { model, answerWith } = scene('forceClose', aConversation());
    answerWith(() => ({ kind: 'changed', row: aConversation({ etag: 'e-3', version: 5, ringing: true }) }));
    expect(await model.submit()).toBe(false);
    expect([model.changes.value, model.progress.value]).toEqual([['ringing'], { kind: 'deciding' }]);
  });

  it('says that the conversation is gone when the reading finds none', async () => {
    const { model, answerWith } = scene('forceClose', aConversation());
    answerWith(() => ({ kind: 'gone' }));
    await model.submit();
    expect(model.reasons.value).toEqual([{ code: 'gone' }]);
  });

  it('shows all reasons as soon as it becomes impossible, and what would do it instead', () => {
    const { model, row } = scene('assign');
    row.value = aConversation({ etag: 'e-2', version: 2 });
    expect(model.reasons.value.map(({ code }) => code)).toEqual(['wrongState', 'alreadyAssigned']);
    expect([model.instead.value, model.ready.value]).toEqual([['transfer'], false]);
  });

  it('keeps the reasons of a refusal', async () => {
    const { model, answerWith } = scene('forceClose', aConversation());
    const reasons = [{ code: 'notSupervisor' as const }];
    answerWith(() => ({ kind: 'accepted', operation: anAccepted({ state: 'refused', reasons }) }));
    expect(await model.submit()).toBe(false);
    expect(model.progress.value).toEqual({ kind: 'refused', reasons });
  });

  it('tells a failure and can be tried again', async () => {
    const { model, answerWith } = scene('forceClose', aConversation());
    answerWith(() => ({ kind: 'failed', code: 'storage', message: 'full', mayHaveHappened: false }));
    expect(await model.submit()).toBe(false);
    expect([model.progress.value.kind, model.ready.value]).toEqual(['failed', true]);
  });

  it.each([
    ['', { type: 'forceClose' }],
    ['  duplicate ', { type: 'forceClose', note: 'duplicate' }],
  ])('sends the note %j only when it says something', async (note, intent) => {
    const { model, acts } = scene('forceClose', aConversation());
    model.setNote(note);
    await model.submit();
    expect(acts[0]?.intent).toEqual(intent);
  });

  it('sends an accepted act once, however often the button is pressed', async () => {
    const { model, acts } = scene('forceClose', aConversation());
    await Promise.all([model.submit(), model.submit()]);
    await model.submit();
    expect(acts.length).toBe(1);
  });
});

describe('the presence of the agent who has it', () => {
  const withMina = () => aConversation({ agentId: mina.id });

  it('is ready when one of those that the backend offers is chosen, and is asked for that agent', async () => {
    const { model, acts } = scene('setPresence', withMina());
    expect(model.reasons.value).toEqual([]);
    expect(model.ready.value).toBe(false);
    model.choosePresence({ id: 'p-2', base: 'away', text: 'Lunch' });
    expect(model.ready.value).toBe(true);
    expect(await model.submit()).toBe(true);
    expect(acts.map(({ intent }) => intent)).toEqual([{ type: 'setPresence', agentId: mina.id, presenceId: 'p-2' }]);
    expect(acts[0]?.seen.targetName).toBe(`${mina.name} · Lunch`);
  });

  it('cannot be set for a bot, nor for an agent whom nobody knows', () => {
    expect(scene('setPresence', aConversation({ agentId: bot.id })).model.reasons.value).toEqual([{ code: 'isBot' }]);
    expect(scene('setPresence', aConversation({ agentId: 'a-?' })).model.reasons.value).toEqual([
      { code: 'noSuchTarget' },
    ]);
  });

  it('waits when somebody else has it meanwhile: it would be another agent', () => {
    const { model, row } = scene('setPresence', withMina());
    model.choosePresence({ id: 'p-1', base: 'available' });
    row.value = aConversation({ agentId: jonas.id, etag: 'e-9', version: 99 });
    expect(model.ready.value).toBe(false);
    expect(model.changes.value).toEqual(['agentId']);
  });
});
