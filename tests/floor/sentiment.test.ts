import { describe, expect, test } from 'vitest';
import { sentimentLevels } from '../../lib/domain/records.ts';
import { builtInDialogues } from '../../lib/floor/dialogues/all.ts';
import { sentimentOf } from '../../lib/floor/sentiment.ts';

const sign = (turns: readonly string[]) => {
  const level = sentimentOf(turns);
  return level === 'unknown' ? level : Math.sign(level);
};

describe('one turn', () => {
  test.each<[string, number | 'unknown']>([
    ['This is a scam, I am furious!!', -1],
    ['I am not happy with this.', -1],
    ['It does not work and nobody helps me.', -1],
    ['I have been waiting for an hour.', -1],
    ['I would like to change my address.', 0],
    ['Good morning, I have a question about my order.', 0],
    ['That is not bad at all.', 1],
    ['No problem, thanks.', 1],
    ['You are wonderful, this is fantastic!', 1],
    ['אני ממש כועסת, זה שירות גרוע!', -1],
    ['נמאס לי, זו בושה', -1],
    ['זה לא בסדר', -1],
    ['בוקר טוב, רציתי לשנות כתובת', 0],
    ['החשבון הוא 49 שקלים לחודש', 0],
    ['תודה רבה, שירות מצוין', 1],
    ['והשירות נהדר', 1],
    ['هذه كارثة وأنا غاضب جدا', -1],
    ['الخدمة سيئة والموظف ليس لطيف', -1],
    ['هل يمكن تغيير رقم الهاتف؟', 0],
    ['شكرا جزيلا، خدمة ممتازة ورائعة', 1],
    ['Es un servicio pésimo, ¡qué vergüenza!', -1],
    ['Muchas gracias, ha sido muy amable', 1],
    ['C’est inadmissible, je suis furieux', -1],
    ['Ce n’est pas décevant, merci', 1],
    ['Ich bin wirklich wütend, so eine Frechheit', -1],
    ['Danke, das hat gut geklappt', 1],
    ['Это ужасный сервис', -1],
    ['Спасибо, всё отлично', 1],
    ['Παρακαλώ στείλτε μου τον λογαριασμό', 'unknown'],
    ['荷物がまだ届いていません', 'unknown'],
    ['Zamówiłem wczoraj buty i nadal ich nie ma', 'unknown'],
    ['204 118', 'unknown'],
    ['', 'unknown'],
  ])('"%s" is read as %s', (text, expected) => {
    expect(sign([text])).toBe(expected);
  });

  test.each([
    ['louder with an exclamation mark', 'This is bad and annoying', 'This is bad and annoying!!'],
    ['louder in capitals', 'This is a terrible delay', 'This is a TERRIBLE delay and a mess'],
  ])('is %s', (_, calm, loud) => {
    expect(Number(sentimentOf([loud]))).toBeLessThanOrEqual(Number(sentimentOf([calm])));
    expect(Number(sentimentOf([loud]))).toBeLessThan(0);
  });

  test('shouted without a word of feeling is slightly negative, not neutral', () => {
    expect(sentimentOf(['WHERE IS MY ORDER'])).toBe(-1);
    expect(sentimentOf(['Where is my order'])).toBe(0);
  });
});

describe('a talk', () => {
  test('that has not begun is unknown, not neutral', () => {
    expect(sentimentOf([])).toBe('unknown');
  });

  test('turns with its last words: the same two turns differ by their order', () => {
    const angry = 'I am angry, this is terrible';
    const calmed = 'Thank you, that is great and very kind';
    expect(Number(sentimentOf([angry, calmed]))).toBeGreaterThan(Number(sentimentOf([calmed, angry])));
  });

  test('forgets what is older than six turns', () => {
    const neutral = Array.from({ length: 6 }, () => 'It is the one in the blue box');
    expect(sentimentOf(['You are all thieves and I hate this', ...neutral])).toBe(0);
    expect(sentimentOf(['I hate this, it is horrible', ...neutral.slice(3)])).toBeLessThan(0);
  });

  test('stays what it was when a number or a word of no known language is added', () => {
    expect(sentimentOf(['I am furious, this is a scam', '4417'])).toBe(sentimentOf(['I am furious, this is a scam']));
  });

  test('that changes its language is read in both', () => {
    expect(sentimentOf(['Hello, this is terrible', 'זו בושה, נמאס לי'])).toBe(-3);
  });
});

describe('the built-in talks', () => {
  const courses = builtInDialogues.map(({ id, language, turns }) => {
    const said = turns.filter(([who]) => who === 'customer').map(([, text]) => text);
    return { id, language, levels: said.map((_, index) => sentimentOf(said.slice(0, index + 1))) };
  });

  test('show every level and unknown somewhere', () => {
    expect(new Set(courses.flatMap((each) => each.levels))).toEqual(new Set([...sentimentLevels, 'unknown']));
  });

  test('show the same in Hebrew and in Arabic: very negative to very positive', () => {
    for (const language of ['he', 'ar']) {
      const levels = courses.filter((each) => each.language === language).flatMap((each) => each.levels);
      expect(levels, language).toContain(-3);
      expect(levels, language).toContain(3);
    }
  });

  test('are unknown throughout only where no lexicon exists', () => {
    const unread = courses.filter((each) => each.levels.every((level) => level === 'unknown'));
    expect(unread.map((each) => each.language)).toEqual(['el']);
  });

  test.each([
    ['en-billing-roaming', 'is calmed by good service', -3, 1],
    ['en-orders-broken-tv', 'stays furious to the end', -3, -3],
    ['he-tech-internet', 'is calmed by good service', -3, 2],
    ['ar-tech-internet', 'is calmed by good service', -3, 1],
    ['he-travel-zimmer', 'is delighted throughout', 2, 3],
  ])('%s %s', (id, _, worst, last) => {
    const levels = courses.find((each) => each.id === id)?.levels ?? [];
    expect(Math.min(...levels.map(Number))).toBe(worst);
    expect(levels.at(-1)).toBe(last);
  });
});
