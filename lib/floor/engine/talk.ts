/** One conversation on the floor: its row and what was said in it. */
import { type Message, maxMessageLength } from '../../domain/records.ts';
import type { WireConversation } from '../wire.ts';

export interface Talk {
  /** Replaced as a whole at each change, so that events can carry it. */
  row: WireConversation;
  /** A function until somebody asks: most of a large floor is never read. */
  said: Message[] | (() => Message[]);
}

export interface Line {
  from: Message['from'];
  authorName?: string;
  text: string;
  /** To everyone when absent. */
  audience?: Message['audience'];
}

export function messagesOf(talk: Talk): Message[] {
  if (typeof talk.said === 'function') talk.said = talk.said();
  return talk.said;
}

export function customerTurns(messages: readonly Message[]): string[] {
  return messages.filter(({ from }) => from === 'customer').map(({ text }) => text);
}

export function asMessage(line: Line, conversationId: string, number: number, at: number): Message {
  return {
    id: `${conversationId}-m${number}`,
    conversationId,
    at,
    from: line.from,
    ...(line.authorName === undefined ? {} : { authorName: line.authorName }),
    text: line.text.slice(0, maxMessageLength),
    audience: line.audience ?? 'everyone',
  };
}

/** A line that nobody says: what the system tells those who are in the talk. */
export function told(text: string, audience: Message['audience'] = 'everyone'): Line {
  return { from: 'system', text, audience };
}
