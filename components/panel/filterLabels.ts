/** What a filter's value is called. */
import type { State } from '../../lib/domain/records.ts';
import type { Language } from '../../lib/i18n/languages.ts';
import type { Names } from '../../lib/i18n/reasonTexts.ts';
import type { FilterKind } from '../../lib/models/listQuery.ts';

export function filterLabel(text: Language, names: Names, kind: FilterKind, value: string): string {
  switch (kind) {
    case 'states':
      return text.states[value as State];
    case 'channels':
      return text.channel(value);
    case 'queueIds':
      return value === 'none' ? text.conversation.noQueue : names.queue(value);
    case 'agentIds':
      return value === 'none' ? text.common.nobody : names.agent(value);
    case 'sentiments':
      return text.list.sentiments[value as keyof Language['list']['sentiments']];
  }
}
