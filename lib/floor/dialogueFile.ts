import * as v from 'valibot';
import { maxMessageLength } from '../domain/records.ts';
import type { Dialogue } from './floor.ts';
import { languageOf } from './sentiment.ts';

export interface DialogueFile {
  dialogues: readonly Dialogue[];
  /** Lines that are left out, numbered from 1, each with the reason. */
  bad: readonly { line: number; why: string }[];
}

const longestSubject = 60;

const lineSchema = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  services: v.optional(v.array(v.string())),
  turns: v.pipe(
    v.array(
      v.tuple([
        v.picklist(['customer', 'agent']),
        v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(maxMessageLength)),
      ]),
    ),
    v.minLength(1),
    v.check((turns) => turns.some(([who]) => who === 'customer'), 'no turn of the customer'),
  ),
});

/** The first line of `text`, cut after a whole word; a word that is too long itself is cut where it must be. */
function subjectOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= longestSubject) return line;
  const cut = line.slice(0, longestSubject - 1);
  const lastBlank = line[cut.length] === ' ' ? cut.length : cut.lastIndexOf(' ');
  const words = lastBlank > 0 ? cut.slice(0, lastBlank) : cut.replace(/[\uD800-\uDBFF]$/, '');
  return `${words.replace(/[\s.,;:]+$/, '')}…`;
}

function parseJson(line: string): { value: unknown } | { why: string } {
  try {
    return { value: JSON.parse(line) };
  } catch (error) {
    return { why: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function dialogueOf(line: string): Dialogue | { why: string } {
  const json = parseJson(line);
  if ('why' in json) return json;
  const parsed = v.safeParse(lineSchema, json.value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = v.getDotPath(issue);
    return { why: path === null ? issue.message : `${path}: ${issue.message}` };
  }
  const { id, turns } = parsed.output;
  const said = turns.filter(([who]) => who === 'customer').map(([, text]) => text);
  return { id, subject: subjectOf(said[0] ?? id), language: languageOf(said.join('\n')) ?? 'und', topics: [], turns };
}

/**
 * Reads dialogues from JSON lines, one `{id, services?, turns: [["customer" | "agent", text], …]}` each. A bad line, or one
 * that repeats an id, is left out and named; empty lines do not count. The services say nothing about our queues, so such
 * a dialogue suits any.
 */
export function parseDialogues(lines: string): DialogueFile {
  const dialogues = new Map<string, Dialogue>();
  const lineOf = new Map<string, number>();
  const bad: { line: number; why: string }[] = [];
  lines
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((text, index) => {
      const line = index + 1;
      if (text.trim() === '') return;
      const dialogue = dialogueOf(text);
      if ('why' in dialogue) bad.push({ line, why: dialogue.why });
      else if (dialogues.has(dialogue.id))
        bad.push({ line, why: `id "${dialogue.id}" is already on line ${lineOf.get(dialogue.id)}` });
      else {
        dialogues.set(dialogue.id, dialogue);
        lineOf.set(dialogue.id, line);
      }
    });
  return { dialogues: [...dialogues.values()], bad };
}
