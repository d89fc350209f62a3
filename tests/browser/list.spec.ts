import { states } from '../../lib/domain/records.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import type { Desk, Frame, Page } from './shift.ts';
import { en, expect, rows, test } from './shift.ts';

/** What the eye reads from top to bottom, by the rows' own numbers: their elements are recycled and in no order. */
function shown(panel: Frame): Promise<{ name: string; line: string; top: number }[]> {
  return panel.getByRole('grid').evaluate((grid) =>
    [...grid.querySelectorAll<HTMLElement>('[role=row]')]
      .filter((row) => row.style.display !== 'none' && row.querySelector('.row-name')?.textContent !== '')
      .map((row) => ({
        at: Number(row.getAttribute('aria-rowindex')),
        name: row.querySelector('.row-name')?.textContent ?? '',
        line: row.querySelector('.row-second')?.textContent ?? '',
        top: row.getBoundingClientRect().top,
      }))
      .sort((a, b) => a.at - b.at),
  );
}
const names = async (panel: Frame) => (await shown(panel)).map(({ name }) => name);
const ongoing = ({ floor }: Desk) => floor.floor.conversations().filter(({ state }) => state !== 'closed');
const grid = (panel: Frame) => panel.getByRole('grid', { name: en.list.label });
const chip = (panel: Frame, label: string) => panel.locator('.chips').getByRole('button', { name: label });
const row = (panel: Frame, name: string) => rows(panel).filter({ hasText: name });

async function sortBy({ panel }: Desk, label: string) {
  await panel.getByRole('button', { name: `${en.list.sort}:` }).click();
  await panel
    .getByRole('menuitemradio', { name: label })
    .or(panel.getByRole('menuitem', { name: label }))
    .click();
}
/** Within the panel: input that is made for a frame tells it of no leaving when it goes on in the page around. */
async function moveAway({ panel, page }: Desk) {
  const box = await panel.locator('.logo').boundingBox();
  if (box === null) throw new Error('The panel has no header.');
  await page.mouse.move(box.x + 5, box.y + 5);
}
async function middleOf(panel: Frame, name: string): Promise<{ x: number; y: number }> {
  const box = await row(panel, name).boundingBox();
  if (box === null) throw new Error(`${name} is not in the list.`);
  return { x: box.x + box.width / 3, y: box.y + box.height / 2 };
}
async function pointAt(page: Page, panel: Frame, name: string) {
  const { x, y } = await middleOf(panel, name);
  await page.mouse.move(x, y, { steps: 3 });
}

test.describe('the list', () => {
  test('holds every ongoing conversation of the floor, counted as a whole and by state', async ({ desk }) => {
    const { panel } = desk;
    await expect(grid(panel)).toHaveAttribute('aria-rowcount', String(ongoing(desk).length));
    for (const state of states.filter((one) => one !== 'closed')) {
      const count = ongoing(desk).filter((one) => one.state === state).length;
      await expect(chip(panel, en.states[state])).toContainText(String(count));
    }
    await expect(panel.locator('.list-head')).toContainText(String(ongoing(desk).length));
  });

  test('shows by itself what happens: arrival, offer, acceptance, a second agent asked, the end', async ({ desk }) => {
    const { panel, floor, cast } = desk;
    const total = ongoing(desk).length;
    const { id, customer } = desk.talk({ customer: 'Liveliness One' });
    await expect(grid(panel)).toHaveAttribute('aria-rowcount', String(total + 1));
    await desk.search('Liveliness');
    await expect(row(panel, customer)).toContainText(en.states.open);
    floor.command({ type: 'offer', conversationId: id, agentId: cast.holder.id });
    await expect(row(panel, customer)).toContainText(en.list.ringing(isolate(cast.holder.name)));
    floor.command({ type: 'accept', conversationId: id });
    await expect(row(panel, customer)).toContainText(`Active · ${isolate(cast.holder.name)}`);
    floor.command({ type: 'requestTransfer', conversationId: id, agentId: cast.second.id });
    await expect(row(panel, customer)).toContainText(en.list.transferring(isolate(cast.second.name)));
    floor.command({ type: 'endTalk', conversationId: id });
    await expect(row(panel, customer)).toContainText(en.states.wrapUp);
    floor.command({ type: 'finishWrapUp', conversationId: id });
    await expect(panel.getByText(en.list.nothingFound, { exact: true })).toBeVisible();
  });

  test('filters by the state chips, and says of how many', async ({ desk }) => {
    const { panel } = desk;
    const all = ongoing(desk);
    const open = all.filter(({ state }) => state === 'open').length;
    const wrapUp = all.filter(({ state }) => state === 'wrapUp').length;
    await chip(panel, en.states.open).click();
    await expect(grid(panel)).toHaveAttribute('aria-rowcount', String(open));
    await expect(panel.getByText(en.list.count(open, all.length), { exact: true })).toBeVisible();
    await chip(panel, en.states.wrapUp).click();
    await expect(grid(panel)).toHaveAttribute('aria-rowcount', String(open + wrapUp));
    await chip(panel, en.states.open).click();
    await chip(panel, en.states.wrapUp).click();
    await expect(grid(panel)).toHaveAttribute('aria-rowcount', String(all.length));
  });

  test('filters in the sheet by state, queue, channel, agent and sentiment together', async ({ desk }) => {
    const { panel, cast } = desk;
    const sought = desk.talk({ customer: 'Sheet Sought', workstreamId: 'w-whatsapp', agentId: cast.holder.id });
    desk.talk({ customer: 'Sheet Open', workstreamId: 'w-whatsapp' });
    desk.talk({ customer: 'Sheet Chat', agentId: cast.holder.id });
    desk.talk({ customer: 'Sheet Other', workstreamId: 'w-whatsapp', agentId: cast.second.id });
    await panel.getByRole('button', { name: en.list.filter, exact: true }).click();
    const sheet = panel.getByRole('dialog', { name: en.list.filterTitle });
    const choose = async (group: string, label: string) => {
      const choice = sheet.getByRole('group', { name: group }).getByRole('button', { name: label });
      await choice.first().click();
      await expect(choice.first()).toHaveAttribute('aria-pressed', 'true');
    };
    const matching = (also: (one: ReturnType<typeof ongoing>[number]) => boolean) =>
      String(ongoing(desk).filter((one) => one.state === 'active' && also(one)).length);
    await choose(en.list.filterBy.states, en.states.active);
    await expect(grid(panel)).toHaveAttribute(
      'aria-rowcount',
      matching(() => true),
    );
    await choose(en.list.filterBy.queueIds, 'Billing');
    await expect(grid(panel)).toHaveAttribute(
      'aria-rowcount',
      matching(({ queueId }) => queueId === 'q-billing'),
    );
    await choose(en.list.filterBy.channels, en.channel('whatsApp'));
    await sheet.getByRole('searchbox', { name: en.list.findAgent }).fill(cast.holder.name);
    await choose(en.list.filterBy.agentIds, cast.holder.name);
    const level = desk.now(sought.id).sentiment.level;
    const mood = level === 'unknown' ? 'unknown' : level < 0 ? 'negative' : level > 0 ? 'positive' : 'neutral';
    await choose(en.list.filterBy.sentiments, en.list.sentiments[mood]);
    await sheet.getByRole('button', { name: /^Show \d+ conversation/ }).click();
    await expect(row(panel, sought.customer)).toBeVisible();
    const left = await names(panel);
    for (const other of ['Sheet Open', 'Sheet Chat', 'Sheet Other']) expect(left).not.toContain(other);
    await expect(panel.getByRole('button', { name: en.list.filtersOn(5) })).toBeVisible();
    await panel.getByRole('button', { name: en.list.removeFilter(isolate('Billing')) }).click();
    await expect(panel.getByRole('button', { name: en.list.filtersOn(4) })).toBeVisible();
  });

  test('sorts by every key on offer, and turns round', async ({ desk }) => {
    const { panel, cast } = desk;
    desk.talk({ customer: 'Sorting b', agentId: cast.second.id });
    desk.talk({ customer: 'Sorting c', agentId: cast.holder.id });
    desk.talk({ customer: 'Sorting a' });
    await desk.search('Sorting');
    await sortBy(desk, en.list.sorts.customer);
    await expect.poll(() => names(panel)).toEqual(['Sorting a', 'Sorting b', 'Sorting c']);
    await sortBy(desk, en.list.reverse);
    await expect.poll(() => names(panel)).toEqual(['Sorting c', 'Sorting b', 'Sorting a']);
    await sortBy(desk, en.list.sorts.agent);
    const byAgent = [cast.second.name, cast.holder.name].sort(new Intl.Collator().compare);
    const first = byAgent[0] === cast.second.name ? ['Sorting b', 'Sorting c'] : ['Sorting c', 'Sorting b'];
    await expect.poll(() => names(panel)).toEqual([...first, 'Sorting a']);
  });

  test('finds by words of customer, subject, agent and queue, whatever their case and script', async ({ desk }) => {
    const { panel, cast } = desk;
    const hebrew = desk.talk({ customer: 'נועה ברקאי־בדיקה', subject: 'חשבונית כפולה לבדיקה' });
    const english = desk.talk({
      customer: 'Quentin Searchable',
      subject: 'Lost parcel XQ-77',
      agentId: cast.holder.id,
    });
    for (const [words, found] of [
      ['ברקאי־בדיקה', hebrew],
      ['כפולה לבדיקה', hebrew],
      ['sEARCHable', english],
      ['xq-77', english],
      [`searchable ${cast.holder.name}`, english],
      ['searchable billing', english],
    ] as const) {
      await desk.search(words);
      await expect.poll(() => names(panel), words).toEqual([found.customer]);
    }
    await desk.search('searchable ברקאי');
    await expect(panel.getByText(en.list.nothingFound, { exact: true })).toBeVisible();
    await panel.locator('.list-frame').getByRole('button', { name: en.list.clearFilters }).click();
    await expect(grid(panel)).toHaveAttribute('aria-rowcount', String(ongoing(desk).length));
  });
});

test.describe('by keyboard alone', () => {
  test('search, walk, open, go back and open the menu', async ({ desk }) => {
    const { panel, page } = desk;
    for (const letter of ['a', 'b', 'c']) desk.talk({ customer: `Keyboard ${letter}` });
    await sortBy(desk, en.list.sorts.customer);
    await page.keyboard.press('/');
    await expect(panel.getByRole('searchbox', { name: en.list.searchLabel })).toBeFocused();
    await page.keyboard.type('Keyboard');
    await expect.poll(() => names(panel)).toEqual(['Keyboard a', 'Keyboard b', 'Keyboard c']);
    await page.keyboard.press('ArrowDown');
    await expect(grid(panel)).toBeFocused();
    const active = () =>
      grid(panel).evaluate(
        (list) =>
          document.getElementById(list.getAttribute('aria-activedescendant') ?? '')?.querySelector('.row-name')
            ?.textContent,
      );
    await expect.poll(active).toBe('Keyboard a');
    await page.keyboard.press('End');
    await expect.poll(active).toBe('Keyboard c');
    await page.keyboard.press('ArrowUp');
    await expect.poll(active).toBe('Keyboard b');
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('heading', { level: 1, name: 'Keyboard b' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(panel.getByRole('heading', { level: 1, name: 'Keyboard b' })).toBeHidden();
    await expect(grid(panel)).toBeFocused();
    await expect.poll(active).toBe('Keyboard b');
    await page.keyboard.press('Shift+F10');
    const menu = panel.getByRole('menu', { name: en.list.rowMenu(isolate('Keyboard b')) });
    await expect(menu).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(menu.getByRole('menuitem', { name: en.actions.assign })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('dialog', { name: en.dialogs.titles.assign(isolate('Keyboard b')) })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(panel.getByRole('dialog')).toHaveCount(0);
    await expect(grid(panel)).toBeFocused();
    await expect.poll(active).toBe('Keyboard b');
  });

  test('the cursor stays with its conversation when others come in before it', async ({ desk }) => {
    const { panel, page } = desk;
    for (const letter of ['m', 'n']) desk.talk({ customer: `Cursor ${letter}` });
    await sortBy(desk, en.list.sorts.customer);
    await desk.search('Cursor');
    await expect.poll(() => names(panel)).toEqual(['Cursor m', 'Cursor n']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await moveAway(desk);
    desk.talk({ customer: 'Cursor a' });
    await expect.poll(() => names(panel)).toEqual(['Cursor a', 'Cursor m', 'Cursor n']);
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('heading', { level: 1, name: 'Cursor n' })).toBeVisible();
  });
});

test.describe('no misclicks', () => {
  test('under a resting pointer the order holds and says so; the click opens what stood there; leaving releases it', async ({
    desk,
  }) => {
    const { panel, page, floor } = desk;
    const mine = ['k', 'l', 'm', 'n', 'o'].map((letter) => desk.talk({ customer: `Zebra ${letter}` }));
    await sortBy(desk, en.list.sorts.customer);
    await desk.search('Zebra');
    const before = mine.map(({ customer }) => customer);
    await expect.poll(() => names(panel)).toEqual(before);

    await pointAt(page, panel, 'Zebra m');
    const newcomers = ['a', 'b', 'c'].map((letter) => desk.talk({ customer: `Zebra ${letter}` }));
    await expect(panel.getByText(en.list.heldChanges(3))).toBeVisible();
    expect(await names(panel)).toEqual(before);
    await page.mouse.down();
    const [left] = mine;
    if (left) floor.command({ type: 'customerLeaves', conversationId: left.id });
    for (const letter of ['d', 'e']) newcomers.push(desk.talk({ customer: `Zebra ${letter}` }));
    await expect(panel.getByText(en.list.heldChanges(6))).toBeVisible();
    await page.mouse.up();
    await expect(panel.getByRole('heading', { level: 1, name: 'Zebra m' })).toBeVisible();
    await desk.press(en.common.back);

    await moveAway(desk);
    await expect.poll(() => names(panel)).toEqual([...newcomers.map(({ customer }) => customer), ...before.slice(1)]);
    await expect(panel.getByText(en.list.held)).toHaveCount(0);
  });

  test('what waits comes in on request while the pointer stays', async ({ desk }) => {
    const { panel, page } = desk;
    for (const letter of ['m', 'n']) desk.talk({ customer: `Giraffe ${letter}` });
    await sortBy(desk, en.list.sorts.customer);
    await desk.search('Giraffe');
    await pointAt(page, panel, 'Giraffe m');
    desk.talk({ customer: 'Giraffe a' });
    await expect(panel.getByText(en.list.heldChanges(1))).toBeVisible();
    // By keyboard: the pointer that goes for the button has left the list, and that alone lets everything in.
    await panel.getByRole('button', { name: en.list.update }).press('Enter');
    await expect.poll(() => names(panel)).toEqual(['Giraffe a', 'Giraffe m', 'Giraffe n']);
  });

  test('the row menu keeps its conversation and the order while it stands open', async ({ desk }) => {
    const { panel } = desk;
    for (const letter of ['m', 'n']) desk.talk({ customer: `Okapi ${letter}` });
    await sortBy(desk, en.list.sorts.customer);
    await desk.search('Okapi');
    await expect.poll(() => names(panel)).toEqual(['Okapi m', 'Okapi n']);
    await panel.getByRole('button', { name: en.list.rowMenu(isolate('Okapi n')) }).click();
    await moveAway(desk);
    desk.talk({ customer: 'Okapi a' });
    await expect(panel.getByText(en.list.heldChanges(1))).toBeVisible();
    expect(await names(panel)).toEqual(['Okapi m', 'Okapi n']);
    await panel.getByRole('menuitem', { name: en.actions.open, exact: true }).click();
    await expect(panel.getByRole('heading', { level: 1, name: 'Okapi n' })).toBeVisible();
  });

  test('a click whose row changed between pointerdown and click does nothing and says so', async ({ desk }) => {
    const { panel, page } = desk;
    for (const letter of ['m', 'n']) desk.talk({ customer: `Lynx ${letter}` });
    const other = desk.talk({ customer: 'Puma a' });
    await sortBy(desk, en.list.sorts.customer);
    await desk.search('Lynx');
    await pointAt(page, panel, 'Lynx m');
    await page.mouse.down();
    await page.keyboard.press('/');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Puma');
    await expect.poll(() => names(panel)).toEqual([other.customer]);
    await page.mouse.up();
    await expect(panel.getByText(en.list.moved)).toBeVisible();
    await expect(panel.getByRole('heading', { level: 1, name: other.customer })).toHaveCount(0);
    await page.mouse.down();
    await page.mouse.up();
    await expect(panel.getByRole('heading', { level: 1, name: other.customer })).toBeVisible();
  });
});
