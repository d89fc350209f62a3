/** What is found in `$metadata` while it streams by: facts §5.1 and the CSDL of OData 4. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Message, maxMetadataLength, readMessages } from '../../../lib/connectors/dynamics365/metadata.ts';
import { anAction, conversationType, csdl, inParts, parameter, plausible } from './csdl.ts';

const inSchema = (elements: string) => csdl([]).replace('<EntityContainer', `${elements}<EntityContainer`);

test('All CCaaS_ messages are found with what they ask for, and nothing else is', async () => {
  expect(await readMessages(inParts(csdl(plausible)))).toEqual(plausible);
});

test.each<[string, string, Message]>([
  [
    'an action on a conversation: what it is bound to is no parameter of it',
    `<Action Name="CCaaS_A" IsBound="true"><Parameter Name="entity" Type="${conversationType}"/><Parameter Name="P" Type="Edm.Guid" Nullable="false"/></Action>`,
    { name: 'CCaaS_A', kind: 'action', boundTo: conversationType, parameters: [parameter('P', { type: 'Edm.Guid' })] },
  ],
  [
    'an action of its own',
    '<Action Name="CCaaS_A" IsBound="false"><Parameter Name="P" Type="Edm.Int32"/></Action>',
    { name: 'CCaaS_A', kind: 'action', parameters: [parameter('P', { type: 'Edm.Int32', nullable: true })] },
  ],
  ['an action without parameters', '<Action Name="CCaaS_A"/>', { name: 'CCaaS_A', kind: 'action', parameters: [] }],
  [
    'a parameter that says nothing may be left out',
    '<Action Name="CCaaS_A"><Parameter Name="P" Type="Edm.String" Nullable="true"/></Action>',
    { name: 'CCaaS_A', kind: 'action', parameters: [parameter('P', { nullable: true })] },
  ],
  [
    'a function',
    '<Function Name="CCaaS_F"><ReturnType Type="mscrm.x"/></Function>',
    { name: 'CCaaS_F', kind: 'function', parameters: [] },
  ],
  [
    'with a prefix, annotations and odd spacing',
    `<edm:Action\n  IsBound = 'true' Name = 'CCaaS_A' xmlns:edm="x"><edm:Parameter Name="e" Type="Collection(mscrm.x)"><Annotation Term="a &amp; b" String="&lt;Action&gt;"/></edm:Parameter></edm:Action>`,
    { name: 'CCaaS_A', kind: 'action', boundTo: 'Collection(mscrm.x)', parameters: [] },
  ],
])('%s', async (_what, element, message) => {
  expect(await readMessages(inParts(inSchema(element)))).toEqual([message]);
});

test('The same name bound to different types is several messages', async () => {
  const overloads = [anAction('CCaaS_A'), { ...anAction('CCaaS_A'), boundTo: 'mscrm.systemuser' }];
  expect(await readMessages(inParts(csdl(overloads)))).toEqual(overloads);
});

const names = fc.stringMatching(/^[A-Za-z]\w{0,20}$/);
const parameters = fc.record({
  name: names,
  type: fc.constantFrom('Edm.Guid', 'Edm.String', 'Collection(Edm.String)', 'mscrm.systemuser'),
  nullable: fc.boolean(),
});
const messages: fc.Arbitrary<Message> = fc.record(
  {
    name: names.map((name) => `CCaaS_${name}`),
    kind: fc.constantFrom('action', 'function'),
    boundTo: fc.constantFrom(conversationType, 'Microsoft.Dynamics.CRM.queue'),
    parameters: fc.array(parameters, { maxLength: 4 }),
  },
  { requiredKeys: ['name', 'kind', 'parameters'] },
);

test('Wherever the text is cut on its way, the same messages are found', async () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(fc.array(messages, { maxLength: 5 }), cuts, async (wanted, sizes) => {
      async function* cut(text: string) {
        for (let at = 0, turn = 0; at < text.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          yield text.slice(at, at + size);
          at += size;
        }
      }
      expect(await readMessages(cut(csdl(wanted)))).toEqual(wanted);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['nothing', ''],
  ['half of it', csdl(plausible).slice(0, -200)],
  ['a page to sign in', '<!DOCTYPE html><html><head><title>Sign in</title></head></html>'],
  ['JSON', '{"error":{"code":"0x0","message":"no"}}'],
  ['a message without a name that can stand in an address', inSchema('<Action Name="CCaaS_/../x"/>')],
  ['a bound message that is bound to nothing', inSchema('<Action Name="CCaaS_A" IsBound="true"/>')],
  ['a parameter without a type', inSchema('<Action Name="CCaaS_A"><Parameter Name="P"/></Action>')],
])('%s is no list of messages', async (_what, text) => {
  await expect(readMessages(inParts(text))).rejects.toMatchObject({ name: 'ConnectorError', kind: 'broken' });
});

test('A document of 100 MB is given up at its limit, and its source is told', async () => {
  let asked = 0;
  let wasEnded = false;
  async function* hundredMegabytes() {
    try {
      yield '<Edmx>';
      for (asked = 1; asked < 100; asked += 1) {
        yield ' '.repeat(1024 * 1024);
      }
    } finally {
      wasEnded = true;
    }
  }
  await expect(readMessages(hundredMegabytes())).rejects.toMatchObject({ kind: 'broken' });
  expect(asked).toBe(maxMetadataLength / 1024 / 1024);
  expect(wasEnded).toBe(true);
});
