/** The telling cases of the model that are about rules: gates open, X has it, Y is the target, S is me, needs 2 units. */
import { describe, expect, test } from 'vitest';
import type { ActionType } from '../../lib/domain/actions.ts';
import { assignCandidates, groupOf, reasonsAgainstTarget, transferCandidates } from '../../lib/domain/candidates.ts';
import { reasonsAgainst } from '../../lib/domain/eligibility.ts';
import type { Agent, Conversation } from '../../lib/domain/records.ts';
import type { Candidate, RulesVersion } from '../../lib/domain/ruleContext.ts';
import {
  aContext,
  aConversation,
  aDirectory,
  anAgent,
  anOpenConversation,
  aQueue,
  someCapabilities,
} from '../builders.ts';

const bot = anAgent({ id: 'a-bot', name: 'Botty', kind: 'bot' });
const mine = { agentId: 'a-me', participants: [] };
const sms = { channel: 'sms', state: 'waiting' } as const;
const voiceWrapUp = { channel: 'voice', state: 'wrapUp' } as const;
const record = { channel: 'entityRecord' } as const;
const escalated = { escalatedTo: 'voice' } as const;

type Case = [
  sentence: string,
  type: ActionType,
  conversation: Conversation,
  codes: string[],
  context?: Parameters<typeof aContext>[0],
];

describe('2024: an action on a conversation', () => {
  const cases: Case[] = [
    ['M1: Active and still ringing can be monitored', 'monitor', aConversation({ ringing: true }), []],
    [
      'A1: Active and still ringing cannot be assigned, for both reasons',
      'assign',
      aConversation({ ringing: true }),
      ['wrongState', 'alreadyAssigned'],
    ],
    ['M1: a Waiting SMS cannot be monitored', 'monitor', aConversation(sms), ['wrongState']],
    [
      'M1 M3: my own Waiting SMS cannot be monitored, for both reasons',
      'monitor',
      aConversation({ ...sms, ...mine }),
      ['wrongState', 'ownConversation'],
    ],
    ['M1 M2: a voice call in Wrap-up can be monitored', 'monitor', aConversation(voiceWrapUp), []],
    [
      'T1 T2: a voice call in Wrap-up cannot be transferred, for both reasons',
      'transfer',
      aConversation(voiceWrapUp),
      ['wrongState', 'wrongChannel'],
    ],
    ['F1: a voice call in Wrap-up can be force closed', 'forceClose', aConversation(voiceWrapUp), []],
    ['M2: an Active record cannot be monitored', 'monitor', aConversation(record), ['wrongChannel']],
    ['T2: an Active record cannot be transferred', 'transfer', aConversation(record), ['wrongChannel']],
    ['F1: an Active record cannot be force closed', 'forceClose', aConversation(record), ['wrongChannel']],
    [
      'M1 M2: an Open record cannot be monitored, for both reasons',
      'monitor',
      anOpenConversation(record),
      ['wrongState', 'wrongChannel'],
    ],
    [
      'A6 A7: an Open record cannot be assigned by a holder of the blocking role, for both reasons',
      'assign',
      anOpenConversation(record),
      ['blockingRole', 'wrongChannel'],
      { blockingRole: 'Omnichannel API access' },
    ],
    ['M3: my own Active chat cannot be monitored', 'monitor', aConversation(mine), ['ownConversation']],
    ['T4: my own Active chat can be transferred', 'transfer', aConversation(mine), []],
    ['F1: my own Active chat can be force closed', 'forceClose', aConversation(mine), []],
    [
      'M3: a chat that I only consult in can be monitored',
      'monitor',
      aConversation({ participants: [{ agentId: 'a-me', name: 'Sam', mode: 'consultant', since: 1 }] }),
      [],
      { hasJoined: true },
    ],
    ['J1: what I do not monitor cannot be joined', 'join', aConversation(), ['notMonitoring']],
    [
      'J1: a monitored Wrap-up whose customer is gone can be joined',
      'join',
      aConversation({ state: 'wrapUp', customerGone: true }),
      [],
      { isMonitoring: true },
    ],
    [
      'M6: monitoring does not hold on once the conversation became mine',
      'renewMonitor',
      aConversation(mine),
      ['ownConversation'],
      { isMonitoring: true },
    ],
    ['T2: an escalated chat cannot be transferred', 'transfer', aConversation(escalated), ['escalated']],
    ['M2: an escalated chat can be monitored', 'monitor', aConversation(escalated), []],
    ['F1: an escalated chat can be force closed', 'forceClose', aConversation(escalated), []],
    ['T3: a chat that a bot has cannot be transferred', 'transfer', aConversation({ agentId: 'a-bot' }), ['fromBot']],
    [
      'T1 T2 T3: a bot’s escalated Wrap-up cannot be transferred, for all three reasons',
      'transfer',
      aConversation({ agentId: 'a-bot', state: 'wrapUp', ...escalated }),
      ['wrongState', 'escalated', 'fromBot'],
    ],
    [
      'T8: a second transfer waits for the first',
      'transfer',
      aConversation({ pendingTransfer: { toAgentId: 'a-y', since: 1 } }),
      ['transferPending'],
    ],
    [
      'T8 F1: a pending transfer does not stand against force close',
      'forceClose',
      aConversation({ pendingTransfer: { toAgentId: 'a-y', since: 1 } }),
      [],
    ],
    [
      'G2 A1: assign switched off by two, on an Active row, for all three reasons',
      'assign',
      aConversation(),
      ['switchedOff', 'wrongState', 'alreadyAssigned'],
      { switchedOff: { assign: ['policy', 'backend'] } },
    ],
  ];
  test.each(cases)('%s', (_sentence, type, conversation, codes, context = {}) => {
    const reasons = reasonsAgainst(type, conversation, aDirectory({ agents: [bot] }), aContext(context));
    expect(reasons.map(({ code }) => code)).toEqual(codes);
  });
});

test('J3: in a Wrap-up whose customer is gone I write to the agent only', () => {
  const gone = aConversation({ state: 'wrapUp', customerGone: true });
  const joined = aContext({ hasJoined: true });
  expect(reasonsAgainst('say', gone, aDirectory(), joined, 'internal')).toEqual([]);
  expect(reasonsAgainst('say', gone, aDirectory(), joined, 'everyone')).toEqual([
    { code: 'audienceNotPossible', why: 'customerGone' },
  ]);
});

test('G2: a switch names all who switched the action off', () => {
  const context = aContext({ switchedOff: { assign: ['policy', 'backend'] } });
  expect(reasonsAgainst('assign', anOpenConversation(), aDirectory(), context)).toEqual([
    { code: 'switchedOff', by: ['policy', 'backend'] },
  ]);
});

test('2025 M1: Active but still ringing is not accepted', () => {
  const ringing = aConversation({ ringing: true });
  expect(reasonsAgainst('monitor', ringing, aDirectory(), aContext({ version: '2025' }))).toEqual([
    { code: 'notAccepted' },
  ]);
});

/** The one candidate for Y in a list of assign targets. */
function assignedTo(y: Partial<Agent>, version: RulesVersion = '2024', conversation = anOpenConversation()): Candidate {
  const agent = anAgent({ capacity: { max: 4, free: 2 }, ...y });
  const context = aContext({ version });
  const [candidate] = assignCandidates(conversation, { agents: [agent], queues: [] }, aDirectory(), context);
  if (!candidate) throw new Error('nobody is listed');
  return candidate;
}

describe('assign, Open: the target Y', () => {
  const away = { code: 'presenceNotAllowed', base: 'away', allowed: ['available', 'busy'] };
  test.each<[string, Partial<Agent>, unknown[]]>([
    ['A5: available with 2 units free is offered', {}, []],
    ['A5: 1 unit free is over by 1', { capacity: { max: 4, free: 1 } }, [{ code: 'overCapacity', units: 1 }]],
    ['A5: −2 units free is over by 4', { capacity: { max: 4, free: -2 } }, [{ code: 'overCapacity', units: 4 }]],
    [
      'A3 A5: away with none free is both, and both can be overridden',
      { presence: { base: 'away' }, capacity: { max: 4, free: 0 } },
      [away, { code: 'overCapacity', units: 2 }],
    ],
    ['A3: "Lunch" on busy is offered: the base counts', { presence: { base: 'busy', text: 'Lunch' } }, []],
    [
      'A3: "Ready" on offline is not allowed: the base counts',
      { presence: { base: 'offline', text: 'Ready' } },
      [{ code: 'presenceNotAllowed', base: 'offline', allowed: ['available', 'busy'] }],
    ],
    ['A2: of another queue is offered', { queueIds: ['q-2'] }, []],
    ['A2: myself is offered', { id: 'a-me' }, []],
  ])('%s', (_sentence, y, overridable) => {
    expect(assignedTo(y)).toMatchObject({ blocking: [], overridable });
  });

  test('A2: myself is said so', () => {
    expect(assignedTo({ id: 'a-me' }).isMe).toBe(true);
    expect(assignedTo({}).isMe).toBe(false);
  });
  test('A2: a bot is blocked', () => {
    expect(assignedTo({ kind: 'bot' })).toMatchObject({ blocking: [{ code: 'isBot' }], overridable: [] });
  });
  test('2025 A3: of another queue is blocked', () => {
    expect(assignedTo({ queueIds: ['q-2'] }, '2025').blocking).toEqual([{ code: 'notInQueue', queueId: 'q-1' }]);
  });
  test('A4: the current queue is blocked, another is offered', () => {
    const queues = [aQueue(), aQueue({ id: 'q-2', name: 'Returns' })];
    const listed = assignCandidates(anOpenConversation(), { agents: [], queues }, aDirectory(), aContext());
    expect(listed.map(({ name, blocking }) => [name, blocking])).toEqual([
      ['Returns', []],
      ['Orders', [{ code: 'isCurrentQueue' }]],
    ]);
  });
});

describe('transfer, Active: the target Y', () => {
  function transferredTo(y: Partial<Agent>, conversation = aConversation()): Candidate {
    const [candidate] = transferCandidates(
      conversation,
      { agents: [anAgent(y)], queues: [] },
      aDirectory(),
      aContext(),
    );
    if (!candidate) throw new Error('nobody is listed');
    return candidate;
  }
  test('T4: busy with −3 units free is offered and noted as 5 over', () => {
    const y = transferredTo({ presence: { base: 'busy' }, capacity: { max: 4, free: -3 } });
    expect([groupOf(y), y.unitsOver]).toEqual(['offered', 5]);
  });
  test.each<[string, Partial<Agent>, string]>([
    ['T4: away', { presence: { base: 'away' } }, 'presenceNotAllowed'],
    ['T4: of another queue', { queueIds: ['q-2'] }, 'notInQueue'],
    ['T4: who has it already', { id: 'a-x' }, 'isCurrentAgent'],
    ['T3: a bot', { kind: 'bot' }, 'isBot'],
  ])('%s is blocked without override', (_sentence, y, code) => {
    const candidate = transferredTo(y);
    expect([candidate.blocking.map((reason) => reason.code), candidate.overridable]).toEqual([[code], []]);
    const target = { agentId: y.id ?? 'a-y' };
    const directory = aDirectory({ agents: [anAgent(y)] });
    const all = { presence: true, capacity: true };
    const reasons = reasonsAgainstTarget('transfer', target, all, aConversation(), directory, aContext());
    expect(reasons.map((reason) => reason.code)).toEqual([code]);
  });
  test('T4: my own chat goes to Y of the same queue', () => {
    expect(groupOf(transferredTo({}, aConversation(mine)))).toBe('offered');
  });
});

test('T2: a voice call is transferred where the backend declares it, escalated text nowhere', () => {
  const context = aContext({ capabilities: someCapabilities({ voiceTransfer: true }) });
  expect(reasonsAgainst('transfer', aConversation({ channel: 'voice' }), aDirectory(), context)).toEqual([]);
  expect(reasonsAgainst('transfer', aConversation(escalated), aDirectory(), context)).toEqual([
    { code: 'escalated', to: 'voice' },
  ]);
});
