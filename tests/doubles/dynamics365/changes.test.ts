import { expect, test } from 'vitest';
import { activate, change, command, idOf } from '../../floor/server/testFloor.ts';
import { aDynamics } from './scene.ts';

const list = 'msdyn_ocliveworkitems?$select=subject';
const track = 'odata.track-changes';

async function aScene(conversations = 3) {
  const scene = await aDynamics(conversations);
  scene.dynamics.behave({ changeTracking: true });
  const first = async () => (await scene.get(list, track)).body;
  return { ...scene, first };
}

test('whether a table is tracked can be asked', async () => {
  const { dynamics, get } = await aDynamics();
  const target = "EntityDefinitions(LogicalName='msdyn_ocliveworkitem')?$select=ChangeTrackingEnabled";
  expect((await get(target)).body).toMatchObject({ ChangeTrackingEnabled: false });
  dynamics.behave({ changeTracking: true });
  expect((await get(target)).body).toMatchObject({ ChangeTrackingEnabled: true });
  expect((await get(`${target},Nope`)).status).toBe(400);
  expect((await get("EntityDefinitions(LogicalName='nope')")).status).toBe(404);
});

test('the link gives what changed since: first the rows, then the ids of the deleted, then the next link', async () => {
  const { dynamics, floor, get, first } = await aScene();
  const { '@odata.deltaLink': link } = await first();
  expect((await get(link)).body.value).toEqual([]);
  change(floor, 1, idOf(1));
  command(floor, { type: 'remove', conversationId: idOf(0) });
  command(floor, { type: 'newConversation', id: 'c-brief', workstreamId: 'w-chat', queueId: 'q-billing' });
  command(floor, { type: 'remove', conversationId: 'c-brief' });
  const { body } = await get(link);
  const deleted = (id: string) => ({
    '@odata.context': expect.stringMatching(/\$metadata#msdyn_ocliveworkitems\/\$deletedEntity$/),
    id: dynamics.guidOf(id),
    reason: 'deleted',
  });
  // Also what was never seen before is told as deleted.
  expect(body.value).toEqual([expect.objectContaining({ subject: idOf(1) }), deleted(idOf(0)), deleted('c-brief')]);
  expect((await get(body['@odata.deltaLink'])).body.value).toEqual([]);
});

test('a long list of changes comes in pages, the link at its end', async () => {
  const { floor, get } = await aScene(5);
  const prefer = `${track},odata.maxpagesize=2`;
  const { body } = await get(list, prefer);
  expect(body['@odata.deltaLink']).toBeUndefined();
  change(floor, 1, idOf(0));
  let last = body;
  for (const size of [2, 1]) {
    last = (await get(last['@odata.nextLink'], prefer)).body;
    expect(last.value).toHaveLength(size);
  }
  // Nothing that changed while it was read is lost.
  const { value } = (await get(last['@odata.deltaLink'])).body;
  expect(value.map(({ subject }: { subject: string }) => subject)).toContain(idOf(0));
});

test.each(['$filter=statecode eq 0', '$orderby=subject', '$top=1', '$expand=msdyn_activesessionparticipantid'])(
  'changes do not go with %s',
  async (option) => {
    const { get } = await aScene();
    expect((await get(`msdyn_ocliveworkitems?${option}`, track)).status).toBe(400);
  },
);

test('changes are for those who may read the whole organisation', async () => {
  const { dynamics, get, first } = await aScene();
  const { '@odata.deltaLink': link } = await first();
  dynamics.behave({ organisationRead: false });
  const refused = { status: 403, body: { error: { code: '0x80040220' } } };
  expect(await get(list, track)).toMatchObject(refused);
  expect(await get(link)).toMatchObject(refused);
  expect((await get(list)).status).toBe(200);
});

test('an old token is refused, a new reading is not', async () => {
  const { dynamics, get, first } = await aScene();
  const { '@odata.deltaLink': link } = await first();
  dynamics.behave({ deltaTokensExpired: true });
  expect(await get(link)).toMatchObject({ status: 400, body: { error: { code: '0x80044352' } } });
  expect((await get(list, track)).status).toBe(200);
});

test('an untracked table refuses', async () => {
  const { get } = await aDynamics();
  expect((await get(list, track)).status).toBe(400);
});

test('row versions rise over the whole database, and a row that did not change keeps its own', async () => {
  const { floor, get, conversation } = await aDynamics();
  const version = async (id: string) => Number((await get(conversation(id))).body.versionnumber);
  const [one, other] = [await version(idOf(0)), await version(idOf(1))];
  activate(floor, idOf(0));
  const seats = (await get('msdyn_sessionparticipants?$select=versionnumber')).body.value;
  expect(await version(idOf(0))).toBeGreaterThan(Math.max(one, other));
  expect(await version(idOf(1))).toBe(other);
  expect(new Set([...seats.map((each: { versionnumber: number }) => each.versionnumber), one, other]).size).toBe(3);
});
