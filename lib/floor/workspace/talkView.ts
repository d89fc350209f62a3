/** One open conversation page: its header and the lines that were not sent before. */
import type { Floor } from '../floor.ts';
import type { TalkUpdate } from './feeds.ts';
import { channelText, type Language, languages } from './texts.ts';

export function createTalkView(floor: Floor, conversationId: string, language: Language) {
  const texts = languages[language];
  let seenVersion: number | undefined;
  let sentLines = 0;
  let last: TalkUpdate | undefined;

  return {
    next(): TalkUpdate | undefined {
      const row = floor.conversation(conversationId);
      if (!row) {
        if (!last || last.state === 'gone') return undefined;
        last = { ...last, state: 'gone', stateText: texts.gone, lines: [] };
        return last;
      }
      if (row.version === seenVersion) return undefined;
      seenVersion = row.version;
      const said = floor.transcript(conversationId);
      const lines = said.slice(sentLines).map(({ id, at, from, authorName, text, audience }) => ({
        id,
        at,
        from,
        author: authorName ?? '',
        text,
        internal: audience === 'internal',
      }));
      sentLines = said.length;
      const agent = row.participants.find((each) => each.mode === 'primary');
      last = {
        customer: row.customer.name,
        subject: row.subject,
        state: row.state,
        stateText: row.ringing ? texts.ringing : texts[row.state],
        facts: [
          agent?.name ?? texts.nobody,
          floor.queues().find((queue) => queue.id === row.queueId)?.name ?? '',
          channelText(texts, row.channel),
        ].filter(Boolean),
        people: row.participants.map((each) => each.name).join(', '),
        lines,
      };
      return last;
    },
  };
}
