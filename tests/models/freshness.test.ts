import { describe, expect, it } from 'vitest';
import type { LineState } from '../../lib/messages/client.ts';
import type { ConnectionStatus, Phase } from '../../lib/messages/topics.ts';
import { freshnessOf } from '../../lib/models/freshness.ts';
import { morning } from '../builders.ts';
import { aConnection } from '../scenes.ts';

const second = 1000;
function at(phase: Phase, age: number | undefined, line: LineState = 'open') {
  const asOf: Partial<ConnectionStatus> = age === undefined ? {} : { asOf: morning - age };
  const { asOf: _confirmed, ...status } = aConnection({ phase });
  return freshnessOf(line, { ...status, ...asOf }, morning);
}

describe('freshness', () => {
  it.each([
    ['live', 0.4 * second, 'live', 'good'],
    ['live', 30 * second, 'live', 'good'],
    ['live', 31 * second, 'stale', 'warn'],
    ['live', 75 * second, 'stale', 'warn'],
    ['live', 76 * second, 'stale', 'urgent'],
    ['polling', 20 * second, 'polling', 'good'],
    ['polling', 21 * second, 'stale', 'warn'],
    ['polling', 51 * second, 'stale', 'urgent'],
    ['offline', 5 * second, 'offline', 'warn'],
    ['offline', 300 * second, 'offline', 'urgent'],
    ['loading', undefined, 'loading', 'quiet'],
    ['signedOut', 5 * second, 'signedOut', 'urgent'],
    ['forbidden', undefined, 'forbidden', 'urgent'],
    ['wrongBackend', undefined, 'wrongBackend', 'urgent'],
  ] as const)('of a %s picture confirmed %d ms ago is %s, %s', (phase, age, kind, tone) => {
    expect(at(phase, age)).toMatchObject({ kind, tone });
  });

  it.each([
    ['by token', { kind: 'token' }, 'urgent'],
    ['by the browser’s session', { kind: 'browser', throughPage: false }, 'warn'],
    ['by OAuth, where it ends every day', { kind: 'oauth', issuer: 'https://i.example', clientId: 'c' }, 'warn'],
  ] as const)('signed out is an alarm only where something is wrong: %s', (_how, signIn, tone) => {
    const status = aConnection({ phase: 'signedOut', signIn });
    expect(freshnessOf('open', status, morning)).toMatchObject({ kind: 'signedOut', tone });
  });

  it('says that the worker is gone, and still how old the picture is', () => {
    expect(at('live', 5 * second, 'broken')).toEqual({ kind: 'reconnecting', tone: 'warn', age: 5 * second });
    expect(at('live', 200 * second, 'broken').tone).toBe('urgent');
    expect(at('live', 5 * second, 'otherVersion')).toMatchObject({ kind: 'otherVersion', tone: 'urgent' });
  });

  it('says that the worker does not answer, however fresh the picture was, and how old it is', () => {
    expect(at('live', 5 * second, 'silent')).toEqual({ kind: 'silent', tone: 'urgent', age: 5 * second });
    expect(at('offline', 5 * second, 'silent').kind).toBe('silent');
  });

  it('is never negative when the clocks disagree', () => {
    expect(at('live', -500).age).toBe(0);
  });
});
