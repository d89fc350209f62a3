/** What becomes of acts, as told: undo (F3), failures that stay, successes that pass, transfers as the row tells (T5). */
import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../lib/domain/actions.ts';
import { stuckFor } from '../../lib/domain/patience.ts';
import { RequestError } from '../../lib/messages/requests.ts';
import type { ConversationPush } from '../../lib/messages/topics.ts';
import { createOperations, secondsLeft } from '../../lib/models/operations.ts';
import { aConversation, anOperation, morning } from '../builders.ts';
import { createFakeClient } from '../fakeClient.ts';

function scene() {
  const client = createFakeClient();
  const now = signal(morning);
  const connectionId = signal<string | undefined>('k-1');
  const model = createOperations(client, connectionId, now);
  const stop = model.start();
  const tell = (...operations: Operation[]) => client.push('operations', { operations });
  const tellRow = (push: Partial<ConversationPush>) =>
    client.push('conversation', { gone: false, lease: { state: 'none' }, messages: [], resetMessages: false, ...push });
  const listed = () => model.listed.value.map(({ id, state }) => `${id} ${state}`);
  return { client, now, connectionId, model, stop, tell, tellRow, listed };
}

describe('the undo window', () => {
  it('shows what is held with the seconds that are left, the one that ends first on top', () => {
    const { model, tell } = scene();
    tell(
      anOperation({ id: 'late', state: 'held', until: morning + 5000 }),
      anOperation({ id: 'soon', state: 'held', until: morning + 2000 }),
    );
    expect(model.held.value.map(({ id }) => id)).toEqual(['soon', 'late']);
    expect(model.listed.value).toEqual([]);
  });

  it('counts whole seconds down to none', () => {
    const operation = anOperation({ state: 'held', until: morning + 2500 });
    expect([0, 1400, 2499, 9000].map((passed) => secondsLeft(operation, morning + passed))).toEqual([3, 2, 1, 0]);
  });

  it('takes an act back by its id', async () => {
    const { client, model, tell } = scene();
    client.answer({ cancelOperation: () => ({ cancelled: true }) });
    tell(anOperation({ state: 'held', until: morning + 5000 }));
    await model.undo('o-1');
    expect(client.inputs('cancelOperation')).toEqual([{ connectionId: 'k-1', operationId: 'o-1' }]);
    expect(model.replies.value.size).toBe(0);
  });

  it('says so when the undo came too late, or could not be asked', async () => {
    const { client, model, tell } = scene();
    tell(anOperation({ state: 'held' }));
    client.answer({ cancelOperation: () => ({ cancelled: false }) });
    await model.undo('o-1');
    expect(model.replies.value.get('o-1')).toBe('tooLate');
    client.answer({ cancelOperation: () => Promise.reject(new RequestError('storage', 'full')) });
    await model.undo('o-1');
    expect(model.replies.value.get('o-1')).toBe('storage');
  });
});

describe('the list of acts', () => {
  it('lets a success pass after six seconds', () => {
    const { now, tell, listed } = scene();
    tell(anOperation({ state: 'confirmed', outcome: 'done', settledAt: morning }));
    now.value = morning + 5_999;
    expect(listed()).toEqual(['o-1 confirmed']);
    now.value = morning + 6_000;
    expect(listed()).toEqual([]);
  });

  it.each(['refused', 'expired'] as const)(
    'keeps what was %s until it is dismissed, also when the worker tells it no more',
    (state) => {
      const { now, model, tell, listed } = scene();
      tell(anOperation({ state, settledAt: morning }));
      tell();
      now.value = morning + 3_600_000;
      expect(listed()).toEqual([`o-1 ${state}`]);
      model.dismiss('o-1');
      expect(listed()).toEqual([]);
    },
  );

  it('follows an unknown one until it is settled', () => {
    const { tell, listed } = scene();
    tell(anOperation({ state: 'unknown' }));
    expect(listed()).toEqual(['o-1 unknown']);
    tell(anOperation({ state: 'confirmed', settledAt: morning }));
    expect(listed()).toEqual(['o-1 confirmed']);
  });

  it.each(['monitor', 'stopMonitor', 'join', 'leave', 'say'] as const)(
    'is silent on %s, which its own page shows, unless it fails',
    (type) => {
      const { tell, listed } = scene();
      tell(anOperation({ state: 'sending' }, type));
      expect(listed()).toEqual([]);
      tell(anOperation({ state: 'refused' }, type));
      expect(listed()).toEqual(['o-1 refused']);
    },
  );

  it('never shows the renewals of a lease', () => {
    const { tell, listed } = scene();
    tell(anOperation({ state: 'refused' }, 'renewMonitor'));
    expect(listed()).toEqual([]);
  });

  it('forgets all of a connection when another one is looked at', () => {
    const { client, connectionId, tell, listed } = scene();
    tell(anOperation({ state: 'refused' }));
    connectionId.value = 'k-2';
    expect(listed()).toEqual([]);
    expect(client.standing('operations').map(({ params }) => params())).toEqual([{ connectionId: 'k-2' }]);
  });
});

describe('an act that hangs (FA28)', () => {
  const minute = 60_000;

  it.each(['monitor', 'stopMonitor', 'join', 'leave', 'say'] as const)(
    '%s, otherwise silent, is shown from a minute on for as long as it is open',
    (type) => {
      const { now, tell, listed } = scene();
      tell(anOperation({ state: 'queued' }, type));
      now.value = morning + minute - 1;
      expect(listed()).toEqual([]);
      now.value = morning + minute;
      expect(listed()).toEqual(['o-1 queued']);
      tell(anOperation({ state: 'confirmed', outcome: 'done', settledAt: now.value }, type));
      expect(listed()).toEqual([]);
    },
  );

  it.each([
    ['queued', {}, minute],
    ['sending', {}, minute],
    ['unknown', {}, minute],
    ['queued', { until: morning + 5_000 }, minute + 5_000],
    ['held', { until: morning + 5_000 }, minute + 5_000],
  ] as const)('%s %j hangs from %d ms after the click on', (state, more, from) => {
    const operation = anOperation({ state, ...more });
    expect(stuckFor(operation, morning + from - 1)).toBeUndefined();
    expect(stuckFor(operation, morning + from)).toBe(minute);
  });

  it.each(['confirmed', 'refused', 'cancelled', 'expired'] as const)('%s is over and hangs no more', (state) => {
    expect(stuckFor(anOperation({ state }), morning + 3_600_000)).toBeUndefined();
  });

  it('is looked at again by its id, and what came of asking is said', async () => {
    const { client, model, tell } = scene();
    client.answer({ checkOperation: () => ({}) });
    tell(anOperation({ state: 'unknown' }));
    await model.check('o-1');
    expect(client.inputs('checkOperation')).toEqual([{ connectionId: 'k-1', operationId: 'o-1' }]);
    expect(model.replies.value.get('o-1')).toBe('checked');
    client.breakLine('silent');
    await model.check('o-1');
    expect(model.replies.value.get('o-1')).toBe('lineClosed');
  });

  it('and all others stay listed while the worker is silent', () => {
    const { client, tell, listed } = scene();
    tell(anOperation({ state: 'queued' }));
    client.breakLine('silent');
    expect(listed()).toEqual(['o-1 queued']);
  });
});

describe('a confirmed transfer', () => {
  const asked = anOperation({ state: 'confirmed', outcome: 'done', settledAt: morning }, 'transfer');
  const pending = aConversation({ pendingTransfer: { toAgentId: 'a-y', since: morning } });
  function transferred() {
    const all = scene();
    all.tell(asked);
    const state = () => all.model.transfers.value.get('o-1')?.state;
    return { ...all, state };
  }

  it('stays listed as long as the answer is awaited, however long', () => {
    const { now, tell, tellRow, listed, state } = transferred();
    tellRow({ row: pending });
    tell();
    now.value = morning + 600_000;
    expect([state(), listed()]).toEqual(['pending', ['o-1 confirmed']]);
  });

  it('passes after it was accepted', () => {
    const { client, now, tellRow, listed, state } = transferred();
    tellRow({ row: pending });
    now.value = morning + 60_000;
    tellRow({ row: aConversation({ agentId: 'a-y' }) });
    expect([state(), listed()]).toEqual(['accepted', ['o-1 confirmed']]);
    now.value = morning + 66_000;
    expect(listed()).toEqual([]);
    expect(client.standing('conversation')).toEqual([]);
  });

  it('stays listed as not accepted when the row has lost it, until dismissed', () => {
    const { now, model, tellRow, listed, state } = transferred();
    tellRow({ row: pending });
    tellRow({ row: aConversation() });
    now.value = morning + 600_000;
    expect([state(), listed()]).toEqual(['notAccepted', ['o-1 confirmed']]);
    model.dismiss('o-1');
    expect(listed()).toEqual([]);
  });

  it('is said to be over when the conversation closed or is gone', () => {
    const closed = transferred();
    closed.tellRow({ row: aConversation({ state: 'closed' }) });
    expect(closed.state()).toBe('closed');
    const gone = transferred();
    gone.tellRow({ gone: true });
    expect(gone.state()).toBe('gone');
  });

  it('is followed once, however often the worker tells it, and never after the end', () => {
    const { client, stop, tell } = transferred();
    tell(asked);
    tell(asked);
    expect(client.standing('conversation').length).toBe(1);
    stop();
    expect([...client.standing('conversation'), ...client.standing('operations')]).toEqual([]);
  });
});
