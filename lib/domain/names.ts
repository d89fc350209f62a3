/**
 * One-line names from outside, made safe to show (TH15): a control that turns or hides text could make one customer
 * look like another. Real keyboards do not type these, but scripts and emoji need a few of them in their places.
 */

/** Flags of regions: 🏴 with tag letters and the closing tag. */
const tagFlag = '\\u{1F3F4}[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{3,6}\\u{E007F}';
/** Joins pictures to one (👩‍🚀, ❤️‍🔥). */
const emojiJoiner = '(?<=\\p{Extended_Pictographic}\\uFE0F?\\p{Emoji_Modifier}?)\\u200D(?=\\p{Extended_Pictographic})';
/** Picture or text form of an emoji or key cap, and variants of ideographs and Mongolian letters. */
const variation =
  '(?<=\\p{Emoji})[\\uFE0E\\uFE0F]|(?<=\\p{Ideographic})[\\uFE00-\\uFE02\\u{E0100}-\\u{E01EF}]|(?<=\\p{sc=Mongolian})[\\u180B-\\u180D\\u180F]';
/** ZWNJ and ZWJ shape letters of joining and Indic scripts (Persian "می‌خواهم", Sinhala "ශ්‍රී"). */
const joiningScripts = [
  'Arabic',
  'Syriac',
  'Mongolian',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Myanmar',
  'Khmer',
];
const scriptJoiner = `(?<=[${joiningScripts.map((script) => `\\p{sc=${script}}`).join('')}])[\\u200C\\u200D]`;
const wanted = [tagFlag, emojiJoiner, variation, scriptJoiner].join('|');
const control = '\\p{Cc}\\p{Default_Ignorable_Code_Point}\\u2028\\u2029\\uFFF9-\\uFFFB\\p{Cs}';

const lineSpace = /[\t\n\r]+/g;
const wantedOrControl = new RegExp(`(${wanted})|[${control}]`, 'gu');
const writtenOut = /(⟪U\+[0-9A-F]{4,6}⟫)/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Bidi and invisible controls as ⟪U+202E⟫, line breaks and tabs as a space; at most `maxLength` code points (not UTF-16
 * units), the last being "…" when it was cut.
 */
export function visibleName(text: string, maxLength: number): string {
  const visible = text
    .replace(lineSpace, ' ')
    .replace(wantedOrControl, (match, keep: string | undefined) => keep ?? asCode(match));
  if (visible.length <= maxLength) return visible;
  return cut(visible, maxLength);
}

function asCode(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `⟪U+${code.toString(16).toUpperCase().padStart(4, '0')}⟫`;
}

/** Whole graphemes and whole written-out codes: half a flag would leave invisible characters behind. */
function cut(text: string, maxLength: number): string {
  const parts = text
    .split(writtenOut)
    .flatMap((part) =>
      writtenOut.test(part) ? [part] : Array.from(graphemes.segment(part), ({ segment }) => segment),
    );
  const kept: string[] = [];
  let length = 0;
  for (const part of parts) {
    length += [...part].length;
    if (length > maxLength) break;
    kept.push(part);
  }
  if (length <= maxLength) return text;
  while (kept.length > 0 && [...kept.join('')].length > maxLength - 1) kept.pop();
  return `${kept.join('')}…`;
}
