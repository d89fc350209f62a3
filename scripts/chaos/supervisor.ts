/** A supervisor who does one thing after another by clicks, on a floor that goes on meanwhile and a worker that dies. */
import type { Frame, Locator, Page } from '@playwright/test';
import type { Floor } from '../../lib/floor/floor.ts';
import type { WireConversation } from '../../lib/floor/wire.ts';
import { en } from '../../lib/i18n/en.ts';
import { backToList, clickVerb, findRow, press, sheetOf } from '../hands.ts';
import type { PlannedAction, Verb } from './plan.ts';

export interface Place {
  page: Page;
  panel: Frame | Page;
}

/** Milliseconds: whatever is not there by then is given up, the floor has moved on. */
const patience = 1_500;
/** What was possible a moment ago may not be any more: that often something else is looked for. */
const tries = 6;

/** True when it was asked for, false when the floor never had anything for it. @throws what was in the way at last */
export async function doOne(place: Place, floor: Floor, action: PlannedAction): Promise<boolean> {
  let trouble: unknown;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const row = choose(floor, action.verb, (action.choice + attempt * 0.37) % 1);
    if (row === undefined) return false;
    try {
      await backToList(place.panel);
      await acts[action.verb](place, row, action.target);
      return true;
    } catch (error) {
      trouble = error;
    }
  }
  throw trouble;
}

const suits: Record<Verb, (row: WireConversation) => boolean> = {
  assign: ({ state, ringing, channel }) => state === 'open' && !ringing && channel !== 'entityRecord',
  transfer: ({ state, ringing, channel, agentId, escalatedTo, pendingTransfer }) =>
    state === 'active' &&
    !ringing &&
    agentId !== undefined &&
    escalatedTo === undefined &&
    pendingTransfer === undefined &&
    ['liveChat', 'sms', 'whatsApp'].includes(channel),
  forceClose: ({ state, channel }) => state === 'waiting' || (state === 'active' && channel === 'liveChat'),
  undoneClose: ({ state }) => state === 'active',
  monitor: ({ state, ringing, agentId, channel, escalatedTo }) =>
    state === 'active' && !ringing && agentId !== undefined && channel === 'liveChat' && escalatedTo === undefined,
};

function choose(floor: Floor, verb: Verb, choice: number): WireConversation | undefined {
  const possible = floor.conversations().filter(suits[verb]);
  return possible[Math.floor(choice * possible.length)];
}

const acts: Record<Verb, (place: Place, row: WireConversation, target: number) => Promise<void>> = {
  async assign(place, row, target) {
    await chooseTarget(await openSheet(place, row, en.actions.assign), target);
  },
  async transfer(place, row, target) {
    await chooseTarget(await openSheet(place, row, en.actions.transfer), target);
  },
  async forceClose(place, row) {
    await submit(await openSheet(place, row, en.actions.forceClose));
  },
  async undoneClose(place, row) {
    await submit(await openSheet(place, row, en.actions.forceClose));
    const bar = place.panel.locator('.undo-bar').filter({ hasText: row.customer.name }).first();
    await bar
      .getByRole('button')
      .click({ timeout: patience })
      // Its window may be over by now; then it is closed, and the evidence says so.
      .catch(() => undefined);
  },
  async monitor(place, row) {
    const { panel } = place;
    await submit(await openSheet(place, row, en.actions.monitor));
    await backToList(panel);
    await (await findRow(panel, row, en, patience)).click({ timeout: patience });
    await press(panel, en.actions.join, patience).catch(() => undefined);
    if ((await sheetOf(panel).count()) > 0) await submit(sheetOf(panel));
    const field = panel.getByRole('textbox', { name: en.composer.label });
    if (await field.isEnabled({ timeout: patience }).catch(() => false)) {
      await field.fill(`Said to ${row.id}`, { timeout: patience });
      await field.press('Enter');
      await press(panel, en.actions.leave, patience).catch(() => undefined);
    }
    await press(panel, en.common.back, patience).catch(() => undefined);
  },
};

/** By the row's own menu. @throws when the row or the item is not there, or the act is not possible (any more) */
async function openSheet({ panel }: Place, row: WireConversation, verb: string): Promise<Locator> {
  const found = await findRow(panel, row, en, patience);
  await found.getByRole('button').click({ timeout: patience });
  const item = panel.getByRole('menuitem', { name: verb });
  await item.waitFor({ timeout: patience });
  if ((await item.getAttribute('aria-disabled')) === 'true') throw new Error(`${verb} is not possible on ${row.id}.`);
  await item.click({ timeout: patience });
  return sheetOf(panel);
}

async function chooseTarget(sheet: Locator, target: number): Promise<void> {
  const offered = sheet.locator('[role=radio][data-key]:not([aria-disabled])');
  await offered.first().waitFor({ timeout: patience });
  const count = Math.min(await offered.count(), 6);
  await offered.nth(Math.floor(target * count)).click({ timeout: patience });
  await submit(sheet);
}

/** The sheet goes when the worker has the act; while the worker is away it says so and waits. */
async function submit(sheet: Locator): Promise<void> {
  await clickVerb(sheet, patience);
  await sheet.waitFor({ state: 'detached', timeout: patience });
}
