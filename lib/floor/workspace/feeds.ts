/** What the page's script receives: only what it shows, in the page's language. */
import type { knownChannels, Message, State } from '../../domain/records.ts';

export type KnownChannel = (typeof knownChannels)[number];

export interface GridRow {
  id: string;
  customer: string;
  subject: string;
  state: State;
  stateText: string;
  agent: string;
  queue: string;
  channel: string;
  /** Floor time, epoch ms; absent = not waiting. */
  waitingSince?: number;
}

export interface GridUpdate {
  /** Floor time, epoch ms. */
  now: number;
  count: string;
  presence: { base: string; text: string };
  /** The order of the rows; absent = as before. */
  ids?: string[];
  /** New and changed rows. */
  rows: GridRow[];
}

export interface TalkLine {
  id: string;
  /** Floor time, epoch ms. */
  at: number;
  from: Message['from'];
  author: string;
  text: string;
  internal: boolean;
}

export interface TalkUpdate {
  customer: string;
  subject: string;
  state: State | 'gone';
  stateText: string;
  /** Agent, queue, channel, people: as the page's header says it. */
  facts: string[];
  people: string;
  /** Lines that were not sent before. */
  lines: TalkLine[];
}
