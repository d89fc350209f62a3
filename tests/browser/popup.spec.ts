import type { Page } from './shift.ts';
import { en, expect, test } from './shift.ts';

/** As a page of its own: the browser's popup shows the same document. */
async function openPopup(launched: { context: { newPage(): Promise<Page> }; origin: string }): Promise<Page> {
  const popup = await launched.context.newPage();
  await popup.goto(`${launched.origin}/popup.html`);
  await expect(popup.getByRole('table')).toBeVisible();
  return popup;
}
const line = (popup: Page, queue: string) =>
  popup.getByRole('row').filter({ has: popup.getByRole('rowheader', { name: queue }) });
const cells = (popup: Page, queue: string) => line(popup, queue).getByRole('cell').allInnerTexts();

test('the popup counts each queue as the floor does: waiting, active, wrap-up, free units', async ({ desk }) => {
  const { floor, cast } = desk;
  desk.talk();
  desk.talk({ agentId: cast.second.id });
  desk.talk({ agentId: cast.holder.id, state: 'wrapUp' });
  const popup = await openPopup(desk.launched);
  for (const { id, name } of floor.floor.queues()) {
    const there = floor.floor.conversations().filter(({ queueId }) => queueId === id);
    const count = (state: string) => String(there.filter((row) => row.state === state).length);
    const free = floor.floor
      .agents()
      .filter(
        ({ kind, queueIds, presence }) => kind === 'human' && queueIds.includes(id) && presence.base === 'available',
      )
      .reduce((sum, { capacity }) => sum + (capacity === 'unknown' ? 0 : Math.max(0, capacity.free)), 0);
    await expect
      .poll(async () => (await cells(popup, name)).filter((_text, index) => index !== 1).slice(0, 4), name)
      .toEqual([count('open'), count('active'), count('wrapUp'), String(free)]);
  }
  await popup.close();
});

test('it warns while work waits in a queue where nobody is available, and no longer', async ({ desk }) => {
  const { floor } = desk;
  const id = floor.command({ type: 'newConversation', workstreamId: 'w-phone', queueId: 'q-voice' }) ?? '';
  const members = floor.floor.agents().filter(({ queueIds }) => queueIds.includes('q-voice'));
  for (const { id: agentId } of members) floor.command({ type: 'setPresence', agentId, base: 'away' });
  const popup = await openPopup(desk.launched);
  const warning = popup.getByRole('row').filter({ hasText: `Voice: service line ${en.popup.zeroCoverage}` });
  await expect(warning).toBeVisible();
  floor.command({ type: 'setPresence', agentId: members[0]?.id ?? '', base: 'available' });
  await expect(warning).toHaveCount(0);
  floor.command({ type: 'setPresence', agentId: members[0]?.id ?? '', base: 'away' });
  await expect(warning).toBeVisible();
  for (const { id: open, state } of floor.floor.conversations().filter(({ queueId }) => queueId === 'q-voice')) {
    if (state === 'open') floor.command({ type: 'customerLeaves', conversationId: open });
  }
  expect(floor.floor.conversation(id)?.state).toBe('closed');
  await expect(warning).toHaveCount(0);
  for (const { id: agentId, presence } of members) floor.command({ type: 'setPresence', agentId, base: presence.base });
  await popup.close();
});

test('popup and badge count the conversations over their limit', async ({ desk }) => {
  const { floor } = desk;
  const streams = new Map(floor.floor.workstreams().map((stream) => [stream.id, stream]));
  const over = () =>
    floor.floor.conversations().filter(({ state, workstreamId = '', stateSince, waitingSince }) => {
      const stream = streams.get(workstreamId);
      const since = state === 'open' ? (waitingSince ?? stateSince) : stateSince;
      const limit = state === 'open' ? stream?.waitingLimit : state === 'active' ? stream?.handlingLimit : undefined;
      return limit !== undefined && since + limit < floor.floor.now;
    });
  desk.talk();
  desk.talk();
  // The floor's clock goes on by the limit of whoever came last; everybody hears of it with the next ping.
  floor.floor.advance(floor.floor.now + (streams.get('w-chat')?.waitingLimit ?? 0) + 1000);
  expect(over().length).toBeGreaterThan(1);
  const popup = await openPopup(desk.launched);
  const badge = () =>
    popup.evaluate(() =>
      (
        globalThis as never as { chrome: { action: { getBadgeText(of: object): Promise<string> } } }
      ).chrome.action.getBadgeText({}),
    );
  await expect(popup.getByText(en.popup.overLimit(over().length))).toBeVisible({ timeout: 30_000 });
  await expect.poll(badge).toBe(String(over().length));
  const late = over().find(({ state }) => state === 'open');
  if (late === undefined) throw new Error('Nobody has waited too long.');
  floor.command({ type: 'customerLeaves', conversationId: late.id });
  await expect(popup.getByText(en.popup.overLimit(over().length))).toBeVisible();
  await expect.poll(badge).toBe(String(over().length));
  await popup.close();
});
