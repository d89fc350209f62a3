/** What a list may ask for. */
import * as v from 'valibot';
import { conversationSchema, idSchema, states } from './records.ts';

export const sortKeys = [
  'overLimit',
  'inState',
  'waiting',
  'customer',
  'agent',
  'queue',
  'sentiment',
  'started',
] as const;
export type SortKey = (typeof sortKeys)[number];

export const sentimentGroups = ['negative', 'neutral', 'positive', 'unknown'] as const;

export const filterSchema = v.object({
  /** Empty lists mean "any". Closed conversations are listed only when `closed` is named. */
  states: v.array(v.picklist(states)),
  queueIds: v.array(idSchema),
  channels: v.array(v.string()),
  /** `none` stands for nobody's. */
  agentIds: v.array(idSchema),
  sentiments: v.array(v.picklist(sentimentGroups)),
});
export type Filter = v.InferOutput<typeof filterSchema>;

export const maxWindow = 200;
export const querySchema = v.object({
  filter: filterSchema,
  sort: v.object({ key: v.picklist(sortKeys), descending: v.boolean() }),
  search: v.pipe(v.string(), v.maxLength(200)),
  from: v.pipe(v.number(), v.integer(), v.minValue(0)),
  count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(maxWindow)),
});
export type Query = v.InferOutput<typeof querySchema>;
export const everything: Query = {
  filter: { states: [], queueIds: [], channels: [], agentIds: [], sentiments: [] },
  sort: { key: 'overLimit', descending: false },
  search: '',
  from: 0,
  count: 0,
};

/** What a list shows, in order; `rows` holds only those that the receiver does not have in this version. */
export const windowSchema = v.object({
  /** Rows that match filter and search; while held, the rows of the held order. */
  total: v.number(),
  from: v.number(),
  ids: v.array(idSchema),
  rows: v.array(conversationSchema),
  /** The order is held still (someone is pointing at the list); how many rows would move or come when released. */
  held: v.boolean(),
  waitingChanges: v.number(),
});
export type Window = v.InferOutput<typeof windowSchema>;
