/** The ten traps of facts §0 of Dynamics 365: the double sets every one of them. */
import { describe, expect, test } from 'vitest';
import { activate, command, idOf, type TestFloor } from '../../floor/server/testFloor.ts';
import { changeReasons, sentimentCode } from './codes.ts';
import { aDynamics } from './scene.ts';

const inState: [string, (floor: TestFloor) => void, { statecode: number; statuscode: number; live: number }][] = [
  ['open', () => {}, { statecode: 0, statuscode: 1, live: 0 }],
  ['active', (floor) => activate(floor), { statecode: 0, statuscode: 2, live: 1 }],
  ['waiting', stepAway, { statecode: 0, statuscode: 3, live: 2 }],
  ['wrapUp', endTalk, { statecode: 0, statuscode: 5, live: 4 }],
  ['closed', finish, { statecode: 1, statuscode: 4, live: 3 }],
];
function stepAway(floor: TestFloor): void {
  command(floor, { type: 'remove', conversationId: idOf(0) });
  command(floor, { type: 'newConversation', id: idOf(0), workstreamId: 'w-whatsapp', queueId: 'q-billing' });
  activate(floor);
  command(floor, { type: 'stepAway', conversationId: idOf(0) });
}
function endTalk(floor: TestFloor): void {
  activate(floor);
  command(floor, { type: 'endTalk', conversationId: idOf(0) });
}
function finish(floor: TestFloor): void {
  endTalk(floor);
  command(floor, { type: 'finishWrapUp', conversationId: idOf(0) });
}

test.each(inState)('1. three numberings of one status: %s', async (_name, happen, { statecode, statuscode, live }) => {
  const { dynamics, floor, get, conversation } = await aDynamics(1);
  happen(floor);
  expect((await get(conversation(idOf(0)))).body).toMatchObject({ statecode, statuscode });
  const other = await get(`msdyn_liveconversations(${dynamics.guidOf(`live:${idOf(0)}`)})`);
  expect(other.body).toMatchObject({ statecode: 0, msdyn_statecode: live, msdyn_statuscode: statuscode });
});

test('2. Wrap-up is not Closed: it is among the open ones, with a label of its own', async () => {
  const { floor, get } = await aDynamics(1);
  endTalk(floor);
  const label = 'statuscode@OData.Community.Display.V1.FormattedValue';
  const prefer = 'odata.include-annotations="OData.Community.Display.V1.FormattedValue"';
  const { body } = await get('msdyn_ocliveworkitems?$select=statuscode&$filter=statecode eq 0', prefer);
  expect(body.value).toMatchObject([{ statuscode: 5, [label]: 'Wrap-up' }]);
});

test('3. a phone call is one voice, a chat that was raised to voice is another, with a second session', async () => {
  const { dynamics, floor, get, conversation } = await aDynamics(1);
  command(floor, { type: 'newConversation', id: 'c-call', workstreamId: 'w-phone', queueId: 'q-voice' });
  activate(floor);
  command(floor, { type: 'escalate', conversationId: idOf(0) });
  expect((await get(conversation('c-call'))).body.msdyn_channel).toBe('192440000');
  expect((await get(conversation(idOf(0)))).body.msdyn_channel).toBe('192360000,192370000');
  const { body } = await get(`msdyn_ocsessions?$filter=_msdyn_liveworkitemid_value eq ${dynamics.guidOf(idOf(0))}`);
  const primary = body.value.find((each: Record<string, unknown>) => each._msdyn_primarysession_value === null);
  const second = body.value.find((each: Record<string, unknown>) => each._msdyn_primarysession_value !== null);
  expect(second).toMatchObject({ msdyn_channel: 192370000, _msdyn_primarysession_value: primary.activityid });
});

test('4. the channel is a text of codes on the conversation and a number on the session', async () => {
  const { get, conversation } = await aDynamics(1);
  expect((await get(conversation(idOf(0)))).body.msdyn_channel).toBe('192360000');
  expect((await get('msdyn_ocsessions')).body.value).toMatchObject([{ msdyn_channel: 192360000 }]);
});

test('5. sentiment is 0 or 7 to 13', async () => {
  const { floor, get, conversation } = await aDynamics(1);
  const sentiment = async () => (await get(conversation(idOf(0)))).body.msdyn_customersentimentlabel;
  const levels = ['unknown', -3, -2, -1, 0, 1, 2, 3] as const;
  expect(levels.map(sentimentCode)).toEqual([0, 7, 8, 9, 10, 11, 12, 13]);
  command(floor, { type: 'say', conversationId: idOf(0), from: 'customer', text: 'This is a horrible disaster.' });
  const level = Number(floor.conversation(idOf(0))?.sentiment.level);
  expect(level).toBeLessThan(0);
  expect(await sentiment()).toBe(level + 10);
});

test('6. a conversation is an activity: its key is activityid, the other id is a text', async () => {
  const { dynamics, get } = await aDynamics(1);
  const id = dynamics.guidOf(idOf(0));
  expect((await get(`msdyn_ocliveworkitems(activityid=${id})`)).status).toBe(200);
  const byText = `msdyn_ocliveworkitems?$filter=msdyn_ocliveworkitemid eq '${id}'`;
  expect((await get(byText)).body.value).toMatchObject([{ activityid: id }]);
  expect((await get(`msdyn_ocliveworkitems?$filter=msdyn_ocliveworkitemid eq ${id}`)).status).toBe(400);
  const [session] = (await get('msdyn_ocsessions?$select=activityid')).body.value;
  expect((await get(`msdyn_ocsessions(${session.activityid})`)).status).toBe(200);
});

test('7. a list of changes takes no filter and has the closed ones in it', async () => {
  const { dynamics, floor, get } = await aDynamics(2);
  dynamics.behave({ changeTracking: true });
  finish(floor);
  const prefer = 'odata.track-changes';
  expect((await get('msdyn_ocliveworkitems?$filter=statecode eq 0', prefer)).status).toBe(400);
  const { body } = await get('msdyn_ocliveworkitems?$select=statecode', prefer);
  expect(body.value.map(({ statecode }: { statecode: number }) => statecode).toSorted()).toEqual([0, 1]);
});

describe('8. Active does not mean answered', () => {
  const active = async (scene: Awaited<ReturnType<typeof aDynamics>>) =>
    (await scene.get(scene.conversation(idOf(0)))).body;
  test('offered by routing', async () => {
    const scene = await aDynamics(1);
    command(scene.floor, { type: 'offer', conversationId: idOf(0), agentId: scene.floor.agents2[0] });
    const ringing = { msdyn_statuschangereason: changeReasons.awaitingAcceptance, msdyn_isagentaccepted: false };
    expect(await active(scene)).toMatchObject({ statuscode: 2, ...ringing });
  });
  test('accepted', async () => {
    const scene = await aDynamics(1);
    activate(scene.floor);
    const answered = { msdyn_statuschangereason: changeReasons.inConversation, msdyn_isagentaccepted: true };
    expect(await active(scene)).toMatchObject({ statuscode: 2, ...answered });
  });
});

test('9. a transfer is answered 204 long before anything changes hands', async () => {
  const { dynamics, floor, get, post, conversation } = await aDynamics(1);
  activate(floor);
  const [one, two] = floor.agents2.map(dynamics.guidOf);
  const target = `${conversation(idOf(0))}/Microsoft.Dynamics.CRM.CCaaS_InitiateAgentTransferBySupervisor`;
  expect((await post(target, { ApiVersion: '1.0', AgentId: two })).status).toBe(204);
  expect((await get(conversation(idOf(0)))).body._msdyn_activeagentid_value).toBe(one);
});

test('10. a conversation vanishes with its sessions and people: 404, not Closed', async () => {
  const { floor, get, conversation } = await aDynamics(1);
  activate(floor);
  command(floor, { type: 'remove', conversationId: idOf(0) });
  expect(await get(conversation(idOf(0)))).toMatchObject({ status: 404, body: { error: { code: '0x80040217' } } });
  for (const set of ['msdyn_ocliveworkitems', 'msdyn_ocsessions', 'msdyn_sessionparticipants'])
    expect((await get(set)).body.value).toEqual([]);
});
