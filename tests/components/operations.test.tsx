/** The undo window and the list of acts, as seen and heard. */
import { describe, expect, it } from 'vitest';
import { Surrounded } from '../../components/base/surroundings.tsx';
import { Dialogs } from '../../components/dialogs/Dialogs.tsx';
import { Operations } from '../../components/operations/Operations.tsx';
import type { Operation } from '../../lib/domain/actions.ts';
import { aConversation, morning } from '../builders.ts';
import { aConnection } from '../scenes.ts';
import { panelScene } from './panelScene.ts';
import { plain, show } from './screen.ts';

const envelope = { operationId: 'o-9', conversationId: 'c-1', etag: 'e-1' };
const closing: Operation = {
  id: 'o-9',
  connectionId: 'k-1',
  action: { type: 'forceClose', ...envelope },
  account: 'a-me',
  state: 'held',
  at: morning,
  until: morning + 3000,
  attempts: 0,
  about: { customer: 'Grace Okafor' },
};
const assigned: Operation = {
  ...closing,
  action: { type: 'assign', agentId: 'a-y', override: {}, ...envelope },
  about: { customer: 'Grace Okafor', target: 'Yael' },
};

async function shown(...operations: Operation[]) {
  const scene = panelScene({ row: aConversation() });
  const { text, theme } = scene.panel.session;
  const screen = await show(
    <Surrounded text={text} theme={theme} now={scene.now}>
      <Operations panel={scene.panel} />
      <Dialogs panel={scene.panel} />
    </Surrounded>,
  );
  await screen.settle(() => scene.tellOperations(...operations));
  return { ...scene, ...screen };
}

describe('the undo window', () => {
  it('says what is about to happen and counts down', async () => {
    const { all, now, settle } = await shown(closing);
    const line = () => plain(all('.undo-bar .count')[0]?.textContent ?? '');
    expect(line()).toBe('Closing Grace Okafor in 3 s');
    await settle(() => {
      now.value = morning + 1500;
    });
    expect(line()).toBe('Closing Grace Okafor in 2 s');
  });

  it('is announced once, in words that do not change every second', async () => {
    const { all, now, settle } = await shown(closing);
    const aloud = () => all('[role=status].visually-hidden').map((one) => plain(one.textContent ?? ''));
    const before = aloud();
    expect(before).toEqual(['Closing Grace Okafor in 5 seconds. Nothing has been sent; you can undo it.']);
    await settle(() => {
      now.value = morning + 2000;
    });
    expect(aloud()).toEqual(before);
  });

  it('takes it back', async () => {
    const { button, client, press } = await shown(closing);
    client.answer({ cancelOperation: () => ({ cancelled: true }) });
    await press(button('Undo: Closing Grace Okafor'));
    expect(client.inputs('cancelOperation')).toEqual([{ connectionId: 'k-1', operationId: 'o-9' }]);
  });

  it('says when that was too late', async () => {
    const { button, client, press, words } = await shown(closing);
    client.answer({ cancelOperation: () => ({ cancelled: false }) });
    await press(button('Undo: Closing Grace Okafor'));
    expect(words()).toContain('Too late to undo: it is already being sent.');
  });
});

describe('the list of acts', () => {
  it.each([
    ['queued', {}, 'waits to be sent'],
    ['sending', {}, 'being sent'],
    ['unknown', {}, 'checking what happened'],
    ['confirmed', { outcome: 'done' as const }, 'done'],
    ['confirmed', { outcome: 'alreadySo' as const }, 'was already so, nothing was changed'],
    ['refused', {}, 'refused'],
    ['cancelled', {}, 'taken back, nothing was sent'],
    ['expired', {}, 'was not sent'],
  ] as const)('says what became of an act that is %s %j', async (state, more, told) => {
    const { all, words } = await shown({ ...assigned, state, settledAt: morning, ...more });
    expect(words()).toContain('Assign Grace Okafor to Yael');
    expect(plain(all('.operation-state')[0]?.textContent ?? '')).toBe(told);
  });

  it('gives every reason of a refusal', async () => {
    const { words } = await shown({
      ...closing,
      state: 'refused',
      reasons: [{ code: 'notSupervisor' }, { code: 'wrongChannel', channel: 'entityRecord' }],
    });
    expect(words()).toContain('This account is not a supervisor here.');
    expect(words()).toContain('Not possible on this channel (record).');
  });

  it('asks again in its dialog for what was not sent, and sends nothing by itself', async () => {
    const { button, client, panel, press } = await shown({ ...closing, state: 'expired' });
    await press(button('Ask again…'));
    expect(panel.dialog.value).toEqual({ type: 'forceClose', conversationId: 'c-1' });
    expect(client.inputs('act')).toEqual([]);
  });

  it('offers no way to dismiss or repeat what is still being found out', async () => {
    const { all } = await shown({ ...closing, state: 'unknown' });
    expect(all('.operation button')).toEqual([]);
  });

  it('dismisses a failure when told to, not before', async () => {
    const { button, now, press, settle, words } = await shown({ ...closing, state: 'refused', settledAt: morning });
    await settle(() => {
      now.value = morning + 3_600_000;
    });
    expect(words()).toContain('Force close Grace Okafor');
    await press(button('Dismiss: Force close Grace Okafor'));
    expect(words()).toBe('');
  });

  it('tells a transfer from asked to not accepted, as the row has it', async () => {
    const transfer: Operation = {
      ...assigned,
      action: { type: 'transfer', agentId: 'a-y', ...envelope },
      state: 'confirmed',
      settledAt: morning,
    };
    const { settle, tellRow, words } = await shown(transfer);
    await settle(() => tellRow(aConversation({ pendingTransfer: { toAgentId: 'a-y', since: morning } })));
    expect(words()).toContain('asked, waits for the answer');
    await settle(() => tellRow(aConversation({ version: 2 })));
    expect(words()).toContain('not accepted: declined, timed out or cancelled');
  });
});

describe('an act that hangs (FA28)', () => {
  const late = { at: morning - 180_000, until: morning - 180_000 };

  it.each([
    ['live', {}, 'It is sent by itself when its turn comes.'],
    ['offline', { problem: { kind: 'offline', message: '' } }, 'It is sent when the connection is back.'],
    [
      'offline',
      { problem: { kind: 'rateLimited', message: '429', retryAt: morning + 30_000 } },
      'The system asked for a pause; it is sent after',
    ],
    ['signedOut', {}, 'It is sent when the account is signed in again.'],
    ['forbidden', {}, 'It is sent when the system lets this account in again.'],
  ] as const)('says what it waits for while %s %j, and until when', async (phase, more, told) => {
    const { settle, tellSession, words } = await shown({ ...assigned, state: 'queued' });
    await settle(() => tellSession({ connections: [aConnection({ phase, ...more })] }));
    expect(words()).toContain(told);
    expect(words()).toMatch(/If that is not before \d\d:\d\d, it is not sent and asks you again\./);
  });

  it('is said to be stuck from a minute on, not before', async () => {
    const { now, settle, words } = await shown({ ...assigned, state: 'queued' });
    await settle(() => {
      now.value = morning + 59_000;
    });
    expect(words()).not.toContain('Stuck');
    await settle(() => {
      now.value = morning + 125_000;
    });
    expect(words()).toContain('Stuck for 2 min');
  });

  it('can be cancelled while it was not sent; too late is said in words', async () => {
    const { button, client, press, words } = await shown({ ...assigned, ...late, state: 'queued' });
    client.answer({ cancelOperation: () => ({ cancelled: false }) });
    await press(button('Cancel: Assign Grace Okafor to Yael'));
    expect(client.inputs('cancelOperation')).toEqual([{ connectionId: 'k-1', operationId: 'o-9' }]);
    expect(words()).toContain('Too late to undo: it is already being sent.');
  });

  it.each(['sending', 'unknown'] as const)('is looked at again when it is %s, never sent again', async (state) => {
    const { all, button, client, press, words } = await shown({ ...assigned, ...late, state });
    client.answer({ checkOperation: () => ({}) });
    expect(all('.operation button').length).toBe(1);
    await press(button('Check again: Assign Grace Okafor to Yael'));
    expect(client.asked.at(-1)).toEqual({
      name: 'checkOperation',
      input: { connectionId: 'k-1', operationId: 'o-9' },
    });
    expect(client.inputs('act')).toEqual([]);
    expect(words()).toContain('Asked again just now');
  });

  it('is shown though its kind is otherwise silent', async () => {
    const say = { type: 'say' as const, text: 'Hello', audience: 'internal' as const, ...envelope };
    const { button, words } = await shown({
      ...closing,
      ...late,
      until: morning - 180_000,
      action: say,
      state: 'queued',
    });
    expect(words()).toContain('Message in Grace Okafor’s conversation');
    expect(button('Cancel: Message in Grace Okafor’s conversation')).toBeDefined();
  });

  it('in its undo window says so as well, and keeps its undo', async () => {
    const { button, words } = await shown({ ...closing, ...late, until: morning - 120_000 });
    expect(words()).toContain('Stuck for 2 min');
    expect(button('Undo: Closing Grace Okafor')).toBeDefined();
  });
});
