import { describe, expect, test } from 'vitest';
import type { StorageLike } from '../../lib/settings/createSettings.ts';
import { createSettings, managedConnectionId } from '../../lib/settings/createSettings.ts';
import { offByPolicy, parsePolicy } from '../../lib/settings/policy.ts';
import type { Settings, StoredConnection } from '../../lib/settings/settings.ts';
import { firstSettings, migrations, newConnection, parseSettings } from '../../lib/settings/settings.ts';
import { readFrozen, versionsIn } from '../frozenDatabase.ts';

const connection: StoredConnection = {
  id: 'c1',
  backend: 'localFloor',
  name: 'Floor',
  baseUrl: 'http://127.0.0.1:4000',
  secret: 's',
  ...newConnection,
};

const dana = {
  accountId: 'u-1',
  agentId: 'a-me',
  name: 'Dana',
  isSupervisor: true,
  rolesReadable: true,
  switchedOff: [],
  siteName: 'Floor',
};

const frozen = `${import.meta.dirname}/frozen`;

function area(stored: Record<string, unknown> = {}): StorageLike & { stored: Record<string, unknown> } {
  return {
    stored,
    get: async (key) => (key in stored ? { [key]: structuredClone(stored[key]) } : {}),
    set: async (items) => void Object.assign(stored, structuredClone(items)),
  };
}
const nothingManaged = { get: () => Promise.reject(new Error('no policy')) };

describe('stored settings', () => {
  test('of every version that ever was stand here as an example', () => {
    expect(firstSettings.version).toBe(migrations.length + 1);
    expect(versionsIn(frozen)).toEqual(Array.from({ length: firstSettings.version }, (_, index) => index + 1));
  });

  test.each(versionsIn(frozen))('of version %i are read as what they meant', (version) => {
    const { stored, expected } = readFrozen<{ stored: { version: number }; expected: Settings }>(frozen, version);
    expect(stored.version).toBe(version);
    expect(parseSettings(stored)).toEqual(expected);
  });

  test('of a newer version are refused with a sentence and left untouched', async () => {
    const local = area({ settings: { version: 99 } });
    const settings = createSettings({ local, managed: nothingManaged });
    await expect(settings.load()).rejects.toThrow(/newer Floorwalker/);
    expect(local.stored).toEqual({ settings: { version: 99 } });
  });

  test('that could not be read for a moment are read when asked for again', async () => {
    const local = area({ settings: { ...firstSettings, undoSeconds: 9 } });
    const settings = createSettings({ local, managed: nothingManaged });
    const { get } = local;
    local.get = () => Promise.reject(new Error('IO error'));
    await expect(settings.load()).rejects.toThrow('IO error');
    local.get = get;
    await settings.load();
    expect(settings.current.undoSeconds).toBe(9);
  });

  test('that make no sense are an error, not a fresh start', () => {
    expect(() => parseSettings({ version: 1, connections: 'many' })).toThrow();
  });

  test('changes are written before they are told, one after the other', async () => {
    const local = area();
    const settings = createSettings({ local, managed: nothingManaged });
    await settings.load();
    const told: number[] = [];
    settings.subscribe(() => told.push((local.stored.settings as typeof firstSettings).undoSeconds));
    await Promise.all([1, 2, 3].map((undoSeconds) => settings.update((all) => ({ ...all, undoSeconds }))));
    expect(told).toEqual([1, 2, 3]);
  });

  test('a write that fails changes nothing and does not block the next one', async () => {
    const local = area();
    const settings = createSettings({ local, managed: nothingManaged });
    await settings.load();
    const set = local.set;
    local.set = () => Promise.reject(new Error('disk full'));
    await expect(settings.update((all) => ({ ...all, undoSeconds: 9 }))).rejects.toThrow('disk full');
    expect(settings.current.undoSeconds).toBe(5);
    local.set = set;
    await settings.update((all) => ({ ...all, undoSeconds: 7 }));
    expect(settings.current.undoSeconds).toBe(7);
  });
});

describe('the policy of the organisation', () => {
  test.each([
    ['unset is no objection', {}, []],
    ['a named switch is off', { switches: { assign: false } }, ['assign']],
    ['true is no objection', { switches: { assign: true } }, []],
    [
      'switches that cannot be read close everything',
      { switches: 'off' },
      ['monitor', 'assign', 'transfer', 'forceClose'],
    ],
    [
      'one unreadable switch closes everything',
      { switches: { assign: 'no' } },
      ['monitor', 'assign', 'transfer', 'forceClose'],
    ],
    [
      'an unreadable name leaves the switches as they are',
      { organisationName: 5, switches: { transfer: false } },
      ['transfer'],
    ],
  ])('%s (G2)', (_rule, managed, off) => {
    expect(offByPolicy(parsePolicy(managed))).toEqual(off);
  });

  const ours = { backend: 'localFloor', name: 'Ours', baseUrl: 'http://127.0.0.1:5000' };
  const oauth = { kind: 'oauth', issuer: 'https://login.example/v2.0', clientId: 'c' };
  test.each<[string, Record<string, unknown>, Partial<StoredConnection>]>([
    ['nothing more', {}, { signIn: { kind: 'token' }, rulesVersion: '2024' }],
    [
      'the browser’s own session',
      { signIn: { kind: 'browser', throughPage: false } },
      { signIn: { kind: 'browser', throughPage: false } },
    ],
    ['an issuer', { signIn: oauth }, { signIn: oauth as StoredConnection['signIn'] }],
    ['corrections', { descriptor: '{"actions":{"assign":null}}' }, { descriptor: { actions: { assign: null } } }],
    ['a year', { rulesVersion: '2025' }, { rulesVersion: '2025' }],
  ])('sets a connection up with %s', async (_what, more, expected) => {
    const settings = createSettings({
      local: area(),
      managed: { get: async () => ({ connection: { ...ours, ...more } }) },
    });
    await settings.load();
    expect(settings.current.connections).toMatchObject([{ id: managedConnectionId, ...expected }]);
    expect(parseSettings(structuredClone(settings.current))).toEqual(settings.current);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a way to sign in that nobody knows', { signIn: { kind: 'password' } }],
    ['an issuer that is no address', { signIn: { ...oauth, issuer: 'login' } }],
    ['a browser sign-in that does not say whether pages may act', { signIn: { kind: 'browser' } }],
    ['corrections that are no JSON', { descriptor: '{' }],
    ['corrections that are a list', { descriptor: '[1]' }],
    ['rules of another year', { rulesVersion: '2026' }],
  ])('with %s sets none up, rather than another than was meant', (_what, more) => {
    const policy = parsePolicy({ organisationName: 'O', connection: { ...ours, ...more } });
    expect([policy.connection, policy.organisationName]).toEqual([undefined, 'O']);
  });

  test('that changes how one signs in does not know any more who it is', async () => {
    let connectionNow: Record<string, unknown> = { ...ours, signIn: oauth };
    const settings = createSettings({ local: area(), managed: { get: async () => ({ connection: connectionNow }) } });
    await settings.load();
    await settings.updateConnection(managedConnectionId, (one) => ({ ...one, identity: dana }));
    await settings.policyChanged();
    expect(settings.current.connections[0]?.identity).toEqual(dana);
    connectionNow = { ...ours, signIn: { ...oauth, clientId: 'c2' } };
    await settings.policyChanged();
    expect(settings.current.connections[0]?.identity).toBeUndefined();
  });

  test('a connection that it sets up stands first, keeps the token that the user added, and goes with the policy', async () => {
    let policy: Record<string, unknown> = {
      connection: { backend: 'localFloor', name: 'Ours', baseUrl: 'http://127.0.0.1:5000' },
    };
    const local = area({ settings: { ...firstSettings, connections: [connection] } });
    const settings = createSettings({ local, managed: { get: async () => policy } });
    await settings.load();
    expect(settings.current.connections.map(({ id, secret }) => [id, secret])).toEqual([
      [managedConnectionId, ''],
      ['c1', 's'],
    ]);
    await settings.updateConnection(managedConnectionId, (one) => ({ ...one, secret: 'mine' }));
    await settings.policyChanged();
    expect(settings.current.connections[0]?.secret).toBe('mine');
    policy = {};
    await settings.policyChanged();
    expect(settings.current.connections.map(({ id }) => id)).toEqual(['c1']);
  });

  test('a token never goes along to another site that the policy names later', async () => {
    let baseUrl = 'http://127.0.0.1:5000';
    const settings = createSettings({
      local: area(),
      managed: { get: async () => ({ connection: { backend: 'localFloor', name: 'Ours', baseUrl } }) },
    });
    await settings.load();
    await settings.updateConnection(managedConnectionId, (one) => ({ ...one, secret: 'mine' }));
    baseUrl = 'http://127.0.0.1:6000';
    await settings.policyChanged();
    expect(settings.current.connections[0]).toMatchObject({ baseUrl, secret: '' });
  });

  test('a policy that changes while something is being written is not written over', async () => {
    let policy: Record<string, unknown> = {
      connection: { backend: 'localFloor', name: 'Ours', baseUrl: 'http://127.0.0.1:5000' },
    };
    const local = area();
    const settings = createSettings({ local, managed: { get: async () => policy } });
    await settings.load();
    const { set } = local;
    local.set = (items) => new Promise((resolve) => void setTimeout(() => resolve(set(items)), 5));
    policy = { switches: { assign: false } };
    await Promise.all([settings.update((all) => ({ ...all, undoSeconds: 7 })), settings.policyChanged()]);
    expect(settings.current.undoSeconds).toBe(7);
    expect(settings.current.connections).toEqual([]);
  });

  test('who the account was does not go along to another secret that the policy gives (G1, G3)', async () => {
    let secret = 'of Dana';
    const connect = () => ({ backend: 'localFloor', name: 'Ours', baseUrl: 'http://127.0.0.1:5000', secret });
    const settings = createSettings({ local: area(), managed: { get: async () => ({ connection: connect() }) } });
    await settings.load();
    await settings.updateConnection(managedConnectionId, (one) => ({ ...one, identity: dana }));
    await settings.policyChanged();
    expect(settings.current.connections[0]?.identity).toEqual(dana);
    secret = 'of Eve';
    await settings.policyChanged();
    expect(settings.current.connections[0]?.identity).toBeUndefined();
  });

  test('an address that is none sets up no connection, and leaves the switches as they are', () => {
    const connection = { backend: 'localFloor', name: 'Ours', baseUrl: 'our floor' };
    expect(parsePolicy({ connection, switches: { assign: false } })).toEqual({ switches: { assign: false } });
  });
});

describe('a connection that lets go of what is stored for it', () => {
  const signedIn = { ...connection, identity: dana };
  const having = async (...connections: StoredConnection[]) => {
    const local = area({ settings: { ...firstSettings, connections } });
    const settings = createSettings({ local, managed: nothingManaged });
    await settings.load();
    return { local, settings };
  };

  test.each<[string, StoredConnection[]]>([
    ['is removed', []],
    ['gets another account', [{ ...signedIn, secret: 's2', identity: { ...dana, accountId: 'u-2' } }]],
    ['is another person’s behind the same sign-in', [{ ...signedIn, identity: { ...dana, accountId: 'u-2' } }]],
    ['gets a token of nobody knows whom', [{ ...connection, secret: 's2' }]],
    ['moves to another address', [{ ...signedIn, baseUrl: 'http://127.0.0.1:4001' }]],
  ])('and %s is marked in the same write (TH13)', async (_what, next) => {
    const { local, settings } = await having(signedIn);
    await settings.update((all) => ({ ...all, connections: next }));
    expect(local.stored.settings).toMatchObject({ connections: next, leaving: ['c1'] });
    expect(parseSettings(local.stored.settings).leaving).toEqual(['c1']);
  });

  test.each<[string, StoredConnection, StoredConnection]>([
    ['a new token of the same account', signedIn, { ...signedIn, secret: 's2' }],
    ['its first signing in', connection, signedIn],
    ['another name', signedIn, { ...signedIn, name: 'Pier' }],
  ])('is not what %s makes of it', async (_what, before, next) => {
    const { settings } = await having(before);
    await settings.update((all) => ({ ...all, connections: [next] }));
    expect(settings.current.leaving).toBeUndefined();
  });

  test('is told at the start when the policy named another address meanwhile, not when it names none', async () => {
    const managed = { ...signedIn, id: managedConnectionId, managed: true };
    const local = area({ settings: { ...firstSettings, connections: [managed] } });
    const named = { connection: { backend: 'localFloor', name: 'Floor', baseUrl: 'http://127.0.0.1:4001' } };
    const moved = createSettings({ local, managed: { get: async () => named } });
    await moved.load();
    expect(moved.current.leaving).toEqual([managedConnectionId]);
    const silent = createSettings({ local, managed: nothingManaged });
    await silent.load();
    expect(silent.current.leaving).toBeUndefined();
  });
});
