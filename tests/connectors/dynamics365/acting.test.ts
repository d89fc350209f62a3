/** The acts over real requests, against a double that was written from the facts by somebody else. */
import { describe, expect, test } from 'vitest';
import type { ConnectionSettings } from '../../../lib/connectors/connector.ts';
import { createActs } from '../../../lib/connectors/dynamics365/acts.ts';
import { createDynamicsConnector } from '../../../lib/connectors/dynamics365/createDynamicsConnector.ts';
import { readPresenceOf } from '../../../lib/connectors/dynamics365/presences.ts';
import { createWebApi } from '../../../lib/connectors/dynamics365/webApi.ts';
import type { Action } from '../../../lib/domain/actions.ts';
import { morning } from '../../builders.ts';
import type { MessageSet } from '../../doubles/dynamics365/messages.ts';
import { aDynamics } from '../../doubles/dynamics365/scene.ts';
import { activate, command, idOf } from '../../floor/server/testFloor.ts';
import { anEnvironment, settingsFor } from '../environment.ts';

const { signal } = new AbortController();
const byPage = { kind: 'browser', throughPage: true } as const;
const id = idOf(0);

async function aScene(settings: Partial<ConnectionSettings> = {}) {
  const { dynamics, floor } = await aDynamics(2);
  const { guidOf } = dynamics;
  /** As the browser does it for a worker: the session's cookie, and the extension's own origin. */
  const asWorker: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    if (init?.credentials === 'include') headers.set('cookie', dynamics.cookie);
    if (init?.method === 'POST') headers.set('origin', 'chrome-extension://floorwalker');
    return fetch(input, { ...init, headers });
  };
  let time = morning;
  const environment = anEnvironment({
    fetch: asWorker,
    // A second passes with every glance: nothing waits for the budget of requests.
    now: () => {
      time += 1000;
      return time;
    },
    accessToken: async () => dynamics.token,
    async askPage({ method, path, headers, body }) {
      const url = new URL(path, dynamics.url);
      const ofPage = { ...headers, cookie: dynamics.cookie, origin: dynamics.url };
      const response = await fetch(url, { method, headers: ofPage, body });
      return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
    },
  });
  const made = settingsFor(dynamics.url, { signIn: byPage, ...settings });
  const connect = () => createDynamicsConnector(made, environment);
  const connector = connect();
  const api = createWebApi(made, environment);
  const acts = createActs({
    settings: made,
    environment,
    api,
    readOne: connector.read,
    readPresenceOf: (agentId, signal) => readPresenceOf(api, agentId, signal),
    me: async () => guidOf(floor.supervisors[0]?.agentId ?? ''),
  });
  const [one] = floor.agents2;
  async function seen() {
    const { etag } = await connector.read(guidOf(id), signal);
    return { operationId: crypto.randomUUID(), conversationId: guidOf(id), etag };
  }
  const assign = async (): Promise<Action> => ({
    type: 'assign',
    ...(await seen()),
    agentId: guidOf(one),
    override: {},
  });
  const close = async (): Promise<Action> => ({ type: 'forceClose', ...(await seen()), note: 'abusive' });
  const posts = () => dynamics.requests.filter(({ method }) => method === 'POST').map(({ url }) => url);
  return { dynamics, floor, connect, connector, acts, seen, assign, close, posts, one: guidOf(one) };
}

test('What the organisation names is offered, and each deed takes effect once', async () => {
  const { acts, assign, close, floor, one } = await aScene();
  expect((await acts.offer(signal)).capabilities).toMatchObject({
    monitor: true,
    join: true,
    assignToAgent: true,
    assignToQueue: true,
    transfer: true,
    forceClose: true,
  });
  const assigning = await assign();
  expect(await acts.perform(assigning, signal)).toMatchObject({ kind: 'done', row: { agentId: one } });
  expect(await acts.perform(assigning, signal)).toMatchObject({ kind: 'alreadySo' });
  expect(await acts.perform(await close(), signal)).toMatchObject({ kind: 'done', row: { state: 'closed' } });
  expect(floor.ledger.map(({ action }) => action.type)).toEqual(['assign', 'forceClose']);
});

describe('Every set of messages is met as it is', () => {
  const corrected = {
    parameters: {
      Version: { value: '1.0' },
      TargetUserId: { from: 'agentId' },
      DestinationQueueId: { from: 'queueId' },
    },
  };
  const described = { parameters: { ClosureSubReason: { value: 7 } } };
  test.each<[MessageSet, Record<string, unknown> | undefined, string[]]>([
    ['usual', undefined, []],
    ['unbound', undefined, []],
    ['otherNames', undefined, ['monitor', 'join', 'assignToAgent', 'assignToQueue', 'transfer', 'forceClose']],
    ['otherNames', corrected, []],
    ['extraMandatory', undefined, ['forceClose']],
    ['extraMandatory', described, []],
    ['someAbsent', undefined, ['assignToQueue', 'transfer']],
    [
      'noneAtAll',
      undefined,
      ['monitor', 'join', 'assignToAgent', 'assignToQueue', 'transfer', 'forceClose', 'setPresence'],
    ],
  ])('%s, corrected by %o', async (messages, descriptor, missing) => {
    const { dynamics, acts, assign, close } = await aScene({ descriptor });
    dynamics.behave({ messages });
    const { capabilities, gaps } = await acts.offer(signal);
    const always = ['sayPublic', 'sayInternal', 'voiceJoin'];
    expect(Object.keys(gaps).toSorted()).toEqual([...always, ...missing].toSorted());
    const kind = (capability: 'assignToAgent' | 'forceClose') => (capabilities[capability] ? 'done' : 'refused');
    expect(await acts.perform(await assign(), signal)).toMatchObject({ kind: kind('assignToAgent') });
    expect(await acts.perform(await close(), signal)).toMatchObject({ kind: kind('forceClose') });
  });
});

test('A session whose POSTs are turned away acts through the workspace page', async () => {
  const { dynamics, acts, assign, posts } = await aScene();
  dynamics.behave({ refuseForeignPosts: true });
  expect((await acts.offer(signal)).capabilities.forceClose).toBe(true);
  expect(await acts.perform(await assign(), signal)).toMatchObject({ kind: 'done' });
  expect(posts()).toEqual([
    '/api/data/v9.2/$batch',
    expect.stringMatching(
      /^\/api\/data\/v9\.2\/msdyn_ocliveworkitems\([0-9a-f-]{36}\)\/Microsoft\.Dynamics\.CRM\.CCaaS_/,
    ),
  ]);
});

test('Without the page it may only read, and nothing but the probe is sent', async () => {
  const { dynamics, acts, assign, posts } = await aScene({ signIn: { kind: 'browser', throughPage: false } });
  dynamics.behave({ refuseForeignPosts: true });
  expect((await acts.offer(signal)).gaps).toMatchObject({ forceClose: { why: 'signInReadsOnly' } });
  expect(await acts.perform(await assign(), signal)).toMatchObject({ reasons: [{ gap: { why: 'signInReadsOnly' } }] });
  expect(posts()).toEqual(['/api/data/v9.2/$batch']);
});

test('By Entra ID it acts with the token, wherever the POST comes from', async () => {
  const signIn = { kind: 'oauth', issuer: 'https://login.example/v2.0', clientId: 'app' } as const;
  const { acts, assign, posts } = await aScene({ signIn });
  expect(await acts.perform(await assign(), signal)).toMatchObject({ kind: 'done' });
  expect(posts()).toHaveLength(1);
});

test('A message that went away since it was found is looked for again', async () => {
  const { dynamics, acts, close } = await aScene();
  await acts.offer(signal);
  dynamics.behave({ messages: 'noneAtAll' });
  expect(await acts.perform(await close(), signal)).toMatchObject({
    reasons: [{ code: 'notSupported', gap: { why: 'messageAbsent', detail: 'CCaaS_ForceCloseConversation' } }],
  });
});

test('A refusal comes in the organisation’s words: who holds the role that blocks assigning is not told why (A6)', async () => {
  const { dynamics, acts, assign } = await aScene();
  dynamics.behave({ apiAccessRole: 'direct' });
  expect(await acts.perform(await assign(), signal)).toMatchObject({
    reasons: [{ code: 'backendRefused', backendCode: '0x80040220', text: expect.stringContaining('prvAssign') }],
  });
});

test.each([
  [{ status: 429, retryAfter: 7, method: 'POST' }, { kind: 'rateLimited', retryAfter: 7000 }, []],
  [{ status: 503, method: 'POST' }, { kind: 'broken' }, []],
  [{ loseRequest: true }, { kind: 'offline' }, []],
  [{ loseReply: true }, { kind: 'offline' }, ['assign']],
] as const)('%o leaves it to the row, and nothing is sent twice', async (failure, problem, ledger) => {
  const { dynamics, acts, assign, floor, posts } = await aScene();
  await acts.offer(signal);
  const action = await assign();
  dynamics.failNext(failure);
  await expect(acts.perform(action, signal)).rejects.toMatchObject(problem);
  expect(floor.ledger.map(({ action }) => action.type)).toEqual(ledger);
  expect(posts().filter((url) => url.includes('CCaaS_'))).toHaveLength(1);
});

test('Trap 10: what vanished before the act is gone, and nothing is sent', async () => {
  const { acts, close, floor, posts } = await aScene();
  await acts.offer(signal);
  const closing = await close();
  command(floor, { type: 'remove', conversationId: id });
  expect(await acts.perform(closing, signal)).toEqual({ kind: 'refused', reasons: [{ code: 'gone' }] });
  expect(posts()).toEqual(['/api/data/v9.2/$batch']);
});

test('Monitoring, its lease, joining and leaving are seen in the row of who takes part', async () => {
  const { connector, floor, seen, posts } = await aScene();
  activate(floor, id);
  const act = async (type: 'monitor' | 'renewMonitor' | 'stopMonitor' | 'join' | 'leave') =>
    (await connector.perform({ type, ...(await seen()) }, signal)).kind;
  expect(await act('renewMonitor')).toBe('refused');
  expect(await act('monitor')).toBe('done');
  expect(await act('monitor')).toBe('alreadySo');
  expect(await act('renewMonitor')).toBe('alreadySo');
  expect(await act('stopMonitor')).toBe('done');
  expect(await act('stopMonitor')).toBe('alreadySo');
  expect(await act('renewMonitor')).toBe('refused');
  await act('monitor');
  expect(await act('join')).toBe('done');
  expect(await act('renewMonitor')).toBe('alreadySo');
  expect(await act('leave')).toBe('done');
  expect(await act('leave')).toBe('alreadySo');
  expect(posts().filter((url) => url.includes('CCaaS_'))).toHaveLength(5);
});

test('A worker that comes back renews its lease before anything else was asked', async () => {
  const { connect, connector, floor, seen } = await aScene();
  activate(floor, id);
  await connector.perform({ type: 'monitor', ...(await seen()) }, signal);
  expect(await connect().perform({ type: 'renewMonitor', ...(await seen()) }, signal)).toMatchObject({
    kind: 'alreadySo',
  });
});

test('A transfer is pending until the second agent answers', async () => {
  const { connector, dynamics, floor, seen } = await aScene();
  activate(floor, id);
  const agentId = dynamics.guidOf(floor.agents2[1]);
  const outcome = await connector.perform({ type: 'transfer', ...(await seen()), agentId }, signal);
  expect(outcome).toMatchObject({ kind: 'done', row: { pendingTransfer: { toAgentId: agentId } } });
  const again = await connector.perform({ type: 'transfer', ...(await seen()), agentId }, signal);
  expect(again).toMatchObject({ kind: 'alreadySo' });
});

test('Presence is set by the documented message to one that the organisation names, and read back', async () => {
  const { connector, dynamics, floor, one, seen } = await aScene();
  const { offer } = await connector.identify(signal);
  const presenceId = offer?.presences?.find(({ base }) => base === 'busy')?.id ?? '';
  const wish = { type: 'setPresence', ...(await seen()), agentId: one, presenceId } as const;
  expect(await connector.perform(wish, signal)).toEqual({ kind: 'done' });
  expect(await connector.perform(wish, signal)).toMatchObject({ kind: 'alreadySo' });
  const agentId = dynamics.floorIdOf(one);
  expect(floor.agents().find((agent) => agent.id === agentId)?.presence.base).toBe('busy');
});
