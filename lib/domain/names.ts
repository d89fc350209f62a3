/** One-line names from outside, made safe to show. */

/** Bidi and invisible controls as ⟪U+202E⟫; at most `maxLength` code points, cut with "…". */
export function visibleName(_text: string, _maxLength: number): string {
  throw new Error('not yet');
}
