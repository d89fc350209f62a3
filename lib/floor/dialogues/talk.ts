import type { Dialogue } from '../floor.ts';

/**
 * A dialogue from a script with one turn a line, `C: …` said by the customer and `A: …` by the agent. The people have no
 * names in it: the floor decides who talks to whom.
 * @throws Error naming dialogue and line when a line is neither.
 */
export function talk(
  id: string,
  language: string,
  topics: readonly string[],
  subject: string,
  script: string,
): Dialogue {
  const lines = script.trim().split('\n');
  const turns = lines.map((line, index): Dialogue['turns'][number] => {
    const said = line.slice(3).trim();
    if (said !== '' && line.startsWith('C: ')) return ['customer', said];
    if (said !== '' && line.startsWith('A: ')) return ['agent', said];
    throw new Error(`Dialogue ${id}, line ${index + 1}: expected "C: …" or "A: …", found "${line}"`);
  });
  return { id, subject, language, topics, turns };
}
