/** Names and texts of other people inside our sentences: walled off from the sentence's direction, nothing hidden. */
import { visibleName } from '../domain/names.ts';

declare const walled: unique symbol;
/** A name that may stand inside a sentence. Only `isolate` makes one, so forgetting it does not compile. */
export type Isolated = string & { readonly [walled]: true };

const firstStrongIsolate = '\u2068';
const popIsolate = '\u2069';

/** Wraps a foreign text so that its direction cannot reorder the sentence around it; cut at `maxLength` code points. */
export function isolate(text: string, maxLength = 80): Isolated {
  return `${firstStrongIsolate}${visibleName(text, maxLength)}${popIsolate}` as Isolated;
}
