/**
 * What every connector owes, whatever its backend: run it against the backend's test double over real requests.
 * A world is one small contact centre in which nothing happens but what a test does.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { type Change, type Connector, ConnectorError, type WatchEvent } from '../../lib/connectors/connector.ts';
import type { Action, ActionOf } from '../../lib/domain/actions.ts';
import type { ReasonCode } from '../../lib/domain/reasons.ts';
import type { Conversation } from '../../lib/domain/records.ts';

export interface ContractWorld {
  /** As a supervisor who may do everything; with credentials that are none; at an address where something else is. */
  connect(as?: 'supervisor' | 'nobody' | 'elsewhere'): Connector;
  /** Ongoing conversations that this account may read, more than one page of them. */
  ids: string[];
  /** One of them that is Open and nobody's, one that is Active with a human agent, one that nobody else touches. */
  openId: string;
  activeId: string;
  spareId: string;
  /** A human agent to whom the open one can be assigned without an override. */
  agentId: string;
  /** The customer writes: the row's version rises, its etag stays. */
  customerWrites(id: string): void;
  /** Its messages can be read while it goes on. */
  readsLive: boolean;
  /** The codes with which assigning what is assigned already is refused. */
  refusalCodes: readonly ReasonCode[];
  /** Another agent gets it: the etag changes. */
  changesHands(id: string): void;
  /** Deleted, not closed. */
  remove(id: string): void;
  /** Everything before now is too long ago to be told. */
  forgetHistory(): Promise<void>;
  breakLines(): void;
  /** The next act takes effect, its answer is lost. */
  loseNextReply(): void;
  /** The next request is turned away for so many seconds. */
  limitNext(seconds: number): void;
  effectsOf(operationId: string): number;
  stop(): Promise<void>;
}

export function connectorContract(name: string, build: () => Promise<ContractWorld>): void {
  const ends: (() => unknown)[] = [];
  const { signal } = new AbortController();
  let known: string[] = [];

  async function world() {
    const made = await build();
    ends.push(made.stop);
    known = made.ids;
    versions.clear();
    return { ...made, connector: made.connect() };
  }
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  /** A line on which a test can wait for what it needs to hear. */
  function listen(connector: Connector, cursor: string) {
    const stop = new AbortController();
    ends.push(() => stop.abort());
    const heard: WatchEvent[] = [];
    const waiting = new Set<() => void>();
    const onEvent = (event: WatchEvent) => {
      heard.push(event);
      for (const look of [...waiting]) look();
    };
    const following = connector.watch?.bind(connector) ?? pollAgain(connector);
    const ended: Promise<unknown> = following(cursor, onEvent, stop.signal).then(
      () => 'returned',
      (error: unknown) => error,
    );
    const changes = () => heard.flatMap((event) => (event.kind === 'changes' ? event.changes : []));
    return {
      heard,
      ended,
      stop: () => stop.abort(),
      changes,
      until: (holds: () => boolean) =>
        new Promise<void>((resolve) => {
          const look = () => {
            if (!holds()) return;
            waiting.delete(look);
            resolve();
          };
          waiting.add(look);
          look();
        }),
    };
  }

  describe(`The connector for ${name}`, () => {
    test('says who the account is', async () => {
      const { connector } = await world();
      const identity = await connector.identify(signal);
      expect(identity).toMatchObject({ isSupervisor: true, switchedOff: [] });
      expect(identity.siteName).not.toBe('');
      expect(identity.agentId).not.toBe('');
    });

    test('calls wrong credentials "auth" and another product "wrongBackend"', async () => {
      const { connect } = await world();
      await expect(connect('nobody').identify(signal)).rejects.toMatchObject({ kind: 'auth' });
      await expect(connect('nobody').pull(undefined, signal)).rejects.toMatchObject({ kind: 'auth' });
      await expect(connect('elsewhere').identify(signal)).rejects.toMatchObject({ kind: 'wrongBackend' });
    });

    test('reads everything once, page by page, and says where it begins and ends', async () => {
      const { connector, ids } = await world();
      const { pages, changes } = await readAll(connector);
      expect(pages.length).toBeGreaterThan(1);
      expect(pages.map(({ startsSnapshot }) => startsSnapshot)).toEqual(pages.map((_, index) => index === 0));
      expect(pages.every((page) => page.unreadable === 0 && page.now > 0)).toBe(true);
      expect(pages.flatMap((page) => page.unreadableIds)).toEqual([]);
      const rows = changes.flatMap((change) => (change.kind === 'conversation' ? [change.row.id] : []));
      expect(rows.toSorted()).toEqual(ids.toSorted());
      expect(kindsOf(changes)).toEqual(new Set(['conversation', 'agent', 'queue', 'workstream']));
      const mine = changes.filter((change) => change.kind === 'agent' && change.row.isMe);
      expect(mine).toMatchObject([{ row: { id: (await connector.identify(signal)).agentId } }]);
    });

    test('loses nothing that changes while it reads', async () => {
      const { connector, spareId, customerWrites, remove, openId } = await world();
      const first = await connector.pull(undefined, signal);
      const before = await connector.read(spareId, signal);
      customerWrites(spareId);
      remove(openId);
      const { cursor } = await readAll(connector, first.cursor);
      const line = listen(connector, cursor);
      await line.until(() => line.changes().some(({ kind }) => kind === 'removed'));
      const told = line.changes().filter((change) => change.kind === 'conversation' && change.row.id === spareId);
      const version = Math.max(...told.map((change) => (change.kind === 'conversation' ? change.row.version : 0)));
      expect(version).toBeGreaterThan(before.version);
    });

    test('tells changes with rising versions, and goes on where it was', async () => {
      const { connector, spareId, customerWrites, remove, openId } = await world();
      const { cursor } = await readAll(connector);
      const line = listen(connector, cursor);
      const versionsTold = () =>
        line
          .changes()
          .flatMap((change) =>
            change.kind === 'conversation' && change.row.id === spareId ? [change.row.version] : [],
          );
      for (const count of [1, 2]) {
        customerWrites(spareId);
        await line.until(() => versionsTold().length >= count);
      }
      const versions = versionsTold();
      expect(versions).toEqual(versions.toSorted((a, b) => a - b));
      line.stop();
      expect(await line.ended).toBe('returned');

      remove(openId);
      const last = line.heard.at(-1);
      const again = listen(connector, last && 'cursor' in last ? last.cursor : '');
      await again.until(() => again.changes().some(({ kind }) => kind === 'removed'));
      expect(again.changes()).toContainEqual(expect.objectContaining({ kind: 'removed', id: openId }));
    });

    test('asks for a new reading when its place is too long ago', async () => {
      const { connector, spareId, customerWrites, forgetHistory } = await world();
      const { cursor } = await readAll(connector);
      // Who polls names its place with each question: a new reading is one more answer.
      if (!connector.watch) return expect((await connector.pull('too long ago', signal)).startsSnapshot).toBe(true);
      customerWrites(spareId);
      await forgetHistory();
      const line = listen(connector, cursor);
      expect(await line.ended).toBe('returned');
      expect(line.heard).toEqual([{ kind: 'restart' }]);
    });

    test('says that the line broke', async () => {
      const { connector, spareId, customerWrites, breakLines } = await world();
      const { cursor } = await readAll(connector);
      if (!connector.watch) return;
      const line = listen(connector, cursor);
      customerWrites(spareId);
      await line.until(() => line.heard.length > 0);
      breakLines();
      customerWrites(spareId);
      expect(await line.ended).toMatchObject({ kind: 'offline' });
    });

    test('reads one row as it is now, and knows when it is gone', async () => {
      const { connector, spareId, remove } = await world();
      expect(await connector.read(spareId, signal)).toMatchObject({ id: spareId });
      remove(spareId);
      await expect(connector.read(spareId, signal)).rejects.toMatchObject({ kind: 'notFound' });
      await expect(connector.read('../identity', signal)).rejects.toMatchObject({ kind: 'notFound' });
      await expect(connector.read('..', signal)).rejects.toMatchObject({ kind: 'notFound' });
    });

    test('M5: shows what was said only while monitoring, and only what is new', async () => {
      const { connector, activeId, customerWrites, readsLive } = await world();
      if (!readsLive) {
        return expect(await connector.transcript(activeId, undefined, signal)).toEqual({ messages: [], sentiment: [] });
      }
      await expect(connector.transcript(activeId, undefined, signal)).rejects.toMatchObject({ kind: 'forbidden' });
      await connector.perform(actionOn(await connector.read(activeId, signal), { type: 'monitor' }), signal);
      const { messages } = await connector.transcript(activeId, undefined, signal);
      customerWrites(activeId);
      const rest = await connector.transcript(activeId, messages.at(-1)?.id, signal);
      expect(rest.messages.length).toBeGreaterThan(0);
      expect(rest.messages.map(({ id }) => id)).not.toContain(messages.at(-1)?.id);
    });

    test('acts once per operation id, and answers with the row as it is then', async () => {
      const { connector, openId, agentId, effectsOf } = await world();
      const action = assignTo(await connector.read(openId, signal), agentId);
      const outcome = await connector.perform(action, signal);
      expect(outcome).toMatchObject({ kind: 'done', row: { id: openId, agentId, state: 'active' } });
      expect((await connector.perform(action, signal)).kind).toMatch(/^(done|alreadySo)$/);
      expect(effectsOf(action.operationId)).toBe(1);
    });

    test('does not act on a conversation that is no longer what was seen', async () => {
      const { connector, activeId, changesHands, effectsOf } = await world();
      const seen = await connector.read(activeId, signal);
      changesHands(activeId);
      const action = actionOn(seen, { type: 'forceClose' });
      const outcome = await connector.perform(action, signal);
      expect(outcome).toMatchObject({ kind: 'changed', row: { id: activeId } });
      expect(outcome.row?.etag).not.toBe(seen.etag);
      expect(effectsOf(action.operationId)).toBe(0);
    });

    test('is not disturbed by messages: they change the version, not the etag', async () => {
      const { connector, activeId, customerWrites } = await world();
      const seen = await connector.read(activeId, signal);
      customerWrites(activeId);
      const outcome = await connector.perform(actionOn(seen, { type: 'forceClose' }), signal);
      expect(outcome).toMatchObject({ kind: 'done', row: { state: 'closed' } });
    });

    test('gives the reasons of a refusal as codes', async () => {
      const { connector, activeId, agentId, refusalCodes } = await world();
      const outcome = await connector.perform(assignTo(await connector.read(activeId, signal), agentId), signal);
      expect(outcome.kind === 'refused' && outcome.reasons.map(({ code }) => code)).toEqual(
        expect.arrayContaining([...refusalCodes]),
      );
    });

    test('says of an act on what is gone that it is gone', async () => {
      const { connector, spareId, remove } = await world();
      const seen = await connector.read(spareId, signal);
      remove(spareId);
      const outcome = await connector.perform(actionOn(seen, { type: 'forceClose' }), signal);
      expect(outcome).toEqual({ kind: 'refused', reasons: [{ code: 'gone' }] });
    });

    test('leaves a lost answer open, and can find out where the backend remembers', async () => {
      const { connector, openId, agentId, loseNextReply, effectsOf } = await world();
      const action = assignTo(await connector.read(openId, signal), agentId);
      loseNextReply();
      await expect(connector.perform(action, signal)).rejects.toMatchObject({ kind: 'offline' });
      expect(effectsOf(action.operationId)).toBe(1);
      expect(await connector.read(openId, signal)).toMatchObject({ agentId });
      if (!connector.outcomeOf) return;
      expect(await connector.outcomeOf(action.operationId, signal)).toMatchObject({ kind: 'done', row: { agentId } });
      expect(await connector.outcomeOf('never-sent', signal)).toBeUndefined();
    });

    test('passes on how long the backend wants to be left alone', async () => {
      const { connector, spareId, limitNext } = await world();
      await connector.identify(signal);
      limitNext(7);
      await expect(connector.read(spareId, signal)).rejects.toMatchObject({ kind: 'rateLimited', retryAfter: 7_000 });
    });

    test('stops at once when it is told to', async () => {
      const { connector } = await world();
      const stop = new AbortController();
      const reading = connector.pull(undefined, stop.signal).catch((error: unknown) => error);
      stop.abort();
      expect(await reading).toBeInstanceOf(ConnectorError);
    });
  });

  /** What a connector that nobody pushes to is told: one answer after the other, as fast as they come. */
  function pollAgain(connector: Connector): NonNullable<Connector['watch']> {
    return async (from, onEvent, stop) => {
      let cursor = from;
      const ongoing = new Set(known);
      while (!stop.aborted) {
        const page = await connector.pull(cursor, signal, () => [...ongoing]);
        cursor = page.cursor;
        const changes = page.changes.filter((change) => isNews(change));
        for (const change of changes) if (change.kind === 'removed') ongoing.delete(change.id);
        if (changes.length > 0) onEvent({ ...page, kind: 'changes', changes });
      }
    };
  }
  /** A poll tells much that has not changed. */
  const versions = new Map<string, number>();
  function isNews(change: Change): boolean {
    if (change.kind === 'removed') return true;
    if (change.kind !== 'conversation') return false;
    const { id, version } = change.row;
    if ((versions.get(id) ?? -1) >= version) return false;
    versions.set(id, version);
    return true;
  }

  async function readAll(connector: Connector, from?: string) {
    const pages = [await connector.pull(from, signal)];
    for (let page = pages[0]; page?.more; page = pages.at(-1)) pages.push(await connector.pull(page.cursor, signal));
    pages.flatMap((page) => page.changes).forEach(isNews);
    return { pages, changes: pages.flatMap((page) => page.changes), cursor: pages.at(-1)?.cursor ?? '' };
  }
}

function kindsOf(changes: Change[]): Set<Change['kind']> {
  return new Set(changes.map(({ kind }) => kind));
}

function actionOn({ id, etag }: Conversation, verb: { type: 'monitor' | 'forceClose' }): Action {
  return { ...verb, operationId: crypto.randomUUID(), conversationId: id, etag };
}

function assignTo({ id, etag }: Conversation, agentId: string): ActionOf<'assign'> {
  return { type: 'assign', operationId: crypto.randomUUID(), conversationId: id, etag, agentId, override: {} };
}
