/** Spec §3: an old picture is read again before it is acted on; architecture §2.7: one id, however often it is asked. */
import { describe, expect, it, vi } from 'vitest';
import type { Operation } from '../../lib/domain/actions.ts';
import { RequestError } from '../../lib/messages/requests.ts';
import { createAct } from '../../lib/models/act.ts';
import { aConversation, anOperation, morning } from '../builders.ts';
import { createFakeClient } from '../fakeClient.ts';

const row = aConversation();
const close = { type: 'forceClose' } as const;

function scene() {
  const client = createFakeClient();
  let minted = 0;
  client.answer({ act: ({ action }) => anOperation({ id: action.operationId }) });
  return { client, act: createAct(client, () => `o-${++minted}`) };
}

describe('act', () => {
  it('sends the intent with a fresh id, the etag that was seen, and the names for people', async () => {
    const { client, act } = scene();
    const acted = await act({ type: 'transfer', agentId: 'a-y' }, { row, stale: false, targetName: 'Yael' });
    expect(client.asked).toEqual([
      {
        name: 'act',
        input: {
          connectionId: 'k-1',
          action: { type: 'transfer', agentId: 'a-y', operationId: 'o-1', conversationId: 'c-1', etag: 'e-1' },
          about: { customer: 'Dana Levi', target: 'Yael' },
        },
      },
    ]);
    expect(acted.kind).toBe('accepted');
  });

  it('mints another id for another click, so that two clicks are two acts', async () => {
    const { client, act } = scene();
    await act(close, { row, stale: false });
    await act(close, { row, stale: false });
    expect(client.inputs('act').map(({ action }) => action.operationId)).toEqual(['o-1', 'o-2']);
  });

  it('reads a stale row again and acts when it is still what was seen', async () => {
    const { client, act } = scene();
    client.answer({ reread: () => ({ row: aConversation({ version: 9 }) }) });
    expect((await act(close, { row, stale: true })).kind).toBe('accepted');
    expect(client.asked.map(({ name }) => name)).toEqual(['reread', 'act']);
  });

  it('sends nothing when the stale row has become another, and hands it back', async () => {
    const { client, act } = scene();
    const now = aConversation({ etag: 'e-2', agentId: 'a-y' });
    client.answer({ reread: () => ({ row: now }) });
    expect(await act(close, { row, stale: true })).toEqual({ kind: 'changed', row: now });
    expect(client.inputs('act')).toEqual([]);
  });

  it('sends nothing when the stale row is gone', async () => {
    const { client, act } = scene();
    client.answer({ reread: () => ({ gone: true }) });
    expect(await act(close, { row, stale: true })).toEqual({ kind: 'gone' });
    expect(client.inputs('act')).toEqual([]);
  });

  it('sends nothing when the stale row cannot be read, and says that nothing can have happened', async () => {
    const { client, act } = scene();
    client.answer({ reread: () => Promise.reject(new RequestError('offline', 'no answer')) });
    expect(await act(close, { row, stale: true })).toMatchObject({
      kind: 'failed',
      code: 'offline',
      mayHaveHappened: false,
    });
    expect(client.inputs('act')).toEqual([]);
  });

  it('asks again with the same id after the line was lost and mended', async () => {
    const { client, act } = scene();
    const accept = vi.fn();
    client.answer({
      act: ({ action, about, connectionId }) => {
        accept(action.operationId);
        if (accept.mock.calls.length === 1) {
          client.breakLine();
          throw new RequestError('lineLost', 'gone');
        }
        return {
          id: action.operationId,
          connectionId,
          action,
          account: 'a-me',
          state: 'held',
          at: morning,
          attempts: 0,
          about,
        };
      },
    });
    const acting = act(close, { row, stale: false });
    await vi.waitFor(() => expect(accept).toHaveBeenCalledTimes(1));
    client.mendLine();
    expect(await acting).toMatchObject({ kind: 'accepted', operation: { id: 'o-1', state: 'held' } });
    expect(accept.mock.calls).toEqual([['o-1'], ['o-1']]);
  });

  it('waits for a line that is being mended, and asks then', async () => {
    const { client, act } = scene();
    client.breakLine();
    const acting = act(close, { row, stale: false });
    await Promise.resolve();
    expect(client.inputs('act')).toEqual([]);
    client.mendLine();
    expect(await acting).toMatchObject({ kind: 'accepted' });
  });

  it('is refused at once while the worker is silent, and is not sent when it is back', async () => {
    const { client, act } = scene();
    client.breakLine('silent');
    const refused = { kind: 'failed', code: 'lineClosed', mayHaveHappened: false };
    expect(await act(close, { row, stale: false })).toMatchObject(refused);
    expect(await act(close, { row, stale: true })).toMatchObject(refused);
    client.mendLine();
    await Promise.resolve();
    expect(client.asked).toEqual([]);
  });

  it('is refused as well when the line it waits for turns out to be silent', async () => {
    const { client, act } = scene();
    client.breakLine();
    const acting = act(close, { row, stale: false });
    await Promise.resolve();
    client.breakLine('silent');
    expect(await acting).toMatchObject({ kind: 'failed', code: 'lineClosed', mayHaveHappened: false });
  });

  /** The worker falls silent with the act. */
  async function lostInSilence(found: Operation | undefined) {
    const { client, act } = scene();
    client.answer({
      act() {
        client.breakLine('silent');
        throw new RequestError('lineLost', 'gone');
      },
      checkOperation: () => (found === undefined ? {} : { operation: found }),
    });
    const acting = act(close, { row, stale: false });
    // One turn of the task queue: whoever asked has heard of it.
    await new Promise((resolve) => setTimeout(resolve));
    client.mendLine();
    return { client, acted: await acting };
  }

  it('that a worker fell silent over is looked for when it is back, and never sent late', async () => {
    const { client, acted } = await lostInSilence(undefined);
    expect(acted).toMatchObject({ kind: 'failed', code: 'lineClosed', mayHaveHappened: false });
    expect(client.asked.map(({ name }) => name)).toEqual(['act', 'checkOperation']);
    expect(client.inputs('checkOperation')).toEqual([{ connectionId: 'k-1', operationId: 'o-1' }]);
  });

  it('that had arrived before the silence is accepted', async () => {
    const found = anOperation({ state: 'sending' });
    expect((await lostInSilence(found)).acted).toEqual({ kind: 'accepted', operation: found });
  });

  it.each([
    ['was asked before', true],
    ['was never asked', false],
  ])('after the worker has become another version it may have happened if it %s', async (_, isAsked) => {
    const { client, act } = scene();
    if (!isAsked) client.breakLine();
    client.answer({
      act() {
        client.breakLine();
        throw new RequestError('lineLost', 'gone');
      },
    });
    const acting = act(close, { row, stale: false });
    await Promise.resolve();
    client.breakLine('otherVersion');
    expect(await acting).toMatchObject({ kind: 'failed', code: 'otherVersion', mayHaveHappened: isAsked });
  });

  it.each([
    ['nothing', null],
    ['another act', anOperation({ id: 'o-other' })],
  ])('asks again with the same id when %s comes back as its answer (FA4)', async (_, answer) => {
    const { client, act } = scene();
    let questions = 0;
    client.answer({
      act: ({ action }) => (++questions === 1 ? (answer as Operation) : anOperation({ id: action.operationId })),
    });
    expect(await act(close, { row, stale: false })).toMatchObject({ kind: 'accepted', operation: { id: 'o-1' } });
    expect(client.inputs('act').map(({ action }) => action.operationId)).toEqual(['o-1', 'o-1']);
  });

  it('takes the same wish of another place, held already, for its answer (FA8)', async () => {
    const { client, act } = scene();
    client.answer({ act: ({ action }) => anOperation({ id: 'o-there', state: 'held', action }) });
    expect(await act(close, { row, stale: false })).toMatchObject({ kind: 'accepted', operation: { id: 'o-there' } });
    expect(client.inputs('act').length).toBe(1);
  });

  it('gives up when the worker dies of the question again and again, and says that it may have happened', async () => {
    const { client, act } = scene();
    client.answer({ act: () => Promise.reject(new RequestError('lineLost', 'gone')) });
    expect(await act(close, { row, stale: false })).toMatchObject({ code: 'lineLost', mayHaveHappened: true });
    expect(new Set(client.inputs('act').map(({ action }) => action.operationId))).toEqual(new Set(['o-1']));
  });
});
