/** Which messages this organisation has, asked for once a day. */
import * as v from 'valibot';
import type { ConnectionSettings, ConnectorEnvironment } from '../connector.ts';
import { path } from '../http.ts';
import { type Message, messagesSchema, readMessages } from './metadata.ts';
import type { WebApi } from './webApi.ts';

/** Milliseconds. */
const keptFor = 24 * 3_600_000;

const keptSchema = v.object({
  /** Of the organisation that was asked: another address is another organisation. */
  baseUrl: v.string(),
  at: v.number(),
  messages: messagesSchema,
});
type Kept = v.InferOutput<typeof keptSchema>;

export interface Discovery {
  /** @throws ConnectorError as the reading of `$metadata` does */
  messages(signal: AbortSignal): Promise<Message[]>;
  /** Asks again, whatever is remembered. */
  rediscover(signal: AbortSignal): Promise<Message[]>;
}

export function createDiscovery(
  { baseUrl }: Pick<ConnectionSettings, 'baseUrl'>,
  { memory, now }: Pick<ConnectorEnvironment, 'memory' | 'now'>,
  api: Pick<WebApi, 'stream'>,
): Discovery {
  let known: Kept | undefined;
  /** One reading at a time: it is a large one. */
  let reading: Promise<Message[]> | undefined;

  const isFresh = (kept: Kept | undefined): kept is Kept =>
    kept !== undefined && kept.baseUrl === baseUrl && kept.at <= now() && now() - kept.at < keptFor;

  async function remembered(): Promise<Kept | undefined> {
    // What cannot be remembered is asked for again; it is nobody's trouble.
    const kept = v.safeParse(keptSchema, await memory.read().catch(() => undefined));
    return kept.success ? kept.output : undefined;
  }

  async function read(signal: AbortSignal): Promise<Message[]> {
    const messages = await readMessages(api.stream(path`/$metadata`, signal));
    known = { baseUrl, at: now(), messages };
    await memory.write(known).catch(() => undefined);
    return messages;
  }

  function rediscover(signal: AbortSignal): Promise<Message[]> {
    reading ??= read(signal).finally(() => {
      reading = undefined;
    });
    return reading;
  }

  return {
    async messages(signal) {
      if (!isFresh(known)) known = await remembered();
      return isFresh(known) ? known.messages : rediscover(signal);
    },
    rediscover,
  };
}
