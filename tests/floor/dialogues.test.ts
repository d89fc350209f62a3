import { expect, test } from 'vitest';
import { builtInDialogues } from '../../lib/floor/dialogues/all.ts';
import { talk } from '../../lib/floor/dialogues/talk.ts';

/** Queues pick their talks by these words; another word would never be picked. */
const topics = new Set(['billing', 'orders', 'travel', 'tech', 'retention', 'bank']);
const count = (language: string) => builtInDialogues.filter((each) => each.language === language).length;

/** Also split at the Arabic and the Greek question mark, and trimmed of quotation marks. */
const sentences = (text: string) =>
  text
    .split(/[.!?…؟;\n]/)
    .map((each) => each.toLowerCase().replace(/\s+/g, ' ').trim())
    .filter((each) => each !== '');

test('there are enough talks in enough languages for a floor that does not repeat itself', () => {
  expect(builtInDialogues.length).toBeGreaterThanOrEqual(46);
  expect(count('he')).toBeGreaterThanOrEqual(9);
  expect(count('ar')).toBeGreaterThanOrEqual(5);
  expect(builtInDialogues.filter((each) => !['en', 'he', 'ar'].includes(each.language)).length).toBeGreaterThanOrEqual(
    6,
  );
});

test('every topic has at least five talks, and no talk has a topic that no queue knows', () => {
  for (const topic of topics)
    expect(builtInDialogues.filter((each) => each.topics.includes(topic)).length, topic).toBeGreaterThanOrEqual(5);
  for (const each of builtInDialogues) {
    expect(each.topics.length, each.id).toBeGreaterThan(0);
    for (const topic of each.topics) expect(topics, each.id).toContain(topic);
  }
});

test('ids and subjects are unique, and a subject fits one line of the list', () => {
  expect(new Set(builtInDialogues.map((each) => each.id)).size).toBe(builtInDialogues.length);
  expect(new Set(builtInDialogues.map((each) => each.subject)).size).toBe(builtInDialogues.length);
  for (const each of builtInDialogues) expect(each.subject.length, each.id).toBeLessThanOrEqual(60);
});

test('every talk is opened by the customer, has 12 or more turns, and nobody speaks more than twice in a row', () => {
  for (const { id, turns } of builtInDialogues) {
    expect(turns.length, id).toBeGreaterThanOrEqual(12);
    expect(turns[0]?.[0], id).toBe('customer');
    const inARow = turns.some(
      ([who], index) => index > 1 && turns[index - 1]?.[0] === who && turns[index - 2]?.[0] === who,
    );
    expect(inARow, id).toBe(false);
  }
});

test('no sentence, however short, is said in two talks', () => {
  const saidIn = new Map<string, string>();
  const repeated: string[] = [];
  for (const { id, turns } of builtInDialogues)
    for (const sentence of turns.flatMap(([, text]) => sentences(text))) {
      const before = saidIn.get(sentence);
      if (before !== undefined && before !== id) repeated.push(`${before} and ${id}: ${sentence}`);
      saidIn.set(sentence, id);
    }
  expect(repeated).toEqual([]);
});

test('the letters of a talk are those of its language', () => {
  const letters: Record<string, RegExp> = {
    he: /\p{Script=Hebrew}/u,
    ar: /\p{Script=Arabic}/u,
    ru: /\p{Script=Cyrillic}/u,
    el: /\p{Script=Greek}/u,
  };
  for (const { id, language, turns } of builtInDialogues)
    for (const [, text] of turns)
      if (/\p{Letter}/u.test(text)) expect(text, id).toMatch(letters[language] ?? /\p{Script=Latin}/u);
});

test('a script line that nobody says is named with its dialogue and number', () => {
  expect(() => talk('x', 'en', [], 'X', '\nC: Hello\nB: Who?\n')).toThrow('Dialogue x, line 2');
  expect(() => talk('x', 'en', [], 'X', '\nC:  \n')).toThrow('Dialogue x, line 1');
});
