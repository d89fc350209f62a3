import { describe, expect, test } from 'vitest';
import type { Override, Target } from '../../lib/domain/actions.ts';
import {
  assignCandidates,
  groupOf,
  overridesFor,
  reasonsAgainstTarget,
  transferCandidates,
} from '../../lib/domain/candidates.ts';
import type { Agent, Channel, PresenceBase, QueueKind } from '../../lib/domain/records.ts';
import { presenceBases } from '../../lib/domain/records.ts';
import type { Candidate } from '../../lib/domain/ruleContext.ts';
import {
  aContext,
  aConversation,
  aDirectory,
  anAgent,
  anOpenConversation,
  aQueue,
  aWorkstream,
  someCapabilities,
} from '../builders.ts';

const codes = (reasons: { code: string }[]) => reasons.map(({ code }) => code);
function assigning(agent: Agent, conversation = anOpenConversation(), directory = aDirectory()): Candidate | undefined {
  return assignCandidates(conversation, { agents: [agent], queues: [] }, directory, aContext())[0];
}
function transferring(agent: Agent, conversation = aConversation(), directory = aDirectory()): Candidate | undefined {
  return transferCandidates(conversation, { agents: [agent], queues: [] }, directory, aContext())[0];
}

describe('presence', () => {
  const allowed = ['available', 'busy'];
  test.each(presenceBases)('A3 A5 T4: base %s, allowed are available and busy', (base: PresenceBase) => {
    const reason = base === 'unknown' ? { code: 'presenceUnknown' } : { code: 'presenceNotAllowed', base, allowed };
    const expected = allowed.includes(base) ? [] : [reason];
    const agent = anAgent({ presence: { base } });
    expect(assigning(agent)).toMatchObject({ blocking: [], overridable: expected });
    expect(transferring(agent)).toMatchObject({ blocking: expected, overridable: [] });
  });
  test('A5: unknown is never taken for allowed, whatever the workstream lists', () => {
    const directory = aDirectory({ workstreams: [aWorkstream({ allowedPresences: [...presenceBases] })] });
    const agent = anAgent({ presence: { base: 'unknown' } });
    expect(codes(assigning(agent, anOpenConversation(), directory)?.overridable ?? [])).toEqual(['presenceUnknown']);
  });
  test('A3 T4: a workstream that allows no presence allows nobody', () => {
    const directory = aDirectory({ workstreams: [aWorkstream({ allowedPresences: [] })] });
    expect(codes(transferring(anAgent(), aConversation(), directory)?.blocking ?? [])).toEqual(['presenceNotAllowed']);
  });
  test.each<[string, { workstreamId?: string }]>([
    ['none', {}],
    ['one that nobody knows', { workstreamId: 'w-gone' }],
  ])('A3 A5: without its workstream (%s) presence and cost are unknown', (_which, workstream) => {
    const { workstreamId: _dropped, ...open } = anOpenConversation();
    expect(assigning(anAgent(), { ...open, ...workstream })).toMatchObject({
      blocking: [],
      overridable: [{ code: 'presenceUnknown' }, { code: 'capacityUnknown' }],
    });
  });
});

describe('capacity', () => {
  const withFree = (free: number) => anAgent({ capacity: { max: 10, free } });
  test.each([
    { needed: 2, free: 3, over: 0 },
    { needed: 2, free: 2, over: 0 },
    { needed: 2, free: 1, over: 1 },
    { needed: 2, free: 0, over: 2 },
    { needed: 2, free: -2, over: 4 },
    { needed: 0, free: 0, over: 0 },
    { needed: 0, free: -1, over: 1 },
  ])('A5: needs $needed, $free free: over by $over', ({ needed, free, over }) => {
    const open = anOpenConversation({ unitsNeeded: needed });
    expect(assigning(withFree(free), open)?.overridable).toEqual(over ? [{ code: 'overCapacity', units: over }] : []);
    const given = transferring(withFree(free), aConversation({ unitsNeeded: needed }));
    expect([given?.blocking, given?.unitsOver]).toEqual([[], over || undefined]);
  });
  test('A5: what the conversation says it needs goes before its workstream', () => {
    const open = anOpenConversation({ unitsNeeded: 7 });
    expect(assigning(withFree(5), open)?.overridable).toEqual([{ code: 'overCapacity', units: 2 }]);
  });
  test('A5: unknown capacity is a reason of its own, and in a transfer no note', () => {
    const agent = anAgent({ capacity: 'unknown' });
    expect(assigning(agent)?.overridable).toEqual([{ code: 'capacityUnknown' }]);
    expect(transferring(agent)).toEqual({
      target: { agentId: 'a-y' },
      name: 'Yael',
      blocking: [],
      overridable: [],
      isMe: false,
    });
  });
});

describe('who may receive', () => {
  test('T4: myself is allowed and said so', () => {
    expect(transferring(anAgent({ id: 'a-me' }))).toMatchObject({ blocking: [], isMe: true });
  });
  test('A1: Open with an agent stands against the action, not against that agent', () => {
    expect(assigning(anAgent(), anOpenConversation({ agentId: 'a-y' }))?.blocking).toEqual([]);
  });
  test('T3 T4: every reason is told, not only the first', () => {
    const worst = anAgent({ id: 'a-x', kind: 'bot', queueIds: [], presence: { base: 'offline' } });
    expect(codes(transferring(worst)?.blocking ?? [])).toEqual([
      'isBot',
      'isCurrentAgent',
      'notInQueue',
      'presenceNotAllowed',
    ]);
  });
  test('T4: a conversation in no queue has no "same queue" to ask for', () => {
    const { queueId: _none, ...unrouted } = aConversation();
    expect(transferring(anAgent({ queueIds: [] }), unrouted)?.blocking).toEqual([]);
  });
  test('2025 A3: membership is asked, and cannot be overridden', () => {
    const context = aContext({ version: '2025' });
    const everybody = { agents: [anAgent(), anAgent({ id: 'a-z', queueIds: ['q-2'] })], queues: [] };
    const listed = assignCandidates(anOpenConversation(), everybody, aDirectory(), context);
    expect(listed.map(({ target, blocking }) => [target.agentId, codes(blocking)])).toEqual([
      ['a-y', []],
      ['a-z', ['notInQueue']],
    ]);
  });
});

describe('queues', () => {
  const kinds: [Channel, QueueKind][] = [
    ['liveChat', 'messaging'],
    ['sms', 'messaging'],
    ['whatsApp', 'messaging'],
    ['messaging', 'messaging'],
    ['voice', 'voice'],
    ['entityRecord', 'record'],
  ];
  const others = (['messaging', 'voice', 'record'] as const).map((kind) =>
    aQueue({ id: `q-${kind}`, name: kind, kind }),
  );
  test.each(kinds)('A4: %s goes to queues of kind %s only', (channel, fitting) => {
    const open = anOpenConversation({ channel });
    const listed = assignCandidates(open, { agents: [], queues: others }, aDirectory(), aContext());
    for (const { name, blocking } of listed) {
      expect(blocking).toEqual(name === fitting ? [] : [{ code: 'wrongQueueKind', kind: name }]);
    }
  });
  test('A4: an escalated chat stays with messaging queues', () => {
    const open = anOpenConversation({ escalatedTo: 'voice' });
    const listed = assignCandidates(open, { agents: [], queues: others }, aDirectory(), aContext());
    expect(listed.filter((candidate) => groupOf(candidate) === 'offered').map(({ name }) => name)).toEqual([
      'messaging',
    ]);
  });
  test('A4: of an unknown channel the present queue tells the kind; without one nothing is said', () => {
    const open = anOpenConversation({ channel: 'unknown:42' });
    const kindsOffered = (conversation: typeof open) =>
      assignCandidates(conversation, { agents: [], queues: others }, aDirectory(), aContext())
        .filter((candidate) => groupOf(candidate) === 'offered')
        .map(({ name }) => name);
    expect(kindsOffered(open)).toEqual(['messaging']);
    const { queueId: _none, ...unrouted } = open;
    expect(kindsOffered(unrouted)).toEqual(['messaging', 'record', 'voice']);
  });
  test('A4: the current queue of another kind has both reasons', () => {
    const directory = aDirectory({ queues: [aQueue({ kind: 'voice' })] });
    const reasons = reasonsAgainstTarget(
      'assign',
      { queueId: 'q-1' },
      { presence: true, capacity: true },
      anOpenConversation(),
      directory,
      aContext(),
    );
    expect(codes(reasons)).toEqual(['isCurrentQueue', 'wrongQueueKind']);
  });
});

describe('one concrete target', () => {
  const tired = anAgent({ presence: { base: 'away' }, capacity: { max: 4, free: 0 } });
  const puzzling = anAgent({ presence: { base: 'unknown' }, capacity: 'unknown' });
  test.each<[string, Agent, Override, string[]]>([
    ['nothing overridden', tired, {}, ['presenceNotAllowed', 'overCapacity']],
    ['presence overridden', tired, { presence: true }, ['overCapacity']],
    ['capacity overridden', tired, { capacity: true }, ['presenceNotAllowed']],
    ['both overridden', tired, { presence: true, capacity: true }, []],
    ['both denied', tired, { presence: false, capacity: false }, ['presenceNotAllowed', 'overCapacity']],
    ['unknowns', puzzling, {}, ['presenceUnknown', 'capacityUnknown']],
    ['unknown presence overridden', puzzling, { presence: true }, ['capacityUnknown']],
    ['unknown capacity overridden', puzzling, { capacity: true }, ['presenceUnknown']],
    ['a bot with everything overridden', anAgent({ kind: 'bot' }), { presence: true, capacity: true }, ['isBot']],
  ])('A5: %s', (_sentence, agent, override, expected) => {
    const directory = aDirectory({ agents: [agent] });
    const target = { agentId: agent.id };
    const reasons = reasonsAgainstTarget('assign', target, override, anOpenConversation(), directory, aContext());
    expect(codes(reasons)).toEqual(expected);
  });
  test('T4: a transfer heeds no override', () => {
    const reasons = reasonsAgainstTarget(
      'transfer',
      { agentId: 'a-y' },
      { presence: true, capacity: true },
      aConversation(),
      aDirectory({ agents: [tired] }),
      aContext(),
    );
    expect(codes(reasons)).toEqual(['presenceNotAllowed']);
  });
  test.each<[string, 'assign' | 'transfer', Target, Parameters<typeof someCapabilities>[0]]>([
    ['an agent that is not there', 'assign', { agentId: 'a-gone' }, {}],
    ['a queue that is not there', 'assign', { queueId: 'q-gone' }, {}],
    ['an agent where the backend assigns to queues only', 'assign', { agentId: 'a-y' }, { assignToAgent: false }],
    ['a queue where the backend assigns to agents only', 'assign', { queueId: 'q-2' }, { assignToQueue: false }],
    ['an agent that is not there, to transfer to', 'transfer', { agentId: 'a-gone' }, {}],
    ['a queue, to transfer to', 'transfer', { queueId: 'q-2' }, {}],
  ])('A2 G4 T3: %s is no target', (_sentence, type, target, lacking) => {
    const directory = aDirectory({ queues: [aQueue({ id: 'q-2' })] });
    const context = aContext({ capabilities: someCapabilities(lacking) });
    const conversation = type === 'assign' ? anOpenConversation() : aConversation();
    expect(reasonsAgainstTarget(type, target, {}, conversation, directory, context)).toEqual([
      { code: 'noSuchTarget' },
    ]);
  });
  test('A5: a candidate says which overrides it needs', () => {
    const needs = (agent: Agent) => {
      const candidate = assigning(agent);
      return candidate && overridesFor(candidate);
    };
    expect(needs(anAgent())).toEqual({});
    expect(needs(tired)).toEqual({ presence: true, capacity: true });
    expect(needs(anAgent({ capacity: 'unknown' }))).toEqual({ capacity: true });
    expect(needs(anAgent({ presence: { base: 'unknown' } }))).toEqual({ presence: true });
  });
});

describe('order of the list', () => {
  const agents = [
    anAgent({ id: 'a-1', name: 'Bot', kind: 'bot', capacity: { max: 99, free: 99 } }),
    anAgent({ id: 'a-2', name: 'Zoe', capacity: { max: 4, free: 4 } }),
    anAgent({ id: 'a-3', name: 'Adam', capacity: { max: 4, free: 4 } }),
    anAgent({ id: 'a-4', name: 'Full', capacity: { max: 4, free: -1 } }),
    anAgent({ id: 'a-5', name: 'Riddle', capacity: 'unknown' }),
    anAgent({ id: 'a-6', name: 'Free', capacity: { max: 9, free: 9 } }),
    anAgent({ id: 'a-8', name: 'Twin', capacity: { max: 4, free: 2 } }),
    anAgent({ id: 'a-7', name: 'Twin', capacity: { max: 4, free: 2 } }),
  ];
  const queues = [
    aQueue({ id: 'q-9', name: 'Queue 10' }),
    aQueue({ id: 'q-8', name: 'Queue 9' }),
    aQueue({ id: 'q-1', name: 'Orders' }),
  ];
  const expected = [
    'Free',
    'Adam',
    'Zoe',
    'Twin a-7',
    'Twin a-8',
    'Queue 9',
    'Queue 10',
    'Full',
    'Riddle',
    'Bot',
    'Orders',
  ];
  const listed = (someAgents: Agent[], someQueues: typeof queues) =>
    assignCandidates(anOpenConversation(), { agents: someAgents, queues: someQueues }, aDirectory(), aContext()).map(
      ({ name, target }) => (name === 'Twin' ? `${name} ${target.agentId}` : name),
    );

  test('A2: offered, overridable, blocked; inside by free units, then name; agents before queues', () => {
    expect(listed(agents, queues)).toEqual(expected);
  });
  test('the order does not depend on the order of reading', () => {
    expect(listed(agents.toReversed(), queues.toReversed())).toEqual(expected);
  });
  test('G4: what the backend cannot assign to is not listed', () => {
    const lacking = (capabilities: Parameters<typeof someCapabilities>[0]) =>
      assignCandidates(
        anOpenConversation(),
        { agents, queues },
        aDirectory(),
        aContext({ capabilities: someCapabilities(capabilities) }),
      );
    expect(lacking({ assignToAgent: false })).toHaveLength(queues.length);
    expect(lacking({ assignToQueue: false })).toHaveLength(agents.length);
  });
  test('T4: a transfer lists everybody, the blocked ones last', () => {
    const names = transferCandidates(aConversation(), { agents, queues }, aDirectory(), aContext()).map(
      ({ name }) => name,
    );
    expect(names).toEqual(['Free', 'Adam', 'Zoe', 'Twin', 'Twin', 'Full', 'Riddle', 'Bot']);
  });
  test('T3 [2025]: a transfer lists queues too, under the rules of assigning (A4); in 2024 it lists none', () => {
    const others = [aQueue(), aQueue({ id: 'q-2', name: 'Billing' }), aQueue({ id: 'q-3', kind: 'voice' })];
    const listed = (version: '2024' | '2025') =>
      transferCandidates(aConversation(), { agents: [], queues: others }, aDirectory(), aContext({ version }));
    expect(listed('2024')).toEqual([]);
    expect(listed('2025').map(({ target, blocking }) => [target.queueId, codes(blocking)])).toEqual([
      ['q-2', []],
      ['q-1', ['isCurrentQueue']],
      ['q-3', ['wrongQueueKind']],
    ]);
  });
});
