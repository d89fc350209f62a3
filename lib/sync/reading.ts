/**
 * Pages and events → mirror. The first full reading is shown as it comes; a later one is collected beside the old
 * picture and takes its place at once, so that no list is ever empty in between.
 */
import { type Change, type Connector, ConnectorError, type Page, type WatchEvent } from '../connectors/connector.ts';
import type { Agent, Conversation, Queue, Workstream } from '../domain/records.ts';
import type { Mirror } from '../mirror/mirror.ts';
import { type BackoffGate, passingProblems } from './backoffGate.ts';

export interface Reading {
  /** The connector's cursor; `undefined` before anything was read. */
  readonly cursor: string | undefined;
  /** A full reading was completed once: the cursor can be followed. */
  readonly isWhole: boolean;
  /** When the last page was asked for, on this machine's clock. */
  readonly readAt: number;
  readonly clockOffset: number;
  readonly unreadable: number;
  /** From `cursor` to the end; transient trouble is waited out page by page. @throws ConnectorError auth, forbidden, wrongBackend */
  readAll(cursor: string | undefined, signal: AbortSignal): Promise<void>;
  take(event: Exclude<WatchEvent, { kind: 'restart' }>): void;
}

export function createReading(options: {
  connector: Connector;
  mirror: Mirror;
  gate: BackoffGate;
  now(): number;
  onTrouble(problem: ConnectorError): void;
  /** After each page: conversations so far, shown already (`loaded`: the first reading) or beside the picture. */
  onProgress(loaded: number | undefined, collected?: number): void;
}): Reading {
  const { connector, mirror, gate, now, onTrouble, onProgress } = options;
  let readAt = Number.NEGATIVE_INFINITY;
  let clockOffset = 0;
  let unreadable = 0;

  const ongoingIds = () => [...mirror.conversations()].filter(({ state }) => state !== 'closed').map(({ id }) => id);

  async function onePage(cursor: string | undefined, signal: AbortSignal): Promise<Page> {
    for (;;) {
      await gate.pass(signal);
      readAt = now();
      try {
        const page = await connector.pull(cursor, signal, ongoingIds);
        clockOffset = page.now - (readAt + now()) / 2;
        gate.succeeded();
        return page;
      } catch (error) {
        if (signal.aborted || !isTransient(error)) throw error;
        onTrouble(error);
      }
    }
  }

  async function readAll(from: string | undefined, signal: AbortSignal) {
    let cursor = from;
    let asOf = now();
    let beside: ReturnType<typeof createCollection> | undefined;
    for (;;) {
      const page = await onePage(cursor, signal);
      signal.throwIfAborted();
      if (page.startsSnapshot) {
        asOf = readAt;
        unreadable = 0;
        const isFirst = mirror.cursor === undefined && mirror.size === 0;
        beside = isFirst ? undefined : createCollection();
      }
      unreadable += page.unreadable;
      if (beside) beside.add(page);
      else {
        const { changes, unreadableIds } = page;
        mirror.apply({ changes, unreadable: unreadableIds, cursor: stored(page.cursor, !page.more), asOf });
      }
      cursor = page.cursor;
      if (!page.more) break;
      onProgress(beside ? undefined : mirror.size, beside?.size);
    }
    if (beside) mirror.replace(beside.rows(), stored(cursor, true), asOf);
    onProgress(undefined);
  }

  return {
    get cursor() {
      return position(mirror.cursor)?.cursor;
    },
    get isWhole() {
      return position(mirror.cursor)?.isWhole ?? false;
    },
    get readAt() {
      return readAt;
    },
    get clockOffset() {
      return clockOffset;
    },
    get unreadable() {
      return unreadable;
    },
    readAll,
    take(event) {
      const cursor = stored(event.cursor, true);
      const asOf = now();
      clockOffset = event.now - asOf;
      if (event.kind === 'alive') mirror.touch(cursor, asOf);
      else {
        unreadable += event.unreadable;
        mirror.apply({ changes: event.changes, unreadable: event.unreadableIds, cursor, asOf });
      }
      onProgress(undefined);
    },
  };
}

function isTransient(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && passingProblems.some((kind) => kind === error.kind);
}

/** The mirror keeps the cursor with a mark of whether the first reading is complete: a worker may die in the middle of it. */
function stored(cursor: string, isWhole: boolean): string {
  return `${isWhole ? 'whole' : 'part'} ${cursor}`;
}
function position(text: string | undefined): { cursor: string; isWhole: boolean } | undefined {
  if (text === undefined) return undefined;
  const space = text.indexOf(' ');
  return { cursor: text.slice(space + 1), isWhole: text.slice(0, space) === 'whole' };
}

function createCollection() {
  const conversations = new Map<string, Conversation>();
  const agents = new Map<string, Agent>();
  const queues = new Map<string, Queue>();
  const workstreams = new Map<string, Workstream>();
  const unreadable = new Set<string>();

  function addOne(change: Change) {
    switch (change.kind) {
      case 'conversation': {
        const known = conversations.get(change.row.id);
        if (!known || known.version <= change.row.version) conversations.set(change.row.id, change.row);
        return;
      }
      case 'removed':
        conversations.delete(change.id);
        return;
      case 'agent':
        agents.set(change.row.id, change.row);
        return;
      case 'queue':
        queues.set(change.row.id, change.row);
        return;
      case 'workstream':
        workstreams.set(change.row.id, change.row);
        return;
    }
  }

  return {
    add({ changes, unreadableIds }: Page) {
      changes.forEach(addOne);
      for (const id of unreadableIds) unreadable.add(id);
    },
    get size() {
      return conversations.size;
    },
    rows: () => ({
      conversations: [...conversations.values()],
      agents: [...agents.values()],
      queues: [...queues.values()],
      workstreams: [...workstreams.values()],
      unreadable: [...unreadable],
    }),
  };
}
