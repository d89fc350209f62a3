/** FA4: whatever becomes of a page's question on its way (E10), an act happens once at most, and the page is told the truth. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Operation, openOperationStates } from '../../lib/domain/actions.ts';
import { RequestError } from '../../lib/messages/requests.ts';
import { createAct } from '../../lib/models/act.ts';
import { aConversation } from '../builders.ts';
import { createFakeClient } from '../fakeClient.ts';
import { createScene } from '../outbox/scene.ts';

const mishaps = ['lostBefore', 'lostAfter', 'emptyAfter', 'silentBefore', 'silentAfter'] as const;

test('500 acts whose questions or answers are lost in every way: one effect for each that is reported, none besides', async () => {
  // Three in ten questions meet a mishap.
  const way = fc.constantFrom(undefined, ...Array<undefined>(10).fill(undefined), ...mishaps);
  const ways = fc.sample(way, { numRuns: 3_000, seed: 4 });
  const rows = Array.from({ length: 500 }, (_, index) => aConversation({ id: `c-${index}` }));
  const { clock, backend, startWorker } = createScene({ rows });
  const { outbox } = startWorker();
  const client = createFakeClient();
  // As with real lines: whoever asked hears of it first.
  const mend = () => void clock.settle().then(() => client.mendLine());
  client.answer({
    async act({ action }) {
      const mishap = ways.pop();
      const isLost = mishap !== undefined && mishap !== 'emptyAfter';
      const accepted = mishap?.endsWith('Before') ? undefined : await outbox.add(action, undefined, { holdFor: 0 });
      if (isLost) {
        client.breakLine(mishap.startsWith('silent') ? 'silent' : 'broken');
        mend();
        throw new RequestError('lineLost', 'gone');
      }
      return mishap === 'emptyAfter' ? (undefined as never as Operation) : (accepted as Operation);
    },
    async checkOperation({ operationId }) {
      const operation = await outbox.check(operationId);
      return operation === undefined ? {} : { operation };
    },
  });
  let minted = 0;
  const act = createAct(client, () => `o-${++minted}`);
  let accepted = 0;
  for (const row of rows) {
    const acted = await act({ type: 'say', text: 'Hello', audience: 'internal' }, { row, stale: false });
    await clock.settle();
    const effects = backend.effectsOf(`o-${minted}`);
    if (acted.kind === 'accepted') accepted += 1;
    if (acted.kind === 'accepted') expect(effects).toBe(1);
    else if (acted.kind === 'failed' && !acted.mayHaveHappened) expect(effects).toBe(0);
    else expect(effects).toBeLessThanOrEqual(1);
  }
  expect(outbox.recent().filter(({ state }) => openOperationStates.includes(state))).toEqual([]);
  expect(backend.ledger.length).toBe(outbox.recent().filter(({ state }) => state === 'confirmed').length);
  // The mishaps came about, and nearly all acts got through in spite of them.
  expect(ways.length).toBeLessThan(2_450);
  expect(accepted).toBeGreaterThan(450);
});
