/** What is offered (G4): by the messages that there are, by what is described of them, and by the way an act can take. */
import { describe, expect, test } from 'vitest';
import { type ConnectionSettings, ConnectorError } from '../../../lib/connectors/connector.ts';
import type { Capabilities, Gap } from '../../../lib/domain/capabilities.ts';
import { anAction, parameter, plausible } from './csdl.ts';
import { anOrganisation, byEntra, byPageToo, bySession, type Organisation } from './organisation.ts';

const { signal } = new AbortController();
const day = 24 * 3_600_000;
const without = (...names: string[]) => plausible.filter(({ name }) => !names.includes(name));
const inWorkspace: Gap = { why: 'onlyInWorkspace' };
const always = { sayPublic: inWorkspace, sayInternal: inWorkspace, voiceJoin: inWorkspace };
const acting = ['monitor', 'join', 'assignToAgent', 'assignToQueue', 'transfer', 'forceClose', 'setPresence'] as const;
const allOf = (gap: Gap) => Object.fromEntries(acting.map((capability) => [capability, gap]));

test('Where everything is there, only what has no message is left to the workspace', async () => {
  const { capabilities, gaps } = await anOrganisation().acts.offer(signal);
  expect(gaps).toEqual(always);
  expect(capabilities).toEqual({
    ...Object.fromEntries(acting.map((capability) => [capability, true])),
    sayPublic: false,
    sayInternal: false,
    voiceJoin: false,
    voiceTransfer: false,
    silentMonitoring: 'unknown',
    liveTranscript: false,
  });
});

describe('What is missing is said for each capability', () => {
  const absent = (detail: string): Gap => ({ why: 'messageAbsent', detail });
  test.each<[string, Organisation['messages'], Partial<Record<keyof Capabilities, Gap>>]>([
    [
      'no assigning to agents',
      without('CCaaS_AssignConversation'),
      { assignToAgent: absent('CCaaS_AssignConversation') },
    ],
    [
      'no assigning to queues',
      without('CCaaS_InitiateQueueAssignment'),
      { assignToQueue: absent('CCaaS_InitiateQueueAssignment') },
    ],
    [
      'no transfer',
      without('CCaaS_InitiateAgentTransferBySupervisor'),
      { transfer: absent('CCaaS_InitiateAgentTransferBySupervisor') },
    ],
    ['no transfer to queues: that is told when it is asked for', without('CCaaS_InitiateQueueTransfer'), {}],
    ['no closing', without('CCaaS_ForceCloseConversation'), { forceClose: absent('CCaaS_ForceCloseConversation') }],
    ['no monitoring: the workspace has its own', without('CCaaS_MonitorConversation'), { monitor: inWorkspace }],
    [
      'no way to end monitoring or to leave',
      without('CCaaS_EndSession', 'CCaaS_LeavePublicConsult'),
      { monitor: inWorkspace, join: absent('CCaaS_LeavePublicConsult, CCaaS_EndSession') },
    ],
    ['no presence', without('CCaaS_ModifyAgentPresence'), { setPresence: absent('CCaaS_ModifyAgentPresence') }],
    ['no joining', without('CCaaS_JoinConversation'), { join: absent('CCaaS_JoinConversation') }],
    [
      'a parameter that nobody described',
      [...without('CCaaS_ForceCloseConversation'), anAction('CCaaS_ForceCloseConversation', parameter('Why'))],
      { forceClose: { why: 'messageUnmapped', detail: 'CCaaS_ForceCloseConversation: Why' } },
    ],
    [
      'monitoring that asks for something: an administrator can help there',
      [...without('CCaaS_MonitorConversation'), anAction('CCaaS_MonitorConversation', parameter('Mode'))],
      { monitor: { why: 'messageUnmapped', detail: 'CCaaS_MonitorConversation: Mode' } },
    ],
  ])('%s', async (_what, messages, gaps) => {
    const organisation = anOrganisation();
    organisation.messages = messages;
    const offer = await organisation.acts.offer(signal);
    expect(offer.gaps).toEqual({ ...always, ...gaps });
    for (const capability of acting) expect(offer.capabilities[capability]).toBe(gaps[capability] === undefined);
  });
});

describe('How the connection signs in decides whether anything but reading is let in', () => {
  test.each<[string, ConnectionSettings['signIn'], Organisation['workerGets'], number, object]>([
    ['a session whose POSTs are let in', bySession, undefined, 1, {}],
    ['a session whose POSTs are forbidden', bySession, 403, 1, allOf({ why: 'signInReadsOnly' })],
    ['a session that POSTs do not carry', bySession, 401, 1, allOf({ why: 'signInReadsOnly' })],
    ['a session whose POSTs get in and are not understood', bySession, 400, 1, {}],
    ['a session whose POSTs find nothing', bySession, 404, 1, {}],
    ['a session whose POSTs fail there', bySession, 500, 1, {}],
    ['a session turned away, where the workspace page may ask', byPageToo, 403, 1, {}],
    ['Entra ID needs no probe', byEntra, 403, 0, {}],
    ['nor does a token', { kind: 'token' }, 403, 0, {}],
  ])('%s', async (_what, signIn, workerGets, probes, gaps) => {
    const organisation = anOrganisation({ signIn });
    organisation.workerGets = workerGets;
    expect((await organisation.acts.offer(signal)).gaps).toEqual({ ...always, ...gaps });
    expect(organisation).toMatchObject({ probes, posts: [] });
  });

  test('a probe that comes too often is a matter of the connection', async () => {
    const organisation = anOrganisation();
    organisation.workerGets = 429;
    await expect(organisation.acts.offer(signal)).rejects.toMatchObject({ kind: 'rateLimited' });
  });

  test('what the organisation lacks is said before the way to it', async () => {
    const organisation = anOrganisation();
    organisation.workerGets = 403;
    organisation.messages = without('CCaaS_ForceCloseConversation', 'CCaaS_MonitorConversation');
    expect((await organisation.acts.offer(signal)).gaps).toMatchObject({
      forceClose: { why: 'messageAbsent' },
      monitor: inWorkspace,
      join: { why: 'signInReadsOnly' },
    });
  });
});

describe('What cannot be understood disables acting and says so; reading goes on', () => {
  test('an unreadable descriptor', async () => {
    const descriptor = { parameters: { AgentId: { from: 'nowhere' } } };
    const { gaps, capabilities } = await anOrganisation({ descriptor }).acts.offer(signal);
    expect(gaps.forceClose).toEqual({
      why: 'notUnderstood',
      detail: expect.stringMatching(/^descriptor: parameters\.AgentId: is neither/),
    });
    expect(acting.filter((capability) => capabilities[capability])).toEqual([]);
  });

  test.each([
    ['nonsense', '<html></html>'],
    ['forbidden', new ConnectorError('forbidden', 'no')],
    ['absent', new ConnectorError('notFound', 'no')],
    ['failing', new ConnectorError('broken', 'no')],
  ])('a list of messages that is %s', async (_what, metadata) => {
    const organisation = anOrganisation();
    organisation.metadata = metadata;
    const { gaps } = await organisation.acts.offer(signal);
    expect(gaps).toEqual({
      ...always,
      ...allOf({ why: 'notUnderstood', detail: expect.stringMatching(/^\$metadata: /) }),
    });
    organisation.metadata = undefined;
    expect((await organisation.acts.offer(signal)).gaps).toEqual(always);
  });

  test.each(['offline', 'rateLimited', 'auth'] as const)('%s is a matter of the connection', async (kind) => {
    const organisation = anOrganisation();
    organisation.metadata = new ConnectorError(kind, 'no');
    await expect(organisation.acts.offer(signal)).rejects.toMatchObject({ kind });
  });
});

describe('The list of messages is asked for once a day', () => {
  test('a worker that comes back within a day remembers it; a day later it is asked for again', async () => {
    const organisation = anOrganisation();
    await organisation.acts.offer(signal);
    organisation.messages = [];
    organisation.now += day - 1;
    organisation.restart();
    expect((await organisation.acts.offer(signal)).capabilities.forceClose).toBe(true);
    expect(organisation.metadataReads).toBe(1);
    organisation.now += 1;
    expect((await organisation.acts.offer(signal)).capabilities.forceClose).toBe(false);
    expect(organisation.metadataReads).toBe(2);
  });

  test('what another organisation had, or what a clock says of tomorrow, is not remembered', async () => {
    const organisation = anOrganisation();
    await organisation.acts.offer(signal);
    organisation.restart({ baseUrl: 'https://other.example' });
    await organisation.acts.offer(signal);
    expect(organisation.metadataReads).toBe(2);
    organisation.now -= day / 2;
    organisation.restart({ baseUrl: 'https://other.example' });
    await organisation.acts.offer(signal);
    expect(organisation.metadataReads).toBe(3);
  });

  test('several who ask at once wait for one reading', async () => {
    const organisation = anOrganisation();
    await Promise.all([organisation.acts.offer(signal), organisation.acts.offer(signal)]);
    expect(organisation.metadataReads).toBe(1);
  });
});
