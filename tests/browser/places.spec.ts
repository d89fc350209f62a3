/** FA8: five panels in five windows, the side panel's page among them, and the popup: one floor, one truth, one effect. */
import { isolate } from '../../lib/i18n/isolate.ts';
import { openWindow } from '../../scripts/hands.ts';
import { panelIn, standing } from './harness.ts';
import { lineOf, listed } from './line.ts';
import type { Desk, Frame, Page, Shift, Talk } from './shift.ts';
import { createDesk, en, expect, openDesk, rows, test as shiftTest } from './shift.ts';

/** How often the same click is made in all places at once, each kind in turn. */
const rounds = Number(process.env.FLOORWALKER_ROUNDS ?? 5);
/** Milliseconds that an act takes at the floor: whoever clicks within them cannot know of the others. */
const floorTakes = 150;

interface Places {
  five: Desk[];
  popup: Page;
}

const test = shiftTest.extend<object, { places: Places }>({
  places: [async ({ shift }, use) => use(await openPlaces(shift)), { scope: 'worker', timeout: 60_000 }],
});

async function openPlaces(shift: Shift): Promise<Places> {
  const five = [await openDesk(shift, '/workspace')];
  while (five.length < 4) {
    const page = await openWindow(shift.launched.context);
    await page.goto(`${shift.floor.url}/workspace`);
    five.push(createDesk(shift, page, await panelIn(page)));
  }
  const side = await openWindow(shift.launched.context);
  await side.goto(`${shift.launched.origin}/sidepanel.html`);
  five.push(createDesk(shift, side, side.mainFrame()));
  for (const { panel } of five) await expect(panel.getByRole('grid')).not.toHaveAttribute('aria-rowcount', '-1');
  const popup = await openWindow(shift.launched.context);
  await popup.goto(`${shift.launched.origin}/popup.html`);
  await lineOf(popup).ask('setPreferences', { undoSeconds: 10 });
  return { five, popup };
}
// Five windows are drawn by the processor: small ones leave it time for the rest.
test.use({
  settings: [
    { ...standing, conversations: 30, browserOptions: { viewport: { width: 960, height: 640 } } },
    { scope: 'worker' },
  ],
});
const everywhere = <T>({ five }: Places, work: (desk: Desk, place: number) => Promise<T>) =>
  Promise.all(five.map(work));

test('a burst of changes is the same list and the same numbers in every place within seconds', async ({ places }) => {
  const { five, popup } = places;
  const [{ floor, cast, talk }] = five as [Desk];
  const made = Array.from({ length: 40 }, (_, index) => talk(index % 2 === 0 ? {} : { agentId: cast.second.id }));
  for (const [index, { id }] of made.entries()) {
    if (index % 4 === 1) floor.command({ type: 'endTalk', conversationId: id });
    if (index % 4 === 3) floor.command({ type: 'moveToQueue', conversationId: id, queueId: 'q-retention' });
    if (index % 8 === 2) floor.command({ type: 'customerLeaves', conversationId: id });
  }
  const began = Date.now();
  const ongoing = () => floor.floor.conversations().filter(({ state }) => state !== 'closed');
  const inState = (queueId: string, state: string) =>
    ongoing().filter((row) => row.queueId === queueId && row.state === state).length;
  const truth = async () => {
    const order = (await listed(lineOf(popup))).slice(0, 8);
    return { total: ongoing().length, top: order.map(({ customer, subject }) => `${customer.name} · ${subject}`) };
  };
  await expect
    .poll(async () => {
      const there = await truth();
      return (await everywhere(places, ({ panel }) => shown(panel))).filter(
        ({ total, top }) => total !== there.total || top.join() !== there.top.join(),
      );
    })
    .toEqual([]);
  for (const { id, name } of floor.floor.queues()) {
    await expect
      .poll(() => numbers(popup, name), name)
      .toEqual(['open', 'active', 'wrapUp'].map((state) => inState(id, state)));
  }
  test.info().annotations.push({ type: 'agreed after', description: `${Date.now() - began} ms` });
});

/** The length of the list and its first eight rows, as they stand on the screen. */
async function shown(panel: Frame): Promise<{ total: number; top: string[] }> {
  return panel.getByRole('grid').evaluate((grid) => {
    const drawn = [...grid.querySelectorAll<HTMLElement>('[role=row]')].filter((row) => row.style.display !== 'none');
    const at = (row: HTMLElement) => Number(row.getAttribute('aria-rowindex'));
    const words = (row: HTMLElement, cell: string) => row.querySelector(cell)?.textContent ?? '';
    return {
      total: Number(grid.getAttribute('aria-rowcount')),
      top: drawn
        .filter((row) => at(row) <= 8)
        .sort((a, b) => at(a) - at(b))
        .map((row) => `${words(row, '.row-name')} · ${words(row, '.row-subject')}`),
    };
  });
}
/** Waiting, active and in wrap-up, of one queue of the popup. */
async function numbers(popup: Page, queue: string): Promise<number[]> {
  const line = popup.getByRole('row').filter({ has: popup.getByRole('rowheader', { name: queue, exact: true }) });
  const [waiting, , active, wrapUp] = await line.getByRole('cell').allInnerTexts();
  return [waiting, active, wrapUp].map(Number);
}

type Kind = 'assign' | 'rivals' | 'transfer' | 'undo' | 'close';
/** What takes its time to end comes first. */
const kinds: readonly Kind[] = ['undo', 'close', 'assign', 'rivals', 'transfer'];

test('the same click in five places at once has one effect, and every place says what became of it', async ({
  places,
}) => {
  test.setTimeout(60_000 + rounds * 15_000);
  const [{ floor }] = places.five as [Desk];
  floor.faults.set({
    rules: [{ fault: 'latency', method: 'POST', path: '/v1/conversations/*', ms: floorTakes }],
  });
  const spreads: number[] = [];
  const closed: Talk[] = [];
  const undone: Talk[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const kind = kinds[round % kinds.length] ?? 'assign';
    const talk = await test.step(`${kind} (round ${round + 1})`, () => playRound(places, kind, spreads));
    if (kind === 'close') closed.push(talk);
    if (kind === 'undo') undone.push(talk);
  }
  const [{ ledger, now }] = places.five as [Desk];
  for (const { id } of closed) {
    await expect.poll(() => ledger(id).map(({ outcome }) => outcome), { timeout: 15_000 }).toEqual(['done']);
    expect(now(id).state).toBe('closed');
  }
  // Their windows have ended before those of the last ones that were let go.
  for (const { id } of undone) {
    expect(ledger(id)).toEqual([]);
    expect(now(id).state).toBe('active');
  }
  spreads.sort((a, b) => a - b);
  const middle = spreads[Math.floor(spreads.length / 2)] ?? 0;
  test.info().annotations.push({
    type: 'five clicks fell within',
    description: `${middle} ms (median of ${rounds} rounds), ${spreads.at(-1)} ms (widest)`,
  });
});

async function playRound(places: Places, kind: Kind, spreads: number[]): Promise<Talk> {
  const [first, , middle] = places.five as [Desk, Desk, Desk];
  const { cast, ledger, now } = first;
  const isOpen = kind === 'assign' || kind === 'rivals';
  const talk = first.talk(isOpen ? {} : { agentId: cast.holder.id });
  const verb = isOpen ? 'assign' : kind === 'transfer' ? 'transfer' : 'forceClose';
  await everywhere(places, async (desk, place) => {
    await ask(desk, talk, verb);
    if (isOpen) await chooseQueue(desk, kind === 'rivals' && place % 2 === 1 ? 'Orders' : 'Retention');
    if (kind === 'transfer') await chooseAgent(desk, cast.second.name);
  });
  spreads.push(await clickAtOnce(places, verb));

  if (verb === 'forceClose') {
    // Five times the same wish is held once, seen everywhere, and nothing has been sent.
    await everywhere(places, ({ panel }) => expect(undoBar(panel, talk)).toHaveCount(1));
    expect(ledger(talk.id)).toEqual([]);
    if (kind === 'undo') {
      await undoBar(middle.panel, talk).getByRole('button').click({ force: true });
      await everywhere(places, async ({ panel }) => {
        await expect(undoBar(panel, talk)).toHaveCount(0);
        await expect(lines(panel, talk)).toHaveText([new RegExp(en.operations.states.cancelled)]);
      });
    }
    return talk;
  }
  await expect.poll(() => ledger(talk.id).length).toBe(5);
  const outcomes = ledger(talk.id).map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
  const said = await whatIsSaid(places, talk);
  const { alreadySo, states, transfers } = en.operations;
  if (kind === 'assign') expect(said).toEqual([...Array(4).fill(alreadySo), states.confirmed].sort());
  if (kind === 'transfer') expect(said).toEqual([...Array(5).fill(transfers.pending)].sort());
  if (kind === 'rivals') {
    // Three want Retention, two want Orders: whoever wanted the other is told that it changed, and how.
    const lost = now(talk.id).queueId === 'q-retention' ? 2 : 3;
    const expected = [states.confirmed, ...Array(4 - lost).fill(alreadySo), ...Array(lost).fill(states.refused)];
    expect(said).toEqual(expected.sort());
    const why = 'It changed meanwhile: the queue.';
    await everywhere(places, async ({ panel }) => {
      await expect(lines(panel, talk).filter({ hasText: why })).toHaveCount(lost);
      await panel.evaluate(dismissAll);
    });
  }
  return talk;
}

const sheet = (panel: Frame) => panel.getByRole('dialog').or(panel.getByRole('alertdialog'));
const undoBar = (panel: Frame, { customer }: Talk) => panel.locator('.undo-bar').filter({ hasText: customer });
const lines = (panel: Frame, { customer }: Talk) =>
  panel.getByRole('region', { name: en.operations.title }).getByRole('listitem').filter({ hasText: customer });

/** What went wrong stays until somebody has read it. */
function dismissAll(): void {
  for (const button of document.querySelectorAll<HTMLElement>('.operation.bad .icon-button')) button.click();
}

/** From the menu of its row. Unseen tabs draw no frames, so nobody waits there for things to stand still. */
async function ask(desk: Desk, { id, customer }: Talk, verb: 'assign' | 'transfer' | 'forceClose') {
  const { panel } = desk;
  await desk.search(id);
  await expect(rows(panel)).toHaveCount(1);
  await panel.getByRole('button', { name: en.list.rowMenu(isolate(customer)) }).click({ force: true });
  await panel.getByRole('menuitem', { name: en.actions[verb] }).click({ force: true });
  await expect(sheet(panel)).toBeVisible();
}
async function chooseQueue({ panel }: Desk, name: string) {
  await sheet(panel).getByRole('radio', { name: en.dialogs.pick.queue }).click({ force: true });
  await sheet(panel).getByRole('radio').filter({ hasText: name }).click({ force: true });
}
async function chooseAgent({ panel }: Desk, name: string) {
  await sheet(panel).getByRole('searchbox').fill(name);
  await sheet(panel).getByRole('radio').filter({ hasText: name }).first().click({ force: true });
}

/** The button that does it, in all places in one moment; the milliseconds between the first and the last click. */
async function clickAtOnce(places: Places, verb: 'assign' | 'transfer' | 'forceClose'): Promise<number> {
  const prepared = await everywhere(places, async ({ panel, page }) => {
    const button = sheet(panel).getByRole('button', { name: new RegExp(`^${en.dialogs.buttons[verb]}`) });
    await expect(button).toBeEnabled();
    const box = await button.boundingBox();
    if (box === null) throw new Error('There is nothing to click.');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await panel.evaluate(() =>
      addEventListener('click', () => Object.assign(globalThis, { clickedAt: Date.now() }), true),
    );
    return page.mouse;
  });
  await Promise.all(prepared.map((mouse) => mouse.down()));
  await Promise.all(prepared.map((mouse) => mouse.up()));
  const clicks = await everywhere(places, async ({ panel }) => {
    await expect(sheet(panel)).toHaveCount(0);
    return panel.evaluate(() => (globalThis as unknown as { clickedAt: number }).clickedAt);
  });
  return Math.max(...clicks) - Math.min(...clicks);
}

/** The state of each act as the panels tell it, sorted; all of them tell the same. */
async function whatIsSaid(places: Places, talk: Talk): Promise<string[]> {
  const read = () =>
    everywhere(places, async ({ panel }) =>
      (await lines(panel, talk).locator('.operation-state').allInnerTexts()).sort().join('\n'),
    );
  await expect.poll(async () => new Set(await read()).size).toBe(1);
  const [said = ''] = await read();
  return said.split('\n');
}
