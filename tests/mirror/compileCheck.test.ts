import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { agentSchema, conversationSchema, queueSchema, workstreamSchema } from '../../lib/domain/records.ts';
import { compileCheck } from '../../lib/mirror/compileCheck.ts';
import { aConversation, anAgent, aQueue, aWorkstream } from '../builders.ts';

const fullConversation = aConversation({
  escalatedTo: 'video',
  reason: 'routed',
  pendingTransfer: { toAgentId: 'a-y', since: 1, expiresAt: 2 },
  customer: { name: 'Dana', id: 'p-1', language: 'he' },
  sentiment: { level: 'unknown', source: 'estimate', at: 3 },
  unitsNeeded: 2,
  customerGone: true,
  waitingSince: 4,
  lastCustomerMessageAt: 5,
  lastAgentMessageAt: 6,
  priority: 7,
});
const records = [
  { schema: conversationSchema, record: fullConversation },
  { schema: agentSchema, record: anAgent({ languages: ['he'], presence: { base: 'away', text: 'Lunch', since: 1 } }) },
  { schema: queueSchema, record: aQueue() },
  { schema: workstreamSchema, record: aWorkstream({ waitingLimit: 1, handlingLimit: 2 }) },
] as const;

const strange = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, '', 0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, true, {}, [], [null]),
  fc.constantFrom('open', 'voice', 'unknown:fax', 'unknown:', 'human', 'x'.repeat(201), 'x'.repeat(2001)),
);

/** Every path into a record, so that each field is spoilt somewhere. */
function paths(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...path, key]))];
}

function spoil(value: unknown, path: string[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = spoil(copy[key], rest, by);
  return copy;
}

describe('compileCheck', () => {
  it.each(records)('accepts the whole record of schema $#', ({ schema, record }) => {
    expect(compileCheck(schema)(record)).toBe(true);
  });

  it.each(records)('says what valibot says of records of schema $# with one field spoilt', ({ schema, record }) => {
    const check = compileCheck(schema);
    fc.assert(
      fc.property(fc.constantFrom(...paths(record)), strange, (path, by) => {
        const spoilt = spoil(record, path, by);
        expect(check(spoilt)).toBe(v.is(schema, spoilt));
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves what it does not know to valibot', () => {
    const schema = v.object({ at: v.pipe(v.string(), v.isoDate()), by: v.nullable(v.string()) });
    const check = compileCheck(schema);
    expect([check({ at: '2026-03-02', by: null }), check({ at: 'soon', by: null })]).toEqual([true, false]);
  });
});
