/** One page's line to the worker: greeting with proof, then requests, each parsed, answered once, never thrown away. */
import * as v from 'valibot';
import type { Channel } from '../messages/channel.ts';
import type { FromWorker } from '../messages/envelope.ts';
import { toWorkerSchema } from '../messages/envelope.ts';
import type { FrameTokens } from '../messages/frameTokens.ts';
import type { RequestErrorCode, RequestName } from '../messages/requests.ts';
import { protocol, RequestError, requestSchemas } from '../messages/requests.ts';
import type { Sender } from '../messages/sender.ts';
import type { Topic } from '../messages/topics.ts';
import { OutboxError } from '../outbox/book.ts';
import type { Handlers } from './handlers.ts';
import type { StandingQuestion } from './subscriptions.ts';

/** A page that has proved itself. */
export interface Page {
  /** The tab whose workspace page it stands in; absent for pages of their own. */
  readonly tabId: number | undefined;
  readonly questions: Map<string, StandingQuestion>;
  push(subscription: string, topic: Topic, push: unknown): void;
}

export function servePage(
  channel: Channel,
  sender: Sender,
  parts: { tokens: FrameTokens; handlers: Handlers; ready: Promise<void> },
): void {
  const send = (message: FromWorker) => channel.send(message);
  let page: Page | undefined;
  let isOpen = true;

  channel.onMessage((message) => {
    const parsed = v.safeParse(toWorkerSchema, message);
    if (!parsed.success) return;
    const heard = parsed.output;
    if (heard.kind === 'ping') return send({ kind: 'pong' });
    if (heard.kind === 'hello') {
      if (heard.protocol !== protocol) return send({ kind: 'otherVersion' });
      if (!isProved(sender, heard.token, parts.tokens)) return channel.close();
      page = {
        tabId: sender.kind === 'frame' ? sender.tabId : undefined,
        questions: new Map(),
        push: (subscription, topic, push) => send({ kind: 'push', subscription, topic, push }),
      };
      return send({ kind: 'welcome' });
    }
    if (page === undefined) {
      return send({ kind: 'failure', id: heard.id, code: 'notAllowed', message: 'This page has not proved itself.' });
    }
    answer(parts, page, heard.name, heard.input, () => isOpen).then(
      (value) => send({ kind: 'answer', id: heard.id, value }),
      (error: unknown) => send({ kind: 'failure', id: heard.id, ...failureOf(error) }),
    );
  });
  channel.onClose(() => {
    isOpen = false;
    for (const question of page?.questions.values() ?? []) question.stop();
  });
}

function isProved(sender: Sender, token: string | undefined, tokens: FrameTokens): boolean {
  if (sender.kind === 'page') return true;
  return sender.kind === 'frame' && token !== undefined && tokens.redeem(token, sender.tabId);
}

async function answer(
  parts: { handlers: Handlers; ready: Promise<void> },
  page: Page,
  name: string,
  input: unknown,
  isOpen: () => boolean,
): Promise<unknown> {
  if (!Object.hasOwn(requestSchemas, name)) throw new RequestError('badMessage', `There is no request "${name}".`);
  const known = name as RequestName;
  const parsed = v.safeParse(requestSchemas[known], input);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new RequestError('badMessage', `${name}: ${v.getDotPath(issue) ?? 'input'}: ${issue.message}`);
  }
  await parts.ready;
  // A page that left while the worker was starting must not leave standing questions behind.
  if (!isOpen()) throw new RequestError('lineLost', 'The page is gone.');
  const handler = parts.handlers[known] as (input: unknown, page: Page) => Promise<unknown>;
  return handler(parsed.output, page);
}

function failureOf(error: unknown): { code: RequestErrorCode; message: string } {
  if (error instanceof RequestError) return { code: error.code, message: error.message };
  if (error instanceof OutboxError) return { code: error.kind, message: error.message };
  return { code: 'failed', message: error instanceof Error ? error.message : String(error) };
}
