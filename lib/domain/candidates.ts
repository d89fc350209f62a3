/** Everybody who could receive a conversation, each with all reasons against (spec, "Explained, always"). */
import type { Override, Target } from './actions.ts';
import type { TargetReason } from './reasons.ts';
import type { Agent, Conversation, Queue } from './records.ts';
import type { Candidate, CandidateGroup, Directory, RuleContext } from './ruleContext.ts';

export function assignCandidates(
  _conversation: Conversation,
  _everybody: { agents: Iterable<Agent>; queues: Iterable<Queue> },
  _directory: Directory,
  _context: RuleContext,
): Candidate[] {
  throw new Error('not yet');
}
export function transferCandidates(
  _conversation: Conversation,
  _agents: Iterable<Agent>,
  _directory: Directory,
  _context: RuleContext,
): Candidate[] {
  throw new Error('not yet');
}
/** offered: no reason · overridable: only overridable reasons · blocked: at least one blocking reason. */
export function groupOf(_candidate: Candidate): CandidateGroup {
  throw new Error('not yet');
}
/** Which overrides make a candidate without blocking reasons possible (A5). */
export function overridesFor(_candidate: Candidate): Override {
  throw new Error('not yet');
}
/** What stands against one concrete target, given the overrides; empty = allowed. */
export function reasonsAgainstTarget(
  _type: 'assign' | 'transfer',
  _target: Target,
  _override: Override,
  _conversation: Conversation,
  _directory: Directory,
  _context: RuleContext,
): TargetReason[] {
  throw new Error('not yet');
}
