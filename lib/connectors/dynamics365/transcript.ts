/**
 * What was said, as far as it is given (facts §4.5): transcripts are written when a conversation is over. Nothing is
 * documented for reading a live one.
 */
import * as v from 'valibot';
import { type Message, maxMessageLength, messageSchema } from '../../domain/records.ts';
import { ConnectorError, type Transcript } from '../connector.ts';
import { type HttpAnswer, path } from '../http.ts';
import { idColumn, labelOf, optionalId, optionalText, readRows } from './columns.ts';
import { guid } from './guid.ts';
import type { Reading } from './odataReading.ts';

const conversationSchema = v.object({
  _msdyn_liveworkstreamid_value: optionalId,
  [labelOf('_msdyn_customer_value')]: optionalText,
});
const workstreamSchema = v.object({ msdyn_restrictdownloadtranscript: v.nullish(v.boolean()) });
const transcriptSchema = v.object({ msdyn_transcriptid: idColumn });
const bodySchema = v.object({ documentbody: v.string() });
const fileSchema = v.object({ annotationid: idColumn, filename: optionalText });
const author = v.nullish(v.object({ displayName: v.nullish(v.string()) }));
const lineSchema = v.object({
  id: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
  created: v.nullish(v.string()),
  createdDateTime: v.nullish(v.string()),
  content: v.nullish(v.string()),
  from: v.nullish(v.object({ user: author, application: author })),
  isControlMessage: v.nullish(v.boolean()),
  tags: v.nullish(v.string()),
  attachments: v.nullish(v.array(v.object({ annotationid: v.nullish(v.string()) }))),
});
type Line = v.InferOutput<typeof lineSchema>;

/**
 * The messages of a conversation that is over, oldest first, those after message id `after`; none while it goes on.
 * @throws ConnectorError forbidden where the workstream restricts transcripts, notFound
 */
export async function readTranscript(
  api: Reading,
  conversationId: string,
  after: string | undefined,
  signal: AbortSignal,
): Promise<Transcript> {
  const id = guid(conversationId);
  const conversation = understood(
    conversationSchema,
    await api.get(path`/msdyn_ocliveworkitems(${id})`, {
      query: { $select: '_msdyn_liveworkstreamid_value,_msdyn_customer_value' },
      signal,
    }),
  );
  await refuseWhereRestricted(api, conversation._msdyn_liveworkstreamid_value, signal);

  const transcripts = await listOf('msdyn_transcripts', transcriptSchema, `_msdyn_liveworkitemidid_value eq ${id}`);
  if (transcripts.length === 0) return { messages: [], sentiment: [] };
  const ofTranscripts = transcripts.map(({ msdyn_transcriptid: each }) => `_objectid_value eq ${each}`).join(' or ');
  const bodies = await listOf('annotations', bodySchema, `objecttypecode eq 'msdyn_transcript' and (${ofTranscripts})`);
  const lines = bodies.flatMap(({ documentbody }) => linesOf(documentbody));
  const hasFiles = lines.some(({ attachments }) => attachments && attachments.length > 0);
  const ofConversation = `objecttypecode eq 'msdyn_ocliveworkitem' and _objectid_value eq ${id}`;
  const files = hasFiles ? await listOf('annotations', fileSchema, ofConversation) : [];
  const nameOf = new Map(files.map(({ annotationid, filename }) => [annotationid, filename]));
  const customer = conversation[labelOf('_msdyn_customer_value')];
  const messages = lines
    .flatMap((line) => toMessage(line, { conversationId: id, customer, nameOf }) ?? [])
    .sort((a, b) => a.at - b.at);
  return { messages: messages.slice(messages.findIndex((message) => message.id === after) + 1), sentiment: [] };

  async function listOf<const S extends v.GenericSchema>(set: string, schema: S & { entries: object }, filter: string) {
    const query = { $select: Object.keys(schema.entries).join(','), $filter: filter };
    const rows: v.InferOutput<S>[] = [];
    for await (const page of api.list(setPath(set), { query, signal })) rows.push(...readRows(schema, page).rows);
    return rows;
  }
}

const setPath = (set: string) => path`/${set}`;

async function refuseWhereRestricted(
  api: Reading,
  workstreamId: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (workstreamId === undefined) return;
  const query = { $select: 'msdyn_restrictdownloadtranscript' };
  const answer = await api.get(path`/msdyn_liveworkstreams(${workstreamId})`, { query, accept: [404], signal });
  if (answer.status === 404 || !understood(workstreamSchema, answer).msdyn_restrictdownloadtranscript) return;
  throw new ConnectorError('forbidden', 'The workstream of this conversation restricts its transcripts');
}

/** Base64 of a JSON array. A line that makes no sense does not hide the others. */
function linesOf(base64: string): Line[] {
  let lines: unknown;
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    lines = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new ConnectorError('broken', 'The transcript cannot be read', { cause: error });
  }
  return readRows(lineSchema, Array.isArray(lines) ? lines : []).rows;
}

function toMessage(
  line: Line,
  around: { conversationId: string; customer: string | undefined; nameOf: ReadonlyMap<string, string | undefined> },
): Message | undefined {
  const tags = (line.tags ?? '').split(',').map((tag) => tag.trim().toLowerCase());
  const name = line.from?.user?.displayName ?? line.from?.application?.displayName ?? undefined;
  const files = (line.attachments ?? []).map(({ annotationid: id }) => `[${around.nameOf.get(id ?? '') ?? id ?? '…'}]`);
  const text = [...(line.content ? [line.content] : []), ...files].join('\n');
  const message = {
    id: line.id,
    conversationId: around.conversationId,
    at: Date.parse(line.createdDateTime ?? line.created ?? ''),
    from: authorOf(line, tags, around.customer),
    ...(name ? { authorName: name.slice(0, 500) } : {}),
    text: text.length > maxMessageLength ? `${text.slice(0, maxMessageLength - 1)}…` : text,
    // Only what is tagged so is shown to the customer.
    audience: tags.includes('public') ? 'everyone' : 'internal',
  };
  const parsed = v.safeParse(messageSchema, message);
  return parsed.success ? parsed.output : undefined;
}

/** Nothing documented tells a customer from an agent: a tag that names the customer does, or the customer's own name. */
function authorOf(line: Line, tags: string[], customer: string | undefined): Message['from'] {
  if (line.isControlMessage || tags.includes('system')) return 'system';
  if (!line.from?.user) return 'bot';
  const isCustomer = tags.some((tag) => /customer$/.test(tag)) || line.from.user.displayName === customer;
  return isCustomer ? 'customer' : 'agent';
}

function understood<const S extends v.GenericSchema>(schema: S, answer: HttpAnswer): v.InferOutput<S> {
  const parsed = v.safeParse(schema, answer.body);
  if (!parsed.success) throw new ConnectorError('broken', 'What is said of the conversation makes no sense');
  return parsed.output;
}
