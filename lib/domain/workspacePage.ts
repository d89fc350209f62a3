/** The agent workspace page that the panel stands in: how its rows name conversations, how the panel is docked there. */
import * as v from 'valibot';

export const layoutSchema = v.object({
  /** CSS pixels. */
  width: v.pipe(v.number(), v.integer(), v.minValue(280), v.maxValue(900)),
  collapsed: v.boolean(),
});
export type Layout = v.InferOutput<typeof layoutSchema>;
export const firstLayout: Layout = { width: 380, collapsed: false };

/** How a row of a workspace names its conversation: data, so that the overlay knows no backend. */
export interface RowRule {
  /** Matches the row element or an ancestor of what is pointed at. */
  selector: string;
  attribute: string;
  /** Regular expression with one group: the conversation's id inside the attribute. */
  pattern: string;
}

/** The match pattern for a site. Firefox's patterns know no port, so a permission always covers a whole host. */
export function sitePattern(url: string): string {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
}
