import { expect, onTestFinished, test, vi } from 'vitest';
import { createLocalFloorConnector } from '../../../lib/connectors/localFloor/createLocalFloorConnector.ts';
import type { Conversation } from '../../../lib/domain/records.ts';
import { startFloorServer } from '../../../lib/floor/server/startFloorServer.ts';
import { createMirror } from '../../../lib/mirror/createMirror.ts';
import { createMemoryStore as createImage } from '../../../lib/mirror/memoryStore.ts';
import { createOutbox } from '../../../lib/outbox/createOutbox.ts';
import { createMemoryStore as createDisk } from '../../../lib/outbox/memoryStore.ts';
import { createBackoffGate } from '../../../lib/sync/backoffGate.ts';
import { createSync } from '../../../lib/sync/createSync.ts';
import { change, command, idOf, testFloor } from '../../floor/server/testFloor.ts';
import { schedule } from '../../realTime.ts';
import { anEnvironment, settingsFor } from '../environment.ts';

test('FA11, FA12, FA18: with a fifth of requests and answers lost and the stream in disorder, the report equals the ledger and the mirror the floor', async () => {
  const floor = testFloor(100);
  const server = await startFloorServer({ floor, port: 0, speed: 0, admin: true });
  const settings = settingsFor(server.url, { secret: [...server.tokens.values()][0] ?? '' });
  const connector = createLocalFloorConnector(settings, anEnvironment());
  const { mirror } = createMirror({ store: createImage(), now: Date.now, schedule });
  const gate = createBackoffGate({ now: Date.now, schedule, random: () => 0 });
  const sync = createSync({ connector, mirror, gate, now: Date.now, schedule, onStatus: () => {} });
  const problems: unknown[] = [];
  const outbox = createOutbox({
    connectionId: 'k-1',
    connector,
    store: createDisk(),
    gate,
    account: () => 'a-me',
    row: (id) => mirror.conversation(id),
    recheck: () => [],
    onRow: (row) => mirror.apply({ changes: [{ kind: 'conversation', row }] }),
    onProblem: (error) => problems.push(error),
    now: Date.now,
    schedule,
  });
  onTestFinished(async () => {
    sync.stop();
    outbox.stop();
    await server.stop();
  });

  sync.start();
  await outbox.start();
  await vi.waitFor(() => expect(mirror.size).toBe(100));
  const acts = '/v1/conversations/*/assign';
  server.faults.set({
    seed: 11,
    rules: [
      { fault: 'loseReply', path: acts, probability: 0.2 },
      { fault: 'loseRequest', path: acts, probability: 0.2 },
      { fault: 'duplicateEvents', probability: 0.2 },
      { fault: 'reorderEvents', probability: 0.05 },
      { fault: 'dropEvents', probability: 0.03 },
    ],
  });
  for (let index = 0; index < 100; index += 1) {
    const { id, etag } = mirror.conversation(idOf(index)) as Conversation;
    const envelope = { operationId: `o-${index}`, conversationId: id, etag };
    await outbox.add({ type: 'assign', ...envelope, queueId: 'q-orders', override: {} }, undefined, { holdFor: 0 });
    change(floor, 1, idOf((index * 7) % 90));
    if (index % 10 === 0) command(floor, { type: 'remove', conversationId: idOf(99 - index / 10) });
  }
  const states = () => Object.groupBy(outbox.recent(), ({ state }) => state);
  await vi.waitFor(() => expect(Object.keys(states()).sort()).toEqual(['confirmed', 'refused']), { timeout: 15_000 });

  const effects = floor.ledger.filter(({ outcome }) => outcome === 'done').map(({ operationId }) => operationId);
  expect(new Set(effects).size).toBe(effects.length);
  const confirmed = states().confirmed?.map(({ id }) => id) ?? [];
  expect(confirmed.toSorted()).toEqual(effects.toSorted());
  expect(confirmed.length + (states().refused?.length ?? 0)).toBe(100);
  expect(confirmed.length).toBeGreaterThan(80);
  expect(problems).toEqual([]);

  server.faults.set({ rules: [] });
  change(floor, 1, idOf(0));
  const versions = (rows: Iterable<{ id: string; version: number }>) =>
    Array.from(rows, ({ id, version }) => `${id} ${version}`).sort();
  await vi.waitFor(() => expect(versions(mirror.conversations())).toEqual(versions(floor.conversations())), {
    timeout: 20_000,
  });
}, 45_000);
