/** What a language owes to every reason code: one sentence with its arguments. A missing code is a type error. */
import type { Reason, ReasonCode } from '../domain/reasons.ts';
import type { Isolated } from './isolate.ts';

/** Ids in reasons become names; whoever shows them knows the directory. */
export interface Names {
  agent(id: string): Isolated;
  queue(id: string): Isolated;
  /** Whom the policy speaks for, where it says so. */
  readonly organisation: Isolated | undefined;
}

export type ReasonTexts = { [C in ReasonCode]: (reason: Extract<Reason, { code: C }>, names: Names) => string };

/** The sentence for one reason. */
export function reasonText(texts: ReasonTexts, reason: Reason, names: Names): string {
  const say = texts[reason.code] as (reason: Reason, names: Names) => string;
  return say(reason, names);
}
