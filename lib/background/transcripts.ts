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
  /** Forgets all of it; what is still on its way is not taken any more. */
  drop(): void;
}
type News = { messages: Message[]; sentiment: SentimentPoint[] } | { problem: ConnectorError };

export function createTranscript(parts: {
  connector: Pick<Connector, 'transcript'>;
  conversationId: string;
  signal: AbortSignal;
  /** New messages arrived, or the reading was refused. */
  onNews(news: News): void;
}): Transcript {
  let messages: Message[] = [];
  let sentiment: SentimentPoint[] = [];
  let fetching = false;
  let again = false;
  let drops = 0;

  async function fetchNews(): Promise<News | undefined> {
    const begun = drops;
    const known = new Set(messages.map(({ id }) => id));
    try {
      const read = await parts.connector.transcript(parts.conversationId, messages.at(-1)?.id, parts.signal);
      if (begun !== drops) return undefined;
      const fresh = read.messages.filter(({ id }) => !known.has(id));
      messages = [...messages, ...fresh];
      sentiment = read.sentiment;
      return { messages: fresh, sentiment };
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      return begun === drops ? { problem: error } : undefined;
    }
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
        const news = await fetchNews();
        if (news !== undefined && !parts.signal.aborted) parts.onNews(news);
      } while (again && !parts.signal.aborted);
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
      drops += 1;
      again = false;
    },
  };
}
