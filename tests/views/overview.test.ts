import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Change } from '../../lib/connectors/connector.ts';
import { isOverLimit } from '../../lib/domain/limits.ts';
import type { Overview } from '../../lib/domain/overview.ts';
import type { Agent, Conversation } from '../../lib/domain/records.ts';
import { presenceBases } from '../../lib/domain/records.ts';
import { createMirror } from '../../lib/mirror/createMirror.ts';
import { createMemoryStore } from '../../lib/mirror/memoryStore.ts';
import { createOverview } from '../../lib/views/overview.ts';
import { aConversation, anAgent, anOpenConversation, aQueue, aWorkstream, morning } from '../builders.ts';
import type { PlainMirror } from '../mirror/scene.ts';
import { createPlainMirror, event, hour } from '../mirror/scene.ts';

/** Everything counted anew. */
function recount(mirror: PlainMirror, now: number): Overview {
  const rows = [...mirror.conversations.values()].filter(({ state }) => state !== 'closed');
  const humans = [...mirror.agents.values()].filter(({ kind }) => kind === 'human');
  const waitingIn = (among: Conversation[]) => among.filter((row) => row.state === 'open' && row.agentId === undefined);
  const longest = (among: Conversation[]) =>
    waitingIn(among)
      .map((row) => row.waitingSince ?? row.stateSince)
      .sort((a, b) => a - b)[0];
  const free = (among: Agent[]) =>
    among
      .filter(({ presence }) => presence.base === 'available')
      .reduce((sum, { capacity }) => sum + (capacity === 'unknown' ? 0 : Math.max(0, capacity.free)), 0);
  const tally = (values: (string | undefined)[]) => {
    const counts: Record<string, number> = {};
    for (const value of values) if (value !== undefined) counts[value] = (counts[value] ?? 0) + 1;
    return counts;
  };
  const inState = (state: string, among = rows) => among.filter((row) => row.state === state).length;
  return {
    queues: [...mirror.queues.values()].map(({ id, name, kind }) => {
      const inQueue = rows.filter(({ queueId }) => queueId === id);
      const team = humans.filter(({ queueIds }) => queueIds.includes(id));
      const agents = Object.fromEntries(
        presenceBases.map((base) => [base, team.filter(({ presence }) => presence.base === base).length]),
      ) as Overview['queues'][number]['agents'];
      const waiting = waitingIn(inQueue).length;
      return {
        queueId: id,
        name,
        kind,
        waiting,
        longestWaitingSince: longest(inQueue),
        active: inState('active', inQueue),
        away: inState('waiting', inQueue),
        wrapUp: inState('wrapUp', inQueue),
        agents,
        freeUnits: free(team),
        zeroCoverage: waiting > 0 && agents.available === 0,
      };
    }),
    byState: {
      open: inState('open'),
      active: inState('active'),
      waiting: inState('waiting'),
      wrapUp: inState('wrapUp'),
    },
    byChannel: tally(rows.map(({ channel }) => channel)),
    byQueue: tally(rows.map(({ queueId }) => queueId)),
    byAgent: tally(rows.map(({ agentId }) => agentId ?? 'none')),
    longestWaitingSince: longest(rows),
    freeUnits: free(humans.filter(({ queueIds }) => queueIds.length > 0)),
    overLimit: rows.filter((row) => isOverLimit(row, mirror.workstreams.get(row.workstreamId ?? ''), now)).length,
  };
}

/** Milliseconds; a second or two is enough where nothing else runs. */
const patience = 60_000;

describe('the overview', () => {
  it(
    'says after any events what a recount says, begun early or late',
    () => {
      fc.assert(
        fc.property(
          fc.array(event, { maxLength: 25, size: 'max' }),
          fc.integer({ min: -5, max: 5 }),
          (events, hours) => {
            let now = morning;
            const kept = createMirror({ store: createMemoryStore(), now: () => now, schedule: () => undefined });
            const plain = createPlainMirror();
            const overview = createOverview(kept.mirror);
            const asked = morning + hours * hour;
            const inOrder = (one: Overview) => ({
              ...one,
              queues: one.queues.sort((a, b) => (a.queueId < b.queueId ? -1 : 1)),
            });
            for (const one of events) {
              now += one.after;
              plain.happen(one, now);
              if (one.kind === 'apply') kept.mirror.apply({ changes: one.changes });
              else if (one.kind === 'replace') kept.mirror.replace(one.rows, 'k', now);
              else kept.prune(now);
              expect(inOrder(overview.read(asked))).toEqual(inOrder(recount(plain, asked)));
            }
            expect(createOverview(kept.mirror).read(asked)).toEqual(overview.read(asked));
          },
        ),
        { numRuns: 100 },
      );
    },
    patience,
  );

  function aFloor(...changes: Change[]) {
    const { mirror } = createMirror({ store: createMemoryStore(), now: () => morning, schedule: () => undefined });
    const overview = createOverview(mirror);
    mirror.apply({ changes: [{ kind: 'queue', row: aQueue() }, ...changes] });
    return { mirror, overview };
  }
  const waits: Change = { kind: 'conversation', row: anOpenConversation() };

  it.each<[sentence: string, agents: Agent[], expected: boolean]>([
    ['nobody is in the queue', [], true],
    ['a human of the queue is available', [anAgent()], false],
    ['only a bot is available', [anAgent({ kind: 'bot' })], true],
    ['the only human is busy', [anAgent({ presence: { base: 'busy' } })], true],
    ['presence is unknown', [anAgent({ presence: { base: 'unknown' } })], true],
    ['the available human is of another queue', [anAgent({ queueIds: ['q-2'] })], true],
    ['somebody available has no room', [anAgent({ capacity: { max: 5, free: -1 } })], false],
  ])('warns of work that nobody covers, or not, when %s', (_, agents, expected) => {
    const { overview } = aFloor(waits, ...agents.map((row): Change => ({ kind: 'agent', row })));
    expect(overview.read(morning).queues[0]?.zeroCoverage).toBe(expected);
  });

  it('does not warn where nothing waits', () => {
    expect(aFloor().overview.read(morning).queues[0]?.zeroCoverage).toBe(false);
  });

  it('does not count as waiting what is open and somebody has', () => {
    const { overview } = aFloor({ kind: 'conversation', row: aConversation({ state: 'open' }) });
    const { queues, byState, longestWaitingSince } = overview.read(morning);
    expect([queues[0]?.waiting, byState.open, longestWaitingSince]).toEqual([0, 1, undefined]);
  });

  it('counts over the limit by the time asked, only once it has passed', () => {
    const { overview } = aFloor(waits, { kind: 'workstream', row: aWorkstream({ waitingLimit: 60_000 }) });
    const over = [0, 60_000, 60_001].map((later) => overview.read(morning + later).overLimit);
    expect(over).toEqual([0, 0, 1]);
  });

  it('survives ids that objects have names for', () => {
    const row = aConversation({ queueId: '__proto__', agentId: 'constructor' });
    const { overview } = aFloor({ kind: 'conversation', row });
    expect(Object.entries(overview.read(morning).byQueue)).toEqual([['__proto__', 1]]);
    expect(overview.read(morning).byAgent.constructor).toBe(1);
  });

  it('tells once per change, and nothing after stop', () => {
    const { mirror, overview } = aFloor();
    const listener = vi.fn();
    overview.subscribe(listener);
    mirror.apply({ changes: [waits, { kind: 'agent', row: anAgent() }] });
    mirror.apply({ changes: [waits] });
    overview.stop();
    mirror.apply({ changes: [{ kind: 'removed', id: 'c-1', version: 9 }] });
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
