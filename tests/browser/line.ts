/** A line to the worker of a test's own, from a page of the extension: what a panel asks and hears, without its screen. */
import { randomUUID } from 'node:crypto';

import type { LogEntry } from '../../lib/domain/log.ts';
import { everything, maxWindow } from '../../lib/domain/query.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import { pagePortName } from '../../lib/messages/envelope.ts';
import type { Answers, RequestInput, RequestName } from '../../lib/messages/requests.ts';
import { protocol } from '../../lib/messages/requests.ts';
import type { Topic, Topics } from '../../lib/messages/topics.ts';
import type { Page } from './harness.ts';

/** Mended by nobody: when the worker dies every question fails. */
export interface Line {
  /** @throws when the worker refuses, or is gone before it has answered */
  ask<N extends RequestName>(name: N, input: RequestInput<N>): Promise<Answers[N]>;
  /** The first push on a standing question, which is whole. */
  first<T extends Topic>(topic: T, params: Topics[T]['params']): Promise<Topics[T]['push']>;
}

interface InPage {
  chrome: { runtime: { connect(info: { name: string }): PortInPage } };
  testLine?: Promise<(asked: Asked) => Promise<unknown>>;
}
/** What ends it: the answer under its id, or the first push under its subscription's. */
type Asked = { id: string; name: RequestName; input: unknown; subscription?: string };
interface PortInPage {
  postMessage(message: unknown): void;
  onMessage: { addListener(listener: (message: never) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
}

/** @param page one of the extension's own; a line that broke is opened anew with the next question */
export function lineOf(page: Page): Line {
  const post = (asked: Asked) =>
    page.evaluate(
      async ({ asked, name, protocol }) => {
        const world = globalThis as unknown as InPage;
        world.testLine ??= new Promise((open) => {
          const port = world.chrome.runtime.connect({ name });
          const waiting = new Map<string, { resolve(value: unknown): void; reject(error: Error): void }>();
          type Heard = {
            kind: string;
            id?: string;
            subscription?: string;
            value?: unknown;
            push?: unknown;
            message?: string;
          };
          port.onMessage.addListener(({ kind, id = '', subscription = '', value, push, message }: Heard) => {
            if (kind === 'welcome') open(send);
            else if (kind === 'push') waiting.get(subscription)?.resolve(push);
            else if (kind === 'answer') waiting.get(id)?.resolve(value);
            else if (kind === 'failure') waiting.get(id)?.reject(new Error(message));
          });
          const send = ({ id, name, input, subscription }: Asked) =>
            new Promise((resolve, reject) => {
              const ends = { resolve, reject };
              waiting.set(id, subscription === undefined ? ends : { resolve: () => {}, reject });
              if (subscription !== undefined) waiting.set(subscription, ends);
              port.postMessage({ kind: 'ask', id, name, input });
            });
          port.onDisconnect.addListener(() => {
            delete world.testLine;
            for (const { reject } of waiting.values()) reject(new Error('The worker is gone.'));
          });
          port.postMessage({ kind: 'hello', protocol });
        });
        const send = await world.testLine;
        return send(asked);
      },
      { asked, name: pagePortName, protocol },
    );

  return {
    ask: async (name, input) => (await post({ id: randomUUID(), name, input })) as never,
    async first(topic, params) {
      const subscription = randomUUID();
      const input = { topic, subscription, params };
      return (await post({ id: randomUUID(), name: 'subscribe', input, subscription })) as never;
    },
  };
}

/** Every ongoing conversation that the worker knows, in the list's own order. */
export async function listed(line: Line): Promise<Conversation[]> {
  const rows: Conversation[] = [];
  for (;;) {
    const query = { ...everything, from: rows.length, count: maxWindow };
    const window = await line.first('list', { connectionId: 'floor', query });
    rows.push(...window.rows);
    if (rows.length >= window.total || window.rows.length === 0) return rows;
  }
}

/** The whole action log, newest first. */
export async function actionLog(line: Line): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for (;;) {
    const before = entries.at(-1)?.sequence;
    const page = await line.ask('readLog', {
      connectionId: 'floor',
      limit: 1000,
      ...(before === undefined ? {} : { before }),
    });
    entries.push(...page.entries);
    if (page.entries.length < 1000) return entries;
  }
}
