import { expect, test } from 'vitest';
import { createDynamicsConnector } from '../../../lib/connectors/dynamics365/createDynamicsConnector.ts';
import { change, command, idOf } from '../../floor/server/testFloor.ts';
import { anEnvironment, settingsFor } from '../environment.ts';
import { aWorld, readAll, rowsOf } from './world.ts';

const { signal } = new AbortController();

/** Times are on the wire in whole seconds. */
const toSecond = (time: number) => Math.floor(time / 1000) * 1000;

test('A full reading of 600 conversations is the floor’s, in pages, with nothing unreadable', async () => {
  const { floor, double, connector } = await aWorld(600);
  const { pages, changes } = await readAll(connector);
  expect(pages.map(({ startsSnapshot }) => startsSnapshot)).toEqual([true, false, false]);
  expect(pages.map(({ unreadable }) => unreadable)).toEqual([0, 0, 0]);
  const rows = rowsOf(changes);
  expect([...rows.keys()].toSorted()).toEqual(
    floor
      .conversations()
      .map(({ id }) => double.guidOf(id))
      .toSorted(),
  );
  for (const told of floor.conversations()) {
    const row = rows.get(double.guidOf(told.id));
    expect(row).toMatchObject({
      subject: told.subject,
      customer: { name: told.customer.name },
      channel: told.channel,
      state: told.state,
      ringing: told.ringing,
      sentiment: { level: told.sentiment.level },
      stateSince: toSecond(told.stateSince),
    });
    expect(row?.agentId).toBe(told.agentId && double.guidOf(told.agentId));
    expect(row?.queueId).toBe(told.queueId && double.guidOf(told.queueId));
    expect(row?.participants.map(({ agentId, mode }) => ({ agentId, mode }))).toEqual(
      told.participants.map(({ agentId, mode }) => ({ agentId: double.guidOf(agentId), mode })),
    );
  }
});

test('What is closed, changed and deleted between two polls is told by the next one, once each', async () => {
  const { floor, double, connector } = await aWorld(5);
  const { changes, cursor } = await readAll(connector);
  const known = [...rowsOf(changes).keys()];
  const before = rowsOf(changes).get(double.guidOf(idOf(2)));
  change(floor, 1, idOf(2));
  command(floor, { type: 'remove', conversationId: idOf(0) });
  command(floor, { type: 'release', conversationId: idOf(1) });
  const { pages, changes: later } = await readAll(connector, cursor, known);
  expect(pages.every(({ startsSnapshot }) => !startsSnapshot)).toBe(true);
  expect(later.filter(({ kind }) => kind === 'removed')).toEqual([
    { kind: 'removed', id: double.guidOf(idOf(0)), version: Number.MAX_SAFE_INTEGER },
  ]);
  const rows = rowsOf(later);
  expect(rows.get(double.guidOf(idOf(2)))?.version).toBeGreaterThan(before?.version ?? 0);
  expect(rows.get(double.guidOf(idOf(1)))).toMatchObject({ state: 'open' });
});

test('Who the account is comes with the organisation’s name and what it offers', async () => {
  const { double, connector } = await aWorld(2);
  double.behave({
    supervisorRole: 'team',
    apiAccessRole: 'direct',
    absentColumns: ['msdyn_enable_supervisor_forceclose'],
  });
  expect(await connector.identify(signal)).toMatchObject({
    isSupervisor: true,
    blockingRole: 'Omnichannel API access',
    rolesReadable: true,
    switchedOff: [],
    siteName: 'contoso',
    offer: { capabilities: { assignToAgent: true } },
  });
});

test('Nothing but GUIDs gets into an address, and a poll of a small floor is a handful of requests', async () => {
  const { double, connector } = await aWorld(3);
  const { cursor } = await readAll(connector);
  const before = double.requests.length;
  await readAll(connector, cursor, []);
  expect(double.requests.length - before).toBeLessThanOrEqual(5);
  for (const id of ['../WhoAmI', '..', 'c-1', "x' or 1 eq 1", ''])
    await expect(connector.read(id, signal)).rejects.toMatchObject({ kind: 'notFound' });
  expect(double.requests.length - before).toBeLessThanOrEqual(5);
});

test('Agents are the floor’s: presence, free units, queues, bots, and who is me', async () => {
  const { floor, double, connector } = await aWorld(2);
  const { changes } = await readAll(connector);
  const agents = new Map(changes.flatMap((each) => (each.kind === 'agent' ? [[each.row.id, each.row] as const] : [])));
  for (const told of floor.agents()) {
    const agent = agents.get(double.guidOf(told.id));
    expect(agent).toMatchObject({
      name: told.name,
      kind: told.kind,
      presence: { base: told.presence.base },
      capacity: told.capacity,
    });
    expect(agent?.queueIds.toSorted()).toEqual(told.queueIds.map((id) => double.guidOf(id)).toSorted());
  }
  expect(agents.size).toBe(floor.agents().length);
  expect([...agents.values()].filter(({ isMe }) => isMe)).toHaveLength(1);
});

test('A full reading goes on where it was after the worker died in the middle of it', async () => {
  const { floor, connect, connector } = await aWorld(300);
  const first = await connector.pull(undefined, signal);
  const { changes } = await readAll(connect(), first.cursor);
  const rows = rowsOf([...first.changes, ...changes]);
  expect(rows.size).toBe(floor.conversations().length);
});

test('Trap 9: a transfer that nobody has answered yet is shown with a new etag, the agent stays', async () => {
  const { floor, double, connector } = await aWorld(3);
  const id = double.guidOf(idOf(1));
  const seen = await connector.read(id, signal);
  const [first, second] = floor.agents2;
  const action = { type: 'transfer', operationId: 'o-1', conversationId: id, etag: seen.etag } as const;
  await connector.perform({ ...action, agentId: double.guidOf(second) }, signal);
  const now = await connector.read(id, signal);
  expect(now).toMatchObject({ agentId: double.guidOf(first), pendingTransfer: { toAgentId: double.guidOf(second) } });
  expect(now.etag).not.toBe(seen.etag);
});

test('By the browser’s session the cookie goes to the organisation only; once it is over that is auth', async () => {
  const { double } = await aWorld(2);
  const withJar: typeof fetch = (input, init = {}) => {
    const isHere = new URL(String(input)).origin === double.url;
    const headers = new Headers(init.headers);
    if (isHere && init.credentials === 'include') headers.set('Cookie', double.cookie);
    return fetch(input, { ...init, headers });
  };
  const signIn = { kind: 'browser', throughPage: false } as const;
  const connector = createDynamicsConnector(settingsFor(double.url, { signIn }), anEnvironment({ fetch: withJar }));
  expect(await connector.identify(signal)).toMatchObject({ isSupervisor: true });
  for (const signedOut of ['status', 'redirect'] as const) {
    double.behave({ signedOut });
    await expect(connector.pull(undefined, signal)).rejects.toMatchObject({ kind: 'auth' });
  }
  expect(double.loginHost.requests).toEqual([]);
  expect(double.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});
