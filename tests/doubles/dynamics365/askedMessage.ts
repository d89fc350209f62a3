/** Which message a request means, and whether its parameters are the ones that the metadata names. */
import type { Address } from './address.ts';
import type { Message, Role } from './messages.ts';
import { badRequest, DataverseError } from './odata/errors.ts';

export type Given = Partial<Record<Role, string>>;

const namespace = 'Microsoft.Dynamics.CRM.';

/** @throws DataverseError 404 for a message that this organisation has not, or has otherwise bound */
export function messageFor(address: Address, messages: readonly Message[]): Message {
  const bare = address.kind === 'below' ? address.name : address.kind === 'list' ? address.set : '';
  const isBound = address.kind === 'below';
  const name = bare.startsWith(namespace) ? bare.slice(namespace.length) : isBound ? '' : bare;
  const message = messages.find((each) => each.name === name && each.bound === isBound);
  if (!message) throw new DataverseError(404, '0x80060888', `Resource not found for the segment '${bare}'.`);
  return message;
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** By role. @throws DataverseError 400 for what is missing, unknown or of another type */
export function parametersOf(message: Message, input: unknown): Given {
  const body = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
  for (const name of Object.keys(body))
    if (!message.parameters.some((parameter) => parameter.name === name))
      throw badRequest(
        `The parameter '${name}' in the request payload is not a valid parameter for the operation '${message.name}'.`,
        '0x80048d19',
      );
  const given: Given = {};
  for (const { name, type, role, optional } of message.parameters) {
    const value = body[name];
    if (value === undefined || value === null) {
      if (optional) continue;
      throw badRequest(`Required field '${name}' is missing for ${message.name}.`, '0x80048d19');
    }
    const isRight = type === 'Edm.Guid' ? typeof value === 'string' && guid.test(value) : typeof value === jsonOf(type);
    if (!isRight) throw badRequest(`Cannot convert the value of '${name}' to ${type}.`, '0x80048d19');
    given[role] = String(value);
  }
  return given;
}

function jsonOf(type: Message['parameters'][number]['type']): string {
  if (type === 'Edm.Boolean') return 'boolean';
  return type === 'Edm.Int32' ? 'number' : 'string';
}

/** `(ApiVersion='1.0')` or `(ApiVersion=@p1)?@p1='1.0'`: a function's parameters stand in its address. */
export function inlineParameters(args: string | undefined, options: ReadonlyMap<string, string>): unknown {
  const values: Record<string, unknown> = {};
  for (const part of args?.match(/[^,']+(?:'(?:[^']|'')*')?/g) ?? []) {
    const [name = '', source = ''] = part.split(/=(.*)/s);
    const literal = source.startsWith('@') ? options.get(source) : source;
    if (literal === undefined) throw badRequest(`The parameter alias '${source}' has no value.`);
    values[name.trim()] = literal.startsWith("'") ? literal.slice(1, -1).replaceAll("''", "'") : literal;
  }
  return values;
}
