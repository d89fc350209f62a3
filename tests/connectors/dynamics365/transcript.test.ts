import { expect, test } from 'vitest';
import { readTranscript } from '../../../lib/connectors/dynamics365/transcript.ts';
import { maxMessageLength } from '../../../lib/domain/records.ts';
import { formatted, guidOf, refusal, setUp, tables } from './answers.ts';
import { conversationId, workstream } from './conversationRows.ts';

const { signal } = new AbortController();
const transcriptId = guidOf(8, 1);
const fileId = guidOf(8, 2);
const at = '2026-03-02T08:00:00.000Z';

const lines = [
  {
    id: '3',
    createdDateTime: '2026-03-02T08:02:00Z',
    content: 'Please wait',
    from: { user: { displayName: 'Ada' } },
    tags: 'private',
  },
  {
    id: 2,
    createdDateTime: '2026-03-02T08:01:00Z',
    content: 'שלום, איפה החבילה?',
    from: { user: { displayName: 'Dana Levi' } },
    tags: 'public',
  },
  { id: '1', created: at, content: 'Hello', from: { application: { displayName: 'Robo' } }, tags: 'public,x' },
  { id: '4', createdDateTime: '2026-03-02T08:03:00Z', content: 'Dana left', isControlMessage: true, tags: 'system' },
];
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

function setUpWith(rows: Record<string, unknown> = {}, body: unknown = lines) {
  return setUp((asked) => {
    if (asked.path === 'annotations') {
      const isFile = asked.query.get('$filter')?.includes("objecttypecode eq 'msdyn_ocliveworkitem'");
      return { value: isFile ? [{ annotationid: fileId, filename: 'invoice.pdf' }] : [{ documentbody: base64(body) }] };
    }
    return tables({
      [`msdyn_ocliveworkitems(${conversationId})`]: {
        _msdyn_liveworkstreamid_value: workstream,
        [formatted('_msdyn_customer_value')]: 'Dana Levi',
      },
      [`msdyn_liveworkstreams(${workstream})`]: { msdyn_restrictdownloadtranscript: false },
      msdyn_transcripts: [{ msdyn_transcriptid: transcriptId }],
      ...rows,
    })(asked);
  });
}
const read = (rows?: Record<string, unknown>, body?: unknown, after?: string) =>
  readTranscript(setUpWith(rows, body).api, conversationId, after, signal);

test('A finished one: oldest first, who wrote it, and who could read it', async () => {
  const { messages } = await read();
  expect(messages.map(({ id, from, audience, authorName, text }) => [id, from, audience, authorName, text])).toEqual([
    ['1', 'bot', 'everyone', 'Robo', 'Hello'],
    ['2', 'customer', 'everyone', 'Dana Levi', 'שלום, איפה החבילה?'],
    ['3', 'agent', 'internal', 'Ada', 'Please wait'],
    ['4', 'system', 'internal', undefined, 'Dana left'],
  ]);
  expect(messages[0]).toMatchObject({ at: Date.parse(at), conversationId });
});

test('Only what came after a message, where that is known', async () => {
  expect((await read({}, lines, '2')).messages.map(({ id }) => id)).toEqual(['3', '4']);
  expect((await read({}, lines, 'unheard of')).messages).toHaveLength(4);
});

test('While it goes on nothing is given: none, and no error', async () => {
  expect(await read({ msdyn_transcripts: [] })).toEqual({ messages: [], sentiment: [] });
});

test('Where the workstream restricts transcripts no body is asked for', async () => {
  const { api, calls } = setUpWith({
    [`msdyn_liveworkstreams(${workstream})`]: { msdyn_restrictdownloadtranscript: true },
  });
  await expect(readTranscript(api, conversationId, undefined, signal)).rejects.toMatchObject({
    kind: 'forbidden',
    message: expect.stringContaining('restricts'),
  });
  expect(calls.map(({ path }) => path).filter((path) => /annotation|transcript/.test(path))).toEqual([]);
});

test('An attachment is named after what was written', async () => {
  const body = [
    { id: '1', created: at, content: 'Here', from: null, tags: 'public', attachments: [{ annotationid: fileId }] },
  ];
  expect((await read({}, body)).messages[0]?.text).toBe('Here\n[invoice.pdf]');
});

test('A line that makes no sense does not hide the others; a long one is cut', async () => {
  const body = [
    { nonsense: true },
    { id: '1', created: 'never', content: 'x' },
    { id: '2', created: at, content: 'y'.repeat(70_000) },
  ];
  const { messages } = await read({}, body);
  expect(messages.map(({ id, text }) => [id, text.length])).toEqual([['2', maxMessageLength]]);
});

test('A body that is no JSON is an error, a conversation that is gone is not found', async () => {
  const { api } = setUp((asked) =>
    asked.path === 'annotations' ? { value: [{ documentbody: '%%%' }] } : setUpAnswer(asked.path),
  );
  await expect(readTranscript(api, conversationId, undefined, signal)).rejects.toMatchObject({ kind: 'broken' });
  const gone = { [`msdyn_ocliveworkitems(${conversationId})`]: () => refusal(404) };
  await expect(read(gone)).rejects.toMatchObject({ kind: 'notFound' });
  await expect(readTranscript(api, '../x', undefined, signal)).rejects.toMatchObject({ kind: 'notFound' });
});

const setUpAnswer = (path: string) =>
  path === 'msdyn_transcripts' ? { value: [{ msdyn_transcriptid: transcriptId }] } : {};
