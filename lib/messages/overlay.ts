/**
 * What the overlay (content script) and the worker say to each other: the row that is pointed at, in the page's own
 * words, and what is asked of the page's own site. Nothing that the page did not have already.
 */
import * as v from 'valibot';
import type { PageRequest } from '../domain/pageRequest.ts';
import { noAnswerWhys, pageAnswerSchema } from '../domain/pageRequest.ts';
import { idSchema } from '../domain/records.ts';
import type { Docking, Layout, RowRule } from '../domain/workspacePage.ts';
import { layoutSchema, namedRowSchema } from '../domain/workspacePage.ts';

export const overlayPortName = 'overlay';

export const fromOverlaySchema = v.variant('kind', [
  /** The row under a trusted pointer or the focus, when it is entered; without `row` when left. */
  v.object({ kind: v.literal('row'), row: v.optional(namedRowSchema) }),
  v.object({ kind: v.literal('layout'), layout: layoutSchema }),
  /** To `ask`, one of these two. */
  v.object({ kind: v.literal('answer'), id: idSchema, answer: pageAnswerSchema }),
  v.object({ kind: v.literal('noAnswer'), id: idSchema, why: v.picklist(noAnswerWhys) }),
]);
export type FromOverlay = v.InferOutput<typeof fromOverlaySchema>;

export type ToOverlay =
  | { kind: 'welcome'; layout: Layout; rows: RowRule; docking: Docking; labels: OverlayLabels }
  /** To be handed to our own frame and nobody else. */
  | { kind: 'token'; token: string }
  /** Opens the panel if it is collapsed. */
  | { kind: 'show' }
  /** Asks the page's own site; the content script does it only where both hold. */
  | { kind: 'ask'; id: string; request: PageRequest; allowed: Askable }
  /** Nobody waits for the answer any more. */
  | { kind: 'abandon'; id: string }
  /** This site has no connection any more. */
  | { kind: 'remove' };

/** What may be asked through a page. */
export interface Askable {
  /** Of the page. */
  origin: string;
  /** Regular expression for the path. */
  paths: string;
}

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
