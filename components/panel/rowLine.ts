/** What a row's second line says: what is over its limit, what is under way, or simply how things stand. */
import type { Operation } from '../../lib/domain/actions.ts';
import { dueAt } from '../../lib/domain/limits.ts';
import type { Conversation, Workstream } from '../../lib/domain/records.ts';
import { duration } from '../../lib/i18n/formats.ts';
import type { Language } from '../../lib/i18n/languages.ts';
import type { Names } from '../../lib/i18n/reasonTexts.ts';
import type { Staleness } from '../../lib/models/freshness.ts';

export interface RowLine {
  words: string;
  tone: 'plain' | 'warn' | 'urgent' | 'own';
}

export interface RowScene {
  text: Language;
  names: Names;
  workstream: Workstream | undefined;
  pending: Operation | undefined;
  /** Backend's clock; this machine's for what is pending here. */
  backendNow: number;
  now: number;
  /** Of a row that is older than the rest. */
  staleness: Staleness;
}

export function rowLine(row: Conversation, scene: RowScene): RowLine {
  const { text, names, pending } = scene;
  if (pending !== undefined) return { words: pendingWords(text, pending, scene.now), tone: 'own' };
  if (row.olderSince !== undefined) {
    return {
      words: text.list.older(text.clock(row.olderSince)),
      tone: scene.staleness === 'none' ? 'plain' : scene.staleness,
    };
  }
  const over = overLimitWords(row, scene);
  const queue = row.queueId === undefined ? text.conversation.noQueue : names.queue(row.queueId);
  if (over !== undefined) return { words: [over, queue].join(' · '), tone: 'urgent' };
  const agent = row.agentId === undefined ? text.common.nobody : names.agent(row.agentId);
  if (row.pendingTransfer) {
    return {
      words: [agent, text.list.transferring(names.agent(row.pendingTransfer.toAgentId))].join(' · '),
      tone: 'plain',
    };
  }
  if (row.ringing && row.agentId !== undefined) {
    return { words: [text.list.ringing(names.agent(row.agentId)), queue].join(' · '), tone: 'plain' };
  }
  return { words: [text.states[row.state], agent, queue].join(' · '), tone: 'plain' };
}

/** "waiting 4:48, limit 2:00"; undefined within the limit. */
export function overLimitWords(
  row: Conversation,
  { text, workstream, backendNow }: Pick<RowScene, 'text' | 'workstream' | 'backendNow'>,
): string | undefined {
  const due = dueAt(row, workstream);
  if (due === undefined || due >= backendNow) return undefined;
  const isOpen = row.state === 'open';
  const limit = (isOpen ? workstream?.waitingLimit : workstream?.handlingLimit) ?? 0;
  const span = duration(backendNow - (due - limit));
  return isOpen ? text.list.waiting(span, duration(limit)) : text.list.handling(span, duration(limit));
}

function pendingWords(text: Language, { state, until }: Operation, now: number): string {
  if (state === 'held') return text.pending.held(Math.max(0, Math.ceil(((until ?? now) - now) / 1000)));
  return state === 'queued' || state === 'unknown' ? text.pending[state] : text.pending.sending;
}
