import { expect, test } from 'vitest';
import { activate, command, idOf, queueId } from '../../floor/server/testFloor.ts';
import { aDynamics } from './scene.ts';

const open = 'statecode eq 0';

test.each([
  ['statuscode eq 2', 1],
  ['statuscode ne 2', 2],
  ['statuscode ge 1 and statuscode le 1', 2],
  ['statuscode gt 1', 1],
  ['statuscode lt 2', 2],
  ['not (statuscode eq 2)', 2],
  ['(statuscode eq 2 or statuscode eq 1) and statecode eq 0', 3],
  ['statuscode eq 2 or statuscode eq 1 and statecode eq 1', 1],
  ['_msdyn_activeagentid_value eq null', 2],
  ['_msdyn_activeagentid_value ne null', 1],
  ["startswith(subject,'C-00000')", 3],
  ["subject eq 'c-000001'", 1],
  ["subject eq 'o''clock'", 0],
  ['msdyn_isagentaccepted eq true', 1],
  ['modifiedon ge 1970-01-01T00:16:40Z', 3],
  ['modifiedon gt 2999-01-01T00:00:00Z', 0],
])('$filter=%s finds %i', async (filter, count) => {
  const { floor, get } = await aDynamics();
  activate(floor, idOf(1));
  const { status, body } = await get(`msdyn_ocliveworkitems?$select=subject&$filter=${encodeURIComponent(filter)}`);
  expect([status, body.value.length]).toEqual([200, count]);
});

test('a lookup is filtered by its value', async () => {
  const { dynamics, get } = await aDynamics();
  const { body } = await get(
    `msdyn_ocliveworkitems?$select=activityid&$filter=_msdyn_cdsqueueid_value eq ${dynamics.guidOf(queueId)}`,
  );
  expect(body.value).toHaveLength(3);
});

test.each([
  ['msdyn_ocliveworkitems?$skip=1', 'Skip Clause'],
  ['msdyn_ocliveworkitems?$select=nope', "'nope'"],
  ['msdyn_ocliveworkitems?$filter=nope eq 1', "'nope'"],
  ['msdyn_ocliveworkitems?$filter=msdyn_activeagentid eq null', "'msdyn_activeagentid'"],
  ["msdyn_ocliveworkitems?$filter=contains(subject,'c')", 'Syntax error'],
  ["msdyn_ocliveworkitems?$filter=statecode eq 'open'", 'incompatible types'],
  ['msdyn_ocliveworkitems?$filter=statecode eq open', 'not a literal'],
  ['msdyn_ocliveworkitems?$filter=statecode eq 0)', 'Syntax error'],
  ['msdyn_ocliveworkitems?$orderby=statecode sideways', 'Syntax error'],
  ['msdyn_ocliveworkitems?$expand=msdyn_cdsqueueid', "'msdyn_cdsqueueid'"],
  ['msdyn_ocliveworkitems?$expand=msdyn_cdsqueueid_msdyn_ocliveworkitem($top=1)', '$expand'],
  ['msdyn_ocliveworkitems?$apply=aggregate(statecode)', '$apply'],
  ['msdyn_ocliveworkitems?page=2', 'page'],
  ['msdyn_ocliveworkitems?$top=-1', '$top'],
  ['msdyn_ocliveworkitems(nope)', 'Guid'],
])('%s is refused in Dataverse’s words', async (target, words) => {
  const { get } = await aDynamics();
  const { status, body } = await get(target);
  expect([status, body.error.code, body.error.message]).toEqual([400, '0x80060888', expect.stringContaining(words)]);
});

test('what the organisation has not is 404', async () => {
  const { get, dynamics } = await aDynamics();
  expect(await get('nopes')).toMatchObject({ status: 404, body: { error: { code: '0x80060888' } } });
  const gone = await get(`msdyn_ocliveworkitems(${dynamics.guidOf('nobody')})`);
  expect(gone).toMatchObject({ status: 404, body: { error: { code: '0x80040217' } } });
});

test('a column that this version lacks is refused in $select and absent otherwise', async () => {
  const { dynamics, get } = await aDynamics();
  const column = 'msdyn_enable_supervisor_forceclose';
  dynamics.behave({ absentColumns: [column] });
  expect((await get(`msdyn_omnichannelconfigurations?$select=${column}`)).status).toBe(400);
  const { body } = await get('msdyn_omnichannelconfigurations');
  expect(body.value[0]).not.toHaveProperty(column);
  expect(body.value[0].msdyn_enable_supervisor_monitor).toBe(true);
});

test('only what was selected comes, with the key, in the order asked for', async () => {
  const { get, dynamics } = await aDynamics();
  const { body } = await get('msdyn_ocliveworkitems?$select=subject&$orderby=subject desc&$top=2&$count=true');
  expect(body['@odata.count']).toBe(3);
  expect(body.value).toEqual(
    [idOf(2), idOf(1)].map((id) => ({
      '@odata.etag': expect.stringMatching(/^W\/"\d+"$/),
      activityid: dynamics.guidOf(id),
      subject: id,
    })),
  );
});

test('one step along a navigation property is expanded with its own selection', async () => {
  const { floor, get, dynamics } = await aDynamics();
  activate(floor);
  const { body } = await get(
    'msdyn_ocliveworkitems?$select=subject&$filter=statuscode eq 2&$expand=msdyn_cdsqueueid_msdyn_ocliveworkitem($select=name),msdyn_activeagentid_msdyn_ocliveworkitem($select=fullname)',
  );
  expect(body.value).toMatchObject([
    {
      msdyn_cdsqueueid_msdyn_ocliveworkitem: { queueid: dynamics.guidOf(queueId), name: expect.any(String) },
      msdyn_activeagentid_msdyn_ocliveworkitem: { systemuserid: dynamics.guidOf(floor.agents2[0]) },
    },
  ]);
  const members = await get(`queues(${dynamics.guidOf(queueId)})/queuemembership_association?$select=fullname`);
  const expected = floor.agents().filter((agent) => agent.queueIds.includes(queueId));
  expect(members.body.value).toHaveLength(expected.length);
});

test('annotations come only on request', async () => {
  const { get } = await aDynamics();
  const list = 'msdyn_ocliveworkitems?$select=statuscode,_msdyn_customer_value&$orderby=subject&$top=1';
  const formatted = 'OData.Community.Display.V1.FormattedValue';
  const name = `_msdyn_customer_value@${formatted}`;
  const kind = '_msdyn_customer_value@Microsoft.Dynamics.CRM.lookuplogicalname';
  const plain = (await get(list)).body.value[0];
  expect([plain[name], plain[kind]]).toEqual([undefined, undefined]);
  const named = (await get(list, `odata.include-annotations="${formatted}"`)).body.value[0];
  expect([named[name], named[kind], named[`statuscode@${formatted}`]]).toEqual([
    'Customer c-000000',
    undefined,
    'Open',
  ]);
  const all = (await get(list, 'odata.include-annotations="*"')).body.value[0];
  expect([all[name], all[kind]]).toEqual(['Customer c-000000', 'contact']);
});

test('pages are followed by an opaque link, with the same page size, to the last', async () => {
  const { get, call } = await aDynamics(5);
  const target = `msdyn_ocliveworkitems?$select=subject&$filter=${encodeURIComponent(open)}`;
  const prefer = 'odata.maxpagesize=2';
  const seen: string[] = [];
  let reply = await get(target, prefer);
  expect(reply.headers.get('preference-applied')).toBe(prefer);
  const first = reply.body['@odata.nextLink'];
  for (;;) {
    seen.push(...reply.body.value.map(({ subject }: { subject: string }) => subject));
    const next = reply.body['@odata.nextLink'];
    if (next === undefined) break;
    reply = await get(next, prefer);
  }
  expect(seen.toSorted()).toEqual([0, 1, 2, 3, 4].map(idOf));
  const takenApart = new URL(first);
  takenApart.search = takenApart.searchParams.toString();
  const elsewhere = first.replace('ocliveworkitems', 'ocsessions');
  const selection = first.replace('=subject', '=statecode');
  for (const wrong of [takenApart.href, elsewhere, selection, `${first}x`])
    expect((await get(wrong, prefer)).status).toBe(400);
  expect((await get(first, 'odata.maxpagesize=3')).status).toBe(400);
  expect((await call(`${target}&$top=1`, { headers: { prefer } })).status).toBe(400);
});

test('an etag stands for a version: 304 while it is so, 412 when it is not, never with annotations or expanded rows', async () => {
  const { call, floor, conversation } = await aDynamics();
  const target = `${conversation(idOf(0))}?$select=subject`;
  const { headers, body } = await call(target);
  const etag = headers.get('etag') ?? '';
  expect(body['@odata.etag']).toBe(etag);
  const known = { 'if-none-match': etag };
  expect((await call(target, { headers: known })).status).toBe(304);
  expect((await call(target, { headers: { ...known, prefer: 'odata.include-annotations="*"' } })).status).toBe(200);
  const expanded = `${target}&$expand=msdyn_cdsqueueid_msdyn_ocliveworkitem($select=name)`;
  expect((await call(expanded, { headers: known })).status).toBe(200);
  command(floor, { type: 'say', conversationId: idOf(0), from: 'customer', text: 'Hello?' });
  expect((await call(target, { headers: known })).status).toBe(200);
  const stale = await call(target, { headers: { 'if-match': etag } });
  expect(stale).toMatchObject({ status: 412, body: { error: { code: '0x80060882' } } });
});
