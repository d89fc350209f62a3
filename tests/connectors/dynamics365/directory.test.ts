import { expect, test } from 'vitest';
import { createDirectory, slowEvery } from '../../../lib/connectors/dynamics365/directory.ts';
import type { Agent } from '../../../lib/domain/records.ts';
import { morning } from '../../builders.ts';
import { formatted, guidOf, me, refusal, setUp, tables } from './answers.ts';
import { ada, bob, iso, queue, workstream } from './conversationRows.ts';

const { signal } = new AbortController();
const lunch = guidOf(7, 1);
const usual = {
  queues: [{ queueid: queue, name: 'Orders', msdyn_queuetype: 192350000 }],
  queuememberships: [
    { queueid: queue, systemuserid: ada },
    { queueid: guidOf(3, 9), systemuserid: bob },
  ],
  msdyn_liveworkstreams: [aWorkstream()],
  systemusers: [
    { systemuserid: ada, fullname: 'Ada', msdyn_capacity: 10 },
    { systemuserid: bob, fullname: 'Bob', msdyn_capacity: 10 },
    { systemuserid: me, fullname: 'Me', msdyn_capacity: null },
  ],
  msdyn_presences: [
    { msdyn_presenceid: lunch, msdyn_basepresencestatus: 192360003, msdyn_presencestatustext: 'Lunch' },
  ],
  msdyn_agentstatuses: [aStatus()],
};

function aWorkstream(overrides: Record<string, unknown> = {}) {
  return {
    msdyn_liveworkstreamid: workstream,
    msdyn_name: 'Chat',
    msdyn_streamsource: 192360000,
    msdyn_allowedpresences: '192360000,192360001',
    msdyn_capacityformat: 192350000,
    msdyn_capacityrequired: 20,
    msdyn_blockcapacityforwrapup: 0,
    msdyn_waitingtimethreshold: 5,
    msdyn_handlingtimethreshold: null,
    msdyn_screenpoptimeout: 30,
    ...overrides,
  };
}
function aStatus(overrides: Record<string, unknown> = {}) {
  return {
    _msdyn_agentid_value: ada,
    _msdyn_currentpresenceid_value: lunch,
    msdyn_availableunitscapacity: -15,
    msdyn_presencemodifiedon: iso(morning - 60_000),
    ...overrides,
  };
}

function aDirectory(rows: Record<string, unknown> = {}) {
  let time = morning;
  const { api, calls } = setUp(tables({ ...usual, ...rows }));
  const directory = createDirectory({ api, now: () => time });
  return {
    calls,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    async read(whole = true) {
      const { changes, unreadable } = await directory.read({ whole, myAgentId: me }, signal);
      return {
        unreadable,
        agents: changes.flatMap((each) => (each.kind === 'agent' ? [each.row] : [])),
        queues: changes.flatMap((each) => (each.kind === 'queue' ? [each.row] : [])),
        workstreams: changes.flatMap((each) => (each.kind === 'workstream' ? [each.row] : [])),
      };
    },
  };
}
const agentWith = async (rows: Record<string, unknown>, id = ada) =>
  (await aDirectory(rows).read()).agents.find((agent) => agent.id === id);

test('An agent with the organisation’s own word for the presence, and units below zero after an override', async () => {
  expect(await agentWith({})).toEqual({
    id: ada,
    name: 'Ada',
    kind: 'human',
    presence: { base: 'away', text: 'Lunch', since: morning - 60_000 },
    capacity: { max: 10, free: -15 },
    queueIds: [queue],
    isMe: false,
  });
});

test('Agents are who has a status, who is in a queue for conversations, bots of workstreams, and I', async () => {
  const { agents } = await aDirectory().read();
  expect(agents.map(({ name }) => name)).toEqual(['Ada', 'Me']);
  expect(agents.find(({ isMe }) => isMe)).toMatchObject({ id: me, presence: { base: 'unknown' }, capacity: 'unknown' });
});

test.each([
  ['no status may be read', { msdyn_agentstatuses: () => refusal(403) }],
  ['there is no status', { msdyn_agentstatuses: [] }],
])('Where %s, presence and capacity are unknown, never away or 0', async (_, rows) => {
  expect(await agentWith(rows)).toMatchObject({ presence: { base: 'unknown' }, capacity: 'unknown' });
});

test('A presence of a base that is not known is unknown under its own word', async () => {
  const odd = { msdyn_presenceid: lunch, msdyn_basepresencestatus: 192360009, msdyn_presencestatustext: 'Inactive' };
  expect((await agentWith({ msdyn_presences: [odd] }))?.presence).toMatchObject({ base: 'unknown', text: 'Inactive' });
});

test.each([
  [
    'its kind is called so',
    { systemusers: [{ systemuserid: ada, msdyn_usertype: 1, [formatted('msdyn_usertype')]: 'Bot application user' }] },
    'bot',
  ],
  ['a workstream names it', { msdyn_liveworkstreams: [aWorkstream({ _msdyn_bot_user_value: ada })] }, 'bot'],
  [
    'nothing says so',
    { systemusers: [{ systemuserid: ada, msdyn_usertype: 0, [formatted('msdyn_usertype')]: 'CRM user' }] },
    'human',
  ],
])('An agent is a bot where %s', async (_, rows, kind) => {
  expect((await agentWith(rows))?.kind).toBe(kind);
});

test.each([
  ['all count in units', [aWorkstream()], { max: 10, free: -15 }],
  ['some count in profiles', [aWorkstream(), aWorkstream({ msdyn_capacityformat: 192360000 })], 'unknown'],
  [
    'only records count in profiles',
    [aWorkstream(), aWorkstream({ msdyn_capacityformat: 192360000, msdyn_streamsource: 192350000 })],
    { max: 10, free: -15 },
  ],
])('Where %s, an agent’s free units are %j', async (_, workstreams, capacity) => {
  expect((await agentWith({ msdyn_liveworkstreams: workstreams }))?.capacity).toEqual(capacity);
});

const inProfiles = { msdyn_liveworkstreams: [aWorkstream({ msdyn_capacityformat: 192360000 })] };
const profile = (free: number | null) => ({
  _msdyn_agentid_value: ada,
  msdyn_availablecapacityprofileunits: free,
});
test.each<[string, unknown, Agent['capacity']]>([
  ['one profile', [profile(3)], { free: 3 }],
  ['one profile, below zero after an override', [profile(-2)], { free: -2 }],
  ['room in every profile: at least so much', [profile(4), profile(2)], { free: 2 }],
  ['room in no profile: at most so much', [profile(-3), profile(0)], { free: 0 }],
  ['room in some profiles: which one is needed is not known', [profile(2), profile(0)], 'unknown'],
  ['a profile that does not say', [profile(2), profile(null)], 'unknown'],
  ['no profile', [], 'unknown'],
  ['profiles that may not be read', () => refusal(403), 'unknown'],
])('Where all workstreams count in profiles, an agent with %s', async (_, rows, capacity) => {
  expect((await agentWith({ ...inProfiles, msdyn_agentcapacityprofileunits: rows }))?.capacity).toEqual(capacity);
});

test('Profiles are asked for only where they count', async () => {
  const askedFor = async (rows: Record<string, unknown>) => {
    const directory = aDirectory(rows);
    await directory.read();
    return directory.calls.some(({ path }) => path === 'msdyn_agentcapacityprofileunits');
  };
  expect([await askedFor({}), await askedFor(inProfiles)]).toEqual([false, true]);
});

test('A workstream: presences, units, limits in minutes', async () => {
  const [row] = (await aDirectory().read()).workstreams;
  expect(row).toEqual({
    id: workstream,
    name: 'Chat',
    channel: 'liveChat',
    allowedPresences: ['available', 'busy'],
    unitsNeeded: 20,
    asksAcceptance: true,
    waitingLimit: 300_000,
    wrapUpKeepsCapacity: false,
  });
});

test('A workstream by profile costs one item, one of an unknown channel keeps its code', async () => {
  const odd = aWorkstream({
    msdyn_capacityformat: 192360000,
    msdyn_capacityrequired: null,
    msdyn_streamsource: 192999999,
  });
  const [row] = (await aDirectory({ msdyn_liveworkstreams: [odd] }).read()).workstreams;
  expect(row).toMatchObject({ unitsNeeded: 1, channel: 'unknown:192999999' });
});

test('Only queues for conversations are asked for; one of an unknown kind is counted', async () => {
  const directory = aDirectory({
    queues: [...usual.queues, { queueid: bob, name: 'New', msdyn_queuetype: 192350009 }],
  });
  expect(await directory.read()).toMatchObject({
    unreadable: 1,
    queues: [{ id: queue, name: 'Orders', kind: 'messaging' }],
  });
  expect(directory.calls.find(({ path }) => path === 'queues')?.query.get('$filter')).toBe(
    'msdyn_isomnichannelqueue eq true',
  );
});

test('What changes slowly is read every five minutes, presence every time', async () => {
  const directory = aDirectory();
  await directory.read();
  const sets = async () => {
    const before = directory.calls.length;
    const { queues, agents } = await directory.read(false);
    return {
      asked: directory.calls.slice(before).map(({ path }) => path),
      queues: queues.length,
      agents: agents.length,
    };
  };
  expect(await sets()).toEqual({ asked: ['msdyn_agentstatuses'], queues: 0, agents: 2 });
  directory.pass(slowEvery - 1);
  expect((await sets()).asked).toHaveLength(1);
  directory.pass(1);
  expect((await sets()).asked).toHaveLength(6);
  directory.pass(-3_600_000);
  expect((await sets()).asked).toHaveLength(6);
});
