/** The agent workspace page that the panel stands in: how its rows name conversations, how the panel is docked there. */
import * as v from 'valibot';
import { idSchema } from './records.ts';

export const layoutSchema = v.object({
  /** CSS pixels. */
  width: v.pipe(v.number(), v.integer(), v.minValue(280), v.maxValue(900)),
  collapsed: v.boolean(),
});
export type Layout = v.InferOutput<typeof layoutSchema>;
export const firstLayout: Layout = { width: 380, collapsed: false };

/**
 * How the page makes room. `flow`: it is an ordinary document, a margin moves it. `shell`: it fills the viewport with
 * positioned boxes, which no margin moves; its body becomes what they are placed in.
 */
export type Docking = 'flow' | 'shell';

/** How a row of a workspace names its conversation: data, so that the overlay knows no backend. */
export interface RowRule {
  /** Matches the row element or an ancestor of what is pointed at. */
  selector: string;
  /** Attributes of the row that may hold the id, the first that does counts; `pattern` has one group: the id. */
  id: readonly { attribute: string; pattern: string }[];
  /** For rows without an id: the cells that tell it, found by the names of their columns, most telling first. */
  words?: { cell: string; nameAttribute: string; customer: readonly string[]; subject: readonly string[] };
}

/** Characters; longer words are those of no conversation. */
export const mostWords = { customer: 500, subject: 2000 };

/** What a row says of itself; nothing when it is a row that cannot be read. */
export const namedRowSchema = v.object({
  id: v.optional(idSchema),
  words: v.optional(
    v.object({
      customer: v.pipe(v.string(), v.maxLength(mostWords.customer)),
      subject: v.pipe(v.string(), v.maxLength(mostWords.subject)),
    }),
  ),
});
export type NamedRow = v.InferOutput<typeof namedRowSchema>;

/** Why a row of the page leads to no conversation: its id is not known here, or there is no telling which one it shows. */
export type NotFound = 'missing' | 'unrecognised';

/** The match pattern for a site. Firefox's patterns know no port, so a permission always covers a whole host. */
export function sitePattern(url: string): string {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
}
