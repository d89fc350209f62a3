import type { Sentiment } from '../domain/records.ts';
import { type Lexicon, lexicons } from './lexicon.ts';

interface Words {
  language: string;
  exact: ReadonlyMap<string, number>;
  stems: ReadonlyMap<string, number>;
  negators: ReadonlySet<string>;
  prefixes: readonly string[];
  ownLetters: RegExp | undefined;
}

/** Newest turn first: what was said last weighs most, and older than six turns is forgotten. */
const recency = [1, 0.7, 0.45, 0.3, 0.2, 0.12];
/** A turn without feeling covers the feelings before it only by half. */
const neutralWeight = 0.5;
/** A negated feeling is weaker than its opposite: "not bad" is less than "good". */
const negated = -0.6;
/** How many words before a feeling a negation reaches. */
const negationReach = 3;
/** Share of a turn's words that a language has to know before the turn counts as being in it. */
const knownShare = 0.3;

const plain = (text: string) => text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replace(/[’׳]/g, "'");

/** A wish for the time of day is no feeling; the time of day alone stays, by which the language is recognised. */
const greeting = /\bgood (morning|afternoon|evening)\b|(בוקר|ערב|יום|לילה|צהריים) טוב(?:ים)?/gu;

const list = (text: string) => plain(text).trim().split(/\s+/);

function wordsOf(lexicon: Lexicon): Words {
  const exact = new Map<string, number>();
  const stems = new Map<string, number>();
  for (const word of [...list(lexicon.common), ...list(lexicon.negators)]) exact.set(word, 0);
  for (const [weight, words] of Object.entries(lexicon.feelings))
    for (const word of list(words))
      if (word.endsWith('*')) stems.set(word.slice(0, -1), Number(weight));
      else exact.set(word, Number(weight));
  return {
    language: lexicon.language,
    exact,
    stems,
    negators: new Set(list(lexicon.negators)),
    prefixes: lexicon.prefixes ?? [],
    ownLetters: lexicon.ownLetters,
  };
}

const languages: readonly Words[] = lexicons.map(wordsOf);

/** The feeling of a word, 0 for one that is known and has none, `undefined` for an unknown one. */
function weightOf(word: string, words: Words): number | undefined {
  const known = words.exact.get(word);
  if (known !== undefined) return known;
  for (let length = word.length; length > 2; length -= 1) {
    const weight = words.stems.get(word.slice(0, length));
    if (weight !== undefined) return weight;
  }
  // With fewer than three letters left it would be chance: שקל (shekel) is not ש + קל (easy).
  const prefix = words.prefixes.find((each) => word.startsWith(each) && word.length - each.length > 2);
  return prefix === undefined ? undefined : weightOf(word.slice(prefix.length), words);
}

/** Words of a turn, clause by clause; a French elision (c'est, j'avais) is taken off. */
const clausesOf = (turn: string) =>
  plain(turn)
    .replace(greeting, '$1$2')
    .split(/[.,:;!?…؟،\n]+|\b(?:and|but|aber|mais|pero)\b/)
    .map((clause) => (clause.match(/[\p{L}']+/gu) ?? []).map((word) => word.replace(/^(?:[cdjlmnst]|qu)'/, '')));

function readIn(clauses: readonly string[][], words: Words): { known: number; score: number } {
  let known = 0;
  let score = 0;
  for (const clause of clauses) {
    clause.forEach((word, index) => {
      const weight = weightOf(word, words);
      if (weight === undefined) return;
      known += 1;
      const isNegated = clause
        .slice(Math.max(0, index - negationReach), index)
        .some((each) => words.negators.has(each));
      score += isNegated ? weight * negated : weight;
    });
  }
  return { known, score };
}

/** Read in the language that knows most of its words; `undefined` when none knows enough of them. */
function readingOf(turn: string): { language: string; score: number } | undefined {
  const clauses = clausesOf(turn);
  const total = clauses.reduce((sum, clause) => sum + clause.length, 0);
  let best: { language: string; score: number } | undefined;
  let bestKnown = 0;
  for (const words of languages) {
    const { known, score } = readIn(clauses, words);
    const sure = words.ownLetters?.test(turn) ? total : known;
    if (sure > bestKnown && sure >= total * knownShare) {
      best = { language: words.language, score };
      bestKnown = sure;
    }
  }
  return best;
}

/** Language tag of a text, `undefined` when it is in none of the lexicon. */
export const languageOf = (text: string): string | undefined => readingOf(text)?.language;

/** −3 … 3, or `undefined` when the turn is in no language of the lexicon. */
function feelingOf(turn: string): number | undefined {
  const reading = readingOf(turn);
  if (reading === undefined) return undefined;
  const shouted = turn.match(/\p{Lu}{4,}/gu) !== null;
  const marks = (turn.match(/!/g) ?? []).length;
  const loudness = (shouted ? 1.3 : 1) * (marks > 1 ? 1.5 : marks === 1 ? 1.25 : 1);
  const score = reading.score === 0 && shouted ? -1 : reading.score * loudness;
  return Math.max(-3, Math.min(3, score));
}

/**
 * An estimate from what the customer said so far, oldest turn first: a small lexicon of seven languages over the last
 * six turns. `'unknown'`, which is not neutral, as long as nothing was said in a language that it knows.
 */
export function sentimentOf(customerTurns: readonly string[]): Sentiment['level'] {
  let sum = 0;
  let weights = 0;
  customerTurns
    .slice(-recency.length)
    .reverse()
    .forEach((turn, age) => {
      const feeling = feelingOf(turn);
      if (feeling === undefined) return;
      const weight = (recency[age] ?? 0) * (feeling === 0 ? neutralWeight : 1);
      sum += weight * feeling;
      weights += weight;
    });
  if (weights === 0) return 'unknown';
  const mean = sum / weights;
  const strength = Math.abs(mean) < 0.4 ? 0 : Math.abs(mean) < 1.25 ? 1 : Math.abs(mean) < 2.25 ? 2 : 3;
  return (Math.sign(mean) * strength || 0) as Sentiment['level'];
}
