/** One open grid: the first rows of its sort, and what changed in them since it was last told. */
import { states } from '../../domain/records.ts';
import type { Floor } from '../floor.ts';
import type { WireAgent, WireConversation } from '../wire.ts';
import type { GridRow, GridUpdate } from './feeds.ts';
import type { GridStore } from './gridStore.ts';
import { channelText, type Language, languages } from './texts.ts';
import { type SortKey, topRows } from './topRows.ts';

export const sortColumns = ['customer', 'subject', 'state', 'agent', 'queue', 'channel', 'wait'] as const;
export type SortColumn = (typeof sortColumns)[number];
const shownRows = 200;
/** Polls without a change after which the page is told the time again. */
const quietPolls = 10;

export interface GridQuery {
  sort: SortColumn;
  descending: boolean;
  queueId: string | undefined;
  language: Language;
}

export function createGridView(floor: Floor, store: GridStore, { sort, descending, queueId, language }: GridQuery) {
  const release = store.retain();
  const texts = languages[language];
  const sent = new Map<string, string>();
  let order = '';
  let seen = -1;
  let quiet = 0;

  const keys: Record<SortColumn, (row: WireConversation) => SortKey> = {
    customer: (row) => row.customer.name,
    subject: (row) => row.subject,
    state: (row) => states.indexOf(row.state),
    agent: (row) => row.agentId && store.agents.get(row.agentId)?.name,
    queue: (row) => row.queueId && store.queueNames.get(row.queueId),
    channel: (row) => row.channel,
    wait: (row) => (row.waitingSince === undefined ? undefined : -row.waitingSince),
  };

  function* rows(): Iterable<WireConversation> {
    for (const row of store.rows.values()) if (queueId === undefined || row.queueId === queueId) yield row;
  }

  function shown(row: WireConversation): GridRow {
    return {
      id: row.id,
      customer: row.customer.name,
      subject: row.subject,
      state: row.state,
      stateText: row.ringing ? texts.ringing : texts[row.state],
      agent: row.agentId === undefined ? texts.nobody : (store.agents.get(row.agentId)?.name ?? row.agentId),
      queue: row.queueId === undefined ? '' : (store.queueNames.get(row.queueId) ?? row.queueId),
      channel: channelText(texts, row.channel),
      ...(row.waitingSince !== undefined && { waitingSince: row.waitingSince }),
    };
  }

  return {
    close: release,
    /** What the page does not know yet; `undefined` = nothing worth saying. */
    next(): GridUpdate | undefined {
      quiet += 1;
      if (store.revision === seen && quiet < quietPolls) return undefined;
      quiet = 0;
      seen = store.revision;
      let total = 0;
      const counted = (row: WireConversation): SortKey => {
        total += 1;
        return keys[sort](row);
      };
      const top = topRows(rows(), shownRows, counted, descending).map(shown);
      const changed = top.filter((row) => sent.get(row.id) !== JSON.stringify(row));
      sent.clear();
      for (const row of top) sent.set(row.id, JSON.stringify(row));
      const ids = top.map((row) => row.id);
      const reordered = ids.join('\n') !== order;
      order = ids.join('\n');
      const format = new Intl.NumberFormat(language);
      return {
        now: floor.now,
        count: texts.count(format.format(top.length), format.format(total)),
        presence: presenceOf(store.agents.get(floor.supervisors[0]?.agentId ?? ''), language),
        ...(reordered && { ids }),
        rows: changed,
      };
    },
  };
}

/** The workspace is the first supervisor's, who is signed in there as an agent like others. */
export function presenceOf(agent: WireAgent | undefined, language: Language): GridUpdate['presence'] {
  const base = agent?.presence.base ?? 'unknown';
  return { base, text: agent?.presence.text ?? languages[language][base] };
}
