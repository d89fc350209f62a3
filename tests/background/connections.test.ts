import { expect, test } from 'vitest';
import { createConnections } from '../../lib/background/connections.ts';
import type { LiveConnection } from '../../lib/background/liveConnection.ts';
import type { SettingsStore } from '../../lib/settings/createSettings.ts';
import type { Settings, StoredConnection } from '../../lib/settings/settings.ts';
import { firstSettings } from '../../lib/settings/settings.ts';
import { aConnection, aSupervisor } from './liveScene.ts';

function scene(leaving: string[] = []) {
  let stored: StoredConnection[] = [];
  let wiping = () => Promise.resolve();
  let writing = () => Promise.resolve();
  let all: Settings = { ...firstSettings, leaving };
  const happened: string[] = [];
  const reports: unknown[] = [];
  const connections = createConnections({
    settings: {
      get current() {
        return { ...all, connections: stored };
      },
      async update(change: (settings: Settings) => Settings) {
        await writing();
        all = change(all);
      },
    } as SettingsStore,
    wipe(id) {
      happened.push(`wipe stored ${id}`);
      return wiping();
    },
    open(given) {
      if (given.backend === 'unheardOf') throw new Error('No backend is called "unheardOf".');
      const did = (what: string) => async () => void happened.push(`${what} ${given.secret}`);
      return {
        signedInAs: () => given.identity,
        subscribe: () => () => {},
        start: did('start'),
        close: did('close'),
        wipe: did('wipe'),
      } as unknown as LiveConnection;
    },
    report: (error) => reports.push(error),
  });
  return {
    connections,
    happened,
    reports,
    leaving: () => all.leaving,
    wipingFails: () => (wiping = () => Promise.reject(new Error('another page holds it'))),
    writingFails: () => (writing = () => Promise.reject(new Error('disk full'))),
    async have(...next: StoredConnection[]) {
      stored = next;
      connections.reconcile();
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    },
  };
}

test('a backend that nobody knows (a typing error in a policy) keeps no other connection from its work', async () => {
  const it = scene();
  await it.have(aConnection({ id: 'managed', backend: 'unheardOf' }), aConnection());
  expect(it.connections.all()).toHaveLength(1);
  expect(it.happened).toEqual(['start s']);
  expect(it.reports).toHaveLength(1);
});

test('a new token of the same account goes on with its queue and its log', async () => {
  const it = scene();
  await it.have(aConnection());
  await it.have(aConnection({ secret: 's2' }));
  expect(it.happened).toEqual(['start s', 'close s', 'start s2']);
});

test.each([
  ['of another account', { secret: 's2', identity: { ...aSupervisor, accountId: 'u-2' } }],
  ['of nobody knows whom', { secret: 's2', identity: undefined }],
  ['for another address', { baseUrl: 'http://127.0.0.1:2' }],
])('a token %s begins with nothing of what the one before it read (TH13)', async (_whose, change) => {
  const it = scene();
  await it.have(aConnection());
  const { identity, ...next } = { ...aConnection(), ...change };
  await it.have(identity === undefined ? next : { ...next, identity });
  expect(it.happened[1]).toBe('wipe s');
});

test('another person behind the same sign-in begins with nothing of the one before (TH13)', async () => {
  const it = scene();
  await it.have(aConnection());
  await it.have(aConnection({ identity: { ...aSupervisor, accountId: 'u-2' } }));
  expect(it.happened).toEqual(['start s', 'wipe s', 'start s']);
});

test('a connection that is removed is wiped', async () => {
  const it = scene();
  await it.have(aConnection());
  await it.have();
  expect(it.happened).toEqual(['start s', 'wipe s']);
  expect(it.connections.all()).toEqual([]);
});

test('what an earlier worker died on deleting is deleted before anybody uses the id, and the mark goes with it', async () => {
  const it = scene(['k-1', 'k-gone']);
  await it.have(aConnection());
  expect(it.happened).toEqual(['wipe stored k-1', 'wipe stored k-gone', 'start s']);
  expect(it.leaving()).toEqual([]);
});

test('what cannot be deleted keeps its mark for the next start, unless another account uses the id by then', async () => {
  const it = scene(['k-1', 'k-gone']);
  it.wipingFails();
  await it.have(aConnection());
  expect(it.leaving()).toEqual(['k-gone']);
  expect(it.happened.at(-1)).toBe('start s');
  expect(it.reports).toHaveLength(2);
});

test('where the mark cannot be taken away nothing begins that the next start would delete', async () => {
  const it = scene(['k-1']);
  it.writingFails();
  await it.have(aConnection());
  expect(it.happened).toEqual(['wipe stored k-1']);
  expect(it.reports).toHaveLength(1);
});
