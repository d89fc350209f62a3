/** One conversation as its own page shows it: row, lease, transcript, and what the supervisor is about to say. */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Audience } from '../domain/actions.ts';
import { reasonsAgainst } from '../domain/eligibility.ts';
import type { ActionReason, Reason } from '../domain/reasons.ts';
import type { Conversation, Message, SentimentPoint } from '../domain/records.ts';
import type { RuleContext } from '../domain/ruleContext.ts';
import type { WorkerClient } from '../messages/client.ts';
import { RequestError } from '../messages/requests.ts';
import type { ConversationPush, Lease } from '../messages/topics.ts';
import type { Act, Acted } from './act.ts';
import type { Everybody } from './directory.ts';
import { newest } from './newest.ts';

export type PageAction = 'monitor' | 'stopMonitor' | 'join' | 'leave' | 'assign' | 'transfer' | 'forceClose';

/** Kept by the panel for as long as it lives, so that looking at another conversation loses no half-written word. */
export interface Draft {
  text: string;
  audience: Audience;
}

export type Trouble =
  | { kind: 'refused'; reasons: Reason[] }
  | { kind: 'changed' | 'gone' }
  | Extract<Acted, { kind: 'failed' }>;

export interface ConversationModel {
  readonly id: string;
  row: ReadonlySignal<Conversation | undefined>;
  gone: ReadonlySignal<boolean>;
  lease: ReadonlySignal<Lease>;
  messages: ReadonlySignal<readonly Message[]>;
  sentiment: ReadonlySignal<readonly SentimentPoint[]>;
  context: ReadonlySignal<RuleContext | undefined>;
  /** Monitoring, or taking part: messages may be read (M5). */
  mayRead: ReadonlySignal<boolean>;
  /** Every reason against an action as things stand; empty = possible. */
  reasons(action: PageAction): readonly ActionReason[];
  draft: ReadonlySignal<Draft>;
  /** Against writing to that audience (J3). */
  reasonsAgainstSaying(audience: Audience): readonly ActionReason[];
  /** Joined: the composer is there. */
  mayWrite: ReadonlySignal<boolean>;
  isActing: ReadonlySignal<boolean>;
  trouble: ReadonlySignal<Trouble | undefined>;
  setDraft(draft: Draft): void;
  send(): Promise<void>;
  /** The two that need no dialog: nothing is lost by them. */
  stop(action: 'stopMonitor' | 'leave'): Promise<void>;
  /** Opens it in the backend's own workspace. */
  openInWorkspace(): Promise<void>;
  start(): () => void;
}

export interface ConversationParts {
  client: WorkerClient;
  connectionId: string;
  id: string;
  /** The row as the list showed it, until the worker has answered. */
  seed: Conversation | undefined;
  act: Act;
  everybody: ReadonlySignal<Everybody>;
  contextOf(row: Conversation | undefined, lease: Lease): RuleContext | undefined;
  isStale(row: Conversation): boolean;
  drafts: Map<string, Draft>;
}

export function createConversation(parts: ConversationParts): ConversationModel {
  const { client, connectionId, id, act, everybody, drafts } = parts;
  const row = signal<Conversation | undefined>(parts.seed);
  const gone = signal(false);
  const lease = signal<Lease>({ state: 'none' });
  const messages = signal<readonly Message[]>([]);
  const sentiment = signal<readonly SentimentPoint[]>([]);
  const draft = signal<Draft>(drafts.get(id) ?? { text: '', audience: 'internal' });
  const isActing = signal(false);
  const trouble = signal<Trouble | undefined>(undefined);
  const context = computed(() => parts.contextOf(row.value, lease.value));

  function take(push: ConversationPush): void {
    batch(() => {
      if (push.row !== undefined) row.value = newest(row.peek(), push.row);
      gone.value = push.gone;
      lease.value = push.lease;
      if (push.resetMessages || push.messages.length > 0) {
        messages.value = joined(push.resetMessages ? [] : messages.peek(), push.messages);
      }
      if (push.sentiment !== undefined) sentiment.value = push.sentiment;
    });
  }

  async function perform(acting: (seen: Conversation) => Promise<Acted>): Promise<boolean> {
    const seen = row.peek();
    if (seen === undefined || isActing.peek()) return false;
    batch(() => {
      isActing.value = true;
      trouble.value = undefined;
    });
    const acted = await acting(seen);
    const next = troubleOf(acted);
    batch(() => {
      isActing.value = false;
      trouble.value = next;
    });
    return next === undefined;
  }

  const reasonsAgainstSaying = (audience: Audience) =>
    context.value === undefined ? [] : reasonsAgainst('say', row.value, everybody.value, context.value, audience);
  function setDraft(next: Draft): void {
    if (next.text === '') drafts.delete(id);
    else drafts.set(id, next);
    draft.value = next;
  }

  return {
    id,
    row,
    gone,
    lease,
    messages,
    sentiment,
    context,
    mayRead: computed(
      () =>
        lease.value.state === 'monitoring' ||
        row.value?.participants.some(
          ({ agentId, mode }) => agentId === context.value?.myAgentId && mode !== 'monitor',
        ) === true,
    ),
    reasons: (action) =>
      context.value === undefined ? [] : reasonsAgainst(action, row.value, everybody.value, context.value),
    draft,
    reasonsAgainstSaying,
    mayWrite: computed(() => context.value?.hasJoined === true && row.value?.state !== 'closed' && !gone.value),
    isActing,
    trouble,
    setDraft,
    async send() {
      const { text, audience } = draft.peek();
      if (text.trim() === '') return;
      const isSent = await perform((seen) =>
        act({ type: 'say', text: text.trim(), audience }, { row: seen, stale: parts.isStale(seen) }),
      );
      // What was written meanwhile stays.
      if (isSent && draft.peek().text === text) setDraft({ text: '', audience: draft.peek().audience });
    },
    async stop(action) {
      await perform((seen) => act({ type: action }, { row: seen, stale: false }));
    },
    async openInWorkspace() {
      trouble.value = undefined;
      try {
        await client.ask('openInWorkspace', { connectionId, conversationId: id });
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        trouble.value = { kind: 'failed', code: error.code, message: error.message, mayHaveHappened: false };
      }
    },
    start() {
      const subscription = client.subscribe(
        'conversation',
        () => ({ connectionId, conversationId: id }),
        (push) => take(push),
      );
      return () => subscription.stop();
    },
  };
}

/** In order of time; the same message twice (a resumed line) is there once, as it came last. */
function joined(before: readonly Message[], more: readonly Message[]): readonly Message[] {
  const byId = new Map([...before, ...more].map((message) => [message.id, message]));
  return [...byId.values()].sort((a, b) => a.at - b.at);
}

function troubleOf(acted: Acted): Trouble | undefined {
  switch (acted.kind) {
    case 'accepted':
      return acted.operation.state === 'refused'
        ? { kind: 'refused', reasons: acted.operation.reasons ?? [] }
        : undefined;
    case 'failed':
      return acted;
    default:
      return { kind: acted.kind };
  }
}
