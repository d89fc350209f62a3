/** Acting without idempotency: the row is read before and after, there is one POST, and every answer has one meaning. */
import { describe, expect, test } from 'vitest';
import { ConnectorError } from '../../../lib/connectors/connector.ts';
import type { Outcome } from '../../../lib/domain/actions.ts';
import type { Conversation, Participant } from '../../../lib/domain/records.ts';
import { morning } from '../../builders.ts';
import { anAction, parameter, plausible } from './csdl.ts';
import {
  type Answer,
  actOn,
  ada,
  anOrganisation,
  bob,
  byEntra,
  byPageToo,
  bySession,
  conversationId,
  me,
  type Organisation,
  otherQueue,
} from './organisation.ts';

type ParticipantMode = Participant['mode'];
const { signal } = new AbortController();
const assign = { type: 'assign', agentId: ada, override: {} } as const;
const close = { type: 'forceClose' } as const;
const bound = (name: string) => `/msdyn_ocliveworkitems(${conversationId})/Microsoft.Dynamics.CRM.CCaaS_${name}`;
const dataverse = (code: string, message: string) => ({ error: { code, message } });
const taking = (mode: ParticipantMode): Partial<Conversation> => ({
  participants: [{ agentId: me, name: 'Me', mode, since: morning }],
});

function inRow(organisation: Organisation, change: Partial<Conversation>): Organisation {
  organisation.row = organisation.row && { ...organisation.row, ...change };
  return organisation;
}
const perform = (organisation: Organisation, verb: Parameters<typeof actOn>[1]) =>
  organisation.acts.perform(actOn(organisation, verb), signal);

describe('Each action is one POST, read back once', () => {
  const version = { ApiVersion: '1.0' };
  test.each<[Parameters<typeof actOn>[1], Partial<Conversation>, string, object, object]>([
    [assign, {}, bound('AssignConversation'), { ...version, AgentId: ada }, { state: 'active', agentId: ada }],
    [
      { type: 'assign', queueId: otherQueue, override: {} },
      {},
      bound('InitiateQueueAssignment'),
      { ...version, QueueId: otherQueue },
      { queueId: otherQueue },
    ],
    [
      { type: 'transfer', agentId: bob },
      { state: 'active', agentId: ada },
      bound('InitiateAgentTransferBySupervisor'),
      { ...version, AgentId: bob },
      { agentId: ada, pendingTransfer: { toAgentId: bob } },
    ],
    [
      { type: 'transfer', queueId: otherQueue },
      { state: 'active', agentId: ada },
      bound('InitiateQueueTransfer'),
      { ...version, QueueId: otherQueue },
      { queueId: otherQueue },
    ],
    [close, {}, bound('ForceCloseConversation'), version, { state: 'closed' }],
    [{ type: 'monitor' }, {}, bound('MonitorConversation'), version, taking('monitor')],
    [{ type: 'stopMonitor' }, taking('monitor'), bound('EndSession'), version, { participants: [] }],
    [{ type: 'join' }, taking('monitor'), bound('JoinConversation'), version, taking('consultant')],
    [{ type: 'leave' }, taking('consultant'), bound('LeavePublicConsult'), version, { participants: [] }],
  ])('%o', async (verb, before, target, body, row) => {
    const organisation = inRow(anOrganisation(), before);
    expect(await perform(organisation, verb)).toMatchObject({ kind: 'done', row });
    expect(organisation.posts).toEqual([{ by: 'worker', target, body }]);
  });

  test('what the supervisor wrote and overrode goes along where the message asks for it', async () => {
    const organisation = anOrganisation({
      descriptor: { parameters: { Reason: { from: 'note' }, Force: { from: 'overridesCapacity' } } },
    });
    organisation.messages = [
      anAction('CCaaS_ForceCloseConversation', parameter('Reason')),
      anAction('CCaaS_AssignConversation', parameter('AgentId'), parameter('Force', { type: 'Edm.Boolean' })),
    ];
    organisation.answer = () => ({ status: 204, body: undefined });
    await perform(organisation, { ...assign, override: { capacity: true } });
    await perform(organisation, { ...close, note: 'abusive' });
    await perform(organisation, close);
    expect(organisation.posts.map(({ body }) => body)).toEqual([
      { ApiVersion: '1.0', AgentId: ada, Force: true },
      { ApiVersion: '1.0', Reason: 'abusive' },
      { ApiVersion: '1.0', Reason: '' },
    ]);
  });
});

describe('Nothing is sent', () => {
  const lacking = (capability: string, gap: object): Outcome =>
    ({ kind: 'refused', reasons: [{ code: 'notSupported', capability, gap }] }) as Outcome;
  const gone: Outcome = { kind: 'refused', reasons: [{ code: 'gone' }] };

  test.each<[string, Parameters<typeof actOn>[1], (organisation: Organisation) => unknown, object]>([
    [
      'when the agent has it already',
      assign,
      (at) => inRow(at, { state: 'active', agentId: ada }),
      { kind: 'alreadySo' },
    ],
    ['when it is closed already', close, (at) => inRow(at, { state: 'closed' }), { kind: 'alreadySo' }],
    ['when I monitor it already', { type: 'monitor' }, (at) => inRow(at, taking('monitor')), { kind: 'alreadySo' }],
    [
      'to monitor what I take part in',
      { type: 'monitor' },
      (at) => inRow(at, taking('consultant')),
      { kind: 'alreadySo' },
    ],
    [
      'to stop monitoring what I take part in',
      { type: 'stopMonitor' },
      (at) => inRow(at, taking('consultant')),
      { kind: 'alreadySo' },
    ],
    ['when I do not monitor it', { type: 'stopMonitor' }, () => {}, { kind: 'alreadySo' }],
    ['when I take part already', { type: 'join' }, (at) => inRow(at, taking('consultant')), { kind: 'alreadySo' }],
    ['when I do not take part', { type: 'leave' }, (at) => inRow(at, taking('monitor')), { kind: 'alreadySo' }],
    ['when it is gone', close, (at) => Object.assign(at, { row: undefined }), gone],
    [
      'to write to everyone',
      { type: 'say', text: 'Hello', audience: 'everyone' },
      () => {},
      lacking('sayPublic', { why: 'onlyInWorkspace' }),
    ],
    [
      'to write to the agent',
      { type: 'say', text: 'Hello', audience: 'internal' },
      () => {},
      lacking('sayInternal', { why: 'onlyInWorkspace' }),
    ],
    [
      'to a target that is no GUID',
      { ...assign, agentId: "x'), evil(" },
      () => {},
      {
        kind: 'refused',
        reasons: [{ code: 'noSuchTarget' }],
      },
    ],
    [
      'when the message is absent',
      close,
      (at) => Object.assign(at, { messages: [] }),
      lacking('forceClose', { why: 'messageAbsent', detail: 'CCaaS_ForceCloseConversation' }),
    ],
    [
      'when the message asks for something unknown',
      close,
      (at) => Object.assign(at, { messages: [anAction('CCaaS_ForceCloseConversation', parameter('Why'))] }),
      lacking('forceClose', { why: 'messageUnmapped', detail: 'CCaaS_ForceCloseConversation: Why' }),
    ],
    [
      'when only reading is let in',
      close,
      (at) => Object.assign(at, { workerGets: 403 }),
      lacking('forceClose', { why: 'signInReadsOnly' }),
    ],
  ])('%s', async (_what, verb, change, outcome) => {
    const organisation = anOrganisation();
    change(organisation);
    expect(await perform(organisation, verb)).toMatchObject(outcome);
    expect(organisation.posts).toEqual([]);
  });

  test.each([assign, { type: 'transfer', agentId: bob }, close] as const)(
    'when the row is no longer what was seen: $type',
    async (verb) => {
      const organisation = anOrganisation();
      const action = { ...actOn(organisation, verb), etag: 'older' };
      expect(await organisation.acts.perform(action, signal)).toEqual({ kind: 'changed', row: organisation.row });
      expect(organisation.posts).toEqual([]);
    },
  );

  test.each(['monitor', 'join'] as const)(
    'what was seen does not matter to %s: it is about my own place',
    async (type) => {
      const organisation = anOrganisation();
      const action = { ...actOn(organisation, { type }), etag: 'older' };
      expect(await organisation.acts.perform(action, signal)).toMatchObject({ kind: 'done' });
    },
  );

  test('to an id that is no GUID, nor is it asked for', async () => {
    const organisation = anOrganisation();
    const action = { ...actOn(organisation, close), conversationId: '../systemusers' };
    expect(await organisation.acts.perform(action, signal)).toEqual(gone);
    expect(organisation).toMatchObject({ posts: [], probes: 0, metadataReads: 0 });
  });

  test('when an administrator’s corrections cannot be read, whatever they are about', async () => {
    const organisation = anOrganisation({ descriptor: { mesages: {} } });
    const gap = { why: 'notUnderstood', detail: expect.stringContaining('descriptor: mesages') };
    expect(await perform(organisation, close)).toEqual(lacking('forceClose', gap));
    expect(organisation.posts).toEqual([]);
  });
});

describe('A lease is renewed by looking whether I am still a monitor', () => {
  test.each<[string, Partial<Conversation>, object]>([
    ['still', taking('monitor'), { kind: 'alreadySo' }],
    ['no more', {}, { kind: 'refused', reasons: [{ code: 'notMonitoring' }] }],
    ['a consultant by now', taking('consultant'), { kind: 'alreadySo' }],
    ['its agent by now', taking('primary'), { kind: 'refused', reasons: [{ code: 'notMonitoring' }] }],
  ])('%s', async (_what, change, outcome) => {
    const organisation = inRow(anOrganisation(), change);
    expect(await perform(organisation, { type: 'renewMonitor' })).toMatchObject(outcome);
    expect(organisation).toMatchObject({ posts: [], probes: 0 });
  });
});

describe('Every answer has one meaning', () => {
  const refused = (text: string, backendCode: string) => ({
    kind: 'refused',
    reasons: [{ code: 'backendRefused', text, backendCode }],
  });
  const privilege = dataverse('0x80040220', 'Principal user is missing prvX privilege');
  test.each<[string, ReturnType<Answer>, object]>([
    [
      '400 in the organisation’s words',
      { status: 400, body: dataverse('0x80048d19', 'Bad') },
      refused('Bad', '0x80048d19'),
    ],
    ['400 without any', { status: 400, body: undefined }, refused('HTTP 400', '400')],
    ['403 about this act', { status: 403, body: privilege }, refused(privilege.error.message, '0x80040220')],
    [
      '404 about something else than the row or the message',
      { status: 404, body: dataverse('0x80040217', 'No such user') },
      refused('No such user', '0x80040217'),
    ],
    ['405', { status: 405, body: dataverse('0x0', 'API not allowed') }, refused('API not allowed', '0x0')],
    ['409', { status: 409, body: dataverse('0x1', 'Conflict') }, refused('Conflict', '0x1')],
    [
      '412',
      { status: 412, body: dataverse('0x80060882', 'Version') },
      { kind: 'changed', row: { id: conversationId } },
    ],
    ['422', { status: 422, body: dataverse('0x2', 'No') }, refused('No', '0x2')],
  ])('%s', async (_what, answer, outcome) => {
    const organisation = anOrganisation();
    organisation.answer = () => answer;
    expect(await perform(organisation, close)).toMatchObject(outcome);
    expect(organisation.posts).toHaveLength(1);
  });

  test.each([404, 405, 410])('%i when the message is no longer there: it is looked for again', async (status) => {
    const organisation = anOrganisation();
    await organisation.acts.offer(signal);
    organisation.messages = plausible.filter(({ name }) => name !== 'CCaaS_ForceCloseConversation');
    organisation.answer = () => ({ status, body: dataverse('0x80060888', 'Resource not found for the segment') });
    expect(await perform(organisation, close)).toMatchObject({
      kind: 'refused',
      reasons: [{ code: 'notSupported', capability: 'forceClose', gap: { why: 'messageAbsent' } }],
    });
    expect((await organisation.acts.offer(signal)).capabilities.forceClose).toBe(false);
  });

  test.each([404, 410, 412])('%i when the row has vanished: gone (trap 10)', async (status) => {
    const organisation = anOrganisation();
    organisation.answer = () => {
      organisation.row = undefined;
      return { status, body: undefined };
    };
    expect(await perform(organisation, close)).toEqual({ kind: 'refused', reasons: [{ code: 'gone' }] });
  });

  test.each<[string, ReturnType<Answer>, object]>([
    ['429 says how long to wait', { status: 429, retryAfter: '7' }, { kind: 'rateLimited', retryAfter: 7000 }],
    ['401 means to sign in again', { status: 401 }, { kind: 'auth' }],
    ['408 leaves it open', { status: 408 }, { kind: 'broken' }],
    ['500 leaves it open', { status: 500 }, { kind: 'broken' }],
    [
      '503 leaves it open, and says how long to wait',
      { status: 503, retryAfter: '9' },
      { kind: 'broken', retryAfter: 9000 },
    ],
    ['no answer leaves it open', 'lost', { kind: 'offline', hadNoEffect: false }],
  ])('%s; it is never sent again', async (_what, answer, problem) => {
    for (const signIn of [bySession, byEntra]) {
      const organisation = anOrganisation({ signIn });
      organisation.answer = () => answer;
      await expect(perform(organisation, close)).rejects.toMatchObject(problem);
      expect(organisation.posts).toHaveLength(1);
    }
  });

  test('a success that cannot be read back is one all the same, without a row', async () => {
    const organisation = anOrganisation();
    organisation.answer = () => {
      organisation.failNextRead = new ConnectorError('offline', 'no answer');
      return { status: 204, body: undefined };
    };
    expect(await perform(organisation, close)).toEqual({ kind: 'done' });
  });

  test('a success that the row does not show yet is told with the row as it is', async () => {
    const organisation = anOrganisation();
    organisation.answer = () => ({ status: 204, body: undefined });
    expect(await perform(organisation, assign)).toEqual({ kind: 'done', row: organisation.row });
  });

  test('an answer that was lost is not done twice: the row tells', async () => {
    const organisation = anOrganisation();
    const does = organisation.answer;
    organisation.answer = (post) => {
      does(post);
      return 'lost';
    };
    const action = actOn(organisation, assign);
    await expect(organisation.acts.perform(action, signal)).rejects.toMatchObject({ kind: 'offline' });
    organisation.answer = does;
    expect(await organisation.acts.perform(action, signal)).toMatchObject({ kind: 'alreadySo', row: { agentId: ada } });
    expect(organisation.posts).toHaveLength(1);
  });

  test.each(['offline', 'broken', 'rateLimited'] as const)(
    'a row that cannot be read before (%s) leaves nothing sent, and says so',
    async (kind) => {
      const organisation = anOrganisation();
      organisation.failNextRead = new ConnectorError(kind, 'later', { retryAfter: 5000 });
      await expect(perform(organisation, close)).rejects.toMatchObject({ kind, retryAfter: 5000, hadNoEffect: true });
      expect(organisation.posts).toEqual([]);
    },
  );

  test('what fails in finding out why it was refused changes nothing about that', async () => {
    const organisation = anOrganisation();
    organisation.answer = () => {
      organisation.failNextRead = new ConnectorError('offline', 'no answer');
      return { status: 412, body: undefined };
    };
    await expect(perform(organisation, close)).rejects.toMatchObject({ kind: 'offline', hadNoEffect: true });
  });
});

describe('Where only reading is let in for a worker (facts §10.0)', () => {
  test('the workspace page asks its own site', async () => {
    const organisation = anOrganisation({ signIn: byPageToo });
    organisation.workerGets = 403;
    organisation.isPageOpen = true;
    expect(await perform(organisation, assign)).toMatchObject({ kind: 'done', row: { agentId: ada } });
    expect(organisation.posts).toEqual([
      { by: 'page', target: `/api/data/v9.2${bound('AssignConversation')}`, body: { ApiVersion: '1.0', AgentId: ada } },
    ]);
  });

  test('with no such page open nothing is asked', async () => {
    const organisation = anOrganisation({ signIn: byPageToo });
    organisation.workerGets = 403;
    expect(await perform(organisation, close)).toMatchObject({
      kind: 'refused',
      reasons: [{ code: 'notSupported', capability: 'forceClose', gap: { why: 'onlyInWorkspace' } }],
    });
  });

  test.each<[ReturnType<Answer>, object]>([
    [{ status: 401 }, { kind: 'auth' }],
    [
      { status: 429, retryAfter: '7' },
      { kind: 'rateLimited', retryAfter: 7000 },
    ],
    [{ status: 500 }, { kind: 'broken' }],
    ['lost', { kind: 'offline' }],
  ])('what the page is told with %o means what it means to a worker', async (answer, problem) => {
    const organisation = anOrganisation({ signIn: byPageToo });
    Object.assign(organisation, { workerGets: 403, isPageOpen: true, answer: () => answer });
    await expect(perform(organisation, close)).rejects.toMatchObject(problem);
    expect(organisation.posts).toHaveLength(1);
  });

  test('a refusal comes through the page in the organisation’s words', async () => {
    const organisation = anOrganisation({ signIn: byPageToo });
    const answer = () => ({ status: 403, body: dataverse('0x80040220', 'No privilege') });
    Object.assign(organisation, { workerGets: 403, isPageOpen: true, answer });
    expect(await perform(organisation, close)).toMatchObject({
      reasons: [{ code: 'backendRefused', text: 'No privilege', backendCode: '0x80040220' }],
    });
  });

  test.each([401, 403] as const)(
    '%i from one act to the next: the probe tells, and it is the last one sent',
    async (status) => {
      const organisation = anOrganisation();
      await organisation.acts.offer(signal);
      organisation.workerGets = status;
      const reasons = [{ code: 'notSupported', capability: 'forceClose', gap: { why: 'signInReadsOnly' } }];
      expect(await perform(organisation, close)).toEqual({ kind: 'refused', reasons });
      expect(organisation).toMatchObject({ probes: 2, row: { state: 'open' } });
      expect(await perform(organisation, close)).toEqual({ kind: 'refused', reasons });
      expect(organisation.posts).toHaveLength(1);
    },
  );

  test('a probe that is turned away once is tried again when the account is asked for again', async () => {
    const organisation = anOrganisation();
    organisation.workerGets = 403;
    expect((await organisation.acts.offer(signal)).capabilities.forceClose).toBe(false);
    organisation.workerGets = undefined;
    expect((await organisation.acts.offer(signal)).capabilities.forceClose).toBe(true);
    expect(await perform(organisation, close)).toMatchObject({ kind: 'done' });
  });
});

describe('An agent’s presence is set by the documented message (facts §5.2)', () => {
  const presence = 'f523f628-c07a-e811-8162-000d3aa11f50';
  const set = { type: 'setPresence', agentId: ada, presenceId: presence } as const;
  const takingIt: Answer = () => ({ status: 204, body: undefined });
  /** The agent shows it from then on. */
  const shownBy = (organisation: Organisation): Answer => {
    return () => {
      organisation.presences.set(ada, presence);
      return { status: 204, body: undefined };
    };
  };

  test('with its three parameters, and read back from the agent', async () => {
    const organisation = anOrganisation();
    organisation.answer = shownBy(organisation);
    expect(await perform(organisation, set)).toEqual({ kind: 'done' });
    const body = { ApiVersion: '1.0', AgentId: ada, PresenceId: presence };
    expect(organisation.posts).toEqual([{ by: 'worker', target: '/CCaaS_ModifyAgentPresence', body }]);
    expect(await perform(organisation, set)).toMatchObject({ kind: 'alreadySo' });
    expect(organisation.posts).toHaveLength(1);
  });

  test('a success that the agent does not show is none: what became of it is not known', async () => {
    const organisation = anOrganisation();
    organisation.answer = takingIt;
    await expect(perform(organisation, set)).rejects.toMatchObject({ kind: 'broken', hadNoEffect: false });
  });

  test('refusals are told', async () => {
    const organisation = anOrganisation();
    organisation.answer = () => ({ status: 400, body: dataverse('0x3', 'No such presence') });
    expect(await perform(organisation, set)).toMatchObject({
      reasons: [{ code: 'backendRefused', text: 'No such presence' }],
    });
    expect(await perform(organisation, { ...set, presenceId: 'lunch' })).toMatchObject({
      reasons: [{ code: 'noSuchTarget' }],
    });
    organisation.messages = [];
    organisation.restart({ baseUrl: 'https://other.example' });
    expect(await perform(organisation, set)).toMatchObject({
      reasons: [{ code: 'notSupported', capability: 'setPresence', gap: { why: 'messageAbsent' } }],
    });
  });
});
