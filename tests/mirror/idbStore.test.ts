import 'fake-indexeddb/auto';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { deleteDB, type IDBPDatabase, openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createIdbStore, databaseName } from '../../lib/mirror/idbStore.ts';
import { aConversation } from '../builders.ts';
import { schedule } from '../realTime.ts';
import { aCommit, describeMirrorStore, emptyImage } from './storeContract.ts';

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
});

let places = 0;
describeMirrorStore('IndexedDB store', () => {
  places += 1;
  const connectionId = `k-${places}`;
  return () => createIdbStore(connectionId, schedule);
});

const putting = (...conversations: ReturnType<typeof aConversation>[]) =>
  aCommit({ puts: { ...aCommit().puts, conversations } });

describe('the IndexedDB store with bad contents', () => {
  it('leaves out and counts rows that are not what the schemas say', async () => {
    const store = createIdbStore('k-1', schedule);
    await store.commit(putting(aConversation()));
    const database = await openDB(databaseName('k-1'));
    await database.put('conversations', { ...aConversation({ id: 'c-2' }), state: 'dreaming' });
    await database.put('conversations', { id: 'c-3' });
    await database.put('agents', { id: 'a-1', name: 7 });
    database.close();
    const { image, unreadable } = await store.load();
    expect(image.conversations).toEqual([aConversation()]);
    expect(image.agents).toEqual([]);
    expect(unreadable).toBe(3);
  });

  it('counts an unreadable cursor as unreadable and has none', async () => {
    const store = createIdbStore('k-1', schedule);
    await store.commit(aCommit());
    const database = await openDB(databaseName('k-1'));
    await database.put('meta', { cursor: 5 }, 'state');
    database.close();
    expect(await store.load()).toEqual({ image: emptyImage, unreadable: 1 });
  });
});

describe('the IndexedDB store when its handle is lost', () => {
  it('keeps connections apart', async () => {
    await createIdbStore('k-1', schedule).commit(putting(aConversation()));
    expect((await createIdbStore('k-2', schedule).load()).image).toEqual(emptyImage);
  });

  it('lets another store delete the database at once, then opens anew', async () => {
    const store = createIdbStore('k-1', schedule);
    await store.commit(putting(aConversation()));
    await createIdbStore('k-1', schedule).wipe();
    expect((await store.load()).image).toEqual(emptyImage);
  });

  it('opens once more and does the work again when the handle turns out to be closed', async () => {
    const store = createIdbStore('k-1', schedule);
    await store.commit(putting(aConversation()));
    const transaction = IDBDatabase.prototype.transaction;
    const broken = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
      throw new DOMException('The database connection is closing.', 'InvalidStateError');
    });
    broken.mockImplementation(transaction);
    await store.commit(putting(aConversation({ id: 'c-2' })));
    expect((await store.load()).image.conversations).toHaveLength(2);
  });

  it('gives up when the second try fails too', async () => {
    const store = createIdbStore('k-1', schedule);
    const broken = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('Internal error opening backing store', 'UnknownError');
    });
    await expect(store.commit(putting(aConversation()))).rejects.toThrow('backing store');
    expect(broken).toHaveBeenCalledTimes(2);
  });

  it('does not try again where there is no room', async () => {
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('The disk is full', 'QuotaExceededError');
    });
    await expect(createIdbStore('k-1', schedule).commit(putting(aConversation()))).rejects.toThrow('disk');
    expect(put).toHaveBeenCalledTimes(1);
  });

  it('begins afresh on a database of a newer build', async () => {
    const newer = await openDB(databaseName('k-1'), 99, {
      upgrade: (database) => void database.createObjectStore('x'),
    });
    newer.close();
    const store = createIdbStore('k-1', schedule);
    expect(await store.load()).toEqual({ image: emptyImage, unreadable: 0 });
    await store.commit(aCommit());
    expect((await store.load()).image.cursor).toBe('k1');
  });

  it('rejects instead of hanging while another context keeps an older version open', async () => {
    const older = await openDB(databaseName('k-1'), 1, { upgrade: (database) => void database.createObjectStore('x') });
    const open = IDBFactory.prototype.open;
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (this: IDBFactory, name) {
      return open.call(this, name, 2);
    });
    await expect(createIdbStore('k-1', schedule).load()).rejects.toThrow('older version');
    older.close();
  });

  it('works again without a restart once the other context has let go', async () => {
    const older = await openDB(databaseName('k-1'), 1, { upgrade: (database) => void database.createObjectStore('x') });
    const { open } = IDBFactory.prototype;
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (this: IDBFactory, name) {
      return open.call(this, name, 2);
    });
    const store = createIdbStore('k-1', schedule);
    for (const _try of [1, 2]) await expect(store.load()).rejects.toMatchObject({ kind: 'blocked' });
    older.close();
    // What comes of it then is the migration's business; here the old one has no stores at all.
    await expect.poll(() => store.load().catch((error: Error) => error.name)).toBe('NotFoundError');
  });
});

describe('the IndexedDB store whose database disappears while it works', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['deleted', () => deleteDB(databaseName('k-1'))],
    ['emptied', () => withDatabase((database) => database.clear('meta'))],
    ['written by another worker', () => createIdbStore('k-1', schedule).replace({ ...emptyImage, cursor: 'theirs' })],
    ['damaged in its count', () => withDatabase((database) => database.put('meta', { writes: 'many' }, 'state'))],
  ])('refuses to put a part onto an image that was %s, and takes the whole one', async (_, happen) => {
    const store = createIdbStore('k-1', schedule);
    await store.replace({ ...emptyImage, conversations: [aConversation()], cursor: 'k1' });
    await happen();
    expect(await store.commit(putting(aConversation({ id: 'c-2' })))).toBe(false);
    const found = await createIdbStore('k-1', schedule).load();
    expect(found.image.conversations.map(({ id }) => id)).not.toContain('c-2');
    await store.replace({ ...emptyImage, conversations: [aConversation({ id: 'c-3' })], cursor: 'k3' });
    expect(await store.commit(putting(aConversation({ id: 'c-4' })))).toBe(true);
    const { image } = await createIdbStore('k-1', schedule).load();
    expect([image.conversations.map(({ id }) => id), image.cursor]).toEqual([['c-3', 'c-4'], 'k1']);
  });
});

describe('a database that the browser does not delete', () => {
  /** Somebody who does not let go. */
  const hold = () => openDB(databaseName('k-1'));

  it('is left behind: a new name is used, also after a restart, and wiping deletes every one', async () => {
    const store = createIdbStore('k-1', schedule);
    await store.replace({ ...emptyImage, conversations: [aConversation({ subject: 'damaged' })], cursor: 'k1' });
    const held = await hold();
    expect(await store.wipe()).toEqual({ left: ['mirror-k-1'] });
    expect((await createIdbStore('k-1', schedule).load()).image).toEqual(emptyImage);
    await store.replace({ ...emptyImage, conversations: [aConversation()], cursor: 'k2' });
    store.close();
    const restarted = createIdbStore('k-1', schedule);
    expect((await restarted.load()).image).toMatchObject({ conversations: [aConversation()], cursor: 'k2' });
    // Other connections' names begin like this one's.
    await createIdbStore('k-10', schedule).replace({ ...emptyImage, cursor: 'k10' });
    held.close();
    expect(await restarted.wipe()).toEqual({ left: [] });
    expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(['mirror-k-10']);
  });
});

function withDatabase(work: (database: IDBPDatabase) => Promise<unknown>): Promise<unknown> {
  return openDB(databaseName('k-1')).then((database) => work(database).then(() => database.close()));
}
