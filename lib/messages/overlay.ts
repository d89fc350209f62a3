/** What the overlay (content script) and the worker say to each other: almost nothing, and nothing about customers. */
import * as v from 'valibot';
import { idSchema } from '../domain/records.ts';

export const overlayPortName = 'overlay';

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

export const fromOverlaySchema = v.variant('kind', [
  /** The row under a trusted pointer or the focus, when it is entered; without id when left. */
  v.object({ kind: v.literal('row'), id: v.optional(idSchema) }),
  v.object({ kind: v.literal('layout'), layout: layoutSchema }),
  /** The frame asks for another token: its line broke. */
  v.object({ kind: v.literal('tokenPlease') }),
]);
export type FromOverlay = v.InferOutput<typeof fromOverlaySchema>;

export type ToOverlay =
  | { kind: 'token'; token: string; layout: Layout; rows: RowRule; labels: OverlayLabels }
  /** Opens the panel if it is collapsed. */
  | { kind: 'show' }
  /** This site has no connection any more. */
  | { kind: 'remove' };

export interface OverlayLabels {
  direction: 'ltr' | 'rtl';
  panel: string;
  show: string;
  hide: string;
  resize: string;
}

/** Asked of exactly the tab and frame whose menu was used; answered with the row of its last trusted `contextmenu`. */
export const contextRowQuestion = 'floorwalker:context-row';
