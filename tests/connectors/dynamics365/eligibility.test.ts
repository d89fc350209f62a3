/**
 * The eligibility tables of facts §2, row by row, from Dataverse's codes to the reason that is told, by both versions of
 * the rules. `D-` ids are the facts', the others the spec's.
 */
import { describe, expect, test } from 'vitest';
import { createConversations } from '../../../lib/connectors/dynamics365/conversations.ts';
import { createDirectory } from '../../../lib/connectors/dynamics365/directory.ts';
import { assignCandidates, transferCandidates } from '../../../lib/domain/candidates.ts';
import { reasonsAgainst } from '../../../lib/domain/eligibility.ts';
import type { Conversation } from '../../../lib/domain/records.ts';
import type { RuleContext } from '../../../lib/domain/ruleContext.ts';
import { aContext, morning } from '../../builders.ts';
import { guidOf, me, setUp, tables } from './answers.ts';
import {
  ada,
  bob,
  conversationId,
  participantRow,
  queue,
  sessionRow,
  workItem,
  workstream,
} from './conversationRows.ts';

const { signal } = new AbortController();
const [busyBea, botty, carl, otherQueue, recordQueue] = [
  guidOf(2, 4),
  guidOf(2, 5),
  guidOf(2, 6),
  guidOf(3, 2),
  guidOf(3, 3),
];
const presence = { available: guidOf(7, 1), away: guidOf(7, 2) };
const inQueue = (queueid: string, systemuserid: string) => ({ queueid, systemuserid });
const status = (agentId: string, presenceId: string, units: number) => ({
  _msdyn_agentid_value: agentId,
  _msdyn_currentpresenceid_value: presenceId,
  msdyn_availableunitscapacity: units,
});
const organisation = {
  queues: [
    { queueid: queue, name: 'Orders', msdyn_queuetype: 192350000 },
    { queueid: otherQueue, name: 'Returns', msdyn_queuetype: 192350000 },
    { queueid: recordQueue, name: 'Cases', msdyn_queuetype: 192350001 },
  ],
  queuememberships: [ada, bob, busyBea, botty].map((id) => inQueue(queue, id)).concat(inQueue(otherQueue, carl)),
  msdyn_liveworkstreams: [
    {
      msdyn_liveworkstreamid: workstream,
      msdyn_name: 'Chat',
      msdyn_streamsource: 192360000,
      msdyn_allowedpresences: '192360000,192360001',
      msdyn_capacityformat: 192350000,
      msdyn_capacityrequired: 20,
      msdyn_blockcapacityforwrapup: 0,
      _msdyn_bot_user_value: botty,
    },
  ],
  systemusers: [
    [ada, 'Ada'],
    [bob, 'Bob'],
    [busyBea, 'Bea'],
    [botty, 'Botty'],
    [carl, 'Carl'],
    [me, 'Me'],
  ].map(([systemuserid, fullname]) => ({ systemuserid, fullname, msdyn_capacity: 100 })),
  msdyn_presences: [
    { msdyn_presenceid: presence.available, msdyn_basepresencestatus: 192360000, msdyn_presencestatustext: 'Ready' },
    { msdyn_presenceid: presence.away, msdyn_basepresencestatus: 192360003, msdyn_presencestatustext: 'Lunch' },
  ],
  msdyn_agentstatuses: [
    status(ada, presence.available, 40),
    status(bob, presence.available, -15),
    status(busyBea, presence.away, 40),
    status(botty, presence.available, 100),
    status(carl, presence.available, 40),
  ],
};

/** The conversation and everybody, as the connector reads them. */
async function read(row: Record<string, unknown>, thread: { sessions?: unknown[]; participants?: unknown[] } = {}) {
  const { api } = setUp(
    tables({
      ...organisation,
      [`msdyn_ocliveworkitems(${conversationId})`]: workItem(row),
      msdyn_ocsessions: thread.sessions ?? [sessionRow()],
      msdyn_sessionparticipants: thread.participants ?? [],
    }),
  );
  const conversation = await createConversations({ api, connectionId: 'k-1', now: () => morning }).one(
    conversationId,
    api,
    signal,
  );
  if (conversation === undefined) throw new Error('It is no conversation.');
  const { changes } = await createDirectory({ api, now: () => morning }).read({ whole: true, myAgentId: me }, signal);
  const agents = changes.flatMap((change) => (change.kind === 'agent' ? [change.row] : []));
  const queues = changes.flatMap((change) => (change.kind === 'queue' ? [change.row] : []));
  const workstreams = changes.flatMap((change) => (change.kind === 'workstream' ? [change.row] : []));
  const directory = {
    agent: (id: string) => agents.find((agent) => agent.id === id),
    queue: (id: string) => queues.find((each) => each.id === id),
    workstream: (id: string) => workstreams.find((each) => each.id === id),
  };
  return { conversation, agents, queues, directory };
}

const context = (overrides: Partial<RuleContext>) => aContext({ myAgentId: me, ...overrides });
const open = { statuscode: 1, msdyn_statuschangereason: 192350001, _msdyn_activeagentid_value: null };
const active = { statuscode: 2 };
const ringing = { statuscode: 2, msdyn_statuschangereason: 192350002 };
const waiting = { statuscode: 3, msdyn_statuschangereason: 192350004 };
const wrapUp = { statuscode: 5, msdyn_statuschangereason: 192350005 };
const closed = { statuscode: 4, statecode: 1, msdyn_statuschangereason: 192350008 };
const record = { msdyn_channel: '192350000' };
const phone = { msdyn_channel: '192440000' };
type Type = 'monitor' | 'assign' | 'transfer' | 'forceClose';
/** What stands against it by the rules of 2024 and of 2025. */
type Line = [rule: string, what: string, type: Type, row: object, in2024: string[], in2025?: string[]];

describe('A conversation of Dynamics 365', () => {
  test.each<Line>([
    ['D-M2, M1', 'open', 'monitor', open, ['wrongState']],
    ['D-M2, M1', 'active', 'monitor', active, []],
    ['D-M2, M1', 'active and still ringing', 'monitor', ringing, [], ['notAccepted']],
    ['D-M2, M1', 'waiting', 'monitor', waiting, ['wrongState'], []],
    ['D-M2, M1', 'in wrap-up', 'monitor', wrapUp, []],
    ['D-M2, M1', 'closed', 'monitor', closed, ['wrongState']],
    ['D-M3, M2', 'a record', 'monitor', record, ['wrongChannel']],
    ['D-M4, M3', 'my own', 'monitor', { _msdyn_activeagentid_value: me }, ['ownConversation']],
    ['D-M7', 'a phone call', 'monitor', phone, []],
    ['D-A2, A1', 'open, nobody’s', 'assign', open, []],
    ['D-A2, A1', 'open, somebody’s', 'assign', { ...open, _msdyn_activeagentid_value: ada }, ['alreadyAssigned']],
    ['D-A2, A1', 'active', 'assign', active, ['wrongState', 'alreadyAssigned']],
    ['D-A2, A1', 'waiting', 'assign', waiting, ['wrongState', 'alreadyAssigned']],
    ['D-A2, A1', 'in wrap-up', 'assign', wrapUp, ['wrongState', 'alreadyAssigned']],
    ['D-A7, A7', 'an open record', 'assign', { ...open, ...record }, ['wrongChannel']],
    ['D-T2, T1', 'open', 'transfer', open, ['wrongState']],
    ['D-T2, T1', 'active', 'transfer', active, []],
    ['D-T2, T1', 'waiting', 'transfer', waiting, []],
    ['D-T2, T1', 'in wrap-up', 'transfer', wrapUp, ['wrongState']],
    ['D-T2, T1', 'closed', 'transfer', closed, ['wrongState']],
    ['D-T3, T2', 'by SMS', 'transfer', { msdyn_channel: '192340000' }, []],
    ['D-T3, T2', 'by WhatsApp', 'transfer', { msdyn_channel: '192300000' }, []],
    ['D-T3, T2', 'a phone call', 'transfer', phone, ['wrongChannel']],
    ['D-T3, T2', 'by a channel that nobody knows', 'transfer', { msdyn_channel: '192999999' }, ['wrongChannel']],
    ['D-T4, T2', 'a chat raised to voice', 'transfer', { msdyn_channel: '192360000,192370000' }, ['escalated']],
    ['D-T4, T2', 'a chat raised to video', 'transfer', { msdyn_channel: '192380000,192360000' }, ['escalated']],
    ['D-T4, T2', 'a chat with a shared screen', 'transfer', { msdyn_channel: '192360000,192400000' }, []],
    ['D-T5, T3', 'a bot’s', 'transfer', { _msdyn_activeagentid_value: botty }, ['fromBot']],
    ['D-F3, F1', 'open', 'forceClose', open, []],
    ['D-F3, F1', 'active', 'forceClose', active, []],
    ['D-F3, F1', 'waiting', 'forceClose', waiting, []],
    ['D-F3, F1', 'in wrap-up', 'forceClose', wrapUp, []],
    ['D-F3, F1', 'closed', 'forceClose', closed, ['wrongState']],
    ['D-F2, F1', 'a phone call', 'forceClose', phone, []],
    ['D-F2, F1', 'a record', 'forceClose', record, ['wrongChannel']],
  ])('%s: %s, %s', async (_rule, _what, type, row, in2024, in2025 = in2024) => {
    const { conversation, directory } = await read({ ...row });
    const against = (version: '2024' | '2025') =>
      reasonsAgainst(type, conversation, directory, context({ version })).map(({ code }) => code);
    expect({ '2024': against('2024'), '2025': against('2025') }).toEqual({ '2024': in2024, '2025': in2025 });
  });

  test('D-T4, T2: a second session by voice is an escalation too', async () => {
    const second = sessionRow({
      activityid: guidOf(6, 2),
      _msdyn_primarysession_value: guidOf(6, 1),
      msdyn_channel: 192370000,
    });
    const { conversation, directory } = await read(active, { sessions: [sessionRow(), second] });
    const reasons = reasonsAgainst('transfer', conversation, directory, context({}));
    expect(reasons).toEqual([{ code: 'escalated', to: 'voice' }]);
  });

  test('D-T8, T5: while another agent has yet to answer, it cannot be asked for again', async () => {
    const asked = participantRow(bob, { msdyn_joinedon: null, msdyn_assignreason: 'SupervisorTransferToAgent' });
    const { conversation, directory } = await read(active, { participants: [participantRow(ada), asked] });
    const reasons = reasonsAgainst('transfer', conversation, directory, context({}));
    expect(reasons).toEqual([{ code: 'transferPending', toAgentId: bob }]);
  });
});

describe('Who can have it', () => {
  type Told = Record<string, string[]>;
  async function told(
    candidates: typeof assignCandidates,
    row: Record<string, unknown>,
    version: '2024' | '2025',
  ): Promise<Told> {
    const { conversation, agents, queues, directory } = await read(row);
    const made = candidates(conversation as Conversation, { agents, queues }, directory, context({ version }));
    return Object.fromEntries(
      made.map(({ name, blocking, overridable }) => [
        name,
        [...blocking, ...overridable].map((reason) =>
          reason.code === 'overCapacity' ? `over by ${reason.units}` : reason.code,
        ),
      ]),
    );
  }

  const queues = { Orders: ['isCurrentQueue'], Returns: [], Cases: ['wrongQueueKind'] };
  const assignable: Told = {
    Ada: [],
    Bob: ['over by 35'],
    Bea: ['presenceNotAllowed'],
    Botty: ['isBot'],
    Carl: [],
    // Nobody told a presence or capacity of the supervisor.
    Me: ['presenceUnknown', 'capacityUnknown'],
    ...queues,
  };
  test('D-A3, D-A4, D-A5, A2–A5 (2024): presence and capacity can be overridden, a bot and the queue it is in cannot', async () => {
    expect(await told(assignCandidates, open, '2024')).toEqual(assignable);
  });
  test('D-A3, A3 (2025): agents of its queue only', async () => {
    expect(await told(assignCandidates, open, '2025')).toEqual({
      ...assignable,
      Carl: ['notInQueue'],
      Me: ['notInQueue', 'presenceUnknown', 'capacityUnknown'],
    });
  });

  const transferable: Told = {
    Ada: ['isCurrentAgent'],
    Bob: [],
    Bea: ['presenceNotAllowed'],
    Botty: ['isBot'],
    Carl: ['notInQueue'],
    Me: ['notInQueue', 'presenceUnknown'],
  };
  test('D-T5, D-T6, T3, T4 (2024): another person of the same queue, with a presence that may receive it', async () => {
    expect(await told(transferCandidates, active, '2024')).toEqual(transferable);
  });
  test('D-T6, T3 (2025): another queue too', async () => {
    expect(await told(transferCandidates, active, '2025')).toEqual({ ...transferable, ...queues });
  });
});

test('D-A6, A6: a supervisor with "Omnichannel API access" is told that this role keeps the organisation from assigning', async () => {
  const { conversation, directory } = await read(open);
  const role = 'Omnichannel API access';
  expect(reasonsAgainst('assign', conversation, directory, context({ blockingRole: role }))).toEqual([
    { code: 'blockingRole', role, known: true },
  ]);
});
