/** What the rules look at, and what they answer. The rules themselves: eligibility.ts, candidates.ts. */
import type { SwitchedAction, Target } from './actions.ts';
import type { Capabilities, Offer } from './capabilities.ts';
import type { SwitchOwner, TargetReason } from './reasons.ts';
import type { Agent, Queue, Workstream } from './records.ts';

export type RulesVersion = '2024' | '2025';

/** Everything a rule may look at besides the conversation: the gates (G1–G4) and the supervisor's own situation. */
export interface RuleContext {
  version: RulesVersion;
  isSupervisor: boolean;
  /** For each switched-off action, who switched it off (G2). Absent or empty = on. */
  switchedOff: Partial<Record<SwitchedAction, readonly SwitchOwner[]>>;
  noticeAcknowledged: boolean;
  capabilities: Capabilities;
  /** Why some of them are missing, where that is known. */
  gaps?: Offer['gaps'];
  /** The supervisor's own agent id on that backend. */
  myAgentId: string;
  /** The role that blocks assigning (A6), when the account is known to hold it. */
  blockingRole?: string;
  /** Conversations monitored right now, and those joined (consultant). */
  isMonitoring: boolean;
  hasJoined: boolean;
}

/** Looks records up by id; the mirror, the floor and tests each bring their own. */
export interface Directory {
  agent(id: string): Agent | undefined;
  queue(id: string): Queue | undefined;
  workstream(id: string): Workstream | undefined;
}

export interface Candidate {
  target: Target;
  name: string;
  /** Reasons that nothing can override. */
  blocking: TargetReason[];
  /** Reasons that the supervisor may override (A5: presence and capacity, assign only). */
  overridable: TargetReason[];
  /** Said, never a reason: a transfer that leaves the target this many units over (T4). */
  unitsOver?: number;
  isMe: boolean;
}
export type CandidateGroup = 'offered' | 'overridable' | 'blocked';
