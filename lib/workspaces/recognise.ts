/** From what a row of a workspace page says to the conversation it shows: by its id, else by its words, never by a guess. */
import type { Conversation } from '../domain/records.ts';
import type { NamedRow, NotFound } from '../domain/workspacePage.ts';

/** What is known: the mirror. */
export interface Known {
  conversation(id: string): Conversation | undefined;
  conversations(): Iterable<Conversation>;
}

/** Without an id it is the one ongoing conversation with exactly these words; where several have them, there is none. */
export function recognise(row: NamedRow | undefined, known: Known): Conversation | NotFound {
  if (row?.id !== undefined) {
    return known.conversation(row.id) ?? known.conversation(row.id.toLowerCase()) ?? 'missing';
  }
  const words = row?.words;
  if (words === undefined) return 'unrecognised';
  const [customer, subject] = [plain(words.customer), plain(words.subject)];
  if (customer === '' || subject === '') return 'unrecognised';
  let found: Conversation | undefined;
  for (const one of known.conversations()) {
    if (one.state === 'closed' || plain(one.customer.name) !== customer || plain(one.subject) !== subject) continue;
    if (found !== undefined) return 'unrecognised';
    found = one;
  }
  return found ?? 'unrecognised';
}

/** Pages break and pad texts as they like. */
const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
