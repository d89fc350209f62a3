import { describe, expect, it } from 'vitest';
import { en } from '../../lib/i18n/en.ts';
import { ageParts, duration } from '../../lib/i18n/formats.ts';
import { he } from '../../lib/i18n/he.ts';
import { isolate } from '../../lib/i18n/isolate.ts';

const second = 1000;
const hour = 3600 * second;

describe('duration', () => {
  it.each([
    [0, '0:00'],
    [999, '0:00'],
    [9 * second, '0:09'],
    [288 * second, '4:48'],
    [hour - 1, '59:59'],
    [hour, '1:00:00'],
    [27 * hour + 61 * second, '27:01:01'],
    [-5 * second, '0:00'],
  ])('%d ms is %s', (span, words) => {
    expect(duration(span)).toBe(words);
  });
});

describe('age', () => {
  it.each([
    [400, '0.4 s'],
    [9_999, '9.9 s'],
    [12_400, '12 s'],
    [3 * 60 * second, '3 min'],
    [2.5 * hour, '2 h'],
    [-50, '0 s'],
  ])('%d ms is %s', (span, words) => {
    expect(en.age(span)).toBe(words);
  });

  it('is said in Hebrew too', () => {
    expect(he.age(400)).toBe('0.4 ש׳');
    expect(ageParts(2 * hour)).toEqual({ value: 2, unit: 'hour' });
  });
});

describe('isolate', () => {
  it('walls a name off from the sentence around it', () => {
    expect(en.list.ringing(isolate('יעל'))).toBe('rings at \u2068יעל\u2069');
  });

  it('writes out a control that would turn the sentence, and a wall that would open ours', () => {
    expect(isolate('a\u202Eb')).toBe('\u2068a⟪U+202E⟫b\u2069');
    expect(isolate('a\u2069b')).toBe('\u2068a⟪U+2069⟫b\u2069');
  });

  it('cuts what is too long for a sentence', () => {
    expect([...isolate('x'.repeat(300))].length).toBe(82);
  });
});
