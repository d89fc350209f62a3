/** What is taken for granted (facts §5.1–5.2), how it is corrected, and what it makes of an organisation's messages. */
import { describe, expect, test } from 'vitest';
import { callOf } from '../../../lib/connectors/dynamics365/calls.ts';
import { type Deed, deeds } from '../../../lib/connectors/dynamics365/deeds.ts';
import { defaultDescriptor, readDescriptor } from '../../../lib/connectors/dynamics365/descriptor.ts';
import type { Message } from '../../../lib/connectors/dynamics365/metadata.ts';
import { anAction, parameter, plausible } from './csdl.ts';

const id = '0b1f6c1e-0000-4000-8000-000000000001';
const agentId = '0b1f6c1e-0000-4000-8000-0000000000a1';
const queueId = '0b1f6c1e-0000-4000-8000-0000000000f1';
const values = { conversationId: id, myAgentId: 'me', agentId, queueId, presenceId: 'p', note: 'abusive' };
const guid = { type: 'Edm.Guid' };

function called(deed: Deed, messages: readonly Message[], corrections?: Record<string, unknown>) {
  const descriptor = readDescriptor(corrections);
  if ('unreadable' in descriptor) throw new Error(descriptor.unreadable);
  const call = callOf(deed, messages, descriptor);
  return 'why' in call ? call : { target: call.target(id), body: call.body(values) };
}
const bound = (name: string) => `/msdyn_ocliveworkitems(${id})/Microsoft.Dynamics.CRM.${name}`;

describe('What is taken for granted', () => {
  test.each<[Deed, string, Record<string, string>]>([
    ['monitor', bound('CCaaS_MonitorConversation'), {}],
    ['stopMonitor', bound('CCaaS_EndSession'), {}],
    ['join', bound('CCaaS_JoinConversation'), {}],
    ['leave', bound('CCaaS_LeavePublicConsult'), {}],
    ['assignToAgent', bound('CCaaS_AssignConversation'), { AgentId: agentId }],
    ['assignToQueue', bound('CCaaS_InitiateQueueAssignment'), { QueueId: queueId }],
    ['transferToAgent', bound('CCaaS_InitiateAgentTransferBySupervisor'), { AgentId: agentId }],
    ['transferToQueue', bound('CCaaS_InitiateQueueTransfer'), { QueueId: queueId }],
    ['forceClose', bound('CCaaS_ForceCloseConversation'), {}],
    ['setPresence', '/CCaaS_ModifyAgentPresence', { AgentId: agentId, PresenceId: 'p' }],
  ])('%s is %s', (deed, target, body) => {
    expect(called(deed, plausible)).toEqual({ target, body: { ApiVersion: '1.0', ...body } });
  });

  test('names every deed, and is what stands where nobody corrects it', () => {
    expect(Object.keys(defaultDescriptor.messages)).toEqual([...deeds]);
    expect(readDescriptor(undefined)).toEqual(defaultDescriptor);
    expect(readDescriptor({})).toEqual(defaultDescriptor);
  });
});

describe('The organisation’s own list decides', () => {
  const close = 'CCaaS_ForceCloseConversation';
  test.each<[string, Deed, Message[], ReturnType<typeof called>]>([
    [
      'an unbound message is told which conversation',
      'forceClose',
      [{ name: close, kind: 'action', parameters: [parameter('ConversationId', guid)] }],
      { target: `/${close}` as never, body: { ConversationId: id } },
    ],
    [
      'of several with one name, the one on conversations',
      'forceClose',
      [
        { ...anAction(close), boundTo: 'mscrm.queue' },
        { ...anAction(close), parameters: [] },
      ],
      { target: bound(close) as never, body: {} },
    ],
    [
      'by the long name of the type as well',
      'forceClose',
      [{ ...anAction(close), boundTo: 'Microsoft.Dynamics.CRM.msdyn_ocliveworkitem' }],
      { target: bound(close) as never, body: { ApiVersion: '1.0' } },
    ],
    [
      'what it may do without and nobody described is left out',
      'forceClose',
      [anAction(close, parameter('Mood', { nullable: true }))],
      { target: bound(close) as never, body: { ApiVersion: '1.0' } },
    ],
    [
      'the next one where the first is missing',
      'leave',
      [anAction('CCaaS_EndSession')],
      { target: bound('CCaaS_EndSession') as never, body: { ApiVersion: '1.0' } },
    ],
    [
      'the next one where the first asks for something unknown',
      'leave',
      [anAction('CCaaS_LeavePublicConsult', parameter('SessionId')), anAction('CCaaS_EndSession')],
      { target: bound('CCaaS_EndSession') as never, body: { ApiVersion: '1.0' } },
    ],
    ['absent', 'forceClose', [], { why: 'messageAbsent', detail: close }],
    ['all absent', 'leave', [], { why: 'messageAbsent', detail: 'CCaaS_LeavePublicConsult, CCaaS_EndSession' }],
    ['a function is not an act', 'forceClose', [{ ...anAction(close), kind: 'function' }], absent(close)],
    ['bound to something else', 'forceClose', [{ ...anAction(close), boundTo: 'mscrm.queue' }], absent(close)],
    [
      'bound to many at once',
      'forceClose',
      [{ ...anAction(close), boundTo: 'Collection(mscrm.msdyn_ocliveworkitem)' }],
      absent(close),
    ],
    [
      'a parameter it insists on and nobody described',
      'forceClose',
      [anAction(close, parameter('Reason'), parameter('Code'))],
      { why: 'messageUnmapped', detail: `${close}: Reason, Code` },
    ],
    [
      'a target of a type that is not plain',
      'assignToAgent',
      [anAction('CCaaS_AssignConversation', parameter('AgentId', { type: 'mscrm.systemuser' }))],
      { why: 'messageUnmapped', detail: 'CCaaS_AssignConversation: AgentId' },
    ],
    [
      'an agent asked of an act that has none',
      'monitor',
      [anAction('CCaaS_MonitorConversation', parameter('AgentId', guid))],
      { why: 'messageUnmapped', detail: 'CCaaS_MonitorConversation: AgentId' },
    ],
    [
      'a target that would not be told, though nothing insists on it',
      'assignToAgent',
      [anAction('CCaaS_AssignConversation', parameter('To', { type: 'Edm.Guid', nullable: true }))],
      { why: 'messageUnmapped', detail: 'CCaaS_AssignConversation: To' },
    ],
    [
      'a target that nothing can tell',
      'assignToAgent',
      [anAction('CCaaS_AssignConversation')],
      { why: 'messageUnmapped', detail: 'CCaaS_AssignConversation: agentId' },
    ],
    [
      'a conversation that an unbound message is not told',
      'forceClose',
      [{ name: close, kind: 'action', parameters: [parameter('ApiVersion')] }],
      { why: 'messageUnmapped', detail: `${close}: conversationId` },
    ],
  ])('%s', (_what, deed, messages, result) => {
    expect(called(deed, messages)).toEqual(result);
  });
});

function absent(name: string) {
  return { why: 'messageAbsent' as const, detail: name };
}

describe('An administrator corrects', () => {
  const assign = 'CCaaS_AssignConversation';
  test.each<[string, Deed, Message[], Record<string, unknown>, Record<string, unknown>]>([
    [
      'what a parameter means',
      'assignToAgent',
      [anAction(assign, parameter('RepresentativeId', guid))],
      { parameters: { RepresentativeId: { from: 'agentId' } } },
      { ApiVersion: '1.0', RepresentativeId: agentId },
    ],
    [
      'a value',
      'assignToAgent',
      [anAction(assign, parameter('AgentId'), parameter('Mode', { type: 'Edm.Int32' }))],
      { parameters: { Mode: { value: 2 }, ApiVersion: { value: '2.0' } } },
      { ApiVersion: '2.0', AgentId: agentId, Mode: 2 },
    ],
    [
      'what one name means in one message only',
      'monitor',
      [anAction('CCaaS_MonitorConversation', parameter('AgentId', guid))],
      { parameters: { 'CCaaS_MonitorConversation.AgentId': { from: 'myAgentId' } } },
      { ApiVersion: '1.0', AgentId: 'me' },
    ],
    [
      'which message it is',
      'forceClose',
      [anAction('CCaaS_EndIt', parameter('Why'))],
      { messages: { forceClose: ['CCaaS_EndIt'] }, parameters: { Why: { from: 'note' } } },
      { ApiVersion: '1.0', Why: 'abusive' },
    ],
  ])('%s', (_what, deed, messages, corrections, body) => {
    expect(called(deed, messages, corrections)).toMatchObject({ body });
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['a part that is none', { message: {} }, /^message: /],
    ['a deed that is none', { messages: { close: ['CCaaS_X'] } }, /is none of monitor/],
    ['no message at all', { messages: { monitor: [] } }, /^messages\.monitor: /],
    ['a name of another kind', { messages: { monitor: ['Delete'] } }, /^messages\.monitor\.0: is no name of a CCaaS_/],
    ['a source that is none', { parameters: { A: { from: 'password' } } }, /^parameters\.A: is neither/],
    ['a value and a source', { parameters: { A: { from: 'note', value: 1 } } }, /^parameters\.A: is neither/],
    ['a value that is no plain one', { parameters: { A: { value: { a: 1 } } } }, /^parameters\.A: is neither/],
    ['an odd parameter name', { parameters: { 'A B': { value: 1 } } }, /is neither a parameter nor/],
  ])('%s is told where it stands, and nothing of it holds', (_what, corrections, sentence) => {
    expect(readDescriptor(corrections)).toEqual({ unreadable: expect.stringMatching(sentence) });
  });
});
