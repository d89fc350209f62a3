import { signal } from '@preact/signals';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Conversation, Message } from '../../lib/domain/records.ts';
import type { ConversationPush, Lease } from '../../lib/messages/topics.ts';
import type { Acted, Intent, Seen } from '../../lib/models/act.ts';
import { type ConversationModel, createConversation, type Draft } from '../../lib/models/conversation.ts';
import { ruleContextOf } from '../../lib/models/ruleContext.ts';
import { aConversation, aDirectory, morning } from '../builders.ts';
import { createFakeClient, type FakeClient } from '../fakeClient.ts';
import { aConnection } from '../scenes.ts';

let client: FakeClient;
let model: ConversationModel;
let acts: { intent: Intent; seen: Seen }[];
let acted: () => Promise<Acted>;
const drafts = new Map<string, Draft>();

const accepted: Acted = {
  kind: 'accepted',
  operation: {
    id: 'o-1',
    connectionId: 'k-1',
    action: { type: 'leave', operationId: 'o-1', conversationId: 'c-1', etag: 'e-1' },
    account: 'a-me',
    state: 'queued',
    at: morning,
    attempts: 0,
  },
};
const me = { agentId: 'a-me', name: 'Noa', mode: 'consultant' as const, since: morning };
const joined = (more: Partial<Conversation> = {}) =>
  aConversation({ participants: [...aConversation().participants, me], ...more });
const monitoring: Lease = { state: 'monitoring', since: morning };
const said = (id: string, at: number, text = id): Message => ({
  id,
  conversationId: 'c-1',
  at,
  from: 'customer',
  text,
  audience: 'everyone',
});
function push(more: Partial<ConversationPush> = {}): void {
  client.push('conversation', { gone: false, lease: monitoring, messages: [], resetMessages: false, ...more });
}
function open(): ConversationModel {
  const conversation = createConversation({
    client,
    connectionId: 'k-1',
    id: 'c-1',
    seed: undefined,
    act: (intent, seen) => {
      acts.push({ intent, seen });
      return acted();
    },
    everybody: signal({ ...aDirectory(), agents: [], queues: [] }),
    contextOf: (row, lease) => ruleContextOf(aConnection(), row, lease),
    isStale: () => false,
    drafts,
  });
  conversation.start();
  return conversation;
}

beforeEach(() => {
  client = createFakeClient();
  acts = [];
  acted = async () => accepted;
  drafts.clear();
  model = open();
});

it('shows no row going back when the worker comes back from an older image', () => {
  push({ row: joined({ version: 3 }) });
  push({ row: joined({ version: 2 }) });
  expect(model.row.value?.version).toBe(3);
});

describe('messages', () => {
  it('come in order of time, each once, as it came last', () => {
    push({ messages: [said('m-2', 20), said('m-1', 10)] });
    push({ messages: [said('m-2', 20, 'edited'), said('m-3', 15)] });
    expect(model.messages.value.map(({ text }) => text)).toEqual(['m-1', 'm-3', 'edited']);
  });

  it('are forgotten when the worker begins afresh', () => {
    push({ messages: [said('m-1', 10)] });
    push({ resetMessages: true });
    expect(model.messages.value).toEqual([]);
  });

  it('may be read while monitoring or taking part, and not otherwise (M5)', () => {
    push({ row: aConversation(), lease: { state: 'none' } });
    expect(model.mayRead.value).toBe(false);
    push({ lease: monitoring });
    expect(model.mayRead.value).toBe(true);
    push({ lease: { state: 'ended', reasons: [{ code: 'ownConversation' }] } });
    expect(model.mayRead.value).toBe(false);
    push({ row: joined(), lease: { state: 'none' } });
    expect(model.mayRead.value).toBe(true);
  });
});

describe('writing', () => {
  it('is for whoever has joined, to the agent only unless chosen otherwise (J3)', () => {
    push({ row: aConversation() });
    expect(model.mayWrite.value).toBe(false);
    push({ row: joined() });
    expect(model.mayWrite.value).toBe(true);
    expect(model.draft.value.audience).toBe('internal');
  });

  it('reaches nobody outside once the customer has left', () => {
    push({ row: joined({ customerGone: true }) });
    expect(model.reasonsAgainstSaying('internal')).toEqual([]);
    expect(model.reasonsAgainstSaying('everyone')).toEqual([{ code: 'audienceNotPossible', why: 'customerGone' }]);
  });

  it('sends what stands there, and empties the field', async () => {
    push({ row: joined() });
    model.setDraft({ text: ' R7 ', audience: 'internal' });
    await model.send();
    expect(acts.map(({ intent }) => intent)).toEqual([{ type: 'say', text: 'R7', audience: 'internal' }]);
    expect(model.draft.value.text).toBe('');
  });

  it('keeps what was written while the first was on its way', async () => {
    let answer = (_acted: Acted) => {};
    acted = () => new Promise((resolve) => (answer = resolve));
    push({ row: joined() });
    model.setDraft({ text: 'first', audience: 'internal' });
    const sending = model.send();
    model.setDraft({ text: 'first and more', audience: 'everyone' });
    answer(accepted);
    await sending;
    expect(model.draft.value).toEqual({ text: 'first and more', audience: 'everyone' });
  });

  it('loses no word when it fails, and says why', async () => {
    acted = async () => ({ kind: 'failed', code: 'offline', message: 'no answer', mayHaveHappened: false });
    push({ row: joined() });
    model.setDraft({ text: 'R7', audience: 'internal' });
    await model.send();
    expect(model.draft.value.text).toBe('R7');
    expect(model.trouble.value).toMatchObject({ kind: 'failed', code: 'offline' });
  });

  it('sends once, however often Enter is pressed meanwhile', async () => {
    push({ row: joined() });
    model.setDraft({ text: 'R7', audience: 'internal' });
    await Promise.all([model.send(), model.send()]);
    expect(acts).toHaveLength(1);
  });

  it('goes on where it stopped when the conversation is opened again', () => {
    model.setDraft({ text: 'half a sen', audience: 'everyone' });
    expect(open().draft.value).toEqual({ text: 'half a sen', audience: 'everyone' });
  });
});

describe('reasons', () => {
  it('follow the lease: joining needs monitoring (J1)', () => {
    push({ row: aConversation(), lease: { state: 'none' } });
    expect(model.reasons('join')).toEqual([{ code: 'notMonitoring' }]);
    push({ lease: monitoring });
    expect(model.reasons('join')).toEqual([]);
  });
});

it('that cannot be opened in its workspace says so, until it can', async () => {
  model = open();
  client.breakLine();
  await model.openInWorkspace();
  expect(model.trouble.value).toMatchObject({ kind: 'failed', code: 'lineClosed', mayHaveHappened: false });
  client.mendLine();
  await model.openInWorkspace();
  expect(model.trouble.value).toBeUndefined();
  expect(client.inputs('openInWorkspace')).toEqual([{ connectionId: 'k-1', conversationId: 'c-1' }]);
});
