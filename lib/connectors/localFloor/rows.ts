/** The floor's rows → fresh records. A row that cannot be understood is `undefined`: left out and counted, not fatal. */
import * as v from 'valibot';
import type { Reason } from '../../domain/reasons.ts';
import { reasonSchema } from '../../domain/reasons.ts';
import {
  type Conversation,
  idSchema,
  knownChannels,
  type Message,
  maxMessageLength,
  messageSchema,
  queueSchema,
  type SentimentPoint,
  sentimentPointSchema,
  workstreamSchema,
} from '../../domain/records.ts';
import { wireAgentSchema, wireConversationSchema } from '../../floor/wire.ts';
import type { Change } from '../connector.ts';

/** What the floor's rows leave out. */
export interface Reading {
  connectionId: string;
  myAgentId: string;
  /** When the row was read, on the floor's clock. */
  observedAt: number;
}

export function readConversation(input: unknown, reading: Reading): Conversation | undefined {
  const { connectionId, observedAt } = reading;
  const row = parsed(wireConversationSchema, keepUnknownChannel(input));
  return row && { ...row, connectionId, observedAt };
}

export type RowKind = Exclude<Change['kind'], 'removed'>;

export function readRow(kind: RowKind, input: unknown, reading: Reading): Change | undefined {
  switch (kind) {
    case 'conversation': {
      const row = readConversation(input, reading);
      return row && { kind, row };
    }
    case 'agent': {
      const row = parsed(wireAgentSchema, input);
      return row && { kind, row: { ...row, isMe: row.id === reading.myAgentId } };
    }
    case 'queue': {
      const row = parsed(queueSchema, input);
      return row && { kind, row };
    }
    case 'workstream': {
      const row = parsed(workstreamSchema, keepUnknownChannel(input));
      return row && { kind, row };
    }
  }
}

const withId = v.object({ id: idSchema });

/** Which conversation a row that cannot be understood is of, where that much can be read. */
export function idsOfUnreadable(kind: RowKind, inputs: readonly unknown[]): string[] {
  if (kind !== 'conversation') return [];
  return inputs.map((input) => parsed(withId, input)?.id).filter((id) => id !== undefined);
}

export function readMessage(input: unknown): Message | undefined {
  const text = isObject(input) && typeof input.text === 'string' ? input.text : '';
  const cut = text.length > maxMessageLength;
  return parsed(messageSchema, cut ? { ...Object(input), text: `${text.slice(0, maxMessageLength - 1)}…` } : input);
}

export function readSentimentPoint(input: unknown): SentimentPoint | undefined {
  return parsed(sentimentPointSchema, input);
}

/** A code that this version does not know is shown as the backend says it. */
export function readReason(input: unknown): Reason {
  const known = parsed(reasonSchema, input);
  if (known) return known;
  const code = isObject(input) && typeof input.code === 'string' ? input.code : undefined;
  const text = JSON.stringify(input) ?? '';
  return { code: 'backendRefused', text, ...(code === undefined ? {} : { backendCode: code }) };
}

function parsed<const S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> | undefined {
  const result = v.safeParse(schema, input);
  return result.success ? result.output : undefined;
}

function keepUnknownChannel(input: unknown): unknown {
  if (!isObject(input) || typeof input.channel !== 'string') return input;
  const known = input.channel.startsWith('unknown:') || knownChannels.some((channel) => channel === input.channel);
  return known ? input : { ...input, channel: `unknown:${input.channel}` };
}

function isObject(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null;
}
