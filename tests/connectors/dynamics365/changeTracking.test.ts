/** Change tracking as the facts tell of it (§4.7), with hand-made answers. Over sockets: trackedFloor.test.ts. */
import { expect, test } from 'vitest';
import { createDynamicsConnector } from '../../../lib/connectors/dynamics365/createDynamicsConnector.ts';
import { formatCursor, parseCursor } from '../../../lib/connectors/dynamics365/cursor.ts';
import { morning } from '../../builders.ts';
import { type Asked, guidOf, me, organisationId, refusal, root, setUp, tables } from './answers.ts';
import { conversationId, iso, workItem } from './conversationRows.ts';

const { signal } = new AbortController();
const link = `${root}/msdyn_ocliveworkitems?$select=a&$deltatoken=919042%2108%2f22%2f2026%2008%3a10%3a44`;
const laterLink = `${link}5`;
const who = {
  WhoAmI: { UserId: me, OrganizationId: organisationId, BusinessUnitId: organisationId },
  [`systemusers(${me})`]: { fullname: 'Me' },
  [`organizations(${organisationId})`]: { name: 'Contoso' },
  $metadata: () => new Response('<Schema/>'),
  $batch: () => new Response(''),
};
const deleted = (id: string, rest: Record<string, unknown> = {}) => ({
  '@odata.context': `${root}/$metadata#msdyn_ocliveworkitems/$deletedEntity`,
  id,
  reason: 'deleted',
  ...rest,
});
const isTracking = ({ headers }: Asked) => /track-changes/.test(headers.get('Prefer') ?? '');

interface Organisation {
  definition?: unknown;
  /** What one page of ids holds; there is one page more than fits when it is full. */
  ids?: unknown;
  table?: unknown;
  feed?: unknown;
  open?: unknown[];
  rows?: Record<string, unknown>;
}

function aConnector(given: Organisation = {}) {
  const organisation: Organisation = {
    definition: { ChangeTrackingEnabled: true },
    ids: { value: [] },
    table: { value: [workItem()], '@odata.deltaLink': link },
    feed: { value: [], '@odata.deltaLink': laterLink },
    open: [workItem()],
    ...given,
  };
  const told = (answer: unknown) => (typeof answer === 'function' ? answer() : answer);
  const made = setUp((asked) => {
    const { path, query } = asked;
    if (path.startsWith('EntityDefinitions')) return told(organisation.definition);
    if (path !== 'msdyn_ocliveworkitems') return tables({ ...who, ...organisation.rows })(asked);
    if (isTracking(asked)) return told(organisation.table);
    if (query.has('$deltatoken')) return told(organisation.feed);
    if (query.get('$select') === 'activityid') return told(organisation.ids);
    if (query.has('$top')) return { value: [{ modifiedon: iso(morning) }] };
    return { value: query.get('$filter') === 'statecode eq 0' ? organisation.open : [] };
  });
  const connect = () => createDynamicsConnector(made.settings, made.environment);
  return { connector: connect(), connect, calls: made.calls, organisation };
}
const told = (page: { changes: { kind: string }[] }) =>
  page.changes.filter(({ kind }) => kind === 'conversation' || kind === 'removed');
const rowOf = (id: string, more: Record<string, unknown> = {}) => ({
  kind: 'conversation',
  row: expect.objectContaining({ id, ...more }),
});

test('Trap 7: the table is asked for without options that do not go with tracking; of the closed ones that come along only the late ones are told', async () => {
  const [late, old, internal] = [guidOf(1, 2), guidOf(1, 3), guidOf(1, 4)];
  const closed = { statecode: 1, statuscode: 4 };
  const { connector, calls } = aConnector({
    table: {
      value: [
        workItem(),
        workItem({ activityid: late, ...closed, modifiedon: iso(morning - 30_000) }),
        workItem({ activityid: old, ...closed, modifiedon: iso(morning - 90_000) }),
        workItem({ activityid: internal, statecode: 2, statuscode: 6 }),
      ],
      '@odata.deltaLink': link,
    },
  });
  const page = await connector.pull(undefined, signal);
  const [asked, ...more] = calls.filter(isTracking);
  expect(more).toEqual([]);
  expect([...(asked?.query.keys() ?? [])]).toEqual(['$select']);
  expect(told(page)).toEqual([rowOf(conversationId), rowOf(late, { state: 'closed' })]);
  expect(page).toMatchObject({
    startsSnapshot: true,
    more: false,
    unreadable: 0,
    cursor: `changes:${morning}:${link}`,
  });
});

test('The feed gives rows, closed ones too, and what was deleted, also what nobody has seen; the next poll goes on behind it', async () => {
  const [closed, gone] = [guidOf(1, 2), guidOf(1, 3)];
  const { connector, calls, organisation } = aConnector();
  const { cursor } = await connector.pull(undefined, signal);
  organisation.feed = {
    value: [workItem({ activityid: closed, statecode: 1, statuscode: 4, versionnumber: 120 }), deleted(gone)],
    '@odata.deltaLink': laterLink,
  };
  const page = await connector.pull(cursor, signal);
  expect(told(page)).toEqual([
    { kind: 'removed', id: gone, version: Number.MAX_SAFE_INTEGER },
    rowOf(conversationId),
    rowOf(closed, { state: 'closed' }),
  ]);
  expect(page).toMatchObject({ startsSnapshot: false, cursor: `changes:${morning}:${laterLink}` });
  expect(calls.map(({ url }) => url.href)).toContain(new URL(link).href);
});

test('What is deleted, or closed, is not told as open by the polls after it', async () => {
  const second = guidOf(1, 2);
  const table = { value: [workItem(), workItem({ activityid: second })], '@odata.deltaLink': link };
  const { connector, organisation } = aConnector({ table });
  const { cursor } = await connector.pull(undefined, signal);
  const value = [workItem({ activityid: second, statecode: 1, statuscode: 4 }), deleted(conversationId)];
  organisation.feed = { value, '@odata.deltaLink': laterLink };
  const page = await connector.pull(cursor, signal);
  expect(told(page)).toHaveLength(2);
  organisation.feed = { value: [], '@odata.deltaLink': laterLink };
  expect(told(await connector.pull(page.cursor, signal))).toEqual([]);
});

test('A worker that begins in the middle reads the open ones once, and then what has changed', async () => {
  const closedSince = guidOf(1, 2);
  const { connect, organisation, calls } = aConnector({
    open: [workItem(), workItem({ activityid: closedSince })],
    feed: { value: [deleted(closedSince)], '@odata.deltaLink': laterLink },
  });
  const connector = connect();
  const page = await connector.pull(`changes:${morning}:${link}`, signal);
  expect(told(page)).toEqual(expect.arrayContaining([rowOf(conversationId)]));
  expect(told(page)).toHaveLength(2);
  organisation.feed = { value: [], '@odata.deltaLink': laterLink };
  await connector.pull(page.cursor, signal);
  expect(calls.filter(({ query }) => query.get('$filter') === 'statecode eq 0')).toHaveLength(1);
});

test('What is held for one place is not taken for another, as after a full reading that was given up', async () => {
  const next = `${root}/msdyn_ocliveworkitems?$skiptoken=2`;
  const { connector } = aConnector({ table: { value: [], '@odata.nextLink': next } });
  await connector.pull(undefined, signal);
  expect(told(await connector.pull(`changes:${morning}:${link}`, signal))).toEqual([rowOf(conversationId)]);
});

test('A row that cannot be understood any more is told as such, then read by itself as long as it is missed', async () => {
  const { connector, organisation } = aConnector({
    rows: { [`msdyn_ocliveworkitems(${conversationId})`]: workItem({ statecode: 2, statuscode: 6 }) },
  });
  const { cursor } = await connector.pull(undefined, signal);
  organisation.feed = { value: [{ activityid: conversationId, statecode: 0 }], '@odata.deltaLink': laterLink };
  const known = () => [conversationId];
  const page = await connector.pull(cursor, signal, known);
  expect(page).toMatchObject({ unreadable: 1, unreadableIds: [conversationId] });
  organisation.feed = { value: [], '@odata.deltaLink': laterLink };
  expect(await connector.pull(page.cursor, signal, known)).toMatchObject({ unreadableIds: [conversationId] });
});

const fullPage = Array.from({ length: 20_001 }, () => ({}));
test.each<[string, Organisation]>([
  ['is off', { definition: { ChangeTrackingEnabled: false } }],
  ['is not told', { definition: {} }],
  ['may not be asked about', { definition: () => refusal(403) }],
  ['is unknown there', { definition: () => refusal(404) }],
  ['cannot be told just now', { definition: () => refusal(500) }],
  ['would bring too large a table', { ids: { value: fullPage } }],
  ['is refused for lack of a privilege', { table: () => refusal(403) }],
  ['is refused', { table: () => refusal(400) }],
  ['brings no link', { table: { value: [] } }],
  ['brings something else', { table: () => new Response('<html>') }],
])('Where tracking %s, the reading is the general one, and nobody is told of trouble', async (_, organisation) => {
  const { connector, calls } = aConnector(organisation);
  const page = await connector.pull(undefined, signal);
  expect(page).toMatchObject({ startsSnapshot: true, more: false, unreadable: 0, cursor: `live:${morning}` });
  expect(told(page)).toEqual([rowOf(conversationId)]);
  const asked = calls.length;
  await connector.pull(page.cursor, signal);
  expect(calls.slice(asked).filter((call) => isTracking(call) || /EntityDef/.test(call.path))).toEqual([]);
});

test.each<[string, unknown]>([
  ['has expired', () => refusal(400, 'Version stamp associated with the client has expired.', '0x80044352')],
  ['is gone', () => refusal(410)],
  ['is refused', () => refusal(403)],
  ['leads to no further link', { value: [] }],
  ['tells of a deletion of nothing', { value: [deleted('')], '@odata.deltaLink': laterLink }],
  [
    'tells of another kind of leaving',
    { value: [deleted(conversationId, { reason: 'changed' })], '@odata.deltaLink': laterLink },
  ],
  ['leads to something else', () => new Response('<html>')],
])('When a link %s, the general reading begins anew, without tracking', async (_, feed) => {
  const { connector, calls, organisation } = aConnector();
  const { cursor } = await connector.pull(undefined, signal);
  organisation.feed = feed;
  const before = calls.length;
  const page = await connector.pull(cursor, signal, () => [conversationId]);
  expect(page).toMatchObject({ startsSnapshot: true, more: false, cursor: `live:${morning}` });
  expect(told(page)).toEqual([rowOf(conversationId)]);
  expect(calls.slice(before).filter(isTracking)).toEqual([]);
});

test.each<[string, number]>([
  ['auth', 401],
  ['rateLimited', 429],
])('What holds for every way, %s, is told and changes nothing', async (kind, status) => {
  const { connector, organisation } = aConnector();
  const { cursor } = await connector.pull(undefined, signal);
  organisation.feed = () => refusal(status);
  await expect(connector.pull(cursor, signal)).rejects.toMatchObject({ kind });
  organisation.feed = { value: [], '@odata.deltaLink': laterLink };
  expect((await connector.pull(cursor, signal)).startsSnapshot).toBe(false);
  organisation.definition = () => refusal(status);
  await expect(connector.pull(undefined, signal)).rejects.toMatchObject({ kind });
});

test.each(['https://elsewhere.example/api/data/v9.2/x?$deltatoken=1', `${root}/../v9.1/x`, 'no address'])(
  'A link that leads out of the API is not followed: %s',
  async (foreign) => {
    const { connector, calls } = aConnector({ table: { value: [], '@odata.deltaLink': foreign } });
    const { cursor } = await connector.pull(undefined, signal);
    expect(await connector.pull(cursor, signal)).toMatchObject({ startsSnapshot: true, cursor: `live:${morning}` });
    expect(calls.filter(({ url }) => !url.href.startsWith(`${root}/`))).toEqual([]);
  },
);

test('A page of the table that is refused in the middle begins the general reading', async () => {
  const next = `${root}/msdyn_ocliveworkitems?$skiptoken=2`;
  const answers = [{ value: [workItem()], '@odata.nextLink': next }, refusal(400)];
  const { connector } = aConnector({ table: () => answers.shift() });
  const first = await connector.pull(undefined, signal);
  expect(first).toMatchObject({ more: true, cursor: `table:${morning}:${next}` });
  expect(await connector.pull(first.cursor, signal)).toMatchObject({ startsSnapshot: true, cursor: `live:${morning}` });
});

test.each([
  { kind: 'live', since: 5 } as const,
  { kind: 'snapshot', since: 5, next: `${root}/x?a=1:2` } as const,
  { kind: 'table', since: 5, next: `${root}/x?a=1:2` } as const,
  { kind: 'changes', since: 5, next: link } as const,
])('A cursor comes back as it was: $kind', (cursor) => {
  expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
});

test.each([
  'changes:5',
  'changes:5:',
  'changes::x',
  'changes:-5:x',
  'tables:5:x',
  'live:5:x',
  ' changes:5:x',
  'CHANGES:5:x',
])('What is no cursor is none: %s', (text) => expect(parseCursor(text)).toBeUndefined());
