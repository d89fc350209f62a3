import { isolate } from '../../lib/i18n/isolate.ts';
import type { Desk } from './shift.ts';
import { en, expect, openDesk, operation, test, why } from './shift.ts';

const talkLog = ({ panel }: Desk) => panel.getByRole('log', { name: en.conversation.transcript });
const audience = ({ panel }: Desk, label: string) => panel.getByRole('radio', { name: label });

async function monitor(desk: Desk, id: string) {
  await desk.press(en.actions.monitor);
  await desk.panel.getByRole('dialog').getByRole('button', { name: en.dialogs.buttons.monitor, exact: true }).click();
  await expect.poll(() => desk.ledger(id, 'monitor').map(({ outcome }) => outcome)).toEqual(['done']);
}
async function join(desk: Desk, id: string) {
  await monitor(desk, id);
  await desk.press(en.actions.join);
  await desk.panel.getByRole('dialog').getByRole('button', { name: en.dialogs.buttons.join, exact: true }).click();
  await expect.poll(() => desk.ledger(id, 'join').map(({ outcome }) => outcome)).toEqual(['done']);
}
async function say(desk: Desk, words: string) {
  await desk.panel.getByRole('textbox', { name: en.composer.label }).click();
  await desk.page.keyboard.type(words);
  await desk.page.keyboard.press('Enter');
}
const said = ({ floor }: Desk, id: string, words: string) =>
  floor.floor.transcript(id).find(({ text }) => text === words);
/** The sample workspace's own page of a conversation: what its agent and its customer see. */
const sides = ({ page }: Desk) => ({ agent: page.locator('#agent-side'), customer: page.locator('#customer-side') });

test.describe('the page of a conversation', () => {
  test('says who, what, where, since when, who takes part and in what mood', async ({ desk }) => {
    const { panel, cast, floor } = desk;
    const talk = desk.talk({ subject: 'Header matter', agentId: cast.holder.id });
    floor.command({ type: 'requestTransfer', conversationId: talk.id, agentId: cast.second.id });
    floor.command({ type: 'acceptTransfer', conversationId: talk.id });
    await desk.open(talk);
    await expect(panel.getByRole('heading', { level: 1 }).last()).toContainText('Header matter');
    const fact = (term: string) =>
      panel.locator('.facts > div').filter({ has: panel.locator('dt', { hasText: new RegExp(`^${term}$`) }) });
    const { facts } = en.conversation;
    await expect(fact(facts.agent)).toContainText(cast.second.name);
    await expect(fact(facts.queue)).toContainText('Billing');
    await expect(fact(facts.participants)).toContainText(`${cast.holder.name} (${en.conversation.modes.consultant})`);
    await expect(fact(facts.sentiment)).toContainText(en.sentiment(desk.now(talk.id).sentiment));
    await panel.getByRole('button', { name: en.conversation.more }).click();
    await expect(fact(facts.started)).toContainText(en.clock(desk.now(talk.id).startedAt));
    floor.command({ type: 'setPresence', agentId: cast.second.id, base: 'busy', text: 'In the archive' });
    await expect(fact(facts.agent)).toContainText('In the archive');
  });

  test('leads to the workspace’s own page of it, in a tab of its own', async ({ desk }) => {
    const { panel, page, cast, floor } = desk;
    const talk = desk.talk({ agentId: cast.holder.id });
    await desk.open(talk);
    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      panel.getByRole('button', { name: en.conversation.openInWorkspace }).click(),
    ]);
    await expect(tab).toHaveURL(`${floor.url}/workspace/conversation/${talk.id}`);
    await expect(tab.locator('#customer')).toHaveText(talk.customer);
    await tab.close();
  });

  test('shows what is said only while monitored (M5): locked, live, locked again', async ({ desk }) => {
    const { panel, cast, floor } = desk;
    const talk = desk.talk({ agentId: cast.holder.id });
    floor.command({ type: 'say', conversationId: talk.id, from: 'customer', text: 'Said before anybody listened' });
    await desk.open(talk);
    await expect(panel.getByText(en.conversation.locked)).toBeVisible();
    await expect(panel.getByText('Said before anybody listened')).toHaveCount(0);
    await monitor(desk, talk.id);
    await expect(talkLog(desk).getByText('Said before anybody listened')).toBeVisible();
    floor.command({ type: 'say', conversationId: talk.id, from: 'agent', text: 'Said while one listened' });
    await expect(talkLog(desk).getByText('Said while one listened')).toBeVisible();
    await desk.press(en.actions.stopMonitor);
    await expect.poll(() => desk.ledger(talk.id, 'stopMonitor').length).toBe(1);
    await expect(panel.getByText(en.conversation.locked)).toBeVisible();
    await expect(panel.getByText('Said while one listened')).toHaveCount(0);
  });

  test('cannot be monitored nor joined without a reason in words, all of them', async ({ desk }) => {
    const { panel, cast } = desk;
    const record = desk.talk({ workstreamId: 'w-case', customer: 'A record' });
    await desk.open(record);
    await expect(why(desk)).toContainText(
      en.reasons.wrongChannel({ code: 'wrongChannel', channel: 'entityRecord' }, never),
    );
    await expect(why(desk)).toContainText('It is Open');
    await expect(panel.getByRole('button', { name: en.actions.monitor, exact: true })).toBeDisabled();
    await desk.press(en.common.back);
    const own = desk.talk({ agentId: cast.supervisor.id });
    await desk.open(own);
    await expect(why(desk)).toContainText(en.reasons.ownConversation({ code: 'ownConversation' }, never));
    await expect(panel.getByText(en.conversation.locked)).toHaveCount(0);
  });
});

test.describe('joining', () => {
  test('agent and customer both see that the supervisor came and went (J2); notes reach the agent alone (J3)', async ({
    desk: { cast, talk: make },
    shift,
  }) => {
    const talk = make({ agentId: cast.holder.id });
    const desk = await openDesk(shift, `/workspace/conversation/${talk.id}`);
    const { agent, customer } = sides(desk);
    await desk.open(talk);
    await join(desk, talk.id);
    const joined = `${cast.supervisor.name} joined`;
    await expect(agent.getByText(joined)).toBeVisible();
    await expect(customer.getByText(joined)).toBeVisible();
    await expect(audience(desk, en.composer.internal)).toBeChecked();
    await say(desk, 'A note for the agent');
    await expect(agent.getByText('A note for the agent')).toBeVisible();
    expect(said(desk, talk.id, 'A note for the agent')?.audience).toBe('internal');
    await audience(desk, en.composer.everyone).click();
    await say(desk, 'A word to everyone');
    await expect(customer.getByText('A word to everyone')).toBeVisible();
    expect(said(desk, talk.id, 'A word to everyone')?.audience).toBe('everyone');
    await expect(customer.getByText('A note for the agent')).toHaveCount(0);
    await expect(talkLog(desk).getByText('A word to everyone')).toBeVisible();
    await desk.press(en.actions.leave);
    const left = `${cast.supervisor.name} left`;
    await expect(agent.getByText(left)).toBeVisible();
    await expect(customer.getByText(left)).toBeVisible();
    expect(desk.ledger(talk.id).map(({ action }) => action.type)).toEqual(['monitor', 'join', 'say', 'say', 'leave']);
  });

  test('what became of an earlier act never lies over the words and who will read them', async ({ desk }) => {
    const { cast, floor, panel } = desk;
    const earlier = desk.talk({ agentId: cast.holder.id });
    await desk.open(earlier);
    await desk.press(en.actions.transfer);
    const sheet = panel.getByRole('dialog');
    await sheet.getByRole('searchbox').fill(cast.second.name);
    await sheet.getByRole('radio').filter({ hasText: cast.second.name }).click();
    await sheet.getByRole('button', { name: en.dialogs.buttons.transferTo(isolate(cast.second.name, 40)) }).click();
    await expect(operation(desk, earlier)).toContainText(en.operations.transfers.pending);
    floor.command({ type: 'declineTransfer', conversationId: earlier.id });
    await expect(operation(desk, earlier)).toContainText(en.operations.transfers.notAccepted);
    await desk.press(en.common.back);
    const talk = desk.talk({ agentId: cast.holder.id });
    await desk.open(talk);
    await join(desk, talk.id);
    await expect(operation(desk, earlier)).toBeVisible();
    await audience(desk, en.composer.everyone).click({ timeout: 10_000 });
    await panel.getByRole('textbox', { name: en.composer.label }).click({ timeout: 10_000 });
  });

  test('in a bot’s conversation one writes to everyone only (J3)', async ({ desk }) => {
    const talk = desk.talk({ agentId: desk.cast.bot.id });
    await desk.open(talk);
    await join(desk, talk.id);
    await expect(audience(desk, en.composer.everyone)).toBeChecked();
    await expect(audience(desk, en.composer.internal)).toBeDisabled();
    await expect(desk.panel.getByText(/The agent is a bot/)).toBeVisible();
    await say(desk, 'To everyone, bot or not');
    await expect.poll(() => said(desk, talk.id, 'To everyone, bot or not')?.audience).toBe('everyone');
  });

  test('where the customer has left one writes to the agent only (J3)', async ({ desk }) => {
    const talk = desk.talk({ agentId: desk.cast.holder.id });
    desk.floor.command({ type: 'customerLeaves', conversationId: talk.id });
    expect(desk.now(talk.id)).toMatchObject({ state: 'wrapUp', customerGone: true });
    await desk.open(talk);
    await join(desk, talk.id);
    await expect(audience(desk, en.composer.internal)).toBeChecked();
    await expect(audience(desk, en.composer.everyone)).toBeDisabled();
    await say(desk, 'Only you are left');
    await expect.poll(() => said(desk, talk.id, 'Only you are left')?.audience).toBe('internal');
  });
});

test.describe('monitoring ends', () => {
  test('by itself, with its reason, when the rules stop holding (M6)', async ({ desk }) => {
    const { panel, cast, floor } = desk;
    const talk = desk.talk({ workstreamId: 'w-whatsapp', agentId: cast.holder.id });
    await desk.open(talk);
    await monitor(desk, talk.id);
    await expect(talkLog(desk)).toBeVisible();
    floor.command({ type: 'stepAway', conversationId: talk.id });
    await expect(panel.getByText(en.conversation.ended)).toBeVisible();
    await expect(panel.getByRole('status').filter({ hasText: en.conversation.ended })).toContainText('It is Waiting');
    await expect(talkLog(desk)).toHaveCount(0);
  });

  test('when the supervisor gets the conversation: their own now, no longer monitored (M3, M6)', async ({ desk }) => {
    const { panel, cast, floor } = desk;
    const talk = desk.talk({ agentId: cast.holder.id });
    await desk.open(talk);
    await monitor(desk, talk.id);
    floor.command({ type: 'requestTransfer', conversationId: talk.id, agentId: cast.supervisor.id });
    floor.command({ type: 'acceptTransfer', conversationId: talk.id });
    await expect(why(desk)).toContainText(
      en.because(en.actions.monitor, en.reasons.ownConversation({ code: 'ownConversation' }, never)),
    );
    await expect(panel.getByRole('button', { name: en.actions.stopMonitor })).toHaveCount(0);
    await expect(panel.getByRole('button', { name: en.actions.monitor, exact: true })).toBeDisabled();
  });

  test('on the floor, too, some seconds after the panel is closed', async ({ desk }) => {
    const talk = desk.talk({ agentId: desk.cast.holder.id });
    await desk.open(talk);
    await monitor(desk, talk.id);
    await desk.page.goto('about:blank');
    // The lease waits 10 s for a page that only reloads.
    await expect.poll(() => desk.ledger(talk.id, 'stopMonitor').length, { timeout: 30_000 }).toBe(1);
  });
});

const never = { agent: isolate, queue: isolate, organisation: undefined };
