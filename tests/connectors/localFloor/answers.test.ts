import { expect, test } from 'vitest';
import { createLocalFloorConnector } from '../../../lib/connectors/localFloor/createLocalFloorConnector.ts';
import { formatCursor, parseCursor } from '../../../lib/connectors/localFloor/cursor.ts';
import type { Action } from '../../../lib/domain/actions.ts';
import { aConversation, morning } from '../../builders.ts';
import { anEnvironment, settingsFor } from '../environment.ts';

const { signal } = new AbortController();
const row = aConversation({ version: 7 });
const close: Action = { type: 'forceClose', operationId: 'o-1', conversationId: 'c/1', etag: 'e-1', note: 'abusive' };
const identity = {
  product: 'floorwalker-floor',
  apiVersion: 1,
  siteName: 'Harbour',
  accountId: 's-1',
  agentId: 'a-me',
  name: 'Sam',
  roles: ['supervisor', 'Omnichannel API access'],
  switchedOff: ['transfer'],
  now: morning + 60_000,
};

function connectorFor(answer: (path: string) => Response) {
  const requests: { path: string; init: RequestInit }[] = [];
  const connector = createLocalFloorConnector(
    settingsFor('http://127.0.0.1:1/', { secret: 's3cret' }),
    anEnvironment({
      async fetch(input, init = {}) {
        const { pathname, search } = new URL(String(input));
        requests.push({ path: pathname + search, init });
        return answer(pathname);
      },
      openSocket: () => {
        throw new Error('no socket is opened here');
      },
      now: () => morning,
    }),
  );
  return { connector, requests };
}
const always = (body: unknown, status = 200) => connectorFor(() => Response.json(body, { status })).connector;

test('Who the account is, with the role that blocks assigning (A6) and what the backend switched off (G2)', async () => {
  expect(await always(identity).identify(signal)).toMatchObject({
    agentId: 'a-me',
    isSupervisor: true,
    blockingRole: 'Omnichannel API access',
    rolesReadable: true,
    switchedOff: ['transfer'],
  });
  expect(await always({ ...identity, roles: ['agent'] }).identify(signal)).toMatchObject({ isSupervisor: false });
});

test.each([
  ['another product', { ...identity, product: 'kanban' }],
  ['a later dialect', { ...identity, apiVersion: 2 }],
  ['an empty answer', null],
])('%s is the wrong backend', async (_, body) => {
  await expect(always(body).identify(signal)).rejects.toMatchObject({ kind: 'wrongBackend' });
});

test('An act carries its id, the etag of what was seen, and nothing about itself twice', async () => {
  const { connector, requests } = connectorFor(() => Response.json({ operationId: 'o-1', alreadySo: false, row }));
  expect(await connector.perform(close, signal)).toMatchObject({
    kind: 'done',
    row: { version: 7, connectionId: 'k-1' },
  });
  expect(requests[0]?.path).toBe('/v1/conversations/c%2F1/force-close');
  expect(requests[0]?.init.headers).toMatchObject({ 'Idempotency-Key': 'o-1', 'If-Match': '"e-1"' });
  expect(requests[0]?.init.body).toBe('{"note":"abusive"}');
});

test.each([
  ['already so', 200, { operationId: 'o-1', alreadySo: true, row }, { kind: 'alreadySo', row: { version: 7 } }],
  ['done, with a row that makes no sense', 200, { operationId: 'o-1', alreadySo: false, row: {} }, { kind: 'done' }],
  ['changed', 412, { row }, { kind: 'changed', row: { version: 7 } }],
  ['gone', 404, {}, { kind: 'refused', reasons: [{ code: 'gone' }] }],
  [
    'refused, with a code that is not known here',
    422,
    { reasons: [{ code: 'fromBot' }, { code: 'fullMoon' }] },
    { kind: 'refused', reasons: [{ code: 'fromBot' }, { code: 'backendRefused', backendCode: 'fullMoon' }] },
  ],
  [
    'the key was used for something else',
    409,
    { title: 'This Idempotency-Key was used for another request' },
    {
      kind: 'refused',
      reasons: [
        { code: 'backendRefused', text: 'This Idempotency-Key was used for another request', backendCode: '409' },
      ],
    },
  ],
  [
    'not allowed, with its reason',
    403,
    { reasons: [{ code: 'notSupervisor' }] },
    { reasons: [{ code: 'notSupervisor' }] },
  ],
  ['refused without a word', 400, null, { reasons: [{ code: 'backendRefused', text: 'HTTP 400' }] }],
])('An act can be answered with: %s', async (_, status, body, outcome) => {
  expect(await always(body, status).perform(close, signal)).toMatchObject(outcome);
});

test.each([
  ['5xx', 502, {}],
  ['408', 408, {}],
  ['425', 425, {}],
  ['an answer cut short', 200, undefined],
  ['the answer to another act', 200, { operationId: 'o-2', alreadySo: false, row }],
])('%s leaves open what became of the act', async (_, status, body) => {
  const { connector } = connectorFor(() => (body ? Response.json(body, { status }) : new Response('{"opera')));
  await expect(connector.perform(close, signal)).rejects.toMatchObject({ kind: 'broken' });
});

test('A changed row that does not come along is read', async () => {
  const { connector } = connectorFor((path) =>
    path.endsWith('force-close') ? Response.json({}, { status: 412 }) : Response.json(row),
  );
  expect(await connector.perform(close, signal)).toMatchObject({ kind: 'changed', row: { version: 7 } });
});

test.each([
  [
    { outcome: 'done', row },
    { kind: 'done', row: { version: 7 } },
  ],
  [{ outcome: 'alreadySo' }, { kind: 'alreadySo' }],
  [
    { outcome: 'refused', reasons: [{ code: 'fromBot' }] },
    { kind: 'refused', reasons: [{ code: 'fromBot' }] },
  ],
  [
    { outcome: 'changed', row },
    { kind: 'changed', row: { version: 7 } },
  ],
  [{ outcome: 'changed' }, { kind: 'refused', reasons: [{ code: 'changedMeanwhile', what: [] }] }],
])('What became of an act: %j', async (stored, outcome) => {
  expect(await always({ operationId: 'o-1', reasons: [], ...stored }).outcomeOf?.('o-1', signal)).toMatchObject(
    outcome,
  );
});

test('FA29: odd rows are left out and counted; unknown channels are kept with their code', async () => {
  const rows = [{ ...row, channel: 'fax' }, { ...row, id: 'c-2', state: 'levitating' }, null, { ...row, id: 'c-3' }];
  const { connector, requests } = connectorFor((path) => {
    if (path === '/v1/identity') return Response.json(identity);
    const isList = path === '/v1/conversations';
    return Response.json({ sequence: isList ? 9 : 4, rows: isList ? rows : [], next: null, now: morning + 60_000 });
  });
  const page = await connector.pull(undefined, signal);
  expect(page).toMatchObject({
    cursor: 'live:4',
    more: false,
    startsSnapshot: true,
    unreadable: 2,
    unreadableIds: ['c-2'],
    now: morning + 60_000,
  });
  expect(page.changes).toMatchObject([
    { row: { id: 'c-1', channel: 'unknown:fax', observedAt: morning + 60_000 } },
    { row: { id: 'c-3', channel: 'liveChat' } },
  ]);
  expect(requests.every(({ init }) => init.credentials === 'omit')).toBe(true);
});

test('What was said is cut when it is too long, and odd lines do not hide the others', async () => {
  const line = {
    id: 'm-1',
    conversationId: 'c-1',
    at: morning,
    from: 'customer',
    text: 'x'.repeat(70_000),
    audience: 'everyone',
  };
  const { messages } = await always({
    messages: [line, { id: 'm-2' }],
    sentiment: [{ at: morning, level: 9 }],
  }).transcript('c-1', undefined, signal);
  expect(messages).toHaveLength(1);
  expect(messages[0]?.text).toHaveLength(65_536);
  expect(messages[0]?.text.endsWith('x…')).toBe(true);
});

test('A cursor is read as it was written; anything else begins anew', () => {
  const cursors = [
    { kind: 'live', sequence: 48_211 },
    { kind: 'snapshot', startedAt: 7, after: 'c:1\nx' },
  ] as const;
  for (const cursor of cursors) expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
  for (const text of ['', 'live:', 'live:x', 'snapshot:7:', '48211', undefined])
    expect(parseCursor(text)).toBeUndefined();
});
