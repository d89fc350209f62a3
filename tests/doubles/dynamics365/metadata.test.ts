import { expect, test } from 'vitest';
import { idOf } from '../../floor/server/testFloor.ts';
import { type MessageSet, messageSets } from './messages.ts';
import { aDynamics } from './scene.ts';

const prefix = 'Microsoft.Dynamics.CRM.';

test.each(Object.keys(messageSets) as MessageSet[])('the metadata tells the messages of the set "%s"', async (set) => {
  const { dynamics, get } = await aDynamics();
  dynamics.behave({ messages: set });
  const { status, headers, body } = await get('$metadata');
  expect([status, headers.get('content-type')]).toEqual([200, 'application/xml']);
  expect(body).toContain('<EntityType Name="msdyn_ocliveworkitem"');
  const told = [...body.matchAll(/<(Action|Function) Name="(\w+)"( IsBound="true")?>/g)].map((match) => [
    match[2],
    match[1]?.toLowerCase(),
    match[3] !== undefined,
  ]);
  expect(told).toEqual(messageSets[set].map(({ name, kind, bound }) => [name, kind, bound]));
  for (const { parameters } of messageSets[set])
    for (const { name, type } of parameters) expect(body).toContain(`<Parameter Name="${name}" Type="${type}"`);
});

const forceClose = `${prefix}CCaaS_ForceCloseConversation`;
test.each([
  ['usual', forceClose, { ApiVersion: '1.0' }, 204],
  ['usual', forceClose, { ApiVersion: '1.0', Reason: 'Abuse' }, 204],
  ['usual', forceClose, {}, 400],
  ['usual', forceClose, { ApiVersion: '1.0', Because: 'Abuse' }, 400],
  ['usual', forceClose, { ApiVersion: 1 }, 400],
  ['usual', forceClose, { ApiVersion: '9.0' }, 400],
  ['otherNames', forceClose, { ApiVersion: '1.0' }, 400],
  ['otherNames', forceClose, { Version: '1.0', Comment: 'Abuse' }, 204],
  ['extraMandatory', forceClose, { ApiVersion: '1.0' }, 400],
  ['extraMandatory', forceClose, { ApiVersion: '1.0', ClosureSubReason: 3 }, 204],
  ['noneAtAll', forceClose, { ApiVersion: '1.0' }, 404],
  ['usual', `${prefix}CCaaS_AcceptConversation`, { ApiVersion: '1.0' }, 403],
] as const)('%s: %s with %j answers %i', async (messages, name, body, status) => {
  const { dynamics, post, conversation, floor } = await aDynamics();
  dynamics.behave({ messages });
  const reply = await post(`${conversation(idOf(0))}/${name}`, body);
  expect(reply.status).toBe(status);
  if (status === 404) expect(reply.body.error.code).toBe('0x80060888');
  expect(floor.ledger).toHaveLength(status === 204 ? 1 : 0);
});

test('a message that is unbound here is found only without a conversation, which it names itself', async () => {
  const { dynamics, post, conversation, floor } = await aDynamics();
  dynamics.behave({ messages: 'unbound' });
  const body = { ApiVersion: '1.0', AgentId: dynamics.guidOf(floor.agents2[0]) };
  const bound = `${conversation(idOf(0))}/${prefix}CCaaS_AssignConversation`;
  expect((await post(bound, body)).status).toBe(404);
  const named = { ...body, ConversationId: dynamics.guidOf(idOf(0)) };
  expect((await post('CCaaS_AssignConversation', named)).status).toBe(204);
  expect(floor.conversation(idOf(0))?.agentId).toBe(floor.agents2[0]);
});

test('an older version lacks messages, and says so only when asked for them', async () => {
  const { dynamics, get, post, conversation, floor } = await aDynamics();
  dynamics.behave({ messages: 'someAbsent' });
  expect((await get('$metadata')).body).not.toContain('CCaaS_InitiateAgentTransferBySupervisor');
  const target = `${conversation(idOf(0))}/${prefix}CCaaS_InitiateAgentTransferBySupervisor`;
  const reply = await post(target, { ApiVersion: '1.0', AgentId: dynamics.guidOf(floor.agents2[1]) });
  expect(reply).toMatchObject({ status: 404, body: { error: { code: '0x80060888' } } });
});

test('writing state columns is no way to act', async () => {
  const { call, conversation } = await aDynamics();
  const reply = await call(conversation(idOf(0)), { method: 'PATCH', json: { statecode: 1, statuscode: 4 } });
  expect(reply.status).toBe(405);
});

test('a batch of one GET is answered, any other is not', async () => {
  const { call } = await aDynamics();
  const batch = (inner: string) =>
    call('$batch', {
      method: 'POST',
      headers: { 'content-type': 'multipart/mixed;boundary=b1' },
      body: `--b1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n${inner}\r\n--b1--\r\n`,
    });
  const { status, body } = await batch('GET /api/data/v9.2/WhoAmI HTTP/1.1\r\nAccept: application/json\r\n\r\n');
  expect(status).toBe(200);
  expect(body).toContain('HTTP/1.1 200 OK');
  expect(body).toContain('"UserId"');
  expect((await batch('GET /api/data/v9.2/nopes HTTP/1.1\r\n\r\n')).body).toContain('HTTP/1.1 404');
  expect((await batch('POST /api/data/v9.2/contacts HTTP/1.1\r\n\r\n{}')).status).toBe(400);
});
