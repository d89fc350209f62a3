/** What an open workspace page can be asked to ask its own site, with the session that the user has there. */
import * as v from 'valibot';

/** A request that a workspace page makes to its own origin: never to another, whatever the path says. */
export interface PageRequest {
  method: 'POST';
  /** Absolute on the page's origin, begins with one `/`. */
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** Characters of one answer. */
export const mostAnswered = 1_000_000;

export const pageAnswerSchema = v.object({
  status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
  headers: v.record(v.string(), v.string()),
  text: v.pipe(v.string(), v.maxLength(mostAnswered)),
});
export type PageAnswer = v.InferOutput<typeof pageAnswerSchema>;

/** Why there is no answer: the page may not ask that (and did not), what came was too much, or nothing came. */
export const noAnswerWhys = ['notAllowed', 'tooLarge', 'failed'] as const;
export type NoAnswerWhy = (typeof noAnswerWhys)[number];

/** Milliseconds that an answer may take. */
export const askPatience = 20_000;
