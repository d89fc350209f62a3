/** What a supervisor decides in a dialog: on which picture of the row, for whom, and whether it is (still) possible. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { SwitchedAction } from '../domain/actions.ts';
import { assignCandidates, overridesFor, transferCandidates } from '../domain/candidates.ts';
import type { PresenceChoice } from '../domain/capabilities.ts';
import { reasonsAgainst, reasonsAgainstSettingPresence } from '../domain/eligibility.ts';
import { whatChanged } from '../domain/goals.ts';
import type { Reason } from '../domain/reasons.ts';
import type { Conversation } from '../domain/records.ts';
import type { Candidate, RuleContext } from '../domain/ruleContext.ts';
import type { RequestErrorCode } from '../messages/requests.ts';
import type { Act, Intent } from './act.ts';
import type { Everybody } from './directory.ts';
import { createPicker, type Picker } from './picker.ts';

export type DialogType = SwitchedAction | 'join' | 'setPresence';

export interface DialogParts {
  type: DialogType;
  act: Act;
  /** The row as it is now; undefined when it is no longer there. */
  row: ReadonlySignal<Conversation | undefined>;
  everybody: ReadonlySignal<Everybody>;
  context: ReadonlySignal<RuleContext>;
  /** In the user's language, or as the organisation calls it. */
  presenceName(presence: PresenceChoice): string;
  /** What an agent's presence may be set to. */
  presences: ReadonlySignal<readonly PresenceChoice[]>;
  /** Whether the row or its connection is too old to act on without reading again (spec §3). */
  isStale(row: Conversation): boolean;
}

export type Progress =
  | { kind: 'deciding' }
  | { kind: 'sending' }
  | { kind: 'refused'; reasons: Reason[] }
  | { kind: 'failed'; code: RequestErrorCode; message: string; mayHaveHappened: boolean };

export interface DialogModel {
  readonly type: DialogType;
  /** The newest picture of the row. */
  row: ReadonlySignal<Conversation | undefined>;
  /** The picture that the supervisor decides on, at first the one that the dialog opened with. */
  seen: ReadonlySignal<Conversation | undefined>;
  /**
   * What is different now from what was seen; nothing is sent until the supervisor has taken note. Undefined: nothing;
   * an empty list: it changed and changed back.
   */
  changes: ReadonlySignal<string[] | undefined>;
  takeNote(): void;
  /** Every reason against the action as the row is now; empty = possible. */
  reasons: ReadonlySignal<Reason[]>;
  /** Which other dialogs would do what was meant, and are possible now. */
  instead: ReadonlySignal<DialogType[]>;
  tab: ReadonlySignal<'agent' | 'queue'>;
  setTab(tab: 'agent' | 'queue'): void;
  agents: Picker;
  queues: Picker;
  presences: ReadonlySignal<readonly PresenceChoice[]>;
  presence: ReadonlySignal<PresenceChoice | undefined>;
  choosePresence(presence: PresenceChoice): void;
  note: ReadonlySignal<string>;
  setNote(note: string): void;
  progress: ReadonlySignal<Progress>;
  ready: ReadonlySignal<boolean>;
  /** True when the act was accepted and the dialog has nothing more to say. */
  submit(): Promise<boolean>;
  start(): () => void;
}

/** What else would do what was meant: only these pairs, and only what is possible now. */
const alternatives: Record<DialogType, readonly DialogType[]> = {
  monitor: [],
  join: ['monitor'],
  assign: ['transfer'],
  transfer: ['assign'],
  forceClose: [],
  setPresence: [],
};

export function createDialog(parts: DialogParts): DialogModel {
  const { type, act, context, everybody } = parts;
  const read = signal<Conversation | 'gone' | undefined>(undefined);
  const row = computed(() => {
    const told = parts.row.value;
    if (read.value === 'gone' || told === undefined) return undefined;
    return read.value !== undefined && read.value.version > told.version ? read.value : told;
  });
  const seen = signal(parts.row.peek());
  const tab = signal<'agent' | 'queue'>('agent');
  const note = signal('');
  const presence = signal<PresenceChoice | undefined>(undefined);
  const progress = signal<Progress>({ kind: 'deciding' });

  const reasons = computed<Reason[]>(() => {
    const against: Reason[] = reasonsAgainst(type, row.value, everybody.value, context.value);
    const agentId = seen.value?.agentId ?? '';
    return type === 'setPresence' ? [...against, ...reasonsAgainstSettingPresence(agentId, everybody.value)] : against;
  });
  const changes = computed(() => {
    const [before, after] = [seen.value, row.value];
    if (before === undefined || after === undefined) return undefined;
    return before.etag === after.etag ? undefined : whatChanged(before, after);
  });
  const candidates = computed<Candidate[]>(() => {
    if (row.value === undefined) return [];
    if (type === 'assign') return assignCandidates(row.value, everybody.value, everybody.value, context.value);
    if (type === 'transfer') return transferCandidates(row.value, everybody.value, everybody.value, context.value);
    return [];
  });
  // Within a group: who is there before who is not, then the most free units; what is not known comes last.
  const rankOf = ({ target, overridable }: Candidate): number => {
    const capacity = target.agentId === undefined ? undefined : everybody.peek().agent(target.agentId)?.capacity;
    const free = capacity === undefined || capacity === 'unknown' ? Number.MIN_SAFE_INTEGER / 2 : capacity.free;
    const isThere = !overridable.some(({ code }) => code === 'presenceNotAllowed' || code === 'presenceUnknown');
    return (isThere ? 0 : Number.MAX_SAFE_INTEGER / 2) - free;
  };
  const ofAgents = computed(() => candidates.value.filter(({ target }) => target.agentId !== undefined));
  const ofQueues = computed(() => candidates.value.filter(({ target }) => target.queueId !== undefined));
  const agents = createPicker(ofAgents, rankOf);
  const queues = createPicker(ofQueues, () => 0);

  const choice = computed(() => (tab.value === 'agent' ? agents : queues).choice.value);
  const picks = type === 'assign' || type === 'transfer';
  const ready = computed(
    () =>
      progress.value.kind !== 'sending' &&
      reasons.value.length === 0 &&
      changes.value === undefined &&
      (!picks || (choice.value !== undefined && choice.value.trouble === undefined)) &&
      (type !== 'setPresence' || presence.value !== undefined),
  );

  function intent(): Intent | undefined {
    if (type === 'monitor' || type === 'join') return { type };
    if (type === 'forceClose') return note.value.trim() === '' ? { type } : { type, note: note.value.trim() };
    if (type === 'setPresence') {
      const [agentId, chosen] = [seen.peek()?.agentId, presence.peek()];
      return agentId === undefined || chosen === undefined ? undefined : { type, agentId, presenceId: chosen.id };
    }
    const candidate = choice.peek()?.candidate;
    if (candidate === undefined) return undefined;
    const { target } = candidate;
    if (type === 'assign') return { type, ...target, override: overridesFor(candidate) };
    return { type, ...target };
  }

  /** For people: whose presence, and which. */
  function presenceTold({ agentId = '' }: Conversation): string | undefined {
    const chosen = presence.peek();
    return chosen && `${everybody.peek().agent(agentId)?.name ?? agentId} · ${parts.presenceName(chosen)}`;
  }

  return {
    type,
    row,
    seen,
    changes,
    takeNote() {
      seen.value = row.peek();
    },
    reasons,
    instead: computed(() => {
      if (reasons.value.length === 0) return [];
      return alternatives[type].filter(
        (other) => reasonsAgainst(other, row.value, everybody.value, context.value).length === 0,
      );
    }),
    tab,
    setTab(next) {
      tab.value = next;
    },
    agents,
    queues,
    presences: parts.presences,
    presence,
    choosePresence(next) {
      presence.value = next;
    },
    note,
    setNote(text) {
      note.value = text;
    },
    progress,
    ready,
    async submit() {
      const decided = seen.peek();
      const wanted = intent();
      if (!ready.peek() || decided === undefined || wanted === undefined) return false;
      progress.value = { kind: 'sending' };
      const targetName = type === 'setPresence' ? presenceTold(decided) : choice.peek()?.candidate.name;
      const acted = await act(wanted, {
        row: decided,
        stale: parts.isStale(decided),
        ...(targetName === undefined ? {} : { targetName }),
      });
      if (acted.kind === 'changed' || acted.kind === 'gone') {
        read.value = acted.kind === 'gone' ? 'gone' : acted.row;
        progress.value = { kind: 'deciding' };
      } else if (acted.kind === 'failed') {
        progress.value = acted;
      } else if (acted.operation.state === 'refused') {
        progress.value = { kind: 'refused', reasons: acted.operation.reasons ?? [] };
      } else {
        return true;
      }
      return false;
    },
    start() {
      const stops = [agents.start(), queues.start()];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
