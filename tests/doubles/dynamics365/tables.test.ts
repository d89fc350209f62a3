/** The floor's records in the organisation's tables (facts §4.4, §4.5). */
import { expect, test } from 'vitest';
import { activate, command, idOf } from '../../floor/server/testFloor.ts';
import { basePresences, capacityFormats } from './codes.ts';
import { aDynamics } from './scene.ts';

test('ids are the same GUID in every run, and lead back', async () => {
  const [{ dynamics }, other] = [await aDynamics(), await aDynamics()];
  const guid = dynamics.guidOf(idOf(0));
  expect(guid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(other.dynamics.guidOf(idOf(0))).toBe(guid);
  expect([dynamics.floorIdOf(guid.toUpperCase()), dynamics.floorIdOf('nope')]).toEqual([idOf(0), undefined]);
});

test('capacity goes below zero when more is assigned than an agent can carry', async () => {
  const { dynamics, floor, get, post, conversation } = await aDynamics(5);
  const agent = dynamics.guidOf(floor.agents2[0]);
  for (const index of [0, 1, 2, 3, 4])
    await post(`${conversation(idOf(index))}/Microsoft.Dynamics.CRM.CCaaS_AssignConversation`, {
      ApiVersion: '1.0',
      AgentId: agent,
    });
  const free = floor.agents().find(({ id }) => id === floor.agents2[0])?.capacity;
  const { body } = await get(`msdyn_agentstatuses?$filter=_msdyn_agentid_value eq ${agent}`);
  const units = body.value[0].msdyn_availableunitscapacity;
  expect(free).toMatchObject({ free: units });
  expect(units).toBeLessThan(0);
  const profile = await get(`msdyn_agentcapacityprofileunits?$filter=_msdyn_agentid_value eq ${agent}`);
  expect(profile.body.value).toMatchObject([{ msdyn_availablecapacityprofileunits: units }]);
  expect((await get(`systemusers(${agent})`)).body.msdyn_capacity).toBeGreaterThan(0);
});

test('a presence is one of Microsoft’s five or a word of the organisation’s own', async () => {
  const { dynamics, floor, get } = await aDynamics();
  const [agentId] = floor.agents2;
  command(floor, { type: 'setPresence', agentId, base: 'away', text: 'Dentist' });
  const target = `msdyn_agentstatuses?$filter=_msdyn_agentid_value eq ${dynamics.guidOf(agentId)}`;
  const { _msdyn_currentpresenceid_value: own } = (await get(target)).body.value[0];
  expect((await get(`msdyn_presences(${own})`)).body).toMatchObject({
    msdyn_basepresencestatus: basePresences.away.code,
    msdyn_presencestatustext: 'Dentist',
  });
  command(floor, { type: 'setPresence', agentId, base: 'offline' });
  expect((await get(target)).body.value).toMatchObject([
    { _msdyn_currentpresenceid_value: basePresences.offline.id, msdyn_isagentloggedin: false },
  ]);
});

test('workstreams tell presences, units or a profile, limits in minutes, and whether transcripts may be taken', async () => {
  const { dynamics, get } = await aDynamics();
  const of = async (id: string) => (await get(`msdyn_liveworkstreams(${dynamics.guidOf(id)})`)).body;
  expect(await of('w-chat')).toMatchObject({
    msdyn_streamsource: 192360000,
    msdyn_allowedpresences: '192360000,192360001',
    msdyn_capacityformat: capacityFormats.unit,
    msdyn_capacityrequired: 2,
    msdyn_waitingtimethreshold: expect.any(Number),
    msdyn_restrictdownloadtranscript: false,
  });
  expect(await of('w-case')).toMatchObject({
    msdyn_capacityformat: capacityFormats.profile,
    msdyn_capacityrequired: null,
  });
  expect((await of('w-whatsapp')).msdyn_restrictdownloadtranscript).toBe(true);
});

test('queues of conversations are told from others', async () => {
  const { floor, get } = await aDynamics();
  const all = (await get('queues')).body.value.length;
  const { value } = (await get('queues?$filter=msdyn_isomnichannelqueue eq true')).body;
  expect([value.length, all]).toEqual([floor.queues().length, floor.queues().length + 1]);
});

test('the switches are the floor’s, as of now', async () => {
  const { floor, get } = await aDynamics();
  const switches = async () => (await get('msdyn_omnichannelconfigurations')).body.value[0];
  expect(await switches()).toMatchObject({ msdyn_enable_supervisor_assign: true });
  command(floor, { type: 'setSwitch', action: 'assign', on: false });
  expect(await switches()).toMatchObject({
    msdyn_enable_supervisor_assign: false,
    msdyn_enable_supervisor_monitor: true,
  });
});

test('a transcript is there when the conversation is closed, and not before', async () => {
  const { dynamics, floor, get } = await aDynamics(1);
  command(floor, { type: 'say', conversationId: idOf(0), from: 'customer', text: 'Where is my parcel?' });
  activate(floor);
  expect((await get('msdyn_transcripts')).body.value).toEqual([]);
  command(floor, { type: 'endTalk', conversationId: idOf(0) });
  command(floor, { type: 'finishWrapUp', conversationId: idOf(0) });
  const conversation = dynamics.guidOf(idOf(0));
  const [transcript] = (await get(`msdyn_transcripts?$filter=_msdyn_liveworkitemidid_value eq ${conversation}`)).body
    .value;
  const filter = `objecttypecode eq 'msdyn_transcript' and _objectid_value eq ${transcript.msdyn_transcriptid}`;
  const [note] = (await get(`annotations?$filter=${filter}`)).body.value;
  const said = JSON.parse(Buffer.from(note.documentbody, 'base64').toString('utf8'));
  expect(said).toContainEqual(
    expect.objectContaining({
      content: 'Where is my parcel?',
      tags: expect.stringContaining('public'),
      from: { user: { displayName: 'Customer c-000000' } },
    }),
  );
});
