import { describe, expect, test } from 'vitest';
import type { ActionType, Audience } from '../../lib/domain/actions.ts';
import type { Capabilities } from '../../lib/domain/capabilities.ts';
import { reasonsAgainst } from '../../lib/domain/eligibility.ts';
import type { Conversation, State } from '../../lib/domain/records.ts';
import { states } from '../../lib/domain/records.ts';
import type { RuleContext, RulesVersion } from '../../lib/domain/ruleContext.ts';
import { aContext, aConversation, aDirectory, anAgent, anOpenConversation, someCapabilities } from '../builders.ts';

const bot = anAgent({ id: 'a-bot', name: 'Botty', kind: 'bot' });
const allTypes: ActionType[] = [
  'monitor',
  'renewMonitor',
  'stopMonitor',
  'join',
  'leave',
  'say',
  'assign',
  'transfer',
  'forceClose',
];
const inside = { isMonitoring: true, hasJoined: true };
/** A conversation on which the action is allowed when `inside`. */
const suitable = (type: ActionType): Conversation => (type === 'assign' ? anOpenConversation() : aConversation());

function codesAgainst(
  type: ActionType,
  conversation: Conversation | undefined,
  context: Partial<RuleContext> = {},
  audience?: Audience,
): string[] {
  return reasonsAgainst(type, conversation, aDirectory({ agents: [bot] }), aContext(context), audience).map(
    ({ code }) => code,
  );
}

describe.each(allTypes)('gates before %s', (type) => {
  test('G1–G4: all open, nothing stands against it', () => {
    expect(codesAgainst(type, suitable(type), inside)).toEqual([]);
  });
  test('G1: an account that is no supervisor is refused', () => {
    expect(codesAgainst(type, suitable(type), { ...inside, isSupervisor: false })).toEqual(['notSupervisor']);
  });
  test('G3: nothing is done before the notice is acknowledged', () => {
    expect(codesAgainst(type, suitable(type), { ...inside, noticeAcknowledged: false })).toEqual(['noticeOpen']);
  });
  test('a conversation that is gone says so', () => {
    expect(codesAgainst(type, undefined, inside)).toEqual(['gone']);
  });
  test('closed gates are told together, also of a conversation that is gone', () => {
    const closed = { ...inside, isSupervisor: false, noticeAcknowledged: false };
    expect(codesAgainst(type, undefined, closed)).toEqual(['notSupervisor', 'noticeOpen', 'gone']);
  });
});

describe('G2: switches', () => {
  test.each<[ActionType, keyof RuleContext['switchedOff']]>([
    ['monitor', 'monitor'],
    ['renewMonitor', 'monitor'],
    ['join', 'monitor'],
    ['say', 'monitor'],
    ['assign', 'assign'],
    ['setPresence', 'assign'],
    ['transfer', 'transfer'],
    ['forceClose', 'forceClose'],
  ])('G2: %s follows the switch of %s and no other', (type, own) => {
    for (const action of ['monitor', 'assign', 'transfer', 'forceClose'] as const) {
      const expected = action === own ? ['switchedOff'] : [];
      expect(codesAgainst(type, suitable(type), { ...inside, switchedOff: { [action]: ['connection'] } })).toEqual(
        expected,
      );
    }
  });
  test.each<ActionType>(['stopMonitor', 'leave'])('G2: a switch that went off keeps nobody inside: %s', (type) => {
    expect(codesAgainst(type, aConversation(), { ...inside, switchedOff: { monitor: ['policy'] } })).toEqual([]);
  });
  test('G2: nobody in the list means on', () => {
    expect(codesAgainst('monitor', aConversation(), { switchedOff: { monitor: [] } })).toEqual([]);
  });
});

describe('G4: what the backend lacks is named', () => {
  test.each<[ActionType, Partial<Capabilities>, Partial<Conversation>, Audience | undefined, string[]]>([
    ['monitor', { monitor: false }, {}, undefined, ['monitor']],
    ['renewMonitor', { monitor: false }, {}, undefined, ['monitor']],
    ['stopMonitor', { monitor: false }, {}, undefined, ['monitor']],
    ['join', { join: false }, {}, undefined, ['join']],
    ['join', { voiceJoin: false }, { channel: 'voice' }, undefined, ['voiceJoin']],
    ['join', { voiceJoin: true }, { channel: 'voice' }, undefined, []],
    ['leave', { join: false }, {}, undefined, ['join']],
    ['say', { sayInternal: false }, {}, 'internal', ['sayInternal']],
    ['say', { sayInternal: false }, {}, 'everyone', []],
    ['say', { sayPublic: false }, {}, 'everyone', ['sayPublic']],
    ['say', { sayPublic: false }, {}, undefined, []],
    ['say', { voiceJoin: false }, { channel: 'voice' }, 'internal', ['voiceJoin']],
    ['say', { voiceJoin: true }, { channel: 'voice' }, 'internal', []],
    ['assign', { assignToAgent: false }, {}, undefined, []],
    ['assign', { assignToQueue: false }, {}, undefined, []],
    ['assign', { assignToAgent: false, assignToQueue: false }, {}, undefined, ['assignToAgent']],
    ['transfer', { transfer: false }, {}, undefined, ['transfer']],
    ['forceClose', { forceClose: false }, {}, undefined, ['forceClose']],
  ])('G4: %s with %o on %o to %s', (type, lacking, conversation, audience, named) => {
    const context = aContext({ ...inside, capabilities: someCapabilities(lacking) });
    const row = { ...suitable(type), ...conversation };
    expect(reasonsAgainst(type, row, aDirectory(), context, audience)).toEqual(
      named.map((capability) => ({ code: 'notSupported', capability })),
    );
  });
});

describe('states', () => {
  const monitored: Record<RulesVersion, State[]> = {
    '2024': ['active', 'wrapUp'],
    '2025': ['active', 'waiting', 'wrapUp'],
  };
  const live: State[] = ['open', 'active', 'waiting', 'wrapUp'];
  const rules: [string, ActionType, (version: RulesVersion) => State[]][] = [
    ['M1', 'monitor', (version) => monitored[version]],
    ['M6', 'renewMonitor', (version) => monitored[version]],
    ['J1', 'join', (version) => monitored[version]],
    ['J3', 'say', () => live],
    ['A1', 'assign', () => ['open']],
    ['T1', 'transfer', () => ['active', 'waiting']],
    ['F1', 'forceClose', () => live],
    ['M6', 'stopMonitor', () => [...states]],
    ['J2', 'leave', () => [...states]],
  ];
  const table = rules.flatMap(([rule, type, allowedBy]) =>
    (['2024', '2025'] as const).flatMap((version) =>
      states.map((state) => ({ rule, type, version, state, allowed: allowedBy(version) })),
    ),
  );
  test.each(table)('$rule ($version): $type in $state, allowed in $allowed', ({ type, version, state, allowed }) => {
    const context = aContext({ ...inside, version });
    expect(reasonsAgainst(type, { ...suitable(type), state }, aDirectory(), context)).toEqual(
      allowed.includes(state) ? [] : [{ code: 'wrongState', state, allowed }],
    );
  });

  test.each<ActionType>(['monitor', 'renewMonitor', 'join'])('2025 M1: ringing stands against %s', (type) => {
    const ringing = aConversation({ ringing: true });
    expect(codesAgainst(type, ringing, { ...inside, version: '2025' })).toEqual(['notAccepted']);
    expect(codesAgainst(type, ringing, { ...inside, version: '2024' })).toEqual([]);
  });
  test('2025 M1: acceptance is asked of Active only', () => {
    const odd = aConversation({ state: 'wrapUp', ringing: true });
    expect(codesAgainst('monitor', odd, { version: '2025' })).toEqual([]);
  });
});

describe('channels', () => {
  const text = ['liveChat', 'sms', 'whatsApp', 'messaging'] as const;
  test.each(text)('M2 A7 T2 F1: %s goes with every action', (channel) => {
    for (const type of allTypes) expect(codesAgainst(type, { ...suitable(type), channel }, inside)).toEqual([]);
  });
  test.each<[string, ActionType]>([
    ['M2', 'monitor'],
    ['M6', 'renewMonitor'],
    ['J1', 'join'],
    ['J3', 'say'],
    ['A7', 'assign'],
    ['T2', 'transfer'],
    ['F1', 'forceClose'],
  ])('%s: %s never takes an entity record', (_rule, type) => {
    const record: Conversation = { ...suitable(type), channel: 'entityRecord' };
    const reasons = reasonsAgainst(type, record, aDirectory(), aContext(inside));
    expect(reasons).toEqual([{ code: 'wrongChannel', channel: 'entityRecord' }]);
  });
  test.each<[string, ActionType, string[]]>([
    ['M2', 'monitor', []],
    ['A7', 'assign', []],
    ['F1', 'forceClose', []],
    ['T2', 'transfer', ['wrongChannel']],
  ])('%s: %s of a channel that no table knows gives %o', (_rule, type, codes) => {
    expect(codesAgainst(type, { ...suitable(type), channel: 'unknown:192350009' })).toEqual(codes);
  });
  test('T2: a voice call is not transferred by default', () => {
    expect(codesAgainst('transfer', aConversation({ channel: 'voice' }))).toEqual(['wrongChannel']);
  });
  test.each(['voice', 'video'] as const)('T2: what text was escalated to is told: %s', (to) => {
    const reasons = reasonsAgainst('transfer', aConversation({ escalatedTo: to }), aDirectory(), aContext());
    expect(reasons).toEqual([{ code: 'escalated', to }]);
  });
  test('A7: an escalated conversation that is Open again can be assigned', () => {
    expect(codesAgainst('assign', anOpenConversation({ escalatedTo: 'voice' }))).toEqual([]);
  });
});

describe('whose it is', () => {
  test.each<ActionType>(['monitor', 'renewMonitor', 'join'])('M3: %s of my own conversation is refused', (type) => {
    expect(codesAgainst(type, aConversation({ agentId: 'a-me' }), inside)).toEqual(['ownConversation']);
  });
  test('A1: Open with an agent is refused, naming the agent', () => {
    const odd = anOpenConversation({ agentId: 'a-x' });
    expect(reasonsAgainst('assign', odd, aDirectory(), aContext())).toEqual([
      { code: 'alreadyAssigned', agentId: 'a-x' },
    ]);
  });
  test('A1: Active with nobody is refused for its state alone', () => {
    const { agentId: _nobody, ...odd } = aConversation();
    expect(codesAgainst('assign', odd)).toEqual(['wrongState']);
  });
  test('A6: the blocking role is named, and stands against assign only', () => {
    const context = aContext({ ...inside, blockingRole: 'Omnichannel API access' });
    expect(reasonsAgainst('assign', anOpenConversation(), aDirectory(), context)).toEqual([
      { code: 'blockingRole', role: 'Omnichannel API access', known: true },
    ]);
    for (const type of allTypes.filter((other) => other !== 'assign')) {
      expect(reasonsAgainst(type, aConversation(), aDirectory(), context)).toEqual([]);
    }
  });
  test('T3: an agent that the directory does not know counts as human', () => {
    expect(codesAgainst('transfer', aConversation({ agentId: 'a-stranger' }))).toEqual([]);
  });
  test('T8: a pending transfer is named by its target, and stands against transfer only', () => {
    const pending = { pendingTransfer: { toAgentId: 'a-y', since: 1 } };
    expect(reasonsAgainst('transfer', aConversation(pending), aDirectory(), aContext())).toEqual([
      { code: 'transferPending', toAgentId: 'a-y' },
    ]);
    for (const type of ['monitor', 'forceClose'] as const) {
      expect(codesAgainst(type, aConversation(pending))).toEqual([]);
    }
  });
});

describe('monitoring and taking part', () => {
  test.each<ActionType>(['renewMonitor', 'stopMonitor', 'join'])('J1 M6: %s needs the lease', (type) => {
    expect(codesAgainst(type, aConversation(), { isMonitoring: false })).toEqual(['notMonitoring']);
  });
  test('M1: monitoring what is monitored already is no contradiction', () => {
    expect(codesAgainst('monitor', aConversation(), { isMonitoring: true })).toEqual([]);
  });

  const seat = (mode: 'primary' | 'consultant' | 'monitor') =>
    aConversation({ participants: [{ agentId: 'a-me', name: 'Sam', mode, since: 1 }] });
  test.each<[string, ActionType, Conversation, Partial<RuleContext>, string[]]>([
    ['J3: who joined writes', 'say', aConversation(), { hasJoined: true }, []],
    ['J3: a consultant of the row writes', 'say', seat('consultant'), {}, []],
    ['M5: the primary agent writes', 'say', aConversation({ agentId: 'a-me' }), {}, []],
    ['J3: who only monitors does not write', 'say', seat('monitor'), { isMonitoring: true }, ['notJoined']],
    ['J3: who stands outside does not write', 'say', aConversation(), {}, ['notJoined']],
    ['J2: who joined leaves', 'leave', aConversation(), { hasJoined: true }, []],
    ['J2: a consultant of the row leaves', 'leave', seat('consultant'), {}, []],
    ['J2: the primary agent does not leave this way', 'leave', seat('primary'), {}, ['notJoined']],
    ['J2: who never joined has nothing to leave', 'leave', aConversation(), {}, ['notJoined']],
  ])('%s', (_sentence, type, conversation, context, codes) => {
    expect(codesAgainst(type, conversation, context)).toEqual(codes);
  });
});

describe('J3: who can be written to', () => {
  const botHasIt = { agentId: 'a-bot' };
  const gone = { customerGone: true };
  const voice = { channel: 'voice' } as const;
  test.each<[string, Partial<Conversation>, Audience, string[]]>([
    ['a human agent and customer: to everybody', {}, 'everyone', []],
    ['a human agent and customer: internally', {}, 'internal', []],
    ['a bot has it: to everybody', botHasIt, 'everyone', []],
    ['a bot has it: not internally', botHasIt, 'internal', ['agentIsBot']],
    ['customer gone: internally', gone, 'internal', []],
    ['customer gone: not to everybody', gone, 'everyone', ['customerGone']],
    ['customer gone from a bot: not internally either', { ...gone, ...botHasIt }, 'internal', ['agentIsBot']],
    ['voice: internally', voice, 'internal', []],
    ['voice: nothing written reaches the caller', voice, 'everyone', ['voiceOnly']],
    ['voice and customer gone: both are told', { ...voice, ...gone }, 'everyone', ['customerGone', 'voiceOnly']],
  ])('J3: %s', (_sentence, overrides, audience, whys) => {
    const context = aContext({ hasJoined: true, capabilities: someCapabilities({ voiceJoin: true }) });
    const directory = aDirectory({ agents: [bot] });
    expect(reasonsAgainst('say', aConversation(overrides), directory, context, audience)).toEqual(
      whys.map((why) => ({ code: 'audienceNotPossible', why })),
    );
  });
  test('J3: internal is the default', () => {
    expect(codesAgainst('say', aConversation(gone), { hasJoined: true })).toEqual([]);
    expect(codesAgainst('say', aConversation(botHasIt), { hasJoined: true })).toEqual(['audienceNotPossible']);
  });
});

test('all reasons are told at once, in their documented order', () => {
  const worst = aConversation({
    state: 'closed',
    channel: 'entityRecord',
    escalatedTo: 'video',
    agentId: 'a-bot',
    pendingTransfer: { toAgentId: 'a-y', since: 1 },
  });
  const closedGates: Partial<RuleContext> = {
    isSupervisor: false,
    noticeAcknowledged: false,
    switchedOff: { transfer: ['policy'], assign: ['backend'] },
    capabilities: someCapabilities({ transfer: false, assignToAgent: false, assignToQueue: false }),
    blockingRole: 'Omnichannel API access',
  };
  const gates = ['notSupervisor', 'switchedOff', 'noticeOpen', 'notSupported'];
  expect(codesAgainst('transfer', worst, closedGates)).toEqual([
    ...gates,
    'wrongState',
    'wrongChannel',
    'escalated',
    'fromBot',
    'transferPending',
  ]);
  expect(codesAgainst('assign', worst, closedGates)).toEqual([
    ...gates,
    'blockingRole',
    'wrongState',
    'wrongChannel',
    'alreadyAssigned',
  ]);
});
