/** Storage that fails under the real browser (FA22, FA23): damaged files, a full disk, a page that does not let go. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from '@playwright/test';
import { en } from '../../lib/i18n/en.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import { openReaper } from '../../scripts/chaos/reaper.ts';
import type { Launched } from '../../scripts/launch.ts';
import type { FloorOfTest, Page } from './harness.ts';
import { expect, openBrowser, openFloor, panelIn, standing } from './harness.ts';
import { openOwn } from './pages.ts';
import { createDesk, type Desk, operation, test as withShift } from './shift.ts';

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
function contents(own: Page): Promise<Record<string, Record<string, number>>> {
  return own.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const found: Record<string, Record<string, number>> = {};
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name));
      const counts: Record<string, number> = {};
      for (const store of database.objectStoreNames) {
        counts[store] = await asked(database.transaction(store).objectStore(store).count());
      }
      database.close();
      found[name] = counts;
    }
    return found;
  });
}

async function assignToRetention(desk: Desk, talk: { id: string; customer: string }) {
  await desk.open(talk);
  await desk.press(en.actions.assign);
  const sheet = desk.panel.getByRole('dialog');
  await sheet.getByRole('radio', { name: en.dialogs.pick.queue }).click();
  await sheet.getByRole('radio').filter({ hasText: 'Retention' }).click();
  await sheet.getByRole('button', { name: en.dialogs.buttons.assignTo(isolate('Retention', 40)), exact: true }).click();
}

/** The one folder in which Chromium keeps all databases of the extension. */
async function databaseFiles(profile: string): Promise<string[]> {
  const all = path.join(profile, 'Default', 'IndexedDB');
  const own = (await readdir(all)).find((name) => name.startsWith('chrome-extension') && name.endsWith('.leveldb'));
  if (own === undefined) throw new Error('There is no database of the extension in the profile.');
  return (await readdir(path.join(all, own))).map((name) => path.join(all, own, name));
}

async function damage(file: string, from: number): Promise<void> {
  const bytes = await readFile(file);
  await writeFile(file, bytes.fill(0xa5, Math.floor(bytes.length * from)));
}

test.describe('database files damaged while the browser was closed', () => {
  for (const { what, pattern, from } of [
    { what: 'the list of files (MANIFEST)', pattern: /MANIFEST/, from: 0 },
    { what: 'the second half of the write-ahead log', pattern: /\.log$/, from: 0.5 },
  ]) {
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
        for (const file of await databaseFiles(inProfile.browserOptions.profile)) {
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
      expect(Number(await panel.getByRole('grid').getAttribute('aria-rowcount'))).toBeGreaterThan(10);
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
        () =>
          new Promise<void>((resolve) => {
            const request = indexedDB.open('mirror-floor');
            // Its connection stays open whatever happens: it never hears that it should let go.
            request.onsuccess = () => {
              Object.assign(globalThis, { held: request.result });
              resolve();
            };
          }),
      );
      const options = await openOwn(shift.launched, 'options');
      const button = options.getByRole('button', { name: words.rebuild });
      await button.click();
      await expect(button).toHaveAttribute('aria-busy', 'true');
      await expect(button).not.toHaveAttribute('aria-busy', 'true', { timeout: 20_000 });
      const names = () => options.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
      await expect.poll(names).toContain('mirror-floor~2');
      const reaper = await openReaper(shift.launched);
      await desk.page.bringToFront();
      await reaper.kill();
      const { id, customer } = desk.talk();
      await desk.search(id);
      await expect(desk.panel.getByRole('grid').getByRole('row').filter({ visible: true })).toContainText(customer);
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
    await holder.evaluate(async () => {
      const { name = '' } = (await indexedDB.databases()).find((one) => one.name?.startsWith('mirror-')) ?? {};
      await new Promise<void>((resolve) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => {
          Object.assign(globalThis, { held: request.result });
          resolve();
        };
      });
      indexedDB.deleteDatabase(name);
    });
    await desk.page.bringToFront();
    const again = await openDeskIn(shift.floor, shift.launched);
    const { id, customer } = again.talk();
    await again.search(id);
    await expect(again.panel.getByRole('grid').getByRole('row').filter({ visible: true })).toContainText(customer);
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
      await fill(room);
      const said: string[] = [];
      for (let count = 0; count < 4; count += 1) {
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
    execFileSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=4096'], { stdio: 'ignore' });
  } catch {
    // It ends when there is no room, which is what it is for.
  }
}
