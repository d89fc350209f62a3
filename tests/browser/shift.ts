/**
 * One floor and one browser for a whole file. Every test begins with a workspace page that was just opened and makes
 * exactly the conversations that it needs; what it leaves behind is nobody's business, because names and ids are its own.
 */
import { test as base } from '@playwright/test';
import type { ActionType } from '../../lib/domain/actions.ts';
import type { LedgerEntry } from '../../lib/floor/floor.ts';
import type { WireConversation } from '../../lib/floor/wire.ts';
import { en } from '../../lib/i18n/en.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import type { Launched } from '../../scripts/launch.ts';
import type { FloorOfTest, Frame, Page, Settings } from './harness.ts';
import { expect, openBrowser, openFloor, panelIn, standing } from './harness.ts';

export type { Frame, Page };
export { en, expect };

/** Who does what in these tests; all of them members of Billing, the supervisor of every queue. */
export interface Cast {
  supervisor: Person;
  holder: Person;
  second: Person;
  /** Of another queue. */
  stranger: Person;
  bot: Person;
}
interface Person {
  id: string;
  name: string;
}

export interface Wanted {
  customer?: string;
  subject?: string;
  workstreamId?: 'w-chat' | 'w-sms' | 'w-whatsapp' | 'w-phone' | 'w-case';
  queueId?: string;
  /** Offered to this agent; accepted, too, unless `state` says otherwise. */
  agentId?: string;
  state?: 'open' | 'ringing' | 'active' | 'waiting' | 'wrapUp';
}
export interface Talk {
  id: string;
  customer: string;
}

export interface Shift {
  settings: Settings;
  floor: FloorOfTest;
  launched: Launched;
}

interface Desk {
  floor: FloorOfTest;
  launched: Launched;
  cast: Cast;
  page: Page;
  panel: Frame;
  talk(wanted?: Wanted): Talk;
  now(id: string): WireConversation;
  /** What the floor has on record about a conversation. */
  ledger(id: string, type?: ActionType): LedgerEntry[];
  /** Finds it by its id and opens it in the panel. */
  open(talk: Talk): Promise<void>;
  search(words: string): Promise<void>;
  press(name: string): Promise<void>;
}

export type { Desk };

export const test = base.extend<{ desk: Desk; address: string }, { settings: Settings; shift: Shift }>({
  settings: [
    { ...standing, conversations: 30 },
    { option: true, scope: 'worker' },
  ],
  shift: [
    async ({ settings }, use) => {
      const floor = await openFloor(settings);
      const launched = await openBrowser(settings, floor);
      await use({ settings, floor, launched });
      await launched.close();
      await floor.stop();
    },
    { scope: 'worker' },
  ],
  /** Of the workspace page that a test begins with. */
  address: ['/workspace', { option: true }],
  desk: async ({ shift, address }, use) => {
    shift.floor.faults.set({ rules: [] });
    await use(await openDesk(shift, address));
  },
});

/** The page of the workspace at this path with the panel beside it, filled. */
export async function openDesk(shift: Shift, path: string): Promise<Desk> {
  const { floor, launched } = shift;
  const page = launched.context.pages()[0] ?? (await launched.context.newPage());
  await page.goto(`${floor.url}${path}`);
  await page.mouse.move(0, 0);
  const panel = await panelIn(page);
  await expect(panel.getByRole('grid')).not.toHaveAttribute('aria-rowcount', '-1');
  return createDesk(shift, page, panel);
}

let customers = 0;

export function createDesk({ floor, launched }: Shift, page: Page, panel: Frame): Desk {
  const cast = castOf(floor);
  const now = (id: string) => {
    const row = floor.floor.conversation(id);
    if (row === undefined) throw new Error(`The floor has no conversation ${id}.`);
    return row;
  };
  return {
    floor,
    launched,
    cast,
    page,
    panel,
    now,
    talk: (wanted = {}) => makeTalk(floor, wanted),
    ledger: (id, type) =>
      floor.floor.ledger.filter(
        ({ action }) => action.conversationId === id && (type === undefined || action.type === type),
      ),
    search: (words) => panel.getByRole('searchbox', { name: en.list.searchLabel }).fill(words),
    async open({ id, customer }) {
      await this.search(id);
      await expect(rows(panel)).toHaveCount(1);
      const heading = panel.getByRole('heading', { level: 1, name: customer });
      // The first click into a frame that has only just been drawn may still go to the page behind it.
      await expect(async () => {
        if (!(await heading.isVisible())) await rows(panel).filter({ hasText: customer }).click({ timeout: 2_000 });
        await expect(heading).toBeVisible({ timeout: 2_000 });
      }).toPass({ timeout: 15_000 });
    },
    press: (name) => panel.getByRole('button', { name, exact: true }).click(),
  };
}

/** By clicks: no agent has to be free for it. */
export async function assignToRetention(desk: Desk, talk: Talk) {
  await desk.open(talk);
  await desk.press(en.actions.assign);
  const sheet = desk.panel.getByRole('dialog');
  await sheet.getByRole('radio', { name: en.dialogs.pick.queue }).click();
  await sheet.getByRole('radio').filter({ hasText: 'Retention' }).click();
  await sheet.getByRole('button', { name: en.dialogs.buttons.assignTo(isolate('Retention', 40)), exact: true }).click();
}
/** The line of the panel that says what became of the last act on it. */
export const operation = ({ panel }: Desk, { customer }: Talk) =>
  panel.getByRole('region', { name: en.operations.title }).getByRole('listitem').filter({ hasText: customer }).first();
/** What the page of a conversation says about the actions that are not possible. */
export const why = ({ panel }: Desk) => panel.getByRole('list', { name: en.conversation.unavailable });

export const rows = (panel: Frame) => panel.getByRole('grid').getByRole('row').filter({ visible: true });

function castOf(floor: FloorOfTest): Cast {
  const agents = floor.floor.agents();
  const [boss] = floor.floor.supervisors;
  const free = ({ capacity }: (typeof agents)[number]) => (capacity === 'unknown' ? 0 : capacity.free);
  const humans = agents
    .filter(({ id, kind }) => kind === 'human' && !id.startsWith('a-s'))
    .sort((a, b) => free(b) - free(a));
  // Whoever is given more by the tests must be able to take it.
  const [second, ...others] = humans.filter(({ queueIds }) => queueIds.includes('q-billing'));
  const holder = others.at(-1);
  const stranger = humans.find(({ queueIds }) => !queueIds.includes('q-billing') && !queueIds.includes('q-voice'));
  const bot = agents.find(({ kind }) => kind === 'bot');
  if (!boss || !holder || !second || !stranger || !bot) throw new Error('The floor lacks somebody.');
  for (const { id } of [holder, second, stranger]) {
    floor.command({ type: 'setPresence', agentId: id, base: 'available' });
  }
  return { supervisor: { id: boss.agentId, name: boss.name }, holder, second, stranger, bot };
}

function makeTalk(floor: FloorOfTest, wanted: Wanted): Talk {
  customers += 1;
  const { workstreamId = 'w-chat', agentId, state = agentId === undefined ? 'open' : 'active' } = wanted;
  const queueId =
    wanted.queueId ?? { 'w-phone': 'q-voice', 'w-case': 'q-cases' }[workstreamId as string] ?? 'q-billing';
  const customer = wanted.customer ?? `Customer Nº${customers}`;
  const subject = wanted.subject ?? `Matter ${customers}`;
  const id = floor.command({ type: 'newConversation', workstreamId, queueId, customerName: customer, subject });
  if (id === undefined) throw new Error('The floor made no conversation.');
  const happen = (type: 'accept' | 'stepAway' | 'endTalk') => floor.command({ type, conversationId: id });
  if (state !== 'open') {
    if (agentId === undefined) throw new Error(`Nobody is there to have it ${state}.`);
    floor.command({ type: 'offer', conversationId: id, agentId });
  }
  const rings = floor.floor.conversation(id)?.ringing === true;
  if (rings && state !== 'ringing') happen('accept');
  if (state === 'waiting') happen('stepAway');
  if (state === 'wrapUp') happen('endTalk');
  return { id, customer };
}
