/** Storage that fails under the real browser (FA22, FA23): damaged files, a full disk, a page that does not let go. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from '@playwright/test';
import { en } from '../../lib/i18n/en.ts';
import { mirrorsIn, readStored } from '../../scripts/chaos/evidence.ts';
import { openReaper } from '../../scripts/chaos/reaper.ts';
import { rowCount } from '../../scripts/hands.ts';
import type { Launched } from '../../scripts/launch.ts';
import type { FloorOfTest, Page } from './harness.ts';
import { expect, openBrowser, openFloor, panelIn, standing } from './harness.ts';
import { openOwn } from './pages.ts';
import { assignToRetention, createDesk, type Desk, operation, rows, test as withShift } from './shift.ts';

const words = en.storage;
const settings = { ...standing, conversations: 60 };

async function openDeskIn(floor: FloorOfTest, launched: Launched): Promise<Desk> {
  const page = launched.context.pages()[0] ?? (await launched.context.newPage());
  await page.goto(`${floor.url}/workspace`);
  const panel = await panelIn(page);
  await expect(panel.getByRole('grid')).not.toHaveAttribute('aria-rowcount', '-1');
  return createDesk({ settings, floor, launched }, page, panel);
}

/** What lies in the extension's databases now, by name and store. */
async function contents(own: Page): Promise<Record<string, Record<string, number>>> {
  return own.evaluate(
    async (mirrors) => {
      const asked = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const found: Record<string, Record<string, number>> = {};
      for (const place of [indexedDB, mirrors]) {
        for (const { name = '' } of await place.databases()) {
          const database = await asked(place.open(name));
          const counts: Record<string, number> = {};
          for (const store of database.objectStoreNames) {
            counts[store] = await asked(database.transaction(store).objectStore(store).count());
          }
          database.close();
          found[name] = counts;
        }
      }
      return found;
    },
    await mirrorsIn(own),
  );
}

async function seesWhatIsNew(desk: Desk): Promise<void> {
  const { id, customer } = desk.talk();
  await desk.search(id);
  await expect(rows(desk.panel)).toHaveCount(1);
  await expect(rows(desk.panel)).toContainText(customer);
}

/** The folder in which Chromium keeps the databases of the extension that lie in no bucket: the outboxes. */
async function outboxFiles(profile: string): Promise<string[]> {
  const all = path.join(profile, 'Default', 'IndexedDB');
  const own = (await readdir(all)).find((name) => name.startsWith('chrome-extension') && name.endsWith('.leveldb'));
  if (own === undefined) throw new Error('There is no database of the extension in the profile.');
  return (await readdir(path.join(all, own))).map((name) => path.join(all, own, name));
}

/** The folder of the mirrors' bucket. */
async function mirrorFiles(profile: string): Promise<string[]> {
  const all = await readdir(path.join(profile, 'Default', 'WebStorage'), { recursive: true, withFileTypes: true });
  const own = all.filter((entry) => entry.isFile() && entry.parentPath.endsWith('.leveldb'));
  if (own.length === 0) throw new Error('There is no bucket in the profile.');
  return own.map(({ name, parentPath }) => path.join(parentPath, name));
}

/** So much beside the rows that they go from the log into a table. */
async function writeBallast(own: Page): Promise<void> {
  const mirrors = await mirrorsIn(own);
  await mirrors.evaluate(
    (place) =>
      new Promise<void>((resolve, reject) => {
        const opening = place.open('ballast', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('heap', { autoIncrement: true });
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('heap', 'readwrite');
          // What chance makes cannot be compressed; what is larger lies in a file of its own.
          const piece = () => crypto.getRandomValues(new Uint8Array(16_384));
          for (let count = 0; count < 1280; count += 1) transaction.objectStore('heap').add(piece());
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
          transaction.onabort = () => reject(transaction.error);
        };
      }),
  );
}

async function damage(file: string, from: number): Promise<void> {
  const bytes = await readFile(file);
  await writeFile(file, bytes.fill(0xa5, Math.floor(bytes.length * from)));
}

/** What is damaged, from which part of the file on; the long form (FLOORWALKER_DAMAGE=all) takes more than the worst. */
const isLong = process.env.FLOORWALKER_DAMAGE === 'all';
const kinds = [
  { what: 'the list of files (MANIFEST)', pattern: /MANIFEST/, from: 0 },
  ...(isLong ? [{ what: 'the second half of the write-ahead log', pattern: /\.log$/, from: 0.5 }] : []),
];

test.describe('files of the actions damaged while the browser was closed', () => {
  for (const { what, pattern, from } of kinds) {
    test(`${what}: the panel is filled within 5 s, acting works, and what was lost is told`, async () => {
      test.setTimeout(120_000);
      const folder = await mkdtemp(path.join(tmpdir(), 'floorwalker-test-'));
      const floor = await openFloor(settings);
      const inProfile = { ...settings, browserOptions: { profile: path.join(folder, 'profile') } };
      let launched = await openBrowser(inProfile, floor);
      try {
        const undisturbed = Date.now();
        const desk = await openDeskIn(floor, launched);
        const usual = Date.now() - undisturbed;
        const talk = desk.talk();
        await assignToRetention(desk, talk);
        await expect(operation(desk, talk)).toContainText(en.operations.states.confirmed);
        await launched.close();
        for (const file of await outboxFiles(inProfile.browserOptions.profile)) {
          if (pattern.test(file) && (await stat(file)).size > 0) await damage(file, from);
        }

        launched = await openBrowser(inProfile, floor);
        const begun = Date.now();
        const again = await openDeskIn(floor, launched);
        // On a machine that is busy otherwise nothing takes as long as it should.
        expect(Date.now() - begun).toBeLessThan(Math.max(5_000, 3 * usual));
        const lost = again.panel.getByText(words.lost);
        await expect(lost).toBeVisible();
        await again.panel.getByRole('button', { name: words.understood }).click();
        await expect(lost).toBeHidden();
        const next = again.talk();
        await assignToRetention(again, next);
        await expect(operation(again, next)).toContainText(en.operations.states.confirmed);
        expect(again.ledger(next.id).map(({ outcome }) => outcome)).toEqual(['done']);
        expect(again.ledger(talk.id).map(({ outcome }) => outcome)).toEqual(['done']);
      } finally {
        await launched.close();
        await floor.stop();
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    });
  }
});

test.describe('files of the list damaged while the browser was closed', () => {
  for (const { what, pattern, from } of [
    ...kinds,
    ...(isLong ? [{ what: 'the tables', pattern: /\.ldb$/, from: 0 }] : []),
  ]) {
    test(`${what}: the panel is filled, and every act that was accepted is still there and is carried out`, async () => {
      test.setTimeout(120_000);
      const folder = await mkdtemp(path.join(tmpdir(), 'floorwalker-test-'));
      const floor = await openFloor(settings);
      const inProfile = { ...settings, browserOptions: { profile: path.join(folder, 'profile') } };
      let launched = await openBrowser(inProfile, floor);
      try {
        const desk = await openDeskIn(floor, launched);
        const talks = [desk.talk(), desk.talk()];
        for (const talk of talks) {
          await desk.open(talk);
          await desk.press(en.common.back);
        }
        // They wait, so that they are carried out by whoever finds them stored, or by nobody.
        const pause = { status: 503, retryAfter: 120 } as const;
        floor.faults.set({ rules: [{ fault: 'status', path: '/v1/conversations/*/assign', ...pause }] });
        for (const talk of talks) {
          await assignToRetention(desk, talk);
          await expect(operation(desk, talk)).toBeVisible();
          await desk.press(en.common.back);
        }
        const own = await openOwn(launched, 'options');
        await expect.poll(async () => (await contents(own))['mirror-floor']?.conversations).toBeGreaterThan(30);
        await writeBallast(own);
        await launched.close();
        const files = (await mirrorFiles(inProfile.browserOptions.profile)).filter((file) => pattern.test(file));
        expect(files).not.toEqual([]);
        for (const file of files) await damage(file, from);
        expect(talks.map(({ id }) => floor.floor.ledger.filter(({ action }) => action.conversationId === id))).toEqual(
          talks.map(() => []),
        );
        floor.faults.set({ rules: [] });

        launched = await openBrowser(inProfile, floor);
        const again = await openDeskIn(floor, launched);
        await expect(again.panel.getByText(words.lost)).toHaveCount(0);
        const options = await openOwn(launched, 'options');
        const found = async () => (await readStored(options, 'floor')).operations.map(({ state }) => state);
        await expect.poll(found).toEqual(['confirmed', 'confirmed']);
        for (const { id } of talks) expect(again.ledger(id).map(({ outcome }) => outcome)).toEqual(['done']);
        await again.page.bringToFront();
        await seesWhatIsNew(again);
        await expect(again.panel.getByText(words.lost)).toHaveCount(0);
        const stored = async () => (await contents(options))['mirror-floor']?.conversations;
        await expect.poll(stored, { timeout: 45_000 }).toBeGreaterThan(30);
      } finally {
        await launched.close();
        await floor.stop();
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    });
  }
});

withShift.describe('the stored list', () => {
  withShift(
    'is rebuilt by a click in the options: never an empty list, actions and log untouched',
    async ({ desk, shift }) => {
      const { floor, panel } = desk;
      const talk = desk.talk();
      await assignToRetention(desk, talk);
      await expect(operation(desk, talk)).toContainText(en.operations.states.confirmed);
      await desk.press(en.common.back);
      await desk.search('');
      const options = await openOwn(shift.launched, 'options');
      const before = await contents(options);
      // Slow enough to be seen at work.
      floor.faults.set({ rules: [{ fault: 'latency', path: '/v1/conversations', ms: 1500 }] });
      const button = options.getByRole('button', { name: words.rebuild });
      await expect(button).toHaveAccessibleDescription(words.rebuildTells);
      await button.focus();
      await options.keyboard.press('Enter');
      await expect(button).toHaveAttribute('aria-busy', 'true');
      await expect(options.getByText(/Everything is being read anew/)).toBeVisible();
      // What was searched for before may still be on its way out.
      await expect.poll(() => rowCount(panel)).toBeGreaterThan(10);
      await expect(button).not.toHaveAttribute('aria-busy', 'true', { timeout: 20_000 });
      floor.faults.set({ rules: [] });
      await expect
        .poll(async () => (await contents(options))['mirror-floor']?.conversations)
        .toBe(before['mirror-floor']?.conversations);
      expect((await contents(options))['outbox-floor']).toEqual(before['outbox-floor']);
      await options.close();
    },
  );

  withShift(
    'is rebuilt under another name while a page holds the old one, and a restarted worker finds that',
    async ({ desk, shift }) => {
      const holder = await openOwn(shift.launched, 'options');
      await holder.evaluate(
        (mirrors) =>
          new Promise<void>((resolve) => {
            const request = mirrors.open('mirror-floor');
            // Its connection stays open whatever happens: it never hears that it should let go.
            request.onsuccess = () => {
              Object.assign(globalThis, { held: request.result });
              resolve();
            };
          }),
        await mirrorsIn(holder),
      );
      const options = await openOwn(shift.launched, 'options');
      const button = options.getByRole('button', { name: words.rebuild });
      await button.click();
      const mirrors = await mirrorsIn(options);
      const names = () => mirrors.evaluate(async (place) => (await place.databases()).map(({ name }) => name));
      await expect.poll(names).toContain('mirror-floor~2');
      const reaper = await openReaper(shift.launched);
      await desk.page.bringToFront();
      await reaper.kill();
      await seesWhatIsNew(desk);
      expect(await names()).toContain('mirror-floor~2');
      await holder.close();
      await options.bringToFront();
      await button.click();
      await expect.poll(names, { timeout: 20_000 }).not.toContain('mirror-floor~2');
      await options.close();
    },
  );
});

withShift(
  'while the browser does not open the list’s database the worker goes on without, and heals when it does',
  async ({ desk, shift }) => {
    withShift.setTimeout(120_000);
    const holder = await openOwn(shift.launched, 'options');
    const reaper = await openReaper(shift.launched);
    await desk.page.goto('about:blank');
    await reaper.kill();
    // A deletion that waits for a page that does not let go: whoever opens after it waits as well, without a word.
    const mirrors = await mirrorsIn(holder);
    await mirrors.evaluate(async (place) => {
      await new Promise<void>((resolve) => {
        const request = place.open('mirror-floor');
        request.onsuccess = () => {
          Object.assign(globalThis, { held: request.result });
          resolve();
        };
      });
      place.deleteDatabase('mirror-floor');
    });
    await desk.page.bringToFront();
    const again = await openDeskIn(shift.floor, shift.launched);
    await seesWhatIsNew(again);
    await holder.close();
    const options = await openOwn(shift.launched, 'options');
    const stored = async () => (await contents(options))['mirror-floor']?.conversations ?? 0;
    await expect.poll(stored, { timeout: 45_000 }).toBeGreaterThan(30);
    await options.close();
  },
);

test.describe('a disk without room', () => {
  const room = path.join(tmpdir(), `floorwalker-small-${process.pid}`);
  const mayMount = process.getuid?.() === 0 && process.platform === 'linux';
  test.skip(!mayMount, 'only root can make a small disk');
  test.beforeAll(() => {
    execFileSync('mkdir', ['-p', room]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', room]);
  });
  test.afterAll(() => {
    execFileSync('umount', ['-l', room]);
    execFileSync('rmdir', [room]);
  });

  test('the list goes on and says so; an act is stored or refused in words, and none that was accepted is lost', async () => {
    test.setTimeout(120_000);
    const floor = await openFloor(settings);
    const launched = await openBrowser({ ...settings, browserOptions: { profile: path.join(room, 'profile') } }, floor);
    try {
      const desk = await openDeskIn(floor, launched);
      const said: string[] = [];
      for (let count = 0; count < 20 && !said.includes('refused'); count += 1) {
        // Whatever the browser let go of since.
        await fill(room);
        const talk = desk.talk();
        await assignToRetention(desk, talk);
        const done = operation(desk, talk).filter({ hasText: en.operations.states.confirmed });
        const refused = desk.panel.getByText(en.requestErrors.storage);
        await expect(done.or(refused).first()).toBeVisible({ timeout: 20_000 });
        const wasRefused = await refused.isVisible();
        said.push(wasRefused ? 'refused' : 'done');
        expect(desk.ledger(talk.id).map(({ outcome }) => outcome)).toEqual(wasRefused ? [] : ['done']);
        if (wasRefused) {
          await expect(desk.panel.getByText(words.actions)).toBeVisible();
          await desk.press(en.common.cancel);
        }
        await desk.press(en.common.back);
      }
      expect(said).toContain('refused');
    } finally {
      await launched.close();
      await floor.stop();
    }
  });
});

async function fill(folder: string): Promise<void> {
  const file = path.join(folder, 'ballast');
  try {
    execFileSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=4096', 'oflag=append', 'conv=notrunc'], { stdio: 'ignore' });
  } catch {
    // It ends when there is no room, which is what it is for.
  }
}
