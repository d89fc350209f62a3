/** Change tracking over real sockets: whatever happens, and whenever tracking comes or goes, the mirror is the floor. */
import { describe, expect, test } from 'vitest';
import type { Connector } from '../../../lib/connectors/connector.ts';
import type { Conversation } from '../../../lib/domain/records.ts';
import type { Command } from '../../../lib/floor/floor.ts';
import { createMirror } from '../../../lib/mirror/createMirror.ts';
import { createMemoryStore } from '../../../lib/mirror/memoryStore.ts';
import { createBackoffGate } from '../../../lib/sync/backoffGate.ts';
import { createReading } from '../../../lib/sync/reading.ts';
import type { Manners } from '../../doubles/dynamics365/manners.ts';
import { seededRandom } from '../../faultyIndexedDb.ts';
import { change, command, idOf, queueId, workstreamId } from '../../floor/server/testFloor.ts';
import { schedule } from '../../realTime.ts';
import { aWorld, readAll, rowsOf } from './world.ts';

const { signal } = new AbortController();
type World = Awaited<ReturnType<typeof aWorld>>;

/** Reads into a mirror as the product does; `connector` may be another one each time. */
function createFollower() {
  const { mirror } = createMirror({ store: createMemoryStore(), now: Date.now, schedule: () => undefined });
  const gate = createBackoffGate({ now: Date.now, schedule, random: () => 0 });
  const troubles: unknown[] = [];
  return {
    mirror,
    troubles,
    async follow(connector: Connector) {
      const onTrouble = (problem: unknown) => void troubles.push(problem);
      const reading = createReading({ connector, mirror, gate, now: Date.now, onTrouble, onProgress: () => {} });
      await reading.readAll(reading.cursor, signal);
      return reading.cursor ?? '';
    },
  };
}

/** What can be compared: which reading told it, and when, is its own affair. */
function ongoing(rows: Iterable<Conversation>) {
  const told = [...rows].filter(({ state }) => state !== 'closed');
  return new Map(told.map(({ version: _, observedAt: __, ...row }) => [row.id, row]));
}

/** A reading in the general way. */
async function asItIs({ double, connect, floor }: World, tracking: Partial<Manners>) {
  double.behave({ changeTracking: false });
  const rows = ongoing(rowsOf((await readAll(connect())).changes).values());
  double.behave(tracking);
  expect(rows.size).toBe(floor.conversations().filter(({ state }) => state !== 'closed').length);
  return rows;
}

const requestsWith = ({ double }: World, pattern: RegExp) => double.requests.filter(({ url }) => pattern.test(url));

describe('What is followed by change tracking is the floor', () => {
  test.each([
    [1, 'workers dying'],
    [2, 'workers dying'],
    [3, 'workers dying'],
    [4, 'workers dying, tracking coming and going'],
    [5, 'workers dying, tracking coming and going'],
    [6, 'workers dying, tracking coming and going'],
  ])('after a random history (%i), %s', async (seed, mishaps) => {
    const comesAndGoes = /going/.test(mishaps);
    const random = seededRandom(seed);
    const world = await aWorld(12, { changeTracking: true });
    const { floor, double, connect } = world;
    const { mirror, follow, troubles } = createFollower();
    const [one, two] = floor.agents2;
    const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
    const orders: ((conversationId: string) => Command)[] = [
      (conversationId) => ({ type: 'say', conversationId, from: 'customer', text: 'Hello?' }),
      (conversationId) => ({ type: 'offer', conversationId, agentId: pick([one, two]) }),
      (conversationId) => ({ type: 'accept', conversationId }),
      (conversationId) => ({ type: 'decline', conversationId }),
      (conversationId) => ({ type: 'requestTransfer', conversationId, agentId: pick([one, two]) }),
      (conversationId) => ({ type: 'acceptTransfer', conversationId }),
      (conversationId) => ({ type: 'release', conversationId }),
      (conversationId) => ({ type: 'endTalk', conversationId }),
      (conversationId) => ({ type: 'finishWrapUp', conversationId }),
      (conversationId) => ({ type: 'remove', conversationId }),
      () => ({ type: 'newConversation', workstreamId, queueId }),
    ];
    let connector = connect();
    for (let round = 0; round < 15; round += 1) {
      for (let step = 0; step < 8; step += 1) {
        const ids = floor.conversations().map(({ id }) => id);
        // What is not possible just now is refused: then nothing happens.
        floor.command(pick(orders)(pick(ids.length === 0 ? [idOf(0)] : ids)));
        floor.advance(floor.now + 2_000);
      }
      const mishap = random();
      if (mishap < 0.2) connector = connect();
      if (comesAndGoes && mishap > 0.8)
        double.behave({ changeTracking: random() < 0.5, deltaTokensExpired: random() < 0.5 });
      await follow(connector);
    }
    // What was read while it changed is put right by the next reading.
    await follow(connector);
    await follow(connector);
    expect(ongoing(mirror.conversations())).toEqual(await asItIs(world, {}));
    expect(troubles).toEqual([]);
    expect(requestsWith(world, /deltatoken/).length).toBeGreaterThan(0);
  });

  test.each(['the same worker', 'another worker'])(
    'when its table comes in pages, things change between them, and %s goes on',
    async (by) => {
      const world = await aWorld(1_100, { changeTracking: true });
      const { floor, double, connect, connector } = world;
      const first = await connector.pull(undefined, signal);
      expect(first).toMatchObject({ startsSnapshot: true, more: true });
      change(floor, 1, idOf(0));
      command(floor, { type: 'remove', conversationId: idOf(2) });
      command(floor, { type: 'newConversation', id: 'c-late', workstreamId, queueId });
      const second = by === 'another worker' ? connect() : connector;
      const rest = await readAll(second, first.cursor);
      const poll = await readAll(second, rest.cursor);
      const gone = poll.changes.flatMap((each) => (each.kind === 'removed' ? [each.id] : []));
      expect(gone).toEqual([double.guidOf(idOf(2))]);
      expect(ongoing(rowsOf(poll.changes).values())).toEqual(await asItIs(world, {}));
    },
  );
});

test('A poll asks for changes, not for the open ones, and with the threads; the open ones are read once more after a worker’s death', async () => {
  const world = await aWorld(5, { changeTracking: true });
  const { double, connect, connector } = world;
  const { cursor } = await readAll(connector);
  const asked = async (by: Connector, from: string) => {
    const before = double.requests.length;
    const page = await by.pull(from, signal);
    const paths = double.requests.slice(before).map(({ url }) => url);
    return { page, items: paths.filter((path) => /ocliveworkitems|ocsessions|sessionparticipants/.test(path)) };
  };
  const alive = await asked(connector, cursor);
  expect(alive.items).toHaveLength(3);
  expect(alive.items.filter((path) => /filter=statecode/.test(path) && /workitems/.test(path))).toEqual([]);
  const reborn = await asked(connect(), alive.page.cursor);
  expect(reborn.items).toHaveLength(4);
  expect(ongoing(rowsOf(reborn.page.changes).values())).toEqual(ongoing(rowsOf(alive.page.changes).values()));
});

test('Who comes and goes without a change of the conversation itself is told', async () => {
  const world = await aWorld(4, { changeTracking: true });
  const { double, connector } = world;
  const { mirror, follow } = createFollower();
  await follow(connector);
  const id = double.guidOf(idOf(1));
  const seen = await connector.read(id, signal);
  await connector.perform({ type: 'monitor', operationId: 'o-1', conversationId: id, etag: seen.etag }, signal);
  await follow(connector);
  await follow(connector);
  expect(mirror.conversation(id)?.participants.map(({ mode }) => mode)).toContain('monitor');
});

test.each<[string, Partial<Manners>]>([
  ['its token has expired', { deltaTokensExpired: true }],
  ['the account may no longer read the whole table', { organisationRead: false }],
  ['tracking was switched off', { changeTracking: false }],
])(
  'When %s between two polls, everything is read anew in the general way, nothing is lost, and nobody is told of trouble',
  async (_, manners) => {
    const world = await aWorld(6, { changeTracking: true });
    const { floor, double, connector } = world;
    const { mirror, follow, troubles } = createFollower();
    expect(await follow(connector)).toMatch(/^changes:/);
    double.behave(manners);
    change(floor, 1, idOf(3));
    command(floor, { type: 'remove', conversationId: idOf(0) });
    command(floor, { type: 'newConversation', id: 'c-late', workstreamId, queueId });
    const before = requestsWith(world, /deltatoken/).length;
    expect(await follow(connector)).toMatch(/^live:/);
    expect(ongoing(mirror.conversations())).toEqual(await asItIs(world, manners));
    await follow(connector);
    await follow(connector);
    expect(requestsWith(world, /deltatoken/)).toHaveLength(before + 1);
    expect(troubles).toEqual([]);
  },
);

test.each<[string, Partial<Manners>]>([
  ['the account may not read the whole table', { organisationRead: false, changeTracking: true }],
  ['nothing is tracked', { changeTracking: false }],
])('Where %s, the reading is the general one, asked for once', async (_, manners) => {
  const { double, connector } = await aWorld(3, manners);
  const { pages, cursor } = await readAll(connector);
  expect(pages.map(({ startsSnapshot, unreadable }) => [startsSnapshot, unreadable])).toEqual([[true, 0]]);
  await readAll(connector, cursor);
  const tracked = double.requests.filter(({ headers }) => /track-changes/.test(`${headers.prefer}`));
  expect(tracked.length).toBe(manners.changeTracking ? 1 : 0);
  expect(double.requests.filter(({ url }) => /EntityDefinitions/.test(url))).toHaveLength(1);
});
