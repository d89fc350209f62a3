/** A contact centre behind a connector, in memory: a history with sequences, pages, lines that can break. */
import {
  type Change,
  type Connector,
  ConnectorError,
  type Page,
  type WatchEvent,
} from '../../lib/connectors/connector.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import { aConversation, anAgent, aQueue, aWorkstream, someCapabilities } from '../builders.ts';

export interface FakeCentre {
  connector: Connector;
  rows: Map<string, Conversation>;
  /** One entry per request: `pull <cursor>`, `watch <cursor>`. */
  requests: { what: string; at: number }[];
  /** Trouble for the next pulls, in order; `undefined` lets one through. */
  pullTrouble: (ConnectorError | undefined)[];
  /** While set, no line can be opened: it fails with this, or hears nothing at all. */
  watchTrouble: ConnectorError | 'silent' | undefined;
  put(id: string, patch?: Partial<Conversation>): void;
  remove(id: string): void;
  /** Tells all lines that they are alive. */
  ping(): void;
  breakLines(kind?: 'offline' | 'broken'): void;
  /** Whoever is not up to date must read everything again. */
  forgetHistory(): void;
  /** Who is in the middle of reading pages must begin anew, once. */
  expirePages(): void;
  /** Conversations whose rows nobody can understand. */
  garbled: Set<string>;
  /** Something is told that is no change of a row. */
  tick(): void;
  /** Of the last change. */
  readonly sequence: number;
  /** What happens to the next events on their way: told twice, or after the one that follows. */
  mishaps: ('twice' | 'late' | 'lost')[];
  readonly lines: number;
}

interface Line {
  tell(event: WatchEvent): void;
  fail(error: ConnectorError): void;
  late: WatchEvent | undefined;
}

export function createFakeCentre(options: { now(): number; pageSize?: number; hasWatch?: boolean }): FakeCentre {
  const { now, pageSize = 2, hasWatch = true } = options;
  const history: { sequence: number; change: Change }[] = [];
  const lines = new Set<Line>();
  let sequence = 0;
  let oldest = 0;
  let arePagesExpired = false;

  const live = (at: number) => `live:${at}`;
  const changesEvent = (change: Change, at: number): WatchEvent => {
    return { kind: 'changes', changes: [change], cursor: live(at), now: now(), unreadable: 0, unreadableIds: [] };
  };

  function happen(change: Change) {
    sequence += 1;
    history.push({ sequence, change });
    const event = changesEvent(change, sequence);
    const mishap = lines.size > 0 ? centre.mishaps.shift() : undefined;
    for (const line of [...lines]) {
      if (mishap === 'lost') line.fail(new ConnectorError('broken', 'events are missing'));
      else if (mishap === 'late' && !line.late) line.late = event;
      else {
        line.tell(event);
        if (mishap === 'twice') line.tell(event);
        if (line.late) {
          line.tell(line.late);
          // What comes out of order may hide a hole: the line begins again where it was.
          line.fail(new ConnectorError('broken', 'out of order'));
        }
      }
    }
  }

  async function pull(cursor: string | undefined): Promise<Page> {
    centre.requests.push({ what: `pull ${cursor ?? '-'}`, at: now() });
    const trouble = centre.pullTrouble.shift();
    if (trouble) throw trouble;
    const place = /^page:(\d+):(.*)$/.exec(cursor ?? '');
    const begun = arePagesExpired ? null : place;
    if (place) arePagesExpired = false;
    const after = begun?.[2] ?? '';
    const startedAt = begun ? Number(begun[1]) : sequence;
    const rest = [...centre.rows.values()].filter(({ id }) => id > after).sort((a, b) => (a.id < b.id ? -1 : 1));
    const page = rest.slice(0, pageSize);
    const more = rest.length > pageSize;
    const good = page.filter(({ id }) => !centre.garbled.has(id));
    const odd = page.filter(({ id }) => centre.garbled.has(id));
    const directory: Change[] = [
      { kind: 'queue', row: aQueue() },
      { kind: 'workstream', row: aWorkstream() },
      { kind: 'agent', row: anAgent() },
    ];
    return {
      changes: [...(begun ? [] : directory), ...good.map((row): Change => ({ kind: 'conversation', row }))],
      cursor: more ? `page:${startedAt}:${page.at(-1)?.id}` : live(startedAt),
      more,
      now: now(),
      startsSnapshot: !begun,
      unreadable: odd.length,
      unreadableIds: odd.map(({ id }) => id),
    };
  }

  function watch(cursor: string, onEvent: (event: WatchEvent) => void, signal: AbortSignal): Promise<void> {
    centre.requests.push({ what: `watch ${cursor}`, at: now() });
    return new Promise((resolve, reject) => {
      if (signal.aborted) return resolve();
      if (centre.watchTrouble instanceof ConnectorError) return reject(centre.watchTrouble);
      const line: Line = {
        late: undefined,
        tell: onEvent,
        fail(error) {
          lines.delete(line);
          reject(error);
        },
      };
      signal.addEventListener('abort', () => {
        lines.delete(line);
        resolve();
      });
      if (centre.watchTrouble === 'silent') return;
      const from = Number(/^live:(\d+)$/.exec(cursor)?.[1] ?? -1);
      if (from < oldest) {
        onEvent({ kind: 'restart' });
        return resolve();
      }
      lines.add(line);
      for (const entry of history) if (entry.sequence > from) onEvent(changesEvent(entry.change, entry.sequence));
      onEvent({ kind: 'alive', cursor: live(sequence), now: now() });
    });
  }

  const centre: FakeCentre = {
    connector: {
      capabilities: someCapabilities(),
      identify: () => Promise.reject(new Error('reading does not ask who it is')),
      pull,
      ...(hasWatch && { watch }),
      read: () => Promise.reject(new Error('reading does not read single rows')),
      transcript: () => Promise.reject(new Error('reading does not read messages')),
      perform: () => Promise.reject(new Error('reading does not act')),
    },
    rows: new Map(),
    requests: [],
    pullTrouble: [],
    watchTrouble: undefined,
    mishaps: [],
    garbled: new Set(),
    put(id, patch = {}) {
      const before = centre.rows.get(id);
      const row = { ...(before ?? aConversation({ id, version: 0 })), ...patch };
      row.version = sequence + 1;
      centre.rows.set(id, row);
      happen({ kind: 'conversation', row });
    },
    remove(id) {
      if (centre.rows.delete(id)) happen({ kind: 'removed', id, version: sequence + 1 });
    },
    ping() {
      for (const line of [...lines]) {
        if (line.late) line.fail(new ConnectorError('broken', 'events are missing'));
        else line.tell({ kind: 'alive', cursor: live(sequence), now: now() });
      }
    },
    breakLines(kind = 'offline') {
      for (const line of [...lines]) line.fail(new ConnectorError(kind, 'the line broke'));
    },
    forgetHistory() {
      oldest = sequence;
      history.length = 0;
    },
    expirePages() {
      arePagesExpired = true;
    },
    tick() {
      sequence += 1;
    },
    get sequence() {
      return sequence;
    },
    get lines() {
      return lines.size;
    },
  };
  return centre;
}
