/** Everybody who could receive a conversation, in an order that stands still while the supervisor points at it. */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { groupOf } from '../domain/candidates.ts';
import type { TargetReason } from '../domain/reasons.ts';
import type { Candidate, CandidateGroup } from '../domain/ruleContext.ts';

/** Rows shown at once; search and "show more" reach the others, so that 2,000 agents cost what 50 cost. */
export const pickerStep = 50;

export interface PickerRow {
  key: string;
  candidate: Candidate;
  group: CandidateGroup;
}

export interface Choice extends PickerRow {
  /** It got worse since it was chosen: no longer possible, or overriding more than was agreed to. */
  trouble: 'impossible' | 'worse' | undefined;
}

export interface Picker {
  search: ReadonlySignal<string>;
  setSearch(text: string): void;
  /** Matching rows up to the limit, in the frozen order. */
  rows: ReadonlySignal<PickerRow[]>;
  /** How many match, shown or not. */
  matching: ReadonlySignal<number>;
  total: ReadonlySignal<number>;
  showMore(): void;
  choice: ReadonlySignal<Choice | undefined>;
  /** Chooses with the overrides as they are shown now; blocked ones cannot be chosen. */
  choose(key: string): void;
  start(): () => void;
}

/** `rankOf` orders within a group, lowest first; the name decides between equals. */
export function createPicker(
  candidates: ReadonlySignal<Candidate[]>,
  rankOf: (candidate: Candidate) => number,
): Picker {
  const known = signal<ReadonlyMap<string, Candidate>>(new Map());
  const search = signal('');
  const limit = signal(pickerStep);
  const chosen = signal<{ key: string; agreed: readonly TargetReason[] } | undefined>(undefined);

  /** Who is known keeps the place, whatever becomes of them; who is new comes last. */
  function take(next: Candidate[]): void {
    const rows = new Map(known.peek());
    const current = new Map(next.map((candidate) => [keyOf(candidate), candidate]));
    for (const [key, candidate] of rows) rows.set(key, current.get(key) ?? lost(candidate));
    const fresh = next.filter((candidate) => !rows.has(keyOf(candidate)));
    for (const candidate of fresh.sort(byGroupThenRank)) rows.set(keyOf(candidate), candidate);
    known.value = rows;
  }
  const groupRank = { offered: 0, overridable: 1, blocked: 2 };
  const byGroupThenRank = (a: Candidate, b: Candidate) =>
    groupRank[groupOf(a)] - groupRank[groupOf(b)] || rankOf(a) - rankOf(b) || a.name.localeCompare(b.name);

  const matches = computed(() => {
    const words = search.value.trim().toLocaleLowerCase();
    return [...known.value].filter(([, { name }]) => name.toLocaleLowerCase().includes(words));
  });

  return {
    search,
    setSearch(text) {
      search.value = text;
      limit.value = pickerStep;
    },
    rows: computed(() =>
      matches.value.slice(0, limit.value).map(([key, candidate]) => ({ key, candidate, group: groupOf(candidate) })),
    ),
    matching: computed(() => matches.value.length),
    total: computed(() => known.value.size),
    showMore() {
      limit.value += pickerStep;
    },
    choice: computed(() => {
      const mine = chosen.value;
      const candidate = mine && known.value.get(mine.key);
      if (mine === undefined || candidate === undefined) return undefined;
      const group = groupOf(candidate);
      const worse = candidate.overridable.some((reason) => !mine.agreed.some((agreed) => covers(agreed, reason)));
      return {
        key: mine.key,
        candidate,
        group,
        trouble: group === 'blocked' ? 'impossible' : worse ? 'worse' : undefined,
      };
    }),
    choose(key) {
      const candidate = known.peek().get(key);
      if (candidate === undefined || groupOf(candidate) === 'blocked') return;
      chosen.value = { key, agreed: candidate.overridable };
    },
    start() {
      return effect(() => take(candidates.value));
    },
  };
}

/** Ids of agents and queues may be equal. */
function keyOf({ target }: Candidate): string {
  return target.agentId === undefined ? `queue:${target.queueId}` : `agent:${target.agentId}`;
}

function lost(candidate: Candidate): Candidate {
  return { ...candidate, blocking: [{ code: 'noSuchTarget' }], overridable: [] };
}

/** Whoever agreed to `agreed` has also agreed to `reason`: the same kind, and not more of it. */
function covers(agreed: TargetReason, reason: TargetReason): boolean {
  if (agreed.code === 'overCapacity' && reason.code === 'overCapacity') return agreed.units >= reason.units;
  if (agreed.code === 'presenceNotAllowed' && reason.code === 'presenceNotAllowed') return agreed.base === reason.base;
  return agreed.code === reason.code;
}
