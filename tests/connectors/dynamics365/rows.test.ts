import * as v from 'valibot';
import { expect, test } from 'vitest';
import { createConversations } from '../../../lib/connectors/dynamics365/conversations.ts';
import { toConversation, workItemSchema } from '../../../lib/connectors/dynamics365/rows.ts';
import type { Conversation } from '../../../lib/domain/records.ts';
import { morning } from '../../builders.ts';
import { formatted, setUp, tables } from './answers.ts';
import {
  ada,
  bob,
  conversationId,
  customer,
  iso,
  participantRow,
  queue,
  sessionRow,
  workItem,
  workstream,
} from './conversationRows.ts';

const { signal } = new AbortController();

function read(row: Record<string, unknown>): Conversation | undefined {
  const around = { connectionId: 'k-1', observedAt: morning, thread: undefined, horizon: 1_000 };
  return toConversation(v.parse(workItemSchema, row), around);
}

/** As it is read by itself, with its sessions and participants. */
function readWith(sessions: unknown[], participants: unknown[], row = workItem()) {
  const { api } = setUp(
    tables({
      [`msdyn_ocliveworkitems(${conversationId})`]: row,
      msdyn_ocsessions: sessions,
      msdyn_sessionparticipants: participants,
    }),
  );
  return createConversations({ api, connectionId: 'k-1', now: () => morning }).one(conversationId, api, signal);
}

test('A row and its thread become one record', async () => {
  expect(await readWith([sessionRow()], [participantRow(ada)])).toEqual({
    id: conversationId,
    connectionId: 'k-1',
    subject: 'Where is my parcel?',
    customer: { name: 'Dana Levi', id: customer, language: 'he-IL' },
    channel: 'liveChat',
    state: 'active',
    stateSince: morning - 60_000,
    reason: 'InConversation',
    queueId: queue,
    workstreamId: workstream,
    agentId: ada,
    ringing: false,
    participants: [{ agentId: ada, name: 'Ada', mode: 'primary', since: morning - 60_000 }],
    sentiment: { level: 0, source: 'backend' },
    transferCount: 1,
    startedAt: morning - 120_000,
    version: 100,
    etag: `active|${ada}|${queue}||`,
    observedAt: morning,
  });
});

test.each([
  [1, 0, 'open'],
  [2, 0, 'active'],
  [3, 0, 'waiting'],
  [5, 0, 'wrapUp'],
  [4, 1, 'closed'],
  [5, 4, 'wrapUp'],
])(
  'Traps 1 and 2: statuscode %i (statecode %i) is %s: of the three numberings only one counts',
  (statuscode, statecode, state) => {
    expect(read(workItem({ statuscode, statecode }))?.state).toBe(state);
  },
);

test.each([6, 7, 0, 8, 192350000])(
  'A statuscode that is internal or new (%i) is no state: no action may rest on it',
  (statuscode) => {
    expect(read(workItem({ statuscode }))).toBeUndefined();
  },
);

test.each([
  ['192440000', 'voice', undefined],
  ['192360000,192370000', 'liveChat', 'voice'],
  ['192370000,192360000', 'liveChat', 'voice'],
  ['192360000,192380000', 'liveChat', 'video'],
  ['192440000,192370000', 'voice', 'voice'],
  ['192370000', 'unknown:192370000', undefined],
])('Trap 3: channel %s is %s, raised to %s: a phone call is no escalation', (codes, channel, escalatedTo) => {
  const row = read(workItem({ msdyn_channel: codes }));
  expect(row?.channel).toBe(channel);
  expect(row?.escalatedTo).toBe(escalatedTo);
});

test('Trap 3: a second session of a session, by voice, is an escalation too', async () => {
  const second = sessionRow({
    activityid: bob,
    _msdyn_primarysession_value: sessionRow().activityid,
    msdyn_channel: 192370000,
  });
  expect(await readWith([sessionRow(), second], [])).toMatchObject({ channel: 'liveChat', escalatedTo: 'voice' });
});

test.each([
  ['192300000', 'whatsApp'],
  ['192340000', 'sms'],
  ['192350000', 'entityRecord'],
  ['19241000', 'messaging'],
  ['192450001', 'messaging'],
  ['192360000,192390000', 'liveChat'],
  ['192400000,192360000', 'liveChat'],
  ['192999999', 'unknown:192999999'],
  [null, 'unknown:none'],
])('Trap 4: the channels %s are %s; an unknown one keeps its code', (codes, channel) => {
  expect(read(workItem({ msdyn_channel: codes }))?.channel).toBe(channel);
});

test.each([
  [0, 'unknown'],
  [7, -3],
  [8, -2],
  [9, -1],
  [10, 0],
  [11, 1],
  [12, 2],
  [13, 3],
  [1, 'unknown'],
  [4, 'unknown'],
  [14, 'unknown'],
  [null, 'unknown'],
])('Trap 5: sentiment %s is %s', (code, level) => {
  expect(read(workItem({ msdyn_customersentimentlabel: code }))?.sentiment).toEqual({ level, source: 'backend' });
});

test('Trap 6: the key is activityid, in lower case; what is called the conversation’s id is a copy', () => {
  expect(read(workItem({ activityid: conversationId.toUpperCase() }))?.id).toBe(conversationId);
});

test.each([
  [2, 192350002, true],
  [2, 192350003, false],
  [2, 192350017, false],
  [2, null, false],
  [1, 192350002, false],
])('Trap 8: statuscode %i for the reason %s rings: %s', (statuscode, reason, ringing) => {
  expect(read(workItem({ statuscode, msdyn_statuschangereason: reason }))?.ringing).toBe(ringing);
});

test('Trap 9: who is asked to take over is pending, no participant, until they come', async () => {
  const asked = {
    msdyn_assignreason: 'SupervisorTransferToAgent',
    msdyn_joinedon: null,
    msdyn_addedon: iso(morning - 5_000),
  };
  const row = await readWith([sessionRow()], [participantRow(ada), participantRow(bob, asked)]);
  expect(row?.pendingTransfer).toEqual({ toAgentId: bob, since: morning - 5_000 });
  expect(row?.participants.map(({ agentId }) => agentId)).toEqual([ada]);
  expect(row?.agentId).toBe(ada);
});

test.each([
  [192350003, 'consultant'],
  [192350004, 'monitor'],
  [192350005, undefined],
])('A participant of mode %i is a %s', async (code, mode) => {
  const row = await readWith([sessionRow()], [participantRow(ada), participantRow(bob, { msdyn_mode: code })]);
  expect(row?.participants.find(({ agentId }) => agentId === bob)?.mode).toBe(mode);
});

test('Who left, and who took part in a session that is over, is no participant', async () => {
  const over = sessionRow({ activityid: bob, statecode: 1 });
  const participants = [participantRow(ada), participantRow(bob, { msdyn_lefton: iso(morning) })];
  expect((await readWith([sessionRow(), over], participants))?.participants).toHaveLength(1);
});

test('An Open conversation waits since it was put in its queue', async () => {
  const row = await readWith([sessionRow()], [], workItem({ statuscode: 1, _msdyn_activeagentid_value: null }));
  expect(row).toMatchObject({ state: 'open', waitingSince: morning - 90_000 });
  expect(row).not.toHaveProperty('agentId');
});

test('A reason without a name is shown by its code; without a code there is none', () => {
  const nameless = { msdyn_statuschangereason: 192350099, [formatted('msdyn_statuschangereason')]: undefined };
  expect(read(workItem(nameless))?.reason).toBe('192350099');
  expect(read(workItem({ msdyn_statuschangereason: null }))).not.toHaveProperty('reason');
});

test.each([192350006, 192350007, 192350012])('After the reason %i nobody outside reads what is written', (reason) => {
  expect(read(workItem({ statuscode: 5, msdyn_statuschangereason: reason }))?.customerGone).toBe(true);
});

test.each([
  ['state', { statuscode: 3 }, true],
  ['agent', { _msdyn_activeagentid_value: bob }, true],
  ['queue', { _msdyn_cdsqueueid_value: bob }, true],
  ['acceptance', { msdyn_statuschangereason: 192350002 }, true],
  ['subject', { subject: 'Other' }, false],
  ['sentiment', { msdyn_customersentimentlabel: 7 }, false],
  ['version', { versionnumber: 101, modifiedon: iso(morning) }, false],
])('The etag changes with the %s: %s → %s', (_, change, differs) => {
  expect(read(workItem(change))?.etag !== read(workItem())?.etag).toBe(differs);
});

test('A version never claims more than was seen before the thread was read, and the next reading takes it', async () => {
  const parts = tables({
    msdyn_ocliveworkitems: [workItem()],
    msdyn_ocsessions: [sessionRow()],
    msdyn_sessionparticipants: [participantRow(ada, { versionnumber: 130 })],
  });
  const { api } = setUp((asked) =>
    /statecode eq 1/.test(asked.query.get('$filter') ?? '') ? undefined : parts(asked),
  );
  const conversations = createConversations({ api, connectionId: 'k-1', now: () => morning });
  const versions = [await conversations.changes(morning, signal), await conversations.changes(morning, signal)];
  expect(versions.map(({ rows }) => rows[0]?.version)).toEqual([100, 130]);
});
