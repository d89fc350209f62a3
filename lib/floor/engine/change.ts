/** What a change makes of a row; the rules that hold for every change stand here. */
import type { WireConversation } from '../wire.ts';
import { type Line, told } from './talk.ts';
import type { TransitionName } from './transitions.ts';

export interface Happening {
  /** `undefined` takes a field away. */
  patch?: { [K in keyof WireConversation]?: WireConversation[K] | undefined };
  by?: TransitionName[];
  lines?: Line[];
}

/** The time in a state begins with the state, whoever else changes with it. */
export function changedRow(row: WireConversation, patch: Happening['patch'], now: number): WireConversation {
  if (patch === undefined) return row;
  const given = Object.entries(patch);
  const next = { ...row, ...Object.fromEntries(given.filter(([, value]) => value !== undefined)) };
  for (const [name, value] of given) if (value === undefined) Reflect.deleteProperty(next, name);
  return next.state === row.state ? next : { ...next, stateSince: now };
}

/** The fields that `etag` stands for (model.md §1). */
export function isSameForActions(a: WireConversation, b: WireConversation): boolean {
  return (
    a.state === b.state &&
    a.agentId === b.agentId &&
    a.queueId === b.queueId &&
    a.ringing === b.ringing &&
    isSamePending(a.pendingTransfer, b.pendingTransfer)
  );
}

type Pending = WireConversation['pendingTransfer'];
function isSamePending(a: Pending, b: Pending): boolean {
  if (a === b) return true;
  return a?.toAgentId === b?.toAgentId && a?.since === b?.since && a?.expiresAt === b?.expiresAt;
}

/**
 * T8: a transfer waits for its answer only as long as there is something to transfer. Whatever else ends that (force
 * close, escalation, the agent ending or releasing it) cancels the transfer and says so.
 */
export function withoutPending(
  row: WireConversation,
  happening: Happening,
  nameOf: (agentId: string) => string,
): Happening {
  const pending = row.pendingTransfer;
  const { patch = {}, by = [], lines = [] } = happening;
  if (!pending || 'pendingTransfer' in patch) return happening;
  const state = patch.state ?? row.state;
  const goesOn = (state === 'active' || state === 'waiting') && patch.escalatedTo === undefined;
  if (goesOn) return happening;
  const text = `The transfer to ${nameOf(pending.toAgentId)} was cancelled.`;
  return {
    patch: { ...patch, pendingTransfer: undefined },
    by: [...by, 'transfer:cancelled'],
    lines: [...lines, told(text, 'internal')],
  };
}
