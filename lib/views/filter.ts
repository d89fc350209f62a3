/** Which conversations a filter lets through (domain/query.ts). */
import type { Filter, sentimentGroups } from '../domain/query.ts';
import type { Conversation, Sentiment } from '../domain/records.ts';

type SentimentGroup = (typeof sentimentGroups)[number];

export function compileFilter(filter: Filter): (row: Conversation) => boolean {
  const states = new Set(filter.states);
  const queueIds = new Set(filter.queueIds);
  const channels = new Set(filter.channels);
  const agentIds = new Set(filter.agentIds);
  const sentiments = new Set(filter.sentiments);
  return (row) =>
    (states.size === 0 ? row.state !== 'closed' : states.has(row.state)) &&
    (queueIds.size === 0 || (row.queueId !== undefined && queueIds.has(row.queueId))) &&
    (channels.size === 0 || channels.has(row.channel)) &&
    (agentIds.size === 0 || agentIds.has(row.agentId ?? 'none')) &&
    (sentiments.size === 0 || sentiments.has(groupOf(row.sentiment)));
}

function groupOf({ level }: Sentiment): SentimentGroup {
  if (level === 'unknown') return 'unknown';
  if (level === 0) return 'neutral';
  return level < 0 ? 'negative' : 'positive';
}

/** The words of a search; every one of them must occur. */
export function searchWords(search: string): string[] {
  return search.toLowerCase().split(/\s+/).filter(Boolean);
}

/** True when whatever has all words of `next` also has all words of `previous`. */
export function narrows(previous: readonly string[], next: readonly string[]): boolean {
  return previous.every((word) => next.some((longer) => longer.includes(word)));
}
