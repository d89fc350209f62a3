/** Finds the conversation that an element of a workspace page belongs to. The page's word is only ever an id to look up. */
import type { RowRule } from '../domain/workspacePage.ts';

export function locateRow(target: EventTarget | null, rule: RowRule): string | undefined {
  if (!(target instanceof Element)) return undefined;
  const named = target.closest(rule.selector)?.getAttribute(rule.attribute);
  return named?.match(new RegExp(rule.pattern))?.[1];
}
