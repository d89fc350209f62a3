import { expect, test } from 'vitest';
import { activate, change, command, idOf } from '../../floor/server/testFloor.ts';
import { basePresences, changeReasons, closureReasons, modes } from './codes.ts';
import { aDynamics } from './scene.ts';

const version = { ApiVersion: '1.0' };

async function aScene(conversations = 3) {
  const scene = await aDynamics(conversations);
  const { dynamics, floor, get, post, conversation } = scene;
  const [one, two] = floor.agents2;
  const act = (name: string, body: object = {}, id = idOf(0)) =>
    post(`${conversation(id)}/Microsoft.Dynamics.CRM.${name}`, { ...version, ...body });
  const row = async (id = idOf(0)) => (await get(conversation(id))).body;
  const participants = async (): Promise<Record<string, unknown>[]> =>
    (await get('msdyn_sessionparticipants?$orderby=versionnumber')).body.value;
  const sessions = async (): Promise<Record<string, unknown>[]> =>
    (await get('msdyn_ocsessions?$filter=statecode eq 1')).body.value;
  const guid = dynamics.guidOf;
  return { ...scene, one: guid(one), two: guid(two), act, row, participants, sessions, guid };
}

test('assigning to an agent shows as assigned by a supervisor, ringing until accepted', async () => {
  const { act, row, participants, one, floor } = await aScene();
  expect(await act('CCaaS_AssignConversation', { AgentId: one })).toMatchObject({ status: 204, body: '' });
  const assigned = { statuscode: 2, msdyn_statuschangereason: changeReasons.assignedBySupervisor };
  expect(await row()).toMatchObject({ ...assigned, _msdyn_activeagentid_value: one, msdyn_isagentaccepted: false });
  const seat = { msdyn_mode: modes.primary, msdyn_assignreason: 'SupervisorAssign', _msdyn_agentid_value: one };
  expect(await participants()).toMatchObject([{ ...seat, msdyn_joinedon: null, msdyn_lefton: null }]);
  command(floor, { type: 'accept', conversationId: idOf(0) });
  expect(await row()).toMatchObject({ msdyn_statuschangereason: changeReasons.inConversation });
  expect(await participants()).toMatchObject([{ ...seat, msdyn_joinedon: expect.any(String) }]);
  expect(floor.ledger.map(({ action, outcome }) => [action.type, outcome])).toEqual([['assign', 'done']]);
});

test('an agent who declines leaves with that reason, the conversation is open again', async () => {
  const { act, row, participants, sessions, one, floor } = await aScene();
  await act('CCaaS_AssignConversation', { AgentId: one });
  command(floor, { type: 'decline', conversationId: idOf(0) });
  expect(await row()).toMatchObject({ statuscode: 1, _msdyn_activeagentid_value: null });
  expect(await participants()).toMatchObject([{ msdyn_lefton: expect.any(String), msdyn_leftonreason: 'AgentReject' }]);
  expect(await sessions()).toMatchObject([{ msdyn_closurereason: closureReasons.agentReject }]);
});

test('assigning to a queue ends the session with its reason', async () => {
  const { act, row, sessions, guid } = await aScene();
  expect((await act('CCaaS_InitiateQueueAssignment', { QueueId: guid('q-orders') })).status).toBe(204);
  expect(await row()).toMatchObject({
    statuscode: 1,
    _msdyn_cdsqueueid_value: guid('q-orders'),
    msdyn_statuschangereason: changeReasons.assignedBySupervisor,
  });
  expect(await sessions()).toMatchObject([{ msdyn_closurereason: closureReasons.supervisorAssignToQueue }]);
});

test.each([
  ['acceptTransfer', undefined, 1],
  ['declineTransfer', 'AgentReject', 0],
  ['timeOutTransfer', 'AgentTimeout', 0],
] as const)('a transfer is pending until the second agent answers: %s', async (type, leftReason, transfers) => {
  const { act, row, participants, sessions, one, two, floor } = await aScene();
  activate(floor);
  const before = await row();
  expect((await act('CCaaS_InitiateAgentTransferBySupervisor', { AgentId: two })).status).toBe(204);
  expect(await row()).toMatchObject({ _msdyn_activeagentid_value: one, msdyn_transfercount: 0 });
  // Who is asked stands in the participants alone.
  expect((await row()).versionnumber).toBe(before.versionnumber);
  const asked = {
    _msdyn_agentid_value: two,
    msdyn_mode: modes.primary,
    msdyn_assignreason: 'SupervisorTransferToAgent',
  };
  expect(await participants()).toMatchObject([
    { _msdyn_agentid_value: one, msdyn_lefton: null },
    { ...asked, msdyn_joinedon: null, msdyn_lefton: null },
  ]);
  command(floor, { type, conversationId: idOf(0) });
  expect(await row()).toMatchObject({
    msdyn_transfercount: transfers,
    _msdyn_activeagentid_value: transfers === 1 ? two : one,
  });
  const now = await participants();
  if (leftReason !== undefined) {
    expect(now).toMatchObject([{}, { ...asked, msdyn_lefton: expect.any(String), msdyn_leftonreason: leftReason }]);
    expect(await sessions()).toEqual([]);
    return;
  }
  expect(now.filter(({ msdyn_lefton }) => msdyn_lefton === null)).toMatchObject([
    { ...asked, msdyn_joinedon: expect.any(String) },
    { _msdyn_agentid_value: one, msdyn_mode: modes.consult },
  ]);
  expect(await sessions()).toMatchObject([{ msdyn_closurereason: closureReasons.supervisorTransferToAgent }]);
});

test('force close shows its reason in conversation, session and numbering; a second one is refused', async () => {
  const { act, row, sessions, participants, floor } = await aScene();
  activate(floor);
  expect((await act('CCaaS_ForceCloseConversation')).status).toBe(204);
  expect(await row()).toMatchObject({
    statecode: 1,
    statuscode: 4,
    msdyn_statuschangereason: changeReasons.forceClosed,
    msdyn_closedon: expect.any(String),
  });
  expect(await sessions()).toMatchObject([{ msdyn_closurereason: closureReasons.forceClose }]);
  expect((await participants()).every(({ msdyn_lefton }) => msdyn_lefton !== null)).toBe(true);
  const again = await act('CCaaS_ForceCloseConversation');
  expect(again).toMatchObject({ status: 400, body: { error: { code: '0x80040265' } } });
  expect(floor.ledger.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
});

test('monitoring is a seat of its own that turns into a consultant’s by joining, however much later', async () => {
  const { act, participants, floor, guid } = await aScene();
  activate(floor);
  const me = { _msdyn_agentid_value: guid(floor.supervisors[0]?.agentId ?? '') };
  expect(await act('CCaaS_JoinConversation')).toMatchObject({ status: 400 });
  expect((await act('CCaaS_MonitorConversation')).status).toBe(204);
  expect(await participants()).toMatchObject([
    {},
    { ...me, msdyn_mode: modes.monitor, msdyn_assignreason: 'AgentMonitor' },
  ]);
  expect((await act('CCaaS_JoinConversation')).status).toBe(204);
  const joined = { msdyn_mode: modes.consult, msdyn_assignreason: 'AgentConversationJoin', msdyn_lefton: null };
  expect(await participants()).toMatchObject([{}, { ...me, ...joined }]);
  expect((await act('CCaaS_EndSession')).status).toBe(204);
  expect(await participants()).toMatchObject([{}, { ...me, msdyn_lefton: expect.any(String) }]);
  expect(await act('CCaaS_EndSession')).toMatchObject({ status: 400 });
});

test('who listens stays through whatever the talk goes through, until the rules end it', async () => {
  const { act, row, participants, floor, two } = await aScene();
  activate(floor);
  await act('CCaaS_MonitorConversation');
  const untouched = (await row()).versionnumber;
  const listener = async () =>
    (await participants()).find(({ msdyn_assignreason: reason }) => reason === 'AgentMonitor')?.msdyn_lefton;
  await act('CCaaS_InitiateAgentTransferBySupervisor', { AgentId: two });
  expect((await row()).versionnumber).toBe(untouched);
  command(floor, { type: 'acceptTransfer', conversationId: idOf(0) });
  expect(await listener()).toBeNull();
  await act('CCaaS_JoinConversation');
  command(floor, { type: 'release', conversationId: idOf(0) });
  expect((await participants()).filter(({ msdyn_lefton }) => msdyn_lefton === null)).toEqual([]);
});

test('who comes and goes shows in the participants, not in the conversation', async () => {
  const { act, row, floor } = await aScene();
  activate(floor);
  await act('CCaaS_MonitorConversation');
  const { versionnumber } = await row();
  await act('CCaaS_JoinConversation');
  expect((await row()).versionnumber).toBe(versionnumber);
});

test('whoever only listened leaves without a trace in the talk', async () => {
  const { act, participants, floor } = await aScene();
  activate(floor);
  await act('CCaaS_MonitorConversation');
  expect((await act('CCaaS_LeavePublicConsult')).status).toBe(204);
  expect(await participants()).toMatchObject([{}, { msdyn_lefton: expect.any(String) }]);
});

test('an effect may come later than its answer', async () => {
  const { act, row, dynamics, floor } = await aScene();
  dynamics.behave({ actDelay: 5000 });
  expect((await act('CCaaS_ForceCloseConversation')).status).toBe(204);
  expect(await row()).toMatchObject({ statuscode: 1 });
  floor.advance(floor.now + 5000);
  expect(await row()).toMatchObject({ statuscode: 4 });
});

test.each([
  ['no role', { supervisorRole: 'none' }, 'CCaaS_ForceCloseConversation'],
  ['the role that blocks assigning', { apiAccessRole: 'direct' }, 'CCaaS_AssignConversation'],
  ['that role through a team', { apiAccessRole: 'team' }, 'CCaaS_AssignConversation'],
] as const)('%s: refused as a missing privilege', async (_name, manners, message) => {
  const { act, one, dynamics, floor } = await aScene();
  dynamics.behave(manners);
  const body = message === 'CCaaS_AssignConversation' ? { AgentId: one } : {};
  expect(await act(message, body)).toMatchObject({ status: 403, body: { error: { code: '0x80040220' } } });
  expect(floor.ledger).toEqual([]);
});

test('what is not allowed by the rules, switched off or gone is refused, each in its way', async () => {
  const { act, floor, two } = await aScene();
  expect(await act('CCaaS_InitiateAgentTransferBySupervisor', { AgentId: two })).toMatchObject({ status: 400 });
  command(floor, { type: 'setSwitch', action: 'forceClose', on: false });
  expect((await act('CCaaS_ForceCloseConversation')).body.error.message).toContain('switchedOff');
  command(floor, { type: 'remove', conversationId: idOf(0) });
  expect(await act('CCaaS_ForceCloseConversation')).toMatchObject({
    status: 404,
    body: { error: { code: '0x80040217' } },
  });
});

test('what was closed long ago is refused, not gone', async () => {
  const { act, row, floor } = await aScene();
  await act('CCaaS_ForceCloseConversation');
  floor.advance(floor.now + 3_600_000);
  expect(floor.conversation(idOf(0))).toBeUndefined();
  expect(await row()).toMatchObject({ statuscode: 4 });
  expect(await act('CCaaS_ForceCloseConversation')).toMatchObject({ status: 400 });
});

test('If-Match is honoured', async () => {
  const { post, row, conversation, floor } = await aScene();
  const etag = (await row())['@odata.etag'];
  change(floor, 1);
  const target = `${conversation(idOf(0))}/Microsoft.Dynamics.CRM.CCaaS_ForceCloseConversation`;
  expect((await post(target, version, { 'if-match': etag })).status).toBe(412);
  expect((await post(target, version, { 'if-match': (await row())['@odata.etag'] })).status).toBe(204);
});

test('the presence of an agent is changed by the published message', async () => {
  const { post, get, one, two, guid, floor } = await aScene();
  const set = (AgentId: string, PresenceId: string) =>
    post('CCaaS_ModifyAgentPresence', { ...version, AgentId, PresenceId });
  expect(await set(one, basePresences.away.id)).toMatchObject({ status: 200, body: '' });
  expect((await set(two, guid('presence:away:Lunch'))).status).toBe(200);
  const presences = floor.agents2.map((id) => floor.agents().find((agent) => agent.id === id)?.presence);
  expect(presences).toMatchObject([{ base: 'away' }, { base: 'away', text: 'Lunch' }]);
  const { body } = await get(`msdyn_agentstatuses?$filter=_msdyn_agentid_value eq ${two}`);
  expect(body.value).toMatchObject([{ _msdyn_currentpresenceid_value: guid('presence:away:Lunch') }]);
  expect((await set(one, guid('nothing'))).status).toBe(404);
});

test('the candidates are a function’s answer', async () => {
  const { get, conversation, one } = await aScene();
  const name = `${conversation(idOf(0))}/Microsoft.Dynamics.CRM.CCaaS_GetAgentsForConsultAndTransfer`;
  for (const target of [`${name}(ApiVersion='1.0')`, `${name}(ApiVersion=@p)?@p='1.0'`]) {
    const { status, body } = await get(target);
    expect(status).toBe(200);
    expect(JSON.parse(body.Agents).map(({ agentId }: { agentId: string }) => agentId)).toContain(one);
  }
});

test('a lost reply has its effect, a lost request has none', async () => {
  const { act, dynamics, floor } = await aScene();
  dynamics.failNext({ loseRequest: true });
  await expect(act('CCaaS_ForceCloseConversation')).rejects.toThrow();
  expect(floor.ledger).toHaveLength(0);
  dynamics.failNext({ loseReply: true });
  await expect(act('CCaaS_ForceCloseConversation')).rejects.toThrow();
  expect(floor.ledger).toHaveLength(1);
  expect(dynamics.requests.map(({ status }) => status)).toEqual([0, 0]);
});
