/**
 * `npm start -- --check`: does the main job once, without a person: by clicks and typing through the browser's own input,
 * in the panel that is shown, each act confirmed from the floor's ledger.
 */
import type { Frame, Page } from '@playwright/test';
import type { Floor, LedgerEntry } from '../lib/floor/floor.ts';
import { simulatedSender } from '../lib/floor/simulation/secondSupervisor.ts';
import type { WireConversation } from '../lib/floor/wire.ts';
import { isolate } from '../lib/i18n/isolate.ts';
import type { Language } from '../lib/i18n/languages.ts';
import { languageFor } from '../lib/i18n/languages.ts';
import { backToList, clickVerb, findRow, panelOf, press, rowCount, until } from './hands.ts';
import type { Launched } from './launch.ts';
import type { Site } from './sites.ts';
import { step } from './steps.ts';

/** Milliseconds for one thing to become visible, and for an agent of the floor to answer a transfer. */
const patience = 15_000;
const agentsPatience = 60_000;
/** The floor lives while it is checked: what was chosen may be taken the moment before. */
const tries = 5;

interface Scene {
  page: Page;
  panel: Frame;
  site: Site;
  floor: Floor;
  text: Language;
}

export async function check(parts: {
  page: Page;
  launched: Launched;
  site: Site;
  language: string;
  screenshot: string | undefined;
}): Promise<boolean> {
  const { page, site } = parts;
  const { floor } = site;
  const text = languageFor(parts.language);
  try {
    const panel = await step('The panel stands in the page and is filled', () => filledPanel(page, floor));
    const scene: Scene = { page, panel, site, floor, text };
    await step('Assign', () => untilDone(scene, assign));
    await step('Transfer, accepted', () => untilDone(scene, transfer));
    await step(site.carriesMessages ? 'Monitor, join, internal message' : 'Monitor, join', () =>
      untilDone(scene, monitorAndJoin),
    );
    await step('Force close', () => untilDone(scene, forceClose));
    await step('Every act came from the extension', async () => onlyFrom(parts.launched.origin, floor));
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  } finally {
    const picture = parts.screenshot ?? 'check.png';
    await page.screenshot({ path: picture });
    console.log(`Picture: ${picture}`);
  }
}

async function filledPanel(page: Page, floor: Floor): Promise<Frame> {
  const panel = await panelOf(page);
  const ongoing = () => floor.conversations().filter(({ state }) => state !== 'closed').length;
  await until('the list counts what the floor holds', async () => Math.abs((await rowCount(panel)) - ongoing()) <= 2);
  return panel;
}

async function assign(scene: Scene): Promise<void> {
  const { panel, floor, text } = scene;
  const row = pick(
    floor,
    ({ state, channel, agentId }) => state === 'open' && agentId === undefined && channel !== 'entityRecord',
  );
  await openConversation(scene, row);
  await press(panel, text.actions.assign);
  const sheet = panel.getByRole('dialog');
  await sheet
    .getByRole('radiogroup', { name: text.dialogs.pick.agents })
    .getByRole('radio')
    .first()
    .click({ timeout: patience });
  await clickVerb(sheet);
  await confirmed(floor, row.id, 'assign');
  await press(panel, text.common.back);
}

async function transfer(scene: Scene): Promise<void> {
  const { panel, floor, text } = scene;
  const humans = new Set(
    floor
      .agents()
      .filter(({ kind }) => kind === 'human')
      .map(({ id }) => id),
  );
  const row = pick(
    floor,
    (one) =>
      one.state === 'active' &&
      !one.ringing &&
      one.escalatedTo === undefined &&
      one.pendingTransfer === undefined &&
      ['liveChat', 'sms', 'whatsApp'].includes(one.channel) &&
      humans.has(one.agentId ?? ''),
  );
  await openConversation(scene, row);
  await press(panel, text.actions.transfer);
  const sheet = panel.getByRole('dialog');
  await sheet
    .getByRole('radiogroup', { name: text.dialogs.pick.agents })
    .getByRole('radio')
    .first()
    .click({ timeout: patience });
  await clickVerb(sheet);
  const { action } = await confirmed(floor, row.id, 'transfer');
  const target = action.type === 'transfer' ? action.agentId : '';
  const now = () => floor.conversation(row.id);
  await until('the second agent answers', () => now()?.pendingTransfer === undefined, agentsPatience);
  if (now()?.agentId !== target) throw new Error('The second agent did not accept.');
  await press(panel, text.common.back);
}

async function monitorAndJoin(scene: Scene): Promise<void> {
  const { panel, floor, text } = scene;
  const row = pick(
    floor,
    (one) =>
      one.state === 'active' &&
      !one.ringing &&
      one.agentId !== undefined &&
      ['liveChat', 'whatsApp'].includes(one.channel) &&
      one.escalatedTo === undefined &&
      !isBot(floor, one.agentId),
  );
  await openConversation(scene, row);
  await press(panel, text.actions.monitor);
  await clickVerb(panel.getByRole('dialog'));
  await confirmed(floor, row.id, 'monitor');
  await press(panel, text.actions.join);
  await clickVerb(panel.getByRole('dialog'));
  await confirmed(floor, row.id, 'join');
  if (scene.site.carriesMessages) await sayToAgent(scene, row);
  await press(panel, text.actions.leave);
  await confirmed(floor, row.id, 'leave');
  await press(panel, text.common.back);
}

async function sayToAgent({ panel, floor, text, page }: Scene, row: WireConversation): Promise<void> {
  const said = `Check ${Date.now()}`;
  const field = panel.getByRole('textbox', { name: text.composer.label });
  await field.click({ timeout: patience });
  await page.keyboard.type(said);
  await page.keyboard.press('Enter');
  await confirmed(floor, row.id, 'say');
  const line = floor.transcript(row.id).find((message) => message.text === said);
  if (line?.audience !== 'internal') throw new Error('The floor did not get the message as an internal one.');
  await panel.getByText(said).last().waitFor({ timeout: patience });
}

async function forceClose(scene: Scene): Promise<void> {
  const { panel, floor, text } = scene;
  const row = pick(floor, ({ state, channel }) => state === 'waiting' && channel !== 'entityRecord');
  await openConversation(scene, row);
  await press(panel, text.actions.forceClose);
  await clickVerb(panel.getByRole('alertdialog'));
  await confirmed(floor, row.id, 'forceClose');
  if (floor.conversation(row.id)?.state !== 'closed') throw new Error('The conversation is not closed.');
}

async function openConversation({ panel, text, site }: Scene, row: WireConversation): Promise<void> {
  const found = await findRow(panel, { ...row, id: site.idOf(row.id) }, text);
  await found.click({ timeout: patience });
  await panel
    .getByRole('heading', { name: isolate(row.customer.name) })
    .or(panel.getByText(row.customer.name))
    .first()
    .waitFor({ timeout: patience });
}

function pick(floor: Floor, suits: (row: WireConversation) => boolean): WireConversation {
  const acted = new Set(floor.ledger.map(({ action }) => action.conversationId));
  const found = floor.conversations().filter((row) => suits(row) && !acted.has(row.id));
  // The one that has waited longest is the one that nobody is about to take.
  const [first] = found.sort((a, b) => a.stateSince - b.stateSince);
  if (first === undefined) throw new Error('The floor has no conversation for this right now.');
  return first;
}

function isBot(floor: Floor, agentId: string): boolean {
  return floor.agents().find(({ id }) => id === agentId)?.kind === 'bot';
}

async function confirmed(
  floor: Floor,
  conversationId: string,
  type: LedgerEntry['action']['type'],
): Promise<LedgerEntry> {
  const find = () =>
    floor.ledger.find(({ action }) => action.type === type && action.conversationId === conversationId);
  await until(`the floor has "${type}" in its ledger`, () => find() !== undefined);
  const entry = find();
  if (entry?.outcome !== 'done')
    throw new Error(`The floor answered "${type}" with ${entry?.outcome}: ${entry?.reasonCodes.join(', ')}`);
  return entry;
}

function onlyFrom(origin: string, floor: Floor): void {
  // One of the floor's supervisors is played by the floor itself.
  const others = floor.ledger.filter(({ sender }) => sender !== origin && sender !== simulatedSender);
  if (others.length > 0)
    throw new Error(`${others.length} acts came from ${others[0]?.sender || 'an unknown sender'}.`);
}

async function untilDone(scene: Scene, work: (scene: Scene) => Promise<void>): Promise<void> {
  for (let left = tries; ; left -= 1) {
    try {
      return await work(scene);
    } catch (error) {
      if (left <= 1) throw error;
      console.log(`  once more: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
      await backToList(scene.panel);
    }
  }
}
