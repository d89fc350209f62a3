/** What every mirror store keeps to. A caller gives stores that share one place, as a restarted worker finds it. */
import { describe, expect, it } from 'vitest';
import type { Commit, Image, MirrorStore } from '../../lib/mirror/store.ts';
import { aConversation, anAgent, aQueue, aWorkstream } from '../builders.ts';

export const emptyImage: Image = {
  conversations: [],
  agents: [],
  queues: [],
  workstreams: [],
  tombstones: [],
  cursor: undefined,
  asOf: undefined,
};

export function aCommit(overrides: Partial<Commit> = {}): Commit {
  return {
    puts: { conversations: [], agents: [], queues: [], workstreams: [] },
    deletes: { conversations: [], agents: [], queues: [], workstreams: [] },
    tombstones: { put: [], drop: [] },
    cursor: 'k1',
    asOf: 10,
    ...overrides,
  };
}

const fullImage: Image = {
  conversations: [aConversation(), aConversation({ id: 'c-2', escalatedTo: 'voice', channel: 'unknown:fax' })],
  agents: [anAgent(), anAgent({ id: 'a-bot', kind: 'bot', capacity: 'unknown' })],
  queues: [aQueue()],
  workstreams: [aWorkstream({ waitingLimit: 60_000 })],
  tombstones: [['c-9', 7, 5]],
  cursor: 'k9',
  asOf: 99,
};

/** `openPlace` makes a new, empty place; each call of what it returns is a store on that place. */
export function describeMirrorStore(name: string, openPlace: () => () => MirrorStore): void {
  describe(`${name}: the store contract`, () => {
    const loaded = async (store: MirrorStore) => {
      const { image, unreadable } = await store.load();
      const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
      for (const rows of [image.conversations, image.agents, image.queues, image.workstreams]) rows.sort(byId);
      expect(unreadable).toBe(0);
      return image;
    };

    it('loads an empty image where there is nothing', async () => {
      expect(await loaded(openPlace()())).toEqual(emptyImage);
    });

    it('gives another store on the same place everything that was committed', async () => {
      const open = openPlace();
      const { tombstones, cursor, asOf, ...puts } = fullImage;
      const store = open();
      await store.commit(aCommit({ puts, tombstones: { put: tombstones, drop: [] }, cursor, asOf }));
      store.close();
      expect(await loaded(open())).toEqual({ ...fullImage, agents: [...fullImage.agents].reverse() });
    });

    it('puts over rows, deletes rows and drops tombstones in one commit with the cursor', async () => {
      const open = openPlace();
      const store = open();
      await store.replace(fullImage);
      await store.commit(
        aCommit({
          puts: { conversations: [aConversation({ version: 2 })], agents: [], queues: [], workstreams: [] },
          deletes: { conversations: ['c-2'], agents: ['a-bot'], queues: ['q-1'], workstreams: ['w-1'] },
          tombstones: { put: [['c-2', 3, 20]], drop: ['c-9'] },
          cursor: 'k10',
          asOf: 100,
        }),
      );
      expect(await loaded(open())).toEqual({
        conversations: [aConversation({ version: 2 })],
        agents: [anAgent()],
        queues: [],
        workstreams: [],
        tombstones: [['c-2', 3, 20]],
        cursor: 'k10',
        asOf: 100,
      });
    });

    it('replaces everything: what is not in the image is gone', async () => {
      const open = openPlace();
      const store = open();
      await store.replace(fullImage);
      const next = { ...emptyImage, conversations: [aConversation({ id: 'c-3' })], cursor: 'k11', asOf: 101 };
      await store.replace(next);
      expect(await loaded(open())).toEqual(next);
    });

    it('forgets the cursor when a commit has none', async () => {
      const store = openPlace()();
      await store.replace(fullImage);
      await store.commit(aCommit({ cursor: undefined, asOf: undefined }));
      const image = await loaded(store);
      expect([image.cursor, image.asOf]).toEqual([undefined, undefined]);
    });

    it('rejects a commit that cannot be stored, and keeps the image as it was before it', async () => {
      const open = openPlace();
      const store = open();
      await store.replace(fullImage);
      const before = await loaded(open());
      const unclonable = { ...aConversation({ id: 'c-4' }), reason: (() => 'no') as unknown as string };
      const puts = { ...aCommit().puts, conversations: [aConversation({ id: 'c-5' }), unclonable] };
      await expect(store.commit(aCommit({ puts }))).rejects.toThrow();
      expect(await loaded(open())).toEqual(before);
    });

    it('keeps its own copies: a row changed after the commit is stored as it was', async () => {
      const open = openPlace();
      const store = open();
      const row = aConversation();
      await store.commit(aCommit({ puts: { ...aCommit().puts, conversations: [row] } }));
      row.subject = 'changed';
      const [first] = (await loaded(store)).conversations;
      expect(first?.subject).toBe(aConversation().subject);
    });

    it('wipes everything, and goes on from empty', async () => {
      const open = openPlace();
      const store = open();
      await store.replace(fullImage);
      await store.wipe();
      expect(await loaded(open())).toEqual(emptyImage);
      await store.commit(aCommit());
      expect((await loaded(open())).cursor).toBe('k1');
    });
  });
}
