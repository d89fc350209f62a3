import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDialogues } from '../../lib/floor/dialogueFile.ts';
import { readDialogueFile } from '../../lib/floor/server/readDialogueFile.ts';

const turns = (...said: string[]) => said.map((text, index) => [index % 2 === 0 ? 'customer' : 'agent', text]);
const line = (id: unknown, ...said: string[]) => JSON.stringify({ id, services: ['Any_1'], turns: turns(...said) });
const opening = (text: string) => parseDialogues(line('d', text)).dialogues[0]?.subject ?? '';

test('a good line becomes a dialogue that suits any queue', () => {
  expect(parseDialogues(line('d-1', 'I need a table for two', 'Where?'))).toEqual({
    dialogues: [
      {
        id: 'd-1',
        subject: 'I need a table for two',
        language: 'en',
        topics: [],
        turns: [
          ['customer', 'I need a table for two'],
          ['agent', 'Where?'],
        ],
      },
    ],
    bad: [],
  });
});

test('services may be missing, and fields that nobody knows do no harm', () => {
  const text = JSON.stringify({ id: 'x', turns: turns('Hello'), split: 'dev' });
  expect(parseDialogues(text).dialogues).toHaveLength(1);
});

test('the language is the customer’s, and undetermined where no lexicon exists', () => {
  const text = [line('a', 'שלום, החשבון לא הגיע'), line('b', 'Καλησπέρα, πού είναι το δέμα')].join('\n');
  expect(parseDialogues(text).dialogues.map((each) => each.language)).toEqual(['he', 'und']);
});

test('one bad line is named with number and reason and costs no other', () => {
  const text = [
    line('a', 'One'),
    '',
    '{"id": "b", "turns": [["customer", "Two"]',
    line('c', 'Three'),
    '   ',
    line('a', 'Four'),
    line('d', 'Five'),
  ].join('\n');
  const { dialogues, bad } = parseDialogues(text);
  expect(dialogues.map((each) => each.id)).toEqual(['a', 'c', 'd']);
  expect(dialogues[0]?.subject).toBe('One');
  expect(bad).toEqual([
    { line: 3, why: expect.stringMatching(/^not JSON: /) },
    { line: 6, why: 'id "a" is already on line 1' },
  ]);
});

test.each<[string, unknown, RegExp]>([
  ['a bare string', 'hello', /Object/],
  ['null', null, /Object/],
  ['no id', { turns: turns('Hi') }, /^id: /],
  ['a number as id', { id: 7, turns: turns('Hi') }, /^id: /],
  ['an empty id', { id: '', turns: turns('Hi') }, /^id: /],
  ['an endless id', { id: 'x'.repeat(201), turns: turns('Hi') }, /^id: /],
  ['services that are no list', { id: 'a', services: 'Any', turns: turns('Hi') }, /^services: /],
  ['no turns', { id: 'a' }, /^turns: /],
  ['an empty list of turns', { id: 'a', turns: [] }, /^turns: /],
  [
    'a stranger who speaks',
    {
      id: 'a',
      turns: [
        ['customer', 'Hi'],
        ['robot', 'Hi'],
      ],
    },
    /^turns\.1\.0: /,
  ],
  ['a turn without words', { id: 'a', turns: [['customer', ' \t ']] }, /^turns\.0\.1: /],
  ['a turn that is an object', { id: 'a', turns: [{ customer: 'Hi' }] }, /^turns\.0/],
  ['a turn longer than a message may be', { id: 'a', turns: [['customer', 'x'.repeat(65_537)]] }, /^turns\.0\.1: /],
  ['a customer who says nothing', { id: 'a', turns: [['agent', 'Hello?']] }, /no turn of the customer/],
])('%s is bad, and the reason says where', (_, value, why) => {
  const answer = parseDialogues(JSON.stringify(value));
  expect(answer.dialogues).toEqual([]);
  expect(answer.bad).toEqual([{ line: 1, why: expect.stringMatching(why) }]);
});

test('a byte order mark, Windows line ends and a missing last line end are read', () => {
  const text = `\uFEFF${line('a', 'One')}\r\n\r\n${line('b', 'Two')}`;
  expect(parseDialogues(text)).toMatchObject({ dialogues: [{ id: 'a' }, { id: 'b' }], bad: [] });
});

test('nothing in it is no dialogue and no complaint', () => {
  expect(parseDialogues('\n\n')).toEqual({ dialogues: [], bad: [] });
});

describe('the subject', () => {
  test('is the first words of the customer, also when the agent opens', () => {
    const text = JSON.stringify({
      id: 'a',
      turns: [
        ['agent', 'Welcome'],
        ['customer', 'My lamp is broken'],
      ],
    });
    expect(parseDialogues(text).dialogues[0]?.subject).toBe('My lamp is broken');
  });

  test('is cut after a whole word, within 60 characters', () => {
    const said = 'I would like to find out whether the new timetable, from May, is valid on Sundays';
    expect(opening(said)).toBe('I would like to find out whether the new timetable, from…');
  });

  test('keeps a word that ends exactly at the cut', () => {
    expect(opening(`${'a'.repeat(29)} ${'b'.repeat(29)} c`)).toBe(`${'a'.repeat(29)} ${'b'.repeat(29)}…`);
    expect(opening(`${'a'.repeat(29)} ${'b'.repeat(30)}`)).toBe(`${'a'.repeat(29)} ${'b'.repeat(30)}`);
  });

  test('cuts a word without end, but never through a character', () => {
    const subject = opening('😀'.repeat(50));
    expect(subject).toBe(`${'😀'.repeat(29)}…`);
  });

  test('is one line', () => {
    expect(opening('My\n  lamp\tis broken')).toBe('My lamp is broken');
  });
});

describe('a file', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dialogues-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('is unpacked by its first bytes, whatever its name', async () => {
    const text = `${line('a', 'שלום')}\nnonsense\n`;
    await writeFile(join(folder, 'plain.gz'), text);
    await writeFile(join(folder, 'packed.jsonl'), gzipSync(text));
    const plain = await readDialogueFile(join(folder, 'plain.gz'));
    expect(plain.dialogues[0]?.subject).toBe('שלום');
    expect(plain.bad.map((each) => each.line)).toEqual([2]);
    expect(await readDialogueFile(join(folder, 'packed.jsonl'))).toEqual(plain);
  });

  test('that is not there is an error, not an empty floor', async () => {
    await expect(readDialogueFile(join(folder, 'none.jsonl'))).rejects.toThrow('ENOENT');
  });
});
