import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Conversation } from '../../lib/domain/records.ts';
import { states } from '../../lib/domain/records.ts';
import { recognise } from '../../lib/workspaces/recognise.ts';
import { aConversation } from '../builders.ts';

const known = (...rows: Conversation[]) => ({
  conversation: (id: string) => rows.find((row) => row.id === id),
  conversations: () => rows,
});
const dana = aConversation({ id: 'c-1', customer: { name: 'Dana Levi' }, subject: 'Refund' });
const words = { customer: 'Dana Levi', subject: 'Refund' };
const guid = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';

test.each([
  ['its id, whatever its words are', { id: 'c-1' }, known(dana), dana],
  ['its id in capitals', { id: guid.toUpperCase() }, known({ ...dana, id: guid }), { ...dana, id: guid }],
  ['an id that is not known: missing, even if words would do', { id: 'c-9', words }, known(dana), 'missing'],
  ['its words', { words }, known(dana), dana],
  ['its words, broken and padded', { words: { customer: ' Dana\n\tLevi', subject: 'Refund ' } }, known(dana), dana],
  ['words of two: nobody can tell', { words }, known(dana, { ...dana, id: 'c-2' }), 'unrecognised'],
  ['words of one that is closed', { words }, known({ ...dana, state: 'closed' }), 'unrecognised'],
  ['words of a closed one and an ongoing one', { words }, known({ ...dana, id: 'c-0', state: 'closed' }, dana), dana],
  ['other capitals', { words: { ...words, customer: 'dana levi' } }, known(dana), 'unrecognised'],
  ['a part of the name', { words: { ...words, customer: 'Dana' } }, known(dana), 'unrecognised'],
  ['empty words', { words: { customer: ' ', subject: '' } }, known({ ...dana, subject: '' }), 'unrecognised'],
  ['nothing', {}, known(dana), 'unrecognised'],
  ['no row at all', undefined, known(dana), 'unrecognised'],
] as const)('%s', (_what, row, mirror, expected) => {
  expect(recognise(row, mirror)).toEqual(expected);
});

test('words lead to a conversation exactly where one ongoing conversation has them, and never to another', () => {
  const word = fc.constantFrom('Dana', 'Dana Levi', 'Dana  Levi', 'Refund', 'refund', '');
  const row = fc.record({ customer: word, subject: word, state: fc.constantFrom(...states) });
  const plain = (text: string) => text.split(/\s+/).filter(Boolean).join(' ');
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), word, word, (rows, customer, subject) => {
      const all = rows.map(({ customer: name, subject: about, state }, index) =>
        aConversation({ id: `c-${index}`, customer: { name }, subject: about, state }),
      );
      const same = all.filter(
        (one) =>
          one.state !== 'closed' &&
          plain(one.customer.name) === plain(customer) &&
          plain(one.subject) === plain(subject),
      );
      const [only] = same;
      const isTold = same.length === 1 && plain(customer) !== '' && plain(subject) !== '';
      expect(recognise({ words: { customer, subject } }, known(...all))).toEqual(isTold ? only : 'unrecognised');
    }),
    { numRuns: 500 },
  );
});
