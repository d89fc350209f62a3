/** Who comes, by which channel, into which queue, and what is going to be said. */
import type { Channel } from '../../domain/records.ts';
import { kindOf } from '../../domain/rules.ts';
import type { Dialogue } from '../floor.ts';
import { customers, type Person, recordSubjects, type Subject, voiceSubjects } from '../people.ts';
import type { WireConversation } from '../wire.ts';
import type { Chance } from './chance.ts';
import { queuesFor, topicsOf } from './world.ts';

export interface Contact {
  dialogue: Dialogue | undefined;
  subject: string;
  customer: WireConversation['customer'];
}

export interface Customers {
  /** Plays that dialogue, or one that suits that queue, or any. */
  contact(channel: Channel, wish?: { dialogue?: Dialogue; queueId?: string }): Contact;
  /** The queue that a contact comes into. */
  queueFor(channel: Channel, contact: Contact): string;
  dialogue(id: string): Dialogue | undefined;
}

export function createCustomers(dialogues: readonly Dialogue[], chance: Chance): Customers {
  const spoken = new Set(dialogues.map(({ language }) => language));
  const byId = new Map(dialogues.map((dialogue) => [dialogue.id, dialogue]));
  const suited = new Map<string, readonly Dialogue[]>();
  const named = Map.groupBy(customers, ({ language }) => language);
  const guests = customers.filter(({ language }) => !spoken.has(language));
  let known = 0;

  /** Half of those who write English have it from elsewhere: names of all the languages that no dialogue is in. */
  function nameFor(language: string): Person {
    const own = named.get(language) ?? [];
    const isGuest = own.length === 0 || (language === 'en' && chance.happens(0.5));
    return chance.pick(isGuest && guests.length > 0 ? guests : own) ?? { name: 'Customer', language };
  }

  function dialoguesFor(queueId: string): readonly Dialogue[] {
    const ready = suited.get(queueId);
    if (ready) return ready;
    const topics = topicsOf(queueId);
    const found = dialogues.filter(
      (each) => each.topics.length === 0 || each.topics.some((topic) => topics.includes(topic)),
    );
    const result = found.length > 0 ? found : dialogues;
    suited.set(queueId, result);
    return result;
  }

  /** What the menu or the sender wrote above it. */
  function subjectIn(list: readonly Subject[], language: string | undefined): Subject | undefined {
    const own = list.filter((each) => each.language === language);
    return chance.pick(own.length > 0 ? own : list);
  }

  function talked(subject: string, language: string, dialogue: Dialogue | undefined): Contact {
    known += 1;
    const { name } = nameFor(language);
    return { subject, dialogue, customer: { name, id: `p-${known}`, language } };
  }

  return {
    contact(channel, { dialogue, queueId } = {}) {
      if (kindOf(channel) === 'record') {
        const about = subjectIn(recordSubjects, chance.pick(recordSubjects)?.language);
        return talked(about?.subject ?? 'Case', about?.language ?? 'en', undefined);
      }
      const played = dialogue ?? chance.pick(queueId === undefined ? dialogues : dialoguesFor(queueId));
      const language = played?.language ?? 'en';
      const spokenSubject = channel === 'voice' ? subjectIn(voiceSubjects, language)?.subject : undefined;
      return talked(spokenSubject ?? played?.subject ?? 'Question', language, played);
    },
    queueFor(channel, { dialogue }) {
      const kind = kindOf(channel);
      return chance.pick(queuesFor(kind === 'unknown' ? 'messaging' : kind, dialogue?.topics ?? []))?.id ?? '';
    },
    dialogue: (id) => byId.get(id),
  };
}
