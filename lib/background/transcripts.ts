/**
 * What was said in one conversation, as far as this supervisor may read it (M5). In memory only, and only while
 * somebody looks at it (spec §3 allows 15 minutes).
 */
import type { Connector } from '../connectors/connector.ts';
import { ConnectorError } from '../connectors/connector.ts';
import type { Message, SentimentPoint } from '../domain/records.ts';

export interface Transcript {
  readonly messages: readonly Message[];
  readonly sentiment: readonly SentimentPoint[];
  /** Fetches what is new; calls while one is under way are merged into one more. */
  refresh(): void;
  drop(): void;
}

export function createTranscript(parts: {
  connector: Connector;
  conversationId: string;
  signal: AbortSignal;
  /** New messages arrived, or the reading was refused. */
  onNews(news: { messages: Message[]; sentiment: SentimentPoint[] } | { problem: ConnectorError }): void;
}): Transcript {
  let messages: Message[] = [];
  let sentiment: SentimentPoint[] = [];
  let fetching = false;
  let again = false;

  async function fetchNews() {
    const known = new Set(messages.map(({ id }) => id));
    const read = await parts.connector.transcript(parts.conversationId, messages.at(-1)?.id, parts.signal);
    const fresh = read.messages.filter(({ id }) => !known.has(id));
    messages = [...messages, ...fresh];
    sentiment = read.sentiment;
    return { messages: fresh, sentiment };
  }

  async function refresh() {
    if (fetching) {
      again = true;
      return;
    }
    fetching = true;
    try {
      do {
        again = false;
        parts.onNews(await fetchNews());
      } while (again && !parts.signal.aborted);
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      if (!parts.signal.aborted) parts.onNews({ problem: error });
    } finally {
      fetching = false;
    }
  }

  return {
    get messages() {
      return messages;
    },
    get sentiment() {
      return sentiment;
    },
    refresh: () => void refresh(),
    drop() {
      messages = [];
      sentiment = [];
    },
  };
}
