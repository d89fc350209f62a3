/** Finds the row that an element of a workspace page belongs to, and what it says of its conversation: hints to look up. */
import { mostWords, type NamedRow, type RowRule } from '../domain/workspacePage.ts';

/** `undefined` when it belongs to no row. Reads the attributes and cells that the rule names, and nothing else. */
export function locateRow(target: EventTarget | null, rule: RowRule): NamedRow | undefined {
  if (!(target instanceof Element)) return undefined;
  const row = target.closest(rule.selector);
  return row === null ? undefined : namedBy(row, rule);
}

function namedBy(row: Element, { id: ways, words }: RowRule): NamedRow {
  for (const { attribute, pattern } of ways) {
    const id = row.getAttribute(attribute)?.match(new RegExp(pattern))?.[1];
    if (id !== undefined) return { id };
  }
  if (words === undefined) return {};
  const cells = [...row.querySelectorAll(words.cell)];
  const textOf = (names: readonly string[], most: number) =>
    names
      .map((name) => cells.find((cell) => cell.getAttribute(words.nameAttribute) === name)?.textContent.trim() ?? '')
      .find((text) => text !== '' && text.length <= most);
  const customer = textOf(words.customer, mostWords.customer);
  const subject = textOf(words.subject, mostWords.subject);
  return customer === undefined || subject === undefined ? {} : { words: { customer, subject } };
}
