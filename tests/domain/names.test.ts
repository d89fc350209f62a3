import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visibleName } from '../../lib/domain/names.ts';

const written = (code: number) => `⟪U+${code.toString(16).toUpperCase().padStart(4, '0')}⟫`;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('TH15: what turns or hides text becomes visible', () => {
  const controls = [
    ...range(0x202a, 0x202e),
    ...range(0x2066, 0x2069),
    ...[0x200e, 0x200f, 0x061c], // marks
    ...[0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0x00ad, 0x180e, 0x3164], // zero width and fillers
    ...[0x0000, 0x0007, 0x001b, 0x007f, 0x0085, 0x2028, 0x2029], // control codes and separators
    ...range(0xe0020, 0xe007f), // tags
    ...[0xfe0f, 0xe0100], // variation selectors without anything to vary
    ...[0xd800, 0xdfff], // halves of a pair
  ];
  test('every such character, between letters', () => {
    for (const code of controls) {
      expect(visibleName(`a${String.fromCodePoint(code)}b`, 100)).toBe(`a${written(code)}b`);
    }
  });
  test('a file name turned round shows its trick', () => {
    expect(visibleName('Eve\u202Egnp.exe', 100)).toBe('Eve⟪U+202E⟫gnp.exe');
  });
  test('line breaks and tabs become one space', () => {
    expect(visibleName('Dana\r\n\tLevi', 100)).toBe('Dana Levi');
  });
  test('joiners stay visible where nothing is joined', () => {
    expect(visibleName('\u200Dx', 100)).toBe('⟪U+200D⟫x');
    expect(visibleName('م\u200C\u200Cم', 100)).toBe('م\u200C⟪U+200C⟫م');
    expect(visibleName('👩\u200Dx', 100)).toBe('👩⟪U+200D⟫x');
  });
  test('tags that are no flag are told one by one', () => {
    expect(visibleName('🏴\u{E0067}x', 100)).toBe('🏴⟪U+E0067⟫x');
  });
});

describe('TH15: names of people stay as they are', () => {
  test.each([
    ['Hebrew', 'דנה לוי־כהן'],
    ['Hebrew with points', 'שָׁלוֹם'],
    ['Arabic', 'محمد عبد الله'],
    ['Arabic with vowels', 'مُحَمَّد'],
    ['Persian with ZWNJ', 'علی می\u200Cخواهم'],
    ['Sinhala with ZWJ', 'ශ්\u200Dරී'],
    ['Malayalam chillu with ZWJ', 'അവന്\u200D'],
    ['Hindi with ZWNJ', 'क्\u200Cष'],
    ['Japanese variant ideograph', '葛\u{E0100}城'],
    ['Korean', '김민준'],
    ['combining accents', 'Zoe\u0308 Nguye\u0302\u0303n'],
    ['an apostrophe and a no-break space', 'O’Brien\u00A0Jr.'],
    ['a picture', '😀'],
    ['a picture in colour', '❤\uFE0F'],
    ['a joined picture', '👩🏽\u200D🚀'],
    ['a heart on fire', '❤\uFE0F\u200D🔥'],
    ['a family', '👨\u200D👩\u200D👧\u200D👦'],
    ['a key cap', '1\uFE0F⃣'],
    ['a country’s flag', '🇮🇱'],
    ['a region’s flag', '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}'],
  ])('%s', (_what, name) => {
    expect(visibleName(name, 100)).toBe(name);
  });
});

describe('length', () => {
  test.each([
    ['fits exactly', 'Yael', 4, 'Yael'],
    ['is cut with an ellipsis', 'Yael L', 5, 'Yael…'],
    ['counts code points, not UTF-16 units', '😀😀😀😀', 4, '😀😀😀😀'],
    ['never halves a pair', '😀😀😀😀', 3, '😀😀…'],
    ['never halves a joined picture', 'Al 👩\u200D🚀 Bo', 5, 'Al …'],
    ['never halves a flag', '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}', 4, '…'],
    ['never halves a written-out code', 'ab\u202Ecd', 6, 'ab…'],
    ['leaves a letter its accent', 'Zoe\u0308s', 4, 'Zo…'],
  ])('%s', (_what, name, max, expected) => {
    expect(visibleName(name, max)).toBe(expected);
  });
  test('whatever comes in, what comes out fits and hides nothing that turns text', () => {
    const nasty = fc.string({
      unit: fc.oneof(
        fc.constantFrom('\u202E', '\u200D', '\u2067', '\u{E0041}', '\uD800', '👩', 'ם', 'a'),
        fc.string({ unit: 'binary', maxLength: 1 }),
      ),
      maxLength: 60,
    });
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 40 }), (name, max) => {
        const shown = visibleName(name, max);
        expect([...shown].length).toBeLessThanOrEqual(max);
        expect(shown).not.toMatch(/[\p{Cc}\u061C\u200B\u200E\u200F\u202A-\u202E\u2028\u2029\u2060-\u2069\uFEFF]/u);
        expect(shown.isWellFormed()).toBe(true);
      }),
    );
  });
  test('a short name stays whole when it is shown again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (name) => {
        const once = visibleName(name, 500);
        expect(visibleName(once, 500)).toBe(once);
      }),
    );
  });
});
