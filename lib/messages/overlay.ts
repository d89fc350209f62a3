/** What the overlay (content script) and the worker say to each other: almost nothing, and nothing about customers. */
import * as v from 'valibot';
import { idSchema } from '../domain/records.ts';
import type { Layout, RowRule } from '../domain/workspacePage.ts';
import { layoutSchema } from '../domain/workspacePage.ts';

export const overlayPortName = 'overlay';

export const fromOverlaySchema = v.variant('kind', [
  /** The row under a trusted pointer or the focus, when it is entered; without id when left. */
  v.object({ kind: v.literal('row'), id: v.optional(idSchema) }),
  v.object({ kind: v.literal('layout'), layout: layoutSchema }),
]);
export type FromOverlay = v.InferOutput<typeof fromOverlaySchema>;

export type ToOverlay =
  | { kind: 'welcome'; layout: Layout; rows: RowRule; labels: OverlayLabels }
  /** To be handed to our own frame and nobody else. */
  | { kind: 'token'; token: string }
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

/**
 * The panel's frame asks the worker for a token; the worker gives it to the overlay of that tab, and the overlay posts
 * it into its own frame. So a frame that somebody else embedded waits for ever.
 */
export const tokenQuestion = 'floorwalker:token-please';
/** The frame's window receives the token in a message of this shape. */
export interface TokenMessage {
  floorwalkerToken: string;
}
