/** What travels on the line between a page and the worker, around requests and pushes. */
import * as v from 'valibot';
import { idSchema } from '../domain/records.ts';
import type { RequestErrorCode } from './requests.ts';
import type { Topic } from './topics.ts';

/** The name a page's Port carries. */
export const pagePortName = 'page';

export const toWorkerSchema = v.variant('kind', [
  v.object({
    kind: v.literal('hello'),
    protocol: v.number(),
    /** The one-time token of the tab that the page's frame stands in; extension pages of their own have none. */
    token: v.optional(idSchema),
  }),
  v.object({ kind: v.literal('ask'), id: idSchema, name: v.string(), input: v.unknown() }),
  v.object({ kind: v.literal('ping') }),
]);
export type ToWorker = v.InferOutput<typeof toWorkerSchema>;

/** The worker is trusted by its pages (same build, same origin), so its messages are typed, not parsed. */
export type FromWorker =
  | { kind: 'welcome' }
  | { kind: 'otherVersion' }
  | { kind: 'answer'; id: string; value: unknown }
  | { kind: 'failure'; id: string; code: RequestErrorCode; message: string }
  | { kind: 'push'; subscription: string; topic: Topic; push: unknown }
  | { kind: 'pong' };
