/**
 * Conversations that someone looks at: their row, live, and — while monitored or taken part in (M5) — what is said.
 * Monitoring is a lease (M6): one per conversation however many panels show it, renewed every 20 s, let go when nobody
 * looks any more, ended with its reason when the rules stop holding.
 *
 *   none ──monitor confirmed──▶ monitoring ──rules fail · refused · 60 s without renewal──▶ ended (why)
 *     ▲                             │
 *     └──stop · nobody looks────────┘
 */
import * as v from 'valibot';
import type { Connector } from '../connectors/connector.ts';
import { ConnectorError } from '../connectors/connector.ts';
import type { Action, Operation } from '../domain/actions.ts';
import type { ActionReason } from '../domain/reasons.ts';
import { actionReasonSchema } from '../domain/reasons.ts';
import type { Conversation } from '../domain/records.ts';
import type { ConversationPush, Lease } from '../messages/topics.ts';
import type { Mirror } from '../mirror/mirror.ts';
import type { StorageLike } from '../settings/createSettings.ts';
import type { WorkerEnvironment } from './environment.ts';
import type { Transcript } from './transcripts.ts';
import { createTranscript } from './transcripts.ts';

/** Milliseconds (M6). */
const renewEvery = 20_000;
const leaseLasts = 60_000;
/** What could not be read is asked for again after this. */
const readAgainAfter = 5_000;
/** A page that reloads or mends its line comes back within this time; the lease waits for it. */
const grace = 10_000;

export interface Monitoring {
  lease(conversationId: string): Lease;
  /** Shows a conversation until the returned function is called. The first push comes at once and is whole. */
  watch(conversationId: string, push: (news: ConversationPush) => void): () => void;
  /** An action on a conversation began or ended: leases follow `monitor` and `stopMonitor`. */
  operationChanged(operation: Operation): void;
  /** Rights, switches, notice or rules changed: leases that may not go on end now (M6). */
  rightsChanged(): void;
  /** Takes up the leases of a worker that died; call it once, when the mirror is filled. */
  resume(): Promise<void>;
  /** Nothing happens after this; what a next worker would take up stays stored. */
  stop(): void;
}

/** Where the leases lie in the session's storage. */
export const leasesKey = (connectionId: string) => `leases-${connectionId}`;

interface Looked {
  lease: Lease;
  /** It ended by a word of the backend that came before the change that it followed from: the row will say why. */
  isUnexplained: boolean;
  /** Deleted at the backend; false while that is not known, as before the mirror is filled. */
  gone: boolean;
  lastRenewal: number;
  watchers: Set<(news: ConversationPush) => void>;
  transcript: Transcript;
  cancelRenewal: () => void;
  cancelLeaving: () => void;
}

export function createMonitoring(parts: {
  connectionId: string;
  mirror: Mirror;
  connector: Pick<Connector, 'perform' | 'transcript'>;
  environment: WorkerEnvironment;
  session: StorageLike;
  myAgentId(): string | undefined;
  /** Why monitoring may not go on, by the rules (M1–M3 and the gates); empty = it may. */
  reasonsAgainstMonitoring(row: Conversation | undefined): ActionReason[];
  /** Stops through the outbox, so that the action log shows it. */
  stopMonitoring(row: Conversation): void;
}): Monitoring {
  const { mirror, connector, environment } = parts;
  const sessionKey = leasesKey(parts.connectionId);
  const looked = new Map<string, Looked>();
  const ended = new AbortController();

  const takesPart = (row: Conversation | undefined) =>
    row?.participants.some(({ agentId, mode }) => agentId === parts.myAgentId() && mode !== 'monitor') ?? false;
  const mayRead = (id: string, entry: Looked) =>
    entry.lease.state === 'monitoring' || takesPart(mirror.conversation(id));

  const isGone = (id: string) => mirror.conversation(id) === undefined && mirror.asOf !== undefined;

  function entryOf(id: string): Looked {
    const known = looked.get(id);
    if (known) return known;
    const entry: Looked = {
      lease: { state: 'none' },
      isUnexplained: false,
      gone: false,
      lastRenewal: 0,
      watchers: new Set(),
      transcript: createTranscript({
        connector,
        conversationId: id,
        signal: ended.signal,
        onNews(news) {
          if ('problem' in news) {
            if (news.problem.kind === 'forbidden') return end(id, entry, [{ code: 'notMonitoring' }]);
            // The row may not change again for a long time: what was missed is asked for once more.
            environment.schedule(() => {
              const isWanted = looked.get(id) === entry && entry.watchers.size > 0 && !ended.signal.aborted;
              if (isWanted && mayRead(id, entry)) entry.transcript.refresh();
            }, readAgainAfter);
            return;
          }
          tell(entry, { messages: news.messages, sentiment: news.sentiment });
        },
      }),
      cancelRenewal: () => undefined,
      cancelLeaving: () => undefined,
    };
    looked.set(id, entry);
    return entry;
  }

  function tell(entry: Looked, news: Partial<ConversationPush>) {
    for (const push of entry.watchers) {
      push({ gone: entry.gone, lease: entry.lease, messages: [], resetMessages: false, ...news });
    }
  }

  function remember() {
    const held = [...looked].filter(([, { lease }]) => lease.state === 'monitoring').map(([id]) => id);
    parts.session.set({ [sessionKey]: held }).catch(() => {
      // Without it a restart of the worker ends monitoring after 60 s, which the panel then says.
    });
  }

  function begin(id: string, entry: Looked) {
    entry.lease = { state: 'monitoring', since: environment.now() };
    entry.lastRenewal = environment.now();
    renewLater(id, entry);
    remember();
    tell(entry, {});
    entry.transcript.refresh();
  }

  function renewLater(id: string, entry: Looked) {
    entry.cancelRenewal();
    entry.cancelRenewal = environment.schedule(() => void renew(id, entry), renewEvery);
  }

  async function renew(id: string, entry: Looked) {
    const { lease } = entry;
    const row = mirror.conversation(id);
    /** Let go, ended or begun anew in the meantime: what a late answer says is of another lease. */
    const isOver = () => ended.signal.aborted || looked.get(id) !== entry || entry.lease !== lease;
    if (lease.state !== 'monitoring' || row === undefined || isOver()) return;
    const action: Action = {
      type: 'renewMonitor',
      operationId: environment.newId(),
      conversationId: id,
      etag: row.etag,
    };
    // It may have to wait for its turn, but never longer than the lease lasts.
    const tooLate = new AbortController();
    const rest = entry.lastRenewal + leaseLasts - environment.now();
    const cancelTooLate = environment.schedule(() => tooLate.abort(), Math.max(0, rest));
    try {
      const outcome = await connector.perform(action, AbortSignal.any([ended.signal, tooLate.signal]));
      if (isOver()) return;
      if (outcome.kind === 'refused')
        return end(
          id,
          entry,
          outcome.reasons.filter((reason) => v.is(actionReasonSchema, reason)),
        );
      entry.lastRenewal = environment.now();
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      if (isOver()) return;
      if (environment.now() - entry.lastRenewal >= leaseLasts) return end(id, entry, [{ code: 'notMonitoring' }]);
    } finally {
      cancelTooLate();
    }
    renewLater(id, entry);
  }

  function end(id: string, entry: Looked, reasons: ActionReason[]) {
    entry.cancelRenewal();
    entry.lease = reasons.length === 0 ? { state: 'none' } : { state: 'ended', reasons };
    entry.isUnexplained = reasons.length > 0 && reasons.every(({ code }) => code === 'notMonitoring');
    remember();
    if (mayRead(id, entry)) return tell(entry, {});
    entry.transcript.drop();
    tell(entry, { resetMessages: true, sentiment: [] });
  }

  function endWhereForbidden(id: string, entry: Looked, row: Conversation | undefined) {
    if (entry.lease.state !== 'monitoring') return;
    const reasons = parts.reasonsAgainstMonitoring(row);
    if (reasons.length === 0) return;
    end(id, entry, reasons);
    if (row !== undefined) parts.stopMonitoring(row);
  }

  function explain(id: string, entry: Looked, row: Conversation | undefined) {
    if (entry.lease.state !== 'ended' || !entry.isUnexplained) return;
    entry.isUnexplained = false;
    const reasons = parts.reasonsAgainstMonitoring(row);
    if (reasons.length > 0) end(id, entry, reasons);
  }

  /** Only here an entry goes, so that nothing late ever takes away one that somebody looks at again. */
  function leaveLater(id: string, entry: Looked) {
    entry.cancelLeaving();
    if (entry.watchers.size > 0 || ended.signal.aborted) return;
    entry.cancelLeaving = environment.schedule(() => leave(id, entry), grace);
  }

  function leave(id: string, entry: Looked) {
    const row = mirror.conversation(id);
    if (entry.lease.state === 'monitoring' && row !== undefined) parts.stopMonitoring(row);
    entry.cancelRenewal();
    looked.delete(id);
    remember();
  }

  const unsubscribe = mirror.subscribe((delta) => {
    for (const { id, after } of delta.conversations) {
      const entry = looked.get(id);
      if (entry === undefined) continue;
      entry.gone = after === undefined;
      tell(entry, after === undefined ? {} : { row: after });
      explain(id, entry, after);
      endWhereForbidden(id, entry, after);
      if (mayRead(id, entry)) entry.transcript.refresh();
    }
  });

  return {
    lease: (id) => looked.get(id)?.lease ?? { state: 'none' },
    watch(id, push) {
      const entry = entryOf(id);
      entry.cancelLeaving();
      entry.watchers.add(push);
      const row = mirror.conversation(id);
      entry.gone = isGone(id);
      push({
        ...(row === undefined ? {} : { row }),
        gone: entry.gone,
        lease: entry.lease,
        messages: [...entry.transcript.messages],
        resetMessages: true,
        sentiment: [...entry.transcript.sentiment],
      });
      if (mayRead(id, entry)) entry.transcript.refresh();
      return () => {
        entry.watchers.delete(push);
        leaveLater(id, entry);
      };
    },
    operationChanged({ action, state }) {
      const id = action.conversationId;
      if (action.type === 'monitor') {
        const entry = entryOf(id);
        if (state === 'confirmed') {
          begin(id, entry);
          // The row may have changed hands before the answer came.
          endWhereForbidden(id, entry, mirror.conversation(id));
        } else if (state === 'queued' || state === 'sending') {
          if (entry.lease.state !== 'monitoring') entry.lease = { state: 'starting' };
          tell(entry, {});
        } else if (entry.lease.state === 'starting') end(id, entry, []);
        // Who asked for it may be gone by now.
        leaveLater(id, entry);
      } else if (action.type === 'stopMonitor') {
        const entry = looked.get(id);
        if (entry?.lease.state === 'monitoring') end(id, entry, []);
      }
    },
    rightsChanged() {
      for (const [id, entry] of looked) endWhereForbidden(id, entry, mirror.conversation(id));
    },
    async resume() {
      const stored = (await parts.session.get(sessionKey))[sessionKey];
      if (ended.signal.aborted) return;
      for (const id of Array.isArray(stored) ? stored : []) {
        if (typeof id !== 'string' || mirror.conversation(id) === undefined) continue;
        const entry = entryOf(id);
        entry.lease = { state: 'monitoring', since: environment.now() };
        entry.lastRenewal = environment.now();
        entry.transcript.refresh();
        void renew(id, entry);
        leaveLater(id, entry);
        endWhereForbidden(id, entry, mirror.conversation(id));
      }
      // Pages may have come back before the mirror was filled and the leases were known.
      for (const [id, entry] of looked) {
        entry.gone = isGone(id);
        tell(entry, {});
      }
    },
    stop() {
      ended.abort();
      unsubscribe();
      for (const entry of looked.values()) {
        entry.cancelRenewal();
        entry.cancelLeaving();
      }
      looked.clear();
    },
  };
}
