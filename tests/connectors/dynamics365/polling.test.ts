import { expect, test } from 'vitest';
import { createDynamicsConnector } from '../../../lib/connectors/dynamics365/createDynamicsConnector.ts';
import { morning } from '../../builders.ts';
import { guidOf, me, organisationId, refusal, root, setUp, tables } from './answers.ts';
import { conversationId, iso, workItem } from './conversationRows.ts';

const { signal } = new AbortController();
const who = {
  WhoAmI: { UserId: me, OrganizationId: organisationId, BusinessUnitId: organisationId },
  [`systemusers(${me})`]: { fullname: 'Me' },
  [`organizations(${organisationId})`]: { name: 'Contoso' },
  $metadata: () => new Response('<Schema/>'),
  $batch: () => new Response(''),
};

function aConnector(rows: Record<string, unknown> = {}) {
  const current: Record<string, unknown> = { ...who, ...rows };
  let closed: unknown[] = [];
  const made = setUp((asked) => {
    if (/statecode eq 1/.test(asked.query.get('$filter') ?? '')) return { value: closed };
    return tables(current)(asked);
  });
  const connector = createDynamicsConnector(made.settings, made.environment);
  return {
    connector,
    calls: made.calls,
    put: (path: string, value: unknown) => {
      current[path] = value;
    },
    close: (...items: unknown[]) => {
      closed = items;
    },
  };
}
const singles = (paths: string[]) => paths.filter((path) => path.startsWith('msdyn_ocliveworkitems('));

test('Closures are asked for from 60 s before the newest change that the backend itself told', async () => {
  const { connector, calls } = aConnector({
    msdyn_ocliveworkitems: [workItem({ modifiedon: iso(morning - 3_600_000) })],
  });
  const first = await connector.pull(undefined, signal);
  await connector.pull(first.cursor, signal);
  const filters = calls
    .map(({ query }) => query.get('$filter') ?? '')
    .filter((filter) => /statecode eq 1/.test(filter));
  expect(filters).toEqual([`modifiedon ge ${iso(morning - 3_660_000)} and statecode eq 1`]);
});

test('The newest change moves on with what is read, never back', async () => {
  const { connector, put, close } = aConnector({ msdyn_ocliveworkitems: [workItem()] });
  const first = await connector.pull(undefined, signal);
  expect(first.cursor).toBe(`live:${morning - 1_000}`);
  put('msdyn_ocliveworkitems', []);
  close(workItem({ statecode: 1, statuscode: 4, modifiedon: iso(morning + 5_000) }));
  const second = await connector.pull(first.cursor, signal);
  expect(second.cursor).toBe(`live:${morning + 5_000}`);
  expect(second.changes).toContainEqual(
    expect.objectContaining({ kind: 'conversation', row: expect.objectContaining({ state: 'closed' }) }),
  );
  close();
  expect((await connector.pull(second.cursor, signal)).cursor).toBe(second.cursor);
});

test('Trap 10: what is in neither list is read by itself: 404, or no right to it any more, means gone', async () => {
  const hidden = guidOf(1, 2);
  const elsewhere = guidOf(1, 3);
  const { connector } = aConnector({
    [`msdyn_ocliveworkitems(${conversationId})`]: () => refusal(404),
    [`msdyn_ocliveworkitems(${hidden})`]: () => refusal(403),
    [`msdyn_ocliveworkitems(${elsewhere})`]: workItem({ activityid: elsewhere, statecode: 1, statuscode: 4 }),
  });
  const page = await connector.pull(`live:${morning}`, signal, () => [conversationId, hidden, elsewhere]);
  const version = Number.MAX_SAFE_INTEGER;
  expect(page.changes.filter(({ kind }) => kind !== 'agent' && kind !== 'queue')).toEqual([
    { kind: 'removed', id: conversationId, version },
    { kind: 'removed', id: hidden, version },
    { kind: 'conversation', row: expect.objectContaining({ id: elsewhere, state: 'closed' }) },
  ]);
});

test('At most twenty are read by themselves in one poll, and the others have their turn', async () => {
  const ids = Array.from({ length: 45 }, (_, index) => guidOf(1, index + 1));
  const odd = Object.fromEntries(
    ids.map((id) => [`msdyn_ocliveworkitems(${id})`, workItem({ activityid: id, statuscode: 6, statecode: 2 })]),
  );
  const { connector, calls } = aConnector(odd);
  const asked: string[][] = [];
  for (let poll = 0; poll < 3; poll += 1) {
    const before = calls.length;
    const page = await connector.pull(`live:${morning}`, signal, () => ids);
    asked.push(singles(calls.slice(before).map(({ path }) => path)));
    expect(page.unreadableIds).toHaveLength(20);
  }
  expect(asked.map(({ length }) => length)).toEqual([20, 20, 20]);
  expect(new Set(asked.flat()).size).toBe(45);
});

test('A conversation in a state that is internal is counted, told by its id, and costs nobody else theirs', async () => {
  const internal = guidOf(1, 2);
  const { connector } = aConnector({
    msdyn_ocliveworkitems: [workItem({ activityid: internal, statuscode: 7 }), workItem(), { activityid: 'x' }],
  });
  const page = await connector.pull(`live:${morning}`, signal);
  expect(page).toMatchObject({ unreadable: 2, unreadableIds: [internal] });
  expect(page.changes.filter(({ kind }) => kind === 'conversation')).toHaveLength(1);
});

test('A cursor that is none of its own begins a full reading', async () => {
  const { connector } = aConnector();
  for (const cursor of ['', 'live:', 'live:-1', 'live:1.5', 'snapshot:1', 'whatever'])
    expect((await connector.pull(cursor, signal)).startsSnapshot).toBe(true);
});

test('Something else that answers there is the wrong backend', async () => {
  for (const answer of [() => refusal(404), () => new Response('<html>'), { fine: true }]) {
    const { connector } = aConnector({ WhoAmI: answer });
    await expect(connector.identify(signal)).rejects.toMatchObject({ kind: 'wrongBackend' });
  }
});

test('A row whose state is not known cannot be acted on: reading it is an error, not a guess', async () => {
  const { connector } = aConnector({
    [`msdyn_ocliveworkitems(${conversationId})`]: workItem({ statuscode: 6, statecode: 2 }),
  });
  await expect(connector.read(conversationId, signal)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('What is read before an act does not wait behind a reading that has used up the budget', async () => {
  const ids = Array.from({ length: 20 }, (_, index) => guidOf(1, index + 1));
  const rows = Object.fromEntries(
    ids.map((id) => [`msdyn_ocliveworkitems(${id})`, workItem({ activityid: id, statecode: 1, statuscode: 4 })]),
  );
  const made = setUp(tables({ ...who, ...rows }), { environment: { schedule: () => () => {} } });
  const connector = createDynamicsConnector(made.settings, made.environment);
  const stop = new AbortController();
  const poll = connector.pull(`live:${morning}`, stop.signal, () => ids).catch((error: unknown) => error);
  while (singles(made.calls.map(({ path }) => path)).length < 5) await new Promise((resolve) => setImmediate(resolve));
  expect(await connector.read(conversationId, signal)).toMatchObject({ id: conversationId });
  stop.abort();
  expect(await poll).toMatchObject({ kind: 'offline' });
});

test('The backend’s clock is what its answers say, not this machine’s', async () => {
  const rows = tables({ ...who, msdyn_ocliveworkitems: [workItem()] });
  const backendNow = morning + 7_200_000;
  const made = setUp((asked) =>
    Response.json(rows(asked) ?? { value: [] }, { headers: { Date: new Date(backendNow).toUTCString() } }),
  );
  const page = await createDynamicsConnector(made.settings, made.environment).pull(undefined, signal);
  expect(page.now).toBe(backendNow);
  expect(page.changes).toContainEqual({
    kind: 'conversation',
    row: expect.objectContaining({ observedAt: backendNow }),
  });
});

test('A next page that the backend does not know any more begins the reading anew', async () => {
  const next = `${root}/msdyn_ocliveworkitems?$skiptoken=old`;
  const rows = tables({ ...who, msdyn_ocliveworkitems: [workItem()] });
  const made = setUp((asked) =>
    asked.query.has('$skiptoken') ? refusal(400, 'The paging cookie is gone') : rows(asked),
  );
  const connector = createDynamicsConnector(made.settings, made.environment);
  const page = await connector.pull(`snapshot:${morning}:${next}`, signal);
  expect(page).toMatchObject({ startsSnapshot: true, more: false });
});

test('Trap 7: no feed of changes is asked for, where a filter is refused and closed ones come unasked', async () => {
  const { connector, calls } = aConnector({ msdyn_ocliveworkitems: [workItem()] });
  const { cursor } = await connector.pull(undefined, signal);
  await connector.pull(cursor, signal);
  expect(calls.filter(({ headers }) => /track-changes/.test(headers.get('Prefer') ?? ''))).toEqual([]);
  const lists = calls.filter(({ path, query }) => path === 'msdyn_ocliveworkitems' && !query.has('$top'));
  expect(lists.map(({ query }) => query.get('$filter')?.replace(/ge \S+/, 'ge …'))).toEqual([
    'statecode eq 0',
    'statecode eq 0',
    'modifiedon ge … and statecode eq 1',
  ]);
});
