/** The toolbar's popup: queues in numbers and words, also when there is nothing, or nothing new. */
import { signal } from '@preact/signals';
import { describe, expect, it, vi } from 'vitest';
import { QueuePopup } from '../../components/popup/QueuePopup.tsx';
import type { Overview, QueueOverview } from '../../lib/domain/overview.ts';
import { morning } from '../builders.ts';
import { createFakeClient } from '../fakeClient.ts';
import { aConnection, aSession } from '../scenes.ts';
import { plain, show } from './screen.ts';

const travel: QueueOverview = {
  queueId: 'q-1',
  name: 'Travel urgent',
  kind: 'voice',
  waiting: 5,
  longestWaitingSince: morning - 400_000,
  active: 9,
  away: 0,
  wrapUp: 2,
  agents: { available: 0, busy: 3, doNotDisturb: 0, away: 0, offline: 2, unknown: 1 },
  freeUnits: 0,
  zeroCoverage: true,
};
const tech: QueueOverview = {
  ...travel,
  queueId: 'q-2',
  name: 'Tech',
  waiting: 0,
  longestWaitingSince: undefined,
  agents: { available: 2, busy: 0, doNotDisturb: 0, away: 0, offline: 0, unknown: 0 },
  freeUnits: 2,
  zeroCoverage: false,
};
const overview = (queues: QueueOverview[], overLimit = 0): Overview => ({
  queues,
  byState: { open: 5, active: 9, waiting: 0, wrapUp: 2 },
  byChannel: {},
  byQueue: {},
  byAgent: {},
  longestWaitingSince: undefined,
  freeUnits: 2,
  overLimit,
});

async function popup(session = aSession()) {
  const client = createFakeClient();
  const openPanel = vi.fn();
  const now = signal(morning);
  const clock = { now, read: () => morning, start: () => () => {} };
  const restart = vi.fn();
  const screen = await show(
    <QueuePopup client={client} clock={clock} browserLanguage="en" openPanel={openPanel} restart={restart} />,
  );
  await screen.settle(() => client.push('session', session));
  const rows = () =>
    screen.all('tbody tr').map((row) => [...row.children].map((cell) => plain(cell.textContent ?? '')));
  return { client, openPanel, restart, now, rows, ...screen };
}

describe('the queue overview', () => {
  it('shows every queue with its counts, and who is there in words too', async () => {
    const { client, rows, settle } = await popup();
    await settle(() => client.push('overview', overview([tech])));
    expect(rows()[0]?.slice(0, 6)).toEqual(['Tech', '0', '—', '9', '2', '2']);
    expect(rows()[0]?.[6]).toContain('2 available');
  });

  it('warns in words where work waits and nobody is available', async () => {
    const { client, rows, settle } = await popup();
    await settle(() => client.push('overview', overview([travel, tech])));
    expect(rows()[1]).toEqual(['Travel urgent work waiting, nobody available']);
    expect(
      rows()
        .flat()
        .filter((cell) => cell.includes('nobody available')).length,
    ).toBe(1);
  });

  it('lets the longest wait run on the backend’s clock', async () => {
    const session = aSession({ connections: [aConnection({ clockOffset: 20_000 })] });
    const { client, now, rows, settle } = await popup(session);
    await settle(() => client.push('overview', overview([travel])));
    expect(rows()[0]?.[2]).toBe('7:00');
    await settle(() => {
      now.value = morning + 5_000;
    });
    expect(rows()[0]?.[2]).toBe('7:05');
  });

  it.each([
    [0, 'No conversation is over its limit'],
    [1, '1 conversation is over its limit'],
    [3, '3 conversations are over their limit'],
  ])('says how many are over their limit: %d', async (overLimit, told) => {
    const { client, settle, words } = await popup();
    await settle(() => client.push('overview', overview([tech], overLimit)));
    expect(words()).toContain(told);
  });

  it('says that nothing answers, and still shows the last picture', async () => {
    const { client, settle, words } = await popup(
      aSession({ connections: [aConnection({ phase: 'offline', asOf: morning - 95_000 })] }),
    );
    await settle(() => client.push('overview', overview([tech])));
    expect(words()).toContain('The system does not answer.');
    expect(words()).toContain('Tech');
  });

  it('says that the worker does not answer, from when the picture is, and offers to restart', async () => {
    const { button, client, press, restart, settle, words } = await popup();
    await settle(() => client.push('overview', overview([tech])));
    await settle(() => client.breakLine('silent'));
    expect(words()).toContain('Floorwalker’s background part does not answer. What you see is from');
    expect(words()).toContain('Tech');
    await press(button('Restart Floorwalker'));
    expect(restart).toHaveBeenCalledOnce();
  });

  it('says where to begin without a connection, before the notice, and without queues', async () => {
    expect((await popup(aSession({ connections: [] }))).words()).toContain('No connection yet');
    const unread = await popup(aSession({ connections: [aConnection({ noticeAcknowledged: false })] }));
    expect(unread.words()).toContain('the notice has to be read and acknowledged');
    const empty = await popup();
    await empty.settle(() => empty.client.push('overview', overview([])));
    expect(empty.words()).toContain('No queues are known yet.');
  });

  it('opens the panel within the click', async () => {
    const { button, openPanel } = await popup();
    button('Open panel').click();
    expect(openPanel).toHaveBeenCalledOnce();
  });
});
