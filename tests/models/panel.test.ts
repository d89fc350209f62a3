import { signal } from '@preact/signals';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '../../lib/domain/actions.ts';
import { createPanel, type PanelModel } from '../../lib/models/panel.ts';
import { aConversation, anOpenConversation, morning } from '../builders.ts';
import { createFakeClient, type FakeClient } from '../fakeClient.ts';
import { aConnection, aDirectoryPush, aSession } from '../scenes.ts';

let client: FakeClient;
let panel: PanelModel;
let stop: () => void;
const clock = { now: signal(morning), read: () => morning, start: () => () => {} };
const row = aConversation({ id: 'c-1' });
const pushRow = (pushed = row) =>
  client.push('conversation', {
    row: pushed,
    gone: false,
    lease: { state: 'none' },
    messages: [],
    resetMessages: true,
  });

beforeEach(() => {
  client = createFakeClient();
  panel = createPanel({ client, clock, requestAccess: async () => true, newId: () => 'o-1', browserLanguage: 'he' });
  stop = panel.start();
});
const begin = () => {
  client.push('session', aSession({ connections: [aConnection(), aConnection({ id: 'k-2' })] }));
  client.push('directory', aDirectoryPush());
};

describe('the session', () => {
  it('speaks the browser’s language until the settings have come', () => {
    expect(panel.session.text.value.code).toBe('he');
    begin();
    expect(panel.session.text.value.code).toBe('en');
  });

  it('shows the connection in whose workspace it stands, else the first, else the chosen one', () => {
    client.push(
      'session',
      aSession({ connections: [aConnection(), aConnection({ id: 'k-2' })], hereConnectionId: 'k-2' }),
    );
    expect(panel.session.connectionId.value).toBe('k-2');
    panel.session.choose('k-1');
    expect(panel.session.connectionId.value).toBe('k-1');
    client.push('session', aSession({ connections: [aConnection({ id: 'k-2' })] }));
    expect(panel.session.connectionId.value).toBe('k-2');
  });

  it('compares row times with the backend’s clock', () => {
    client.push('session', aSession({ connections: [aConnection({ clockOffset: -5000 })] }));
    expect(panel.session.backendNow.value).toBe(morning - 5000);
  });
});

describe('the directory', () => {
  it('takes what changed and forgets what went', () => {
    begin();
    client.push('directory', {
      ...aDirectoryPush({
        all: false,
        agents: [],
        queues: [{ id: 'q-2', name: 'Tech', kind: 'voice' }],
        workstreams: [],
      }),
      gone: { agents: ['a-x'], queues: [], workstreams: [] },
    });
    expect([...panel.directory.queues.value.keys()]).toEqual(['q-1', 'q-2']);
    expect(panel.directory.names.value.agent('a-x')).toBe('\u2068an agent who is not listed\u2069');
    expect(panel.directory.names.value.agent('a-y')).toBe('\u2068Yael\u2069');
  });
});

describe('opening', () => {
  beforeEach(begin);

  it('shows the row at once as the list had it, and follows the worker from then on', () => {
    client.push('list', { total: 1, from: 0, ids: ['c-1'], rows: [row], held: false, waitingChanges: 0 });
    panel.open('c-1');
    expect(panel.opened.value?.row.value).toEqual(row);
    pushRow(aConversation({ id: 'c-1', version: 2, state: 'wrapUp' }));
    expect(panel.opened.value?.row.value?.state).toBe('wrapUp');
  });

  it('another conversation lets go of the first, and so does going back', () => {
    panel.open('c-1');
    panel.open('c-2');
    expect(client.standing('conversation').map(({ params }) => params().conversationId)).toEqual(['c-2']);
    panel.back();
    expect(client.standing('conversation')).toEqual([]);
  });

  it('another connection closes conversation and dialog', () => {
    panel.open('c-1');
    panel.dialog.value = { type: 'forceClose', conversationId: 'c-1' };
    panel.session.choose('k-2');
    expect(panel.opened.value).toBeUndefined();
    expect(panel.dialog.value).toBeUndefined();
  });
});

describe('a dialog', () => {
  beforeEach(begin);

  it('holds the list still while it stands', () => {
    panel.dialog.value = { type: 'assign', conversationId: 'c-1' };
    expect(panel.list.isHeld.value).toBe(true);
    panel.dialog.value = undefined;
    expect(panel.list.isHeld.value).toBe(false);
  });

  it('on a row of the list follows that conversation only while it stands', () => {
    panel.dialog.value = { type: 'assign', conversationId: 'c-1' };
    expect(client.standing('conversation')).toHaveLength(1);
    panel.dialog.value = undefined;
    expect(client.standing('conversation')).toHaveLength(0);
  });

  it('on the opened conversation uses the opened one', () => {
    panel.open('c-1');
    panel.dialog.value = { type: 'assign', conversationId: 'c-1' };
    expect(panel.dialogConversation.value).toBe(panel.opened.value);
    panel.dialog.value = undefined;
    expect(client.standing('conversation')).toHaveLength(1);
  });
});

describe('a summons', () => {
  const summons = { connectionId: 'k-1', conversationId: 'c-1', dialog: 'forceClose' as const };

  it('that comes before the session waits for it, and its dialog for the row', () => {
    client.push('summons', summons);
    begin();
    expect(panel.opened.value?.id).toBe('c-1');
    expect(panel.dialog.value).toBeUndefined();
    pushRow();
    expect(panel.dialog.value).toEqual({ type: 'forceClose', conversationId: 'c-1' });
  });

  it('of another connection goes there', () => {
    begin();
    client.push('summons', { ...summons, connectionId: 'k-2' });
    expect(panel.session.connectionId.value).toBe('k-2');
    expect(panel.opened.value?.id).toBe('c-1');
  });

  it('for what is not there says so and opens nothing', () => {
    begin();
    client.push('summons', { ...summons, notFound: 'unrecognised' });
    expect(panel.notFound.value).toBe('unrecognised');
    expect(panel.opened.value).toBeUndefined();
    client.push('summons', { ...summons, connectionId: 'k-9' });
    expect(panel.notFound.value).toBe('missing');
    panel.back();
    expect(panel.notFound.value).toBeUndefined();
  });

  it('is overruled by whoever goes back before its row came', () => {
    begin();
    client.push('summons', summons);
    panel.back();
    pushRow();
    expect(panel.opened.value).toBeUndefined();
    expect(panel.dialog.value).toBeUndefined();
  });

  it('whose row is gone opens no dialog', () => {
    begin();
    client.push('summons', summons);
    client.push('conversation', { gone: true, lease: { state: 'none' }, messages: [], resetMessages: true });
    expect(panel.dialog.value).toBeUndefined();
    expect(panel.opened.value?.gone.value).toBe(true);
  });
});

describe('reasons on a row', () => {
  beforeEach(begin);

  it('are all of them', () => {
    const codes = (action: 'assign' | 'monitor') => panel.reasonsOnRow(action, row).map(({ code }) => code);
    expect(codes('monitor')).toEqual([]);
    expect(codes('assign')).toEqual(['wrongState', 'alreadyAssigned']);
    client.push('session', aSession({ connections: [aConnection({ switchedOff: { assign: ['policy'] } })] }));
    expect(panel.reasonsOnRow('assign', anOpenConversation())).toEqual([{ code: 'switchedOff', by: ['policy'] }]);
  });
});

it('shows own acts under way by their conversation, and not those that are settled', () => {
  begin();
  const operation = (id: string, state: Operation['state']): Operation => ({
    id,
    connectionId: 'k-1',
    action: { type: 'forceClose', operationId: id, conversationId: `c-${id}`, etag: 'e' },
    account: 'a-me',
    state,
    at: morning,
    attempts: 0,
    ...(state === 'held' && { until: morning + 3000 }),
  });
  const states = ['held', 'sending', 'confirmed', 'refused', 'unknown'] as const;
  client.push('operations', { operations: states.map((state) => operation(state, state)) });
  expect([...panel.pending.value.keys()].sort()).toEqual(['c-held', 'c-sending', 'c-unknown']);
});

it('lets go of everything when it stops', () => {
  begin();
  panel.open('c-1');
  panel.dialog.value = { type: 'assign', conversationId: 'c-2' };
  stop();
  for (const topic of ['session', 'list', 'directory', 'overview', 'conversation', 'operations', 'summons'] as const) {
    expect([topic, client.standing(topic).length]).toEqual([topic, 0]);
  }
});
