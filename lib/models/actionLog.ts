/** The local action log of one connection in pages, newest first, and as a file. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { LogEntry } from '../domain/log.ts';
import type { WorkerClient } from '../messages/client.ts';
import { RequestError, type RequestErrorCode } from '../messages/requests.ts';

const page = 50;
const exportPage = 1000;

export interface ActionLogModel {
  entries: ReadonlySignal<readonly LogEntry[]>;
  /** Older ones may exist. */
  more: ReadonlySignal<boolean>;
  trouble: ReadonlySignal<RequestErrorCode | undefined>;
  /** The first page, and with every further call the next older one. */
  readOn(): Promise<void>;
  /** Everything, oldest first, one JSON object a line; undefined when it could not be read (see `trouble`). */
  asLines(): Promise<string | undefined>;
}

export function createActionLog(client: WorkerClient, connectionId: string): ActionLogModel {
  const entries = signal<readonly LogEntry[]>([]);
  const more = signal(true);
  const trouble = signal<RequestErrorCode | undefined>(undefined);

  async function read(after: readonly LogEntry[], limit: number): Promise<LogEntry[]> {
    const before = after.at(-1)?.sequence;
    const answer = await client.ask('readLog', { connectionId, limit, ...(before === undefined ? {} : { before }) });
    return answer.entries;
  }
  async function guarded<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      trouble.value = undefined;
      return result;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      trouble.value = error.code;
      return undefined;
    }
  }

  return {
    entries,
    more,
    trouble,
    async readOn() {
      const shown = entries.peek();
      const next = await guarded(() => read(shown, page));
      // A second call that started from the same place adds nothing twice.
      if (next === undefined || entries.peek() !== shown) return;
      entries.value = [...shown, ...next];
      more.value = next.length === page;
    },
    asLines: () =>
      guarded(async () => {
        const all: LogEntry[] = [];
        for (;;) {
          const next = await read(all, exportPage);
          all.push(...next);
          if (next.length < exportPage) break;
        }
        return all
          .reverse()
          .map((entry) => `${JSON.stringify(entry)}\n`)
          .join('');
      }),
  };
}
