/**
 * The messages that an organisation has, found in its `$metadata` (CSDL in XML) while that streams by: real ones are
 * larger than 10 MB, and their text is never held as a whole.
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import * as v from 'valibot';
import { ConnectorError } from '../connector.ts';

/** All of them begin with it (facts §5.1 of Dynamics 365). */
const prefix = 'CCaaS_';
/** Characters; a document beyond it is not read to its end. */
export const maxMetadataLength = 64 * 1024 * 1024;

const nameSchema = v.pipe(v.string(), v.regex(/^\w{1,128}$/));
const typeSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const messageSchema = v.object({
  name: nameSchema,
  kind: v.picklist(['action', 'function']),
  /** The type it is bound to; absent when it is called on its own. */
  boundTo: v.optional(typeSchema),
  /** Without the one it is bound to. */
  parameters: v.pipe(
    v.array(v.object({ name: nameSchema, type: typeSchema, nullable: v.boolean() })),
    v.maxLength(100),
  ),
});
export const messagesSchema = v.pipe(v.array(messageSchema), v.maxLength(1000));
export type Message = v.InferOutput<typeof messageSchema>;

/** @throws ConnectorError broken when the text is no `$metadata`, ends early, or is longer than 64 MB */
export async function readMessages(text: AsyncIterable<string>): Promise<Message[]> {
  const found: Found[] = [];
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  let open: Found | undefined;
  let hasBegun = false;
  parser.on('opentag', (tag) => {
    const name = localName(tag);
    if (!hasBegun && name !== 'Edmx') throw new Error(`it begins with <${tag.name}>`);
    hasBegun = true;
    if (isMessage(tag)) open = begin(tag);
    else if (name === 'Parameter') open?.parameters.push(parameterOf(tag));
  });
  parser.on('closetag', (tag) => {
    if (open === undefined || !isMessage(tag)) return;
    found.push(open);
    open = undefined;
  });

  let length = 0;
  try {
    for await (const chunk of text) {
      length += chunk.length;
      if (length > maxMetadataLength) throw new Error(`it is longer than ${maxMetadataLength} characters`);
      parser.write(chunk);
    }
    parser.close();
    return v.parse(messagesSchema, found.map(withoutBinding));
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    throw new ConnectorError('broken', `The list of messages cannot be understood: ${String(error)}`, { cause: error });
  }
}

/** As it stands in the document, before it is validated. */
interface Found {
  name: string | undefined;
  kind: 'action' | 'function';
  isBound: boolean;
  parameters: { name: string | undefined; type: string | undefined; nullable: boolean }[];
}

const localName = ({ name }: SaxesTagPlain) => name.replace(/^.*:/, '');

function isMessage(tag: SaxesTagPlain): boolean {
  const kind = localName(tag);
  return (kind === 'Action' || kind === 'Function') && (tag.attributes.Name?.startsWith(prefix) ?? false);
}

function begin(tag: SaxesTagPlain): Found {
  const { Name: name, IsBound } = tag.attributes;
  const kind = localName(tag) === 'Action' ? 'action' : 'function';
  return { name, kind, isBound: IsBound === 'true', parameters: [] };
}

/** A parameter may be left out unless it says that it may not (CSDL 4, Nullable). */
function parameterOf({ attributes: { Name: name, Type: type, Nullable } }: SaxesTagPlain): Found['parameters'][number] {
  return { name, type, nullable: Nullable !== 'false' };
}

/** The first parameter of a bound message is what it is called on (CSDL 4, IsBound). */
function withoutBinding({ name, kind, isBound, parameters: [first, ...rest] }: Found) {
  if (isBound) return { name, kind, boundTo: first?.type ?? '', parameters: rest };
  return { name, kind, parameters: first === undefined ? [] : [first, ...rest] };
}
