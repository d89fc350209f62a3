/** The dialogs as a supervisor meets them: who can be chosen, why not, what follows, and nothing by accident. */
import { describe, expect, it } from 'vitest';
import { Surrounded } from '../../components/base/surroundings.tsx';
import { Dialogs } from '../../components/dialogs/Dialogs.tsx';
import type { Conversation } from '../../lib/domain/records.ts';
import { he } from '../../lib/i18n/he.ts';
import { aConversation, anAgent, anOpenConversation, aWorkstream, morning, someCapabilities } from '../builders.ts';
import { aConnection, aSession } from '../scenes.ts';
import { type Floor, panelScene } from './panelScene.ts';
import { isUnavailable, plain, show } from './screen.ts';

const people = [
  anAgent({ id: 'a-mina', name: 'Mina Park', capacity: { max: 4, free: 2 } }),
  anAgent({ id: 'a-jonas', name: 'Jonas Weber', capacity: { max: 3, free: 1 } }),
  anAgent({ id: 'a-tom', name: 'Tom Becker', presence: { base: 'away' } }),
  anAgent({ id: 'a-bot', name: 'Helpbot', kind: 'bot' }),
  anAgent({ id: 'a-me', name: 'Sam', isMe: true, capacity: { max: 4, free: 4 } }),
  anAgent({ id: 'a-x', name: 'Xenia' }),
];

const nameIn = (row: HTMLElement) => plain(row.querySelector('.target-name bdi')?.textContent ?? '');

async function open(
  type: Parameters<ReturnType<typeof panelScene>['open']>[0],
  row: Conversation,
  floor: Partial<Floor> = {},
) {
  const scene = panelScene({ row, agents: people, ...floor });
  const { text, theme } = scene.panel.session;
  const screen = await show(
    <Surrounded text={text} theme={theme} now={scene.now}>
      <Dialogs panel={scene.panel} />
    </Surrounded>,
  );
  await screen.settle(() => scene.open(type));
  const target = (name: string) => {
    const found = screen.all('[role=radio]').find((one) => nameIn(one) === name);
    if (found === undefined) throw new Error(`${name} is not listed among ${screen.all('[role=radio]').map(nameIn)}`);
    return found;
  };
  const acts = () => scene.client.inputs('act').map(({ action }) => action);
  return { ...scene, ...screen, target, acts };
}

describe('assign', () => {
  it('lists everybody with all that stands against them, and what “assign anyway” overrides', async () => {
    const { all } = await open('assign', anOpenConversation());
    const rows = all('[role=radio]').map((row) => [...row.children].map((part) => plain(part.textContent ?? '')));
    expect(rows.map((parts) => parts.filter((part) => part !== ''))).toEqual([
      ['available', 'Xenia', '10 of 10 free'],
      ['available', 'Sam (you)', '4 of 4 free'],
      ['available', 'Mina Park', '2 of 4 free'],
      ['available', 'Jonas Weber', '1 of 3 free', '1 unit over if assigned (needs 2) · overrides capacity'],
      ['away', 'Tom Becker', '10 of 10 free', 'Is away; this workstream takes available or busy. · overrides presence'],
      ['available', 'Helpbot', 'Is a bot.'],
    ]);
    expect(all('[role=radio]').map(isUnavailable)).toEqual([false, false, false, false, false, true]);
  });

  it('says on the button to whom, and that it overrides', async () => {
    const { button, press, target } = await open('assign', anOpenConversation());
    expect(isUnavailable(button('Assign'))).toBe(true);
    await press(target('Mina Park'));
    expect(isUnavailable(button('Assign to Mina Park'))).toBe(false);
    await press(target('Jonas Weber'));
    expect(isUnavailable(button('Assign anyway to Jonas Weber'))).toBe(false);
  });

  it('sends the one that was chosen and closes', async () => {
    const { acts, button, press, target, words } = await open('assign', anOpenConversation());
    await press(target('Jonas Weber'));
    await press(button('Assign anyway to Jonas Weber'));
    expect(acts()).toEqual([
      {
        type: 'assign',
        agentId: 'a-jonas',
        override: { capacity: true },
        operationId: 'o-1',
        conversationId: 'c-1',
        etag: 'e-1',
      },
    ]);
    expect(words()).toBe('');
  });

  it('does nothing on a blocked one, by pointer or by key', async () => {
    const { button, press, target } = await open('assign', anOpenConversation());
    await press(target('Helpbot'));
    expect(target('Helpbot').getAttribute('aria-checked')).toBe('false');
    expect(isUnavailable(button('Assign'))).toBe(true);
  });

  it('is walked by keys through every row, also the blocked ones, choosing none on the way', async () => {
    const { all, key } = await open('assign', anOpenConversation());
    const rows = all('[role=radio]');
    const [first] = rows;
    first?.focus();
    for (const _ of rows) await key(document.activeElement ?? document.body, 'ArrowDown');
    expect(document.activeElement).toBe(rows.at(-1));
    await key(document.activeElement ?? document.body, 'Home');
    expect(document.activeElement).toBe(first);
    expect(rows.filter((row) => row.getAttribute('aria-checked') === 'true')).toEqual([]);
    expect(rows.map((row) => row.tabIndex).filter((stop) => stop === 0).length).toBe(1);
  });

  it('keeps every row in its place while presences and capacities change', async () => {
    const { all, settle, tellAgents, words } = await open('assign', anOpenConversation());
    const order = () => all('[role=radio]').map((row) => row.dataset.key);
    const before = order();
    await settle(() =>
      tellAgents(
        anAgent({ id: 'a-mina', name: 'Mina Park', presence: { base: 'offline' } }),
        anAgent({ id: 'a-tom', name: 'Tom Becker' }),
      ),
    );
    expect(order()).toEqual(before);
    expect(words()).toContain('Is offline; this workstream takes available or busy.');
  });

  it('says when the chosen one needs more overriding than before, and waits to be told so again', async () => {
    const { acts, button, press, settle, target, tellAgents, words } = await open('assign', anOpenConversation());
    await press(target('Mina Park'));
    await settle(() => tellAgents(anAgent({ id: 'a-mina', name: 'Mina Park', presence: { base: 'away' } })));
    expect(words()).toContain('Mina Park has changed since you chose: Is away');
    await press(button('Assign anyway to Mina Park'));
    expect(acts()).toEqual([]);
    await press(button('Choose anyway'));
    await press(button('Assign anyway to Mina Park'));
    expect(acts()).toMatchObject([{ agentId: 'a-mina', override: { presence: true } }]);
  });

  it('tells beforehand who is rung, who reads, what is recorded, and that a voice call goes no further', async () => {
    const row = anOpenConversation({ channel: 'voice' });
    const workstreams = [aWorkstream({ asksAcceptance: true, channel: 'voice' })];
    const { press, target, words } = await open('assign', row, { workstreams });
    expect(words()).toContain('Choose somebody to see what follows.');
    await press(target('Mina Park'));
    for (const told of [
      'Mina Park is rung; without acceptance it returns to the queue.',
      'Mina Park can read the whole conversation from then on.',
      'Recorded as assigned by you.',
      'A voice call: it cannot be transferred afterwards.',
    ]) {
      expect(words()).toContain(told);
    }
  });

  it('offers the other queues on their own tab', async () => {
    const { acts, all, button, press, target } = await open('assign', anOpenConversation());
    await press(all('input[type=radio]')[1]);
    expect(isUnavailable(target('Orders'))).toBe(true);
    await press(target('Billing'));
    await press(button('Assign to Billing'));
    expect(acts()).toMatchObject([{ queueId: 'q-2', override: {} }]);
  });

  it('draws 50 of 2,000 agents and finds any of them by name', async () => {
    const crowd = Array.from({ length: 2000 }, (_, index) => anAgent({ id: `a-${index}`, name: `Agent ${index}` }));
    const { all, button, press, type } = await open('assign', anOpenConversation(), { agents: crowd });
    expect(all('[role=radio]').length).toBe(50);
    await press(button('Show 50 more'));
    expect(all('[role=radio]').length).toBe(100);
    await type(all('.search input')[0], 'Agent 1999');
    expect(all('[role=radio]').map((row) => row.dataset.key)).toEqual(['agent:a-1999']);
  });
});

describe('transfer', () => {
  it('blocks who is not of the queue or not there, with every reason, and notes what is over', async () => {
    const agents = [
      ...people,
      anAgent({ id: 'a-other', name: 'Olga', queueIds: ['q-2'], presence: { base: 'offline' } }),
      anAgent({ id: 'a-full', name: 'Fay', presence: { base: 'busy' }, capacity: { max: 4, free: -3 } }),
    ];
    const { target } = await open('transfer', aConversation(), { agents });
    expect(isUnavailable(target('Olga'))).toBe(true);
    expect(plain(target('Olga').textContent ?? '')).toMatch(/Not a member of Orders.*Is offline/);
    expect(isUnavailable(target('Fay'))).toBe(false);
    expect(plain(target('Fay').textContent ?? '')).toContain('5 over');
    expect(isUnavailable(target('Xenia'))).toBe(true);
  });

  it('explains that it is pending until the answer, and what becomes of the first agent', async () => {
    const { acts, button, press, target, words } = await open('transfer', aConversation());
    await press(target('Mina Park'));
    expect(words()).toContain('Mina Park is asked and may accept, decline or let it time out.');
    expect(words()).toContain('Until then it is pending and Xenia keeps it.');
    expect(words()).toContain('Once accepted, Xenia stays as consultant');
    await press(button('Transfer to Mina Park'));
    expect(acts()).toMatchObject([{ type: 'transfer', agentId: 'a-mina' }]);
  });
});

describe('force close', () => {
  it('names the customer, says it cannot be undone, and puts the focus on the safe choice', async () => {
    const { acts, button, words, press } = await open('forceClose', aConversation());
    expect(words()).toContain('Force close the conversation with Dana Levi?');
    expect(words()).toContain('The customer and Xenia are told that a supervisor ended it.');
    expect(words()).toContain('Cannot be reopened. You have 5 seconds to take it back before anything is sent.');
    expect(document.activeElement).toBe(button('Keep it open'));
    await press(button('Keep it open'));
    expect([words(), acts()]).toEqual(['', []]);
  });

  it('says that it is sent at once where there is no undo window', async () => {
    const { words } = await open('forceClose', aConversation(), { session: aSession({ undoSeconds: 0 }) });
    expect(words()).toContain('Cannot be reopened, and is sent at once.');
  });

  it('is closed by Esc', async () => {
    const { all, key, words } = await open('forceClose', aConversation());
    await key(all('[role=alertdialog]')[0], 'Escape');
    expect(words()).toBe('');
  });

  it('says what a reading of a stale row found, sends nothing, and goes on only when told to', async () => {
    const session = aSession({ connections: [aConnection({ phase: 'offline' })] });
    const { acts, button, client, press, words } = await open('forceClose', aConversation(), { session });
    client.answer({ reread: () => ({ row: aConversation({ etag: 'e-2', agentId: 'a-mina', version: 2 }) }) });
    await press(button('Force close'));
    expect(words()).toContain('It changed while you were deciding. Nothing has been sent.');
    expect(words()).toContain('Agent: was Xenia, is now Mina Park.');
    expect([acts(), isUnavailable(button('Force close'))]).toEqual([[], true]);
    await press(button('Go on with this'));
    await press(button('Force close'));
    expect(acts()).toMatchObject([{ type: 'forceClose', etag: 'e-2' }]);
  });

  it('asks again with the same id when the line breaks under it', async () => {
    const { acts, button, client, panel, press, settle, words } = await open('forceClose', aConversation());
    await settle(() => client.breakLine());
    await press(button('Force close'));
    expect(words()).toContain('Asking again by itself');
    await settle(() => client.mendLine());
    expect(acts().map(({ operationId }) => operationId)).toEqual(['o-1']);
    expect(panel.dialog.value).toBeUndefined();
  });
});

describe('on a picture that may not be true any more', () => {
  it.each([
    [74_000, false],
    [76_000, true],
  ])('of %d ms it says that one decides on it: %s', async (age, told) => {
    const session = aSession({ connections: [aConnection({ asOf: morning - age })] });
    const { words } = await open('forceClose', aConversation(), { session });
    expect(words().includes('You decide on a picture that is 1 min old. It is read again before')).toBe(told);
  });

  it('refuses at once while the worker does not answer, says what to do, and sends nothing when it is back', async () => {
    const { acts, button, client, press, settle, words } = await open('forceClose', aConversation());
    await settle(() => client.breakLine('silent'));
    expect(words()).toContain('does not answer. Try again when it does, or restart Floorwalker.');
    await press(button('Force close'));
    await settle(() => client.mendLine());
    expect(acts()).toEqual([]);
    expect(words()).toContain('Nothing was sent.');
  });
});

describe('monitor and join', () => {
  it.each([
    [true, 'Neither the agent nor the customer is told.'],
    ['unknown' as const, 'This system does not say whether monitoring is silent'],
    [false, 'The agent or the customer can notice that you are there'],
  ])('tells what is known of silence: %s', async (silentMonitoring, told) => {
    const session = aSession({ connections: [aConnection({ capabilities: someCapabilities({ silentMonitoring }) })] });
    const { words } = await open('monitor', aConversation(), { session });
    expect(words()).toContain(told);
  });

  it('warns of the microphone on a voice call', async () => {
    const capabilities = someCapabilities({ silentMonitoring: 'unknown' });
    const session = aSession({ connections: [aConnection({ capabilities })] });
    const { words } = await open('monitor', aConversation({ channel: 'voice' }), { session });
    expect(words()).toContain('some systems open your microphone at once');
  });

  it('opens the conversation once monitoring is accepted', async () => {
    const { button, panel, press } = await open('monitor', aConversation());
    await press(button('Monitor'));
    expect([panel.opened.value?.id, panel.dialog.value]).toEqual(['c-1', undefined]);
  });

  it('says instead of joining that it has to be monitored first, and leads there', async () => {
    const { button, panel, press, words } = await open('join', aConversation());
    expect(words()).toContain('Monitor it first.');
    await press(button('Monitor'));
    expect(panel.dialog.value).toEqual({ type: 'monitor', conversationId: 'c-1' });
  });
});

describe('what is not possible', () => {
  it('shows all reasons and what to do instead, and no button that acts', async () => {
    const { all, button, panel, press, words } = await open('assign', aConversation());
    expect(words()).toContain('possible only when Open.');
    expect(words()).toContain('Xenia already has it.');
    expect(all('.sheet-foot button').length).toBe(1);
    await press(button('Transfer…'));
    expect(panel.dialog.value).toEqual({ type: 'transfer', conversationId: 'c-1' });
  });

  it('says so when it stops being possible while the dialog stands', async () => {
    const { all, settle, tellRow, words } = await open('assign', anOpenConversation());
    await settle(() => tellRow(aConversation({ etag: 'e-2', version: 2, stateSince: morning + 1 })));
    expect(words()).toContain('State: was Open, is now Active.');
    expect(words()).toContain('Xenia already has it.');
    expect(all('.sheet-foot button').length).toBe(1);
  });

  it('keeps the keyboard when the button that had it goes away: Esc still closes', async () => {
    const { all, button, key, settle, tellRow, words } = await open('monitor', aConversation());
    button('Monitor').focus();
    await settle(() => tellRow(aConversation({ state: 'closed', etag: 'e-2', version: 2 })));
    expect(all('[role=dialog]')[0]?.contains(document.activeElement)).toBe(true);
    await key(document.body, 'Escape');
    expect(words()).toBe('');
  });

  it('shows a refusal with every reason', async () => {
    const { button, client, press, words } = await open('forceClose', aConversation());
    client.answer({
      act: ({ action, about, connectionId }) => ({
        id: action.operationId,
        connectionId,
        action,
        about,
        account: 'a-me',
        state: 'refused',
        at: morning,
        attempts: 1,
        reasons: [{ code: 'notSupervisor' }, { code: 'backendRefused', text: 'No such right' }],
      }),
    });
    await press(button('Force close'));
    expect(words()).toContain('This account is not a supervisor here.');
    expect(words()).toContain('The system says: No such right');
  });
});

describe('in Hebrew', () => {
  it('speaks it throughout', async () => {
    const { button, words } = await open('forceClose', aConversation(), { session: aSession({ language: 'he' }) });
    expect(words()).toContain('לסגור בכוח את השיחה עם Dana Levi?');
    expect(document.documentElement.dir).toBe('rtl');
    expect(button(he.dialogs.buttons.keepOpen)).toBe(document.activeElement);
  });
});

describe('what only the workspace itself can do', () => {
  it('is opened there, and its page in the panel says so where that fails', async () => {
    const session = aSession({
      connections: [
        aConnection({
          capabilities: someCapabilities({ monitor: false }),
          gaps: { monitor: { why: 'onlyInWorkspace' } },
        }),
      ],
    });
    const { all, press, panel, client } = await open('monitor', aConversation(), { session });
    const there = all('button').find(({ textContent }) => textContent === 'Open in the workspace');
    await press(there as HTMLElement);
    expect(panel.dialog.value).toBeUndefined();
    expect(panel.opened.value?.id).toBe('c-1');
    expect(client.inputs('openInWorkspace')).toEqual([{ connectionId: 'k-1', conversationId: 'c-1' }]);
  });
  it('is not offered for what the workspace cannot do either', async () => {
    const { all } = await open('assign', aConversation());
    expect(all('button').map(({ textContent }) => textContent)).not.toContain('Open in the workspace');
  });
});
