/**
 * Who is listening in. Monitoring is silent, so leases stand beside the conversations and never in `participants`; one
 * per supervisor and conversation, on the wall clock (M6).
 */
import type { WireConversation } from '../wire.ts';
import type { Core, Witness } from './core.ts';
import { leaseDuration } from './limits.ts';
import { againstAct } from './rules.ts';

export interface Monitoring {
  /** Begins, or renews. */
  hold(supervisorId: string, conversationId: string): void;
  end(supervisorId: string, conversationId: string): void;
  isHeld(supervisorId: string, conversationId: string): boolean;
  /** Ends what the rules no longer allow. */
  recheckAll(): void;
  readonly witness: Witness;
}

export function createMonitoring(core: Core, wallClock: () => number): Monitoring {
  /** By conversation: supervisor id → end of the lease. */
  const leases = new Map<string, Map<string, number>>();

  function end(supervisorId: string, conversationId: string): void {
    const held = leases.get(conversationId);
    held?.delete(supervisorId);
    if (held?.size === 0) leases.delete(conversationId);
  }

  /** M1–M3 hold throughout: when they stop holding, monitoring ends; a later renewal is told the reasons. */
  function recheck(row: WireConversation): void {
    for (const supervisorId of [...(leases.get(row.id)?.keys() ?? [])]) {
      const supervisor = core.supervisors.get(supervisorId);
      if (againstAct(core, { supervisor, row, isMonitoring: true }, 'monitor').length > 0) end(supervisorId, row.id);
    }
  }

  return {
    hold(supervisorId, conversationId) {
      const held = leases.get(conversationId) ?? new Map<string, number>();
      held.set(supervisorId, wallClock() + leaseDuration);
      leases.set(conversationId, held);
    },
    end,
    isHeld(supervisorId, conversationId) {
      const until = leases.get(conversationId)?.get(supervisorId);
      if (until === undefined) return false;
      if (until > wallClock()) return true;
      end(supervisorId, conversationId);
      return false;
    },
    recheckAll() {
      for (const id of [...leases.keys()]) {
        const talk = core.talks.get(id);
        if (talk) recheck(talk.row);
      }
    },
    witness: {
      talk(_talk, before, after) {
        if (after) recheck(after);
        else if (before) leases.delete(before.id);
      },
    },
  };
}
