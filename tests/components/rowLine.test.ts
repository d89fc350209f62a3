import { expect, test } from 'vitest';
import { rowLine } from '../../components/panel/rowLine.ts';
import { languageFor } from '../../lib/i18n/languages.ts';
import { stalenessSince } from '../../lib/models/freshness.ts';
import { aConversation, morning } from '../builders.ts';

const names = { agent: () => 'x', queue: () => 'q' } as never;

test.each([
  ['en', 5_000, 'plain', /^as of .*newer data could not be read$/],
  ['en', 31_000, 'warn', /^as of .*newer data could not be read$/],
  ['he', 76_000, 'urgent', /^נכון ל־.*לא ניתן לקרוא/],
] as const)(
  'A row that is older than the rest says as of when, in words (%s, %i ms: %s)',
  (language, age, tone, words) => {
    const row = aConversation({ olderSince: morning - age });
    const text = languageFor(language);
    const staleness = stalenessSince(morning - age, { phase: 'live' }, morning);
    const scene = {
      text,
      names,
      workstream: undefined,
      pending: undefined,
      backendNow: morning,
      now: morning,
      staleness,
    };
    const line = rowLine(row, scene);
    expect(line.tone).toBe(tone);
    expect(line.words).toMatch(words);
  },
);
