/** The judge of the campaigns: each broken promise is seen, and nothing is called broken that is not. */
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../lib/domain/actions.ts';
import type { LogEntry } from '../../lib/domain/log.ts';
import { type Evidence, judge, type Row, type Verdict, verdictLine } from '../../scripts/chaos/judge.ts';

const action = (type: 'assign' | 'say' | 'renewMonitor' = 'assign') =>
  ({ type, operationId: 'o', conversationId: 'c-1', etag: 'e' }) as Operation['action'];
const operation = (id: string, state: Operation['state'], outcome?: Operation['outcome']) => ({
  id,
  state,
  action: action(),
  ...(outcome === undefined ? {} : { outcome }),
});
const effect = (operationId: string, outcome: 'done' | 'refused' = 'done') => ({
  operationId,
  outcome,
  action: action(),
});
const row = (more: Partial<Row> = {}): Row => ({ id: 'c-1', version: 3, etag: 'e3', state: 'active', ...more });
let sequence = 0;
const entries = (operationId: string, ...outcomes: LogEntry['outcome'][]) =>
  outcomes.map((outcome) => {
    sequence += 1;
    return { sequence, operationId, action: 'assign', outcome };
  });

/** One act that was asked for, done and told, on a floor with one conversation. */
function good(): Evidence {
  sequence = 0;
  return {
    asked: [{ operationId: 'o-1', acknowledgedAs: 'queued' }],
    operations: [operation('o-1', 'confirmed', 'done')],
    log: entries('o-1', 'asked', 'done'),
    ledger: [effect('o-1')],
    mirror: [row()],
    floor: [row()],
    panels: [1, 1],
    ongoing: 1,
    stepsBack: 0,
  };
}
const broken = (verdict: Verdict) =>
  Object.entries(verdict)
    .filter(([key, found]) => key !== 'ok' && (Array.isArray(found) ? found.length > 0 : found !== 0))
    .map(([key]) => key);

describe('a campaign in which', () => {
  it('everything went well is good, and says so in one line', () => {
    const verdict = judge(good());
    expect([verdict.ok, broken(verdict)]).toEqual([true, []]);
    expect(verdictLine(verdict)).toBe(
      'lost 0, duplicated 0, acknowledged-but-missing 0, denied-but-done 0, stuck 0, mirror equal yes, versions monotone yes, action log complete yes',
    );
  });

  const cases: [what: string, change: (evidence: Evidence) => Partial<Evidence>, seenAs: string[]][] = [
    ['an accepted act is on no record', () => ({ operations: [], log: [], ledger: [] }), ['lost']],
    ['the floor did one act twice', () => ({ ledger: [effect('o-1'), effect('o-1')] }), ['duplicated']],
    ['the floor did what nobody asked', () => ({ ledger: [effect('o-1'), effect('o-1-again')] }), ['duplicated']],
    ['an act is told as done that never was', () => ({ ledger: [] }), ['acknowledgedButMissing']],
    [
      'an act is told as not done that was',
      () => ({ operations: [operation('o-1', 'expired')], log: entriesFrom1('o-1', 'asked', 'expired') }),
      ['deniedButDone'],
    ],
    [
      'an act is still open at the end',
      () => ({ operations: [operation('o-1', 'unknown')], log: entriesFrom1('o-1', 'asked') }),
      ['stuck'],
    ],
    ['a row is old', () => ({ mirror: [row({ version: 2, etag: 'e2' })] }), ['mirrorDiffers']],
    ['a row of the same version says something else', () => ({ mirror: [row({ agentId: 'a-9' })] }), ['mirrorDiffers']],
    ['a row is missing', () => ({ mirror: [] }), ['mirrorDiffers']],
    ['a row came back to life', () => ({ mirror: [row(), row({ id: 'c-2' })] }), ['mirrorDiffers']],
    ['a panel counts otherwise', () => ({ panels: [1, 2] }), ['mirrorDiffers']],
    ['a panel saw a row go back', () => ({ stepsBack: 1 }), ['stepsBack']],
    ['the log lacks that it was asked', () => ({ log: entriesFrom1('o-1', 'done') }), ['logGaps']],
    ['the log lacks how it ended', () => ({ log: entriesFrom1('o-1', 'asked') }), ['logGaps']],
    ['the log says another end', () => ({ log: entriesFrom1('o-1', 'asked', 'refused') }), ['logGaps']],
    ['the log has a gap', ({ log }) => ({ log: [...log, { ...log[0], sequence: 9 } as never] }), ['logGaps']],
  ];
  it.each(cases)('%s is not good', (_what, change, seenAs) => {
    const evidence = good();
    const verdict = judge({ ...evidence, ...change(evidence) });
    expect([verdict.ok, broken(verdict)]).toEqual([false, seenAs]);
  });

  const harmless: [what: string, change: (evidence: Evidence) => Partial<Evidence>][] = [
    [
      'the rules refused an act before it was stored',
      ({ asked }) => ({ asked: [...asked, { operationId: 'o-2', acknowledgedAs: 'refused' }] }),
    ],
    [
      'a panel never got an answer, and nothing happened',
      ({ asked }) => ({ asked: [...asked, { operationId: 'o-2' }] }),
    ],
    [
      'it was so already, without an effect of ours',
      () => ({
        operations: [operation('o-1', 'confirmed', 'alreadySo')],
        log: entriesFrom1('o-1', 'asked', 'alreadySo'),
        ledger: [],
      }),
    ],
    [
      'the floor refused it, and we say so',
      () => ({
        operations: [operation('o-1', 'refused')],
        log: entriesFrom1('o-1', 'asked', 'refused'),
        ledger: [effect('o-1', 'refused')],
      }),
    ],
    ['it was unknown for a while', () => ({ log: entriesFrom1('o-1', 'asked', 'unknown', 'done') })],
    [
      'the worker renewed a lease',
      ({ ledger }) => ({ ledger: [...ledger, { ...effect('o-w'), action: action('renewMonitor') }] }),
    ],
    ['a closed row left the floor', ({ mirror }) => ({ mirror: [...mirror, row({ id: 'c-2', state: 'closed' })] })],
  ];
  it.each(harmless)('%s is good', (_what, change) => {
    const evidence = good();
    const verdict = judge({ ...evidence, ...change(evidence) });
    expect([verdict.ok, broken(verdict)]).toEqual([true, []]);
  });
});

function entriesFrom1(operationId: string, ...outcomes: LogEntry['outcome'][]) {
  sequence = 0;
  return entries(operationId, ...outcomes);
}
