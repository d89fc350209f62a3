import { isolate } from '../../lib/i18n/isolate.ts';
import type { Desk, Talk } from './shift.ts';
import { en, expect, operation, rows, test, why } from './shift.ts';

const { buttons, pick } = en.dialogs;
const sheet = ({ panel }: Desk) => panel.getByRole('dialog');
const question = ({ panel }: Desk) => panel.getByRole('alertdialog');
const target = (desk: Desk, name: string) => sheet(desk).getByRole('radio').filter({ hasText: name });
const undoBar = ({ panel }: Desk, { customer }: Talk) => panel.locator('.undo-bar').filter({ hasText: customer });

async function begin(desk: Desk, talk: Talk, action: 'assign' | 'transfer' | 'forceClose') {
  await desk.open(talk);
  await desk.press(en.actions[action]);
}
async function find(desk: Desk, name: string) {
  await sheet(desk).getByRole('searchbox').fill(name);
  await expect(target(desk, name)).toBeVisible();
}
async function give(desk: Desk, name: string, verb: string) {
  await find(desk, name);
  await target(desk, name).click();
  await sheet(desk).getByRole('button', { name: verb, exact: true }).click();
  await expect(sheet(desk)).toHaveCount(0);
}
async function forceClose(desk: Desk, talk: Talk, note?: string) {
  await begin(desk, talk, 'forceClose');
  if (note !== undefined) await question(desk).getByRole('textbox', { name: en.dialogs.note }).fill(note);
  await question(desk).getByRole('button', { name: buttons.forceClose, exact: true }).click();
  await expect(undoBar(desk, talk)).toBeVisible();
}
const pending = (panel: Desk['panel'], { name }: { name: string }) =>
  panel.locator('.facts').getByText(en.conversation.pendingTransfer(isolate(name)));
const outcomes = (desk: Desk, { id }: Talk) =>
  desk.ledger(id).map(({ action, outcome }) => `${action.type} ${outcome}`);

test.describe('assign', () => {
  test('to an agent whose workstream asks for acceptance: rings, and comes back when declined (A8)', async ({
    desk,
  }) => {
    const { cast, floor, panel } = desk;
    const talk = desk.talk();
    await begin(desk, talk, 'assign');
    await give(desk, cast.second.name, buttons.assignTo(isolate(cast.second.name, 40)));
    await expect.poll(() => outcomes(desk, talk)).toEqual(['assign done']);
    expect(desk.now(talk.id)).toMatchObject({ state: 'active', ringing: true, agentId: cast.second.id });
    await expect(operation(desk, talk)).toContainText(en.operations.states.confirmed);
    await expect(panel.getByText(en.conversation.ringing)).toBeVisible();
    floor.command({ type: 'decline', conversationId: talk.id });
    await expect(panel.getByText(en.conversation.ringing)).toHaveCount(0);
    await expect(panel.locator('.facts')).toContainText(en.common.nobody);
    expect(desk.now(talk.id)).toMatchObject({ state: 'open', queueId: 'q-billing' });
    await expect(panel.getByRole('button', { name: en.actions.assign })).toBeEnabled();
  });

  test('where nobody is asked: the agent has it at once (A8)', async ({ desk }) => {
    const { cast, panel } = desk;
    const talk = desk.talk({ workstreamId: 'w-sms' });
    await begin(desk, talk, 'assign');
    await give(desk, cast.second.name, buttons.assignTo(isolate(cast.second.name, 40)));
    await expect(panel.locator('.facts')).toContainText(cast.second.name);
    expect(desk.now(talk.id)).toMatchObject({ state: 'active', ringing: false, agentId: cast.second.id });
  });

  test('to another queue: open there, nobody’s; the current queue and one of another kind are blocked (A4)', async ({
    desk,
  }) => {
    const { panel } = desk;
    const talk = desk.talk();
    await begin(desk, talk, 'assign');
    await sheet(desk).getByRole('radio', { name: pick.queue }).click();
    for (const [name, because] of [
      ['Billing', 'It is already in this queue.'],
      ['Voice: service line', 'This queue takes voice calls only.'],
    ] as const) {
      await expect(target(desk, name)).toBeDisabled();
      await expect(target(desk, name)).toContainText(because);
      await target(desk, name).click({ force: true });
      await expect(target(desk, name)).not.toBeChecked();
    }
    await give(desk, 'Retention', buttons.assignTo(isolate('Retention', 40)));
    await expect.poll(() => outcomes(desk, talk)).toEqual(['assign done']);
    expect(desk.now(talk.id)).toMatchObject({ state: 'open', queueId: 'q-retention' });
    expect(desk.now(talk.id).agentId).toBeUndefined();
    await expect(panel.locator('.facts')).toContainText('Retention');
  });

  test('anyway: says by how many units it is over, and the floor has the override on record (A5)', async ({ desk }) => {
    const { cast, floor } = desk;
    const loaded = cast.stranger;
    const agent = () => floor.floor.agents().find(({ id }) => id === loaded.id);
    const free = () => {
      const capacity = agent()?.capacity;
      return capacity === undefined || capacity === 'unknown' ? 0 : capacity.free;
    };
    const queueId = agent()?.queueIds.find((id) => id !== 'q-voice' && id !== 'q-cases') ?? 'q-retention';
    while (free() >= 2) desk.talk({ agentId: loaded.id, queueId });
    floor.command({ type: 'setPresence', agentId: loaded.id, base: 'away' });
    const talk = desk.talk();
    await begin(desk, talk, 'assign');
    await find(desk, loaded.name);
    await expect(target(desk, loaded.name)).toContainText(pick.over(2 - free(), 2));
    await expect(target(desk, loaded.name)).toContainText('Is away');
    await give(desk, loaded.name, buttons.assignAnyway(isolate(loaded.name, 40)));
    await expect.poll(() => outcomes(desk, talk)).toEqual(['assign done']);
    expect(desk.ledger(talk.id)[0]?.action).toMatchObject({
      agentId: loaded.id,
      override: { presence: true, capacity: true },
    });
  });

  test('never to a bot, and says why (A2)', async ({ desk }) => {
    const talk = desk.talk();
    await begin(desk, talk, 'assign');
    await find(desk, desk.cast.bot.name);
    await expect(target(desk, desk.cast.bot.name)).toBeDisabled();
    await expect(target(desk, desk.cast.bot.name)).toContainText('Is a bot.');
    await target(desk, desk.cast.bot.name).click({ force: true });
    await expect(sheet(desk).getByRole('button', { name: buttons.assign, exact: true })).toBeDisabled();
    expect(desk.ledger(talk.id)).toEqual([]);
  });
});

test.describe('transfer', () => {
  async function asked(desk: Desk, wanted: Parameters<Desk['talk']>[0] = {}): Promise<Talk> {
    const { cast, panel } = desk;
    const talk = desk.talk({ agentId: cast.holder.id, ...wanted });
    await begin(desk, talk, 'transfer');
    await give(desk, cast.second.name, buttons.transferTo(isolate(cast.second.name, 40)));
    await expect(pending(panel, cast.second)).toBeVisible();
    expect(desk.now(talk.id)).toMatchObject({
      agentId: cast.holder.id,
      pendingTransfer: { toAgentId: cast.second.id },
    });
    await expect(operation(desk, talk)).toContainText(en.operations.transfers.pending);
    return talk;
  }

  test('accepted: the second agent has it, the first stays as consultant, and the panel says so by itself (T5, T6)', async ({
    desk,
  }) => {
    const { cast, floor, panel } = desk;
    const talk = await asked(desk);
    floor.command({ type: 'acceptTransfer', conversationId: talk.id });
    await expect(operation(desk, talk)).toContainText(en.operations.transfers.accepted);
    await expect(panel.locator('.facts')).toContainText(`${cast.holder.name} (${en.conversation.modes.consultant})`);
    expect(desk.now(talk.id).participants.map(({ agentId, mode }) => [agentId, mode])).toEqual([
      [cast.second.id, 'primary'],
      [cast.holder.id, 'consultant'],
    ]);
  });

  for (const type of ['declineTransfer', 'timeOutTransfer'] as const) {
    test(`${type}: the first agent keeps it, and the panel says so by itself (T5, T7)`, async ({ desk }) => {
      const { cast, floor, panel } = desk;
      const talk = await asked(desk);
      floor.command({ type, conversationId: talk.id });
      await expect(operation(desk, talk)).toContainText(en.operations.transfers.notAccepted);
      await expect(pending(panel, cast.second)).toHaveCount(0);
      expect(desk.now(talk.id)).toMatchObject({ agentId: cast.holder.id });
    });
  }

  test('cancelled by a force close, which says so before, and the panel after (T8)', async ({ desk }) => {
    const { cast, panel } = desk;
    const talk = await asked(desk);
    await expect(why(desk)).toContainText(`A transfer to ${isolate(cast.second.name)} waits for an answer.`);
    await desk.press(en.actions.forceClose);
    await expect(question(desk)).toContainText(en.dialogs.tells.cancelsTransfer(isolate(cast.second.name)));
    await question(desk).getByRole('button', { name: buttons.forceClose, exact: true }).click();
    await expect(panel.getByText(en.conversation.closed)).toBeVisible({ timeout: 20_000 });
    await expect(panel.getByRole('region', { name: en.operations.title })).toContainText(
      en.operations.transfers.closed,
    );
    expect(desk.now(talk.id).pendingTransfer).toBeUndefined();
  });

  test('only to agents of the same queue with an allowed presence; the others say why (T4)', async ({ desk }) => {
    const { cast, floor } = desk;
    floor.command({ type: 'setPresence', agentId: cast.second.id, base: 'away' });
    const talk = desk.talk({ agentId: cast.holder.id });
    await begin(desk, talk, 'transfer');
    for (const [name, because] of [
      [cast.second.name, 'Is away'],
      [cast.stranger.name, 'Not a member of'],
      [cast.holder.name, 'Already has this conversation.'],
      [cast.bot.name, 'Is a bot.'],
    ] as const) {
      await find(desk, name);
      await expect(target(desk, name)).toBeDisabled();
      await expect(target(desk, name)).toContainText(because);
    }
    await find(desk, cast.supervisor.name);
    await expect(target(desk, cast.supervisor.name)).toBeEnabled();
  });
});

test.describe('force close', () => {
  test('names the customer, and keeping it open sends nothing', async ({ desk }) => {
    const talk = desk.talk({ agentId: desk.cast.holder.id });
    await begin(desk, talk, 'forceClose');
    await expect(question(desk)).toHaveAccessibleName(en.dialogs.titles.forceClose(isolate(talk.customer)));
    const keep = question(desk).getByRole('button', { name: buttons.keepOpen });
    await expect(keep).toBeFocused();
    await keep.click();
    await expect(question(desk)).toHaveCount(0);
    await expect(undoBar(desk, talk)).toHaveCount(0);
    expect(desk.ledger(talk.id)).toEqual([]);
  });

  test('undone inside the window, nothing was ever sent (F3)', async ({ desk }) => {
    const talk = desk.talk({ agentId: desk.cast.holder.id });
    await forceClose(desk, talk);
    expect(desk.ledger(talk.id)).toEqual([]);
    await undoBar(desk, talk).getByRole('button').click();
    await expect(operation(desk, talk)).toContainText(en.operations.states.cancelled);
    // The end of a window that began later says that this one's would have come.
    const later = desk.talk({ agentId: desk.cast.holder.id });
    await desk.press(en.common.back);
    await forceClose(desk, later);
    await expect.poll(() => outcomes(desk, later), { timeout: 20_000 }).toEqual(['forceClose done']);
    expect(desk.ledger(talk.id)).toEqual([]);
    expect(desk.now(talk.id).state).toBe('active');
  });

  test('after the window it is closed once, with the note, and everybody in it is told (F2)', async ({ desk }) => {
    const { panel, floor } = desk;
    const talk = desk.talk({ agentId: desk.cast.holder.id });
    await forceClose(desk, talk, 'Agreed with the customer on the phone');
    expect(desk.ledger(talk.id)).toEqual([]);
    await expect(panel.getByText(en.conversation.closed)).toBeVisible({ timeout: 20_000 });
    await expect(operation(desk, talk)).toContainText(en.operations.states.confirmed);
    expect(desk.ledger(talk.id)).toMatchObject([
      { outcome: 'done', action: { type: 'forceClose', note: 'Agreed with the customer on the phone' } },
    ]);
    const told = floor.floor
      .transcript(talk.id)
      .filter(({ from, audience }) => from === 'system' && audience === 'everyone');
    expect(told.map(({ text }) => text)).toContain('A supervisor ended this conversation');
  });

  test('that closes by itself inside the window is not sent: it was already so', async ({ desk }) => {
    const talk = desk.talk();
    await forceClose(desk, talk);
    desk.floor.command({ type: 'customerLeaves', conversationId: talk.id });
    await expect(operation(desk, talk)).toContainText(en.operations.alreadySo, { timeout: 20_000 });
    expect(desk.ledger(talk.id)).toEqual([]);
  });

  test('from the menu of a row: asks the same, and the row counts down', async ({ desk }) => {
    const { panel } = desk;
    const talk = desk.talk({ agentId: desk.cast.holder.id });
    await desk.search(talk.id);
    await expect(rows(panel)).toHaveCount(1);
    await panel.getByRole('button', { name: en.list.rowMenu(isolate(talk.customer)) }).click();
    await panel.getByRole('menuitem', { name: en.actions.forceClose }).click();
    await question(desk).getByRole('button', { name: buttons.forceClose, exact: true }).click();
    await expect(rows(panel)).toContainText(/closing in \d s/);
    await expect.poll(() => outcomes(desk, talk), { timeout: 20_000 }).toEqual(['forceClose done']);
  });
});

test.describe('what is not possible says all its reasons', () => {
  test('a record, an escalated chat, an own conversation', async ({ desk }) => {
    const { cast, floor } = desk;
    const record = desk.talk({ workstreamId: 'w-case', agentId: cast.holder.id });
    const escalated = desk.talk({ agentId: cast.holder.id });
    floor.command({ type: 'escalate', conversationId: escalated.id });
    const own = desk.talk({ agentId: cast.supervisor.id });
    const wrongChannel = 'Not possible on this channel (record).';
    for (const [talk, expected] of [
      [
        record,
        {
          Monitor: [wrongChannel],
          Assign: ['It is Active', wrongChannel, `${cast.holder.name}`],
          Transfer: [wrongChannel],
          'Force close': [wrongChannel],
        },
      ],
      [escalated, { Transfer: ['It was raised to voice; it cannot be transferred any more.'] }],
      [own, { Monitor: ['It is assigned to you; nobody monitors their own conversation.'] }],
    ] as const) {
      await desk.open(talk);
      for (const [action, reasons] of Object.entries(expected)) {
        const line = why(desk)
          .getByRole('listitem')
          .filter({ hasText: `${action}:` });
        for (const reason of reasons) await expect(line).toContainText(reason);
      }
      await desk.press(en.common.back);
    }
  });
});
