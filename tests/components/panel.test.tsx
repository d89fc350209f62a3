import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Panel } from '../../components/panel/Panel.tsx';
import type { Conversation } from '../../lib/domain/records.ts';
import type { SignIn } from '../../lib/domain/signIn.ts';
import type { SessionState } from '../../lib/messages/topics.ts';
import { aConversation, anOpenConversation, aWorkstream, morning, someCapabilities } from '../builders.ts';
import { createFakeClient, type FakeClient } from '../fakeClient.ts';
import { aConnection, aDirectoryPush, aSession } from '../scenes.ts';

const now = signal(morning);
const clock = { now, read: () => now.peek(), start: () => () => {} };
const restart = vi.fn();
let client: FakeClient;
let stage: HTMLElement;

const rows: Conversation[] = [
  aConversation({ id: 'c-1', customer: { name: 'Ada' }, stateSince: morning - 61_000 }),
  anOpenConversation({ id: 'c-2', customer: { name: 'Ben\u202Ekcab' }, waitingSince: morning - 300_000 }),
  aConversation({ id: 'c-3', customer: { name: 'Cid' }, channel: 'entityRecord' }),
];
const all = (selector: string) => [...stage.querySelectorAll<HTMLElement>(selector)];
const one = (selector: string): HTMLElement => {
  const [first] = all(selector);
  if (first === undefined) throw new Error(`nothing matches ${selector}`);
  return first;
};
const button = (name: string) => {
  const found = all('button').find((it) => (it.getAttribute('aria-label') ?? it.textContent)?.trim() === name);
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
};
/** Words as the eye reads them, row by row. */
const drawnRows = () =>
  all('.row')
    .filter(({ style }) => style.display !== 'none')
    .map((row) => row.querySelector('.row-name')?.textContent);
const rowOf = (name: string): HTMLElement => {
  const found = all('.row').find((row) => row.querySelector('.row-name')?.textContent?.startsWith(name));
  if (found === undefined) throw new Error(`no row of ${name}`);
  return found;
};
const doing = (step: () => void) => act(async () => step());
const key = (target: EventTarget, name: string, more: KeyboardEventInit = {}) =>
  doing(
    () =>
      void target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more })),
  );
const down = (target: Element) => target.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
const press = (target: HTMLElement) =>
  doing(() => {
    down(target);
    target.click();
  });

function pushRows(order = rows): void {
  client.push('list', {
    total: order.length,
    from: 0,
    ids: order.map(({ id }) => id),
    rows: order,
    held: false,
    waitingChanges: 0,
  });
}
async function begin(session: Partial<SessionState> = {}): Promise<void> {
  await doing(() => {
    render(
      <Panel
        client={client}
        requestAccess={async () => true}
        clock={clock}
        newId={() => 'o-1'}
        browserLanguage="en"
        openOptions={() => {}}
        restart={restart}
      />,
      stage,
    );
  });
  await doing(() => {
    client.push('session', aSession(session));
    client.push('directory', aDirectoryPush({ workstreams: [aWorkstream({ waitingLimit: 120_000 })] }));
  });
  await doing(() => pushRows());
}

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(520);
  now.value = morning;
  client = createFakeClient();
  stage = document.createElement('div');
  document.body.append(stage);
});
afterEach(() => {
  render(null, stage);
  stage.remove();
});

describe('a connection that nobody is signed in to', () => {
  const out = (signIn: SignIn) => begin({ connections: [aConnection({ phase: 'signedOut', signIn })] });
  const oauth = { kind: 'oauth', issuer: 'https://login.example/v2.0', clientId: 'c' } as const;
  const press = (name: string) =>
    doing(() => [...stage.querySelectorAll('button')].find((one) => one.textContent === name)?.click());

  it('by token says that the token is wrong, and where a new one is entered', async () => {
    await out({ kind: 'token' });
    expect(stage.querySelector('[role=alert]')?.textContent).toContain('The access token is wrong or has ended.');
    expect(stage.textContent).toContain('Open options');
  });

  it('by the browser’s session says where to sign in, and tries again', async () => {
    await out({ kind: 'browser', throughPage: false });
    expect(stage.querySelector('[role=alert]')).toBeNull();
    expect(stage.textContent).toContain('Sign in to the workspace in this browser, then try again.');
    await press('Try again');
    expect(client.inputs('refresh')).toEqual([{ connectionId: 'k-1' }]);
  });

  it('by OAuth signs in by one button, without an alarm; why that failed is said', async () => {
    client.answer({ signIn: () => ({ ok: false, problem: 'auth', detail: '<b>XY700</b>' }) });
    await out(oauth);
    expect(stage.querySelector('[role=alert]')).toBeNull();
    await press('Sign in');
    await doing(() => new Promise((resolve) => setTimeout(resolve)));
    expect(client.inputs('signIn')).toEqual([{ baseUrl: 'http://127.0.0.1', signIn: oauth }]);
    const alert = stage.querySelector('[role=alert]');
    expect(alert?.textContent).toContain('Signing in did not come to an end.');
    expect(alert?.textContent).toContain('<b>XY700</b>');
  });
});

describe('a row', () => {
  beforeEach(() => begin());

  it('says who, how things stand and since when', () => {
    expect(rowOf('Ada').textContent).toContain('Active · \u2068Xenia\u2069 · \u2068Orders\u2069');
    expect(rowOf('Ada').querySelector('.row-end .time')?.textContent).toBe('1:01');
  });

  it('over its limit says so in words, with the bar only repeating it', () => {
    expect(rowOf('Ben').textContent).toContain('waiting 5:00, limit 2:00');
    expect(rowOf('Ben').classList.contains('urgent')).toBe(true);
    expect(rowOf('Ada').classList.contains('urgent')).toBe(false);
  });

  it('runs with the clock without being drawn anew', async () => {
    const row = rowOf('Ada');
    await doing(() => {
      now.value = morning + 1000;
    });
    expect(rowOf('Ada')).toBe(row);
    expect(row.querySelector('.row-end .time')?.textContent).toBe('1:02');
  });

  it('shows a hidden control in a name instead of obeying it', () => {
    expect(rowOf('Ben').querySelector('bdi')?.textContent).toBe('Ben⟪U+202E⟫kcab');
  });

  it('tells state, channel and sentiment to screen readers in words', () => {
    const aloud = [...rowOf('Ada').querySelectorAll('.visually-hidden')].map(({ textContent }) => textContent);
    expect(aloud).toEqual(['live chat', 'Active', 'neutral']);
  });

  it('draws unknown sentiment as a dashed ring and never as neutral', async () => {
    await doing(() =>
      pushRows([aConversation({ id: 'c-1', version: 2, sentiment: { level: 'unknown', source: 'backend' } })]),
    );
    expect(all('.row .sentiment.unknown')).toHaveLength(1);
    expect(one('.row .sentiment').querySelector('path')).toBeNull();
  });

  it('opens the conversation that was pressed', async () => {
    await press(rowOf('Cid'));
    expect(one('.conversation h1').textContent).toContain('Cid');
  });

  it('that moved under the pointer is not opened, and says so', async () => {
    const [a, b, c] = rows as [Conversation, Conversation, Conversation];
    const row = rowOf('Ada');
    await doing(() => void down(row));
    await doing(() => pushRows([b, a, c]));
    await doing(() => row.click());
    expect(all('.conversation')).toEqual([]);
    expect(one('.list-page').textContent).toContain('nothing was done');
  });
});

describe('pointing at the list', () => {
  it('holds its order, counts what waits, and lets it in on demand', async () => {
    await begin();
    await doing(() => void one('.list').dispatchEvent(new PointerEvent('pointerenter')));
    await doing(() => pushRows([...rows].reverse()));
    expect(drawnRows()).toEqual(['Ada', 'Ben⟪U+202E⟫kcab', 'Cid']);
    const ids = rows.map(({ id }) => id);
    await doing(() => client.push('list', { total: 3, from: 0, ids, rows: [], held: true, waitingChanges: 2 }));
    expect(one('.list-head').textContent).toContain('order held · 2 changes wait');
    await press(button('Update'));
    expect(client.inputs('holdList').map(({ held }) => held)).toEqual([true, false, true]);
  });
});

describe('the keyboard', () => {
  beforeEach(() => begin());

  it('finds the search with /, and the list below it', async () => {
    await key(document.body, '/');
    expect(document.activeElement).toBe(one('input[type=search]'));
    await key(one('input[type=search]'), 'ArrowDown');
    expect(document.activeElement).toBe(one('.list'));
  });

  it('walks rows, names the active one, and Enter opens it', async () => {
    await doing(() => one('.list').focus());
    await key(one('.list'), 'ArrowDown');
    const active = document.getElementById(one('.list').getAttribute('aria-activedescendant') ?? '');
    expect(active?.textContent).toContain('Ben');
    await key(one('.list'), 'End');
    await key(one('.list'), 'Enter');
    expect(one('.conversation h1').textContent).toContain('Cid');
  });

  it('keeps naming the same conversation when the order changes', async () => {
    await doing(() => one('.list').focus());
    await key(one('.list'), 'ArrowDown');
    await doing(() => pushRows([...rows].reverse()));
    await doing(() => pushRows([rows[1] as Conversation, rows[0] as Conversation]));
    const active = document.getElementById(one('.list').getAttribute('aria-activedescendant') ?? '');
    expect(active?.textContent).toContain('Ben');
    expect(active?.getAttribute('aria-rowindex')).toBe('1');
  });

  it('opens nothing when the active conversation has left', async () => {
    await doing(() => one('.list').focus());
    await key(one('.list'), 'ArrowDown');
    await doing(() => pushRows([rows[0] as Conversation, rows[2] as Conversation]));
    await key(one('.list'), 'Enter');
    expect(all('.conversation')).toEqual([]);
  });

  it('opens the row’s menu, where what is impossible says every reason and does nothing', async () => {
    await doing(() => one('.list').focus());
    await key(one('.list'), 'F10', { shiftKey: true });
    const items = all('[role=menuitem]');
    expect(items.map((item) => item.getAttribute('aria-disabled'))).toEqual([null, null, 'true', null, null]);
    expect(items[2]?.textContent).toContain('possible only when Open.');
    expect(items[2]?.textContent).toContain('\u2068Xenia\u2069 already has it.');
    await press(items[2] as HTMLElement);
    expect(all('dialog')).toEqual([]);
    await key(one('[role=menu]'), 'Escape');
    expect(all('[role=menu]')).toEqual([]);
    expect(document.activeElement).toBe(one('.list'));
  });

  it('keeps the row’s menu when the row leaves, and lets the list go when the menu is closed', async () => {
    await doing(() => one('.list').focus());
    await key(one('.list'), 'F10', { shiftKey: true });
    // A worker that came back holds what it has then; after that come names that the menu shows.
    await doing(() => client.push('list', { total: 0, from: 0, ids: [], rows: [], held: true, waitingChanges: 0 }));
    await doing(() => client.push('directory', aDirectoryPush()));
    expect(all('[role=menuitem]').length).toBe(5);
    await key(one('[role=menu]'), 'Escape');
    expect(client.inputs('holdList').at(-1)).toMatchObject({ held: false });
  });

  it('leads back from a conversation with Esc to where it was', async () => {
    await doing(() => one('.list').focus());
    await key(one('.list'), 'Enter');
    await key(one('.conversation'), 'Escape');
    expect(all('.conversation')).toEqual([]);
    expect(document.activeElement).toBe(one('.list'));
  });
});

describe('the header', () => {
  it('says how old the picture is, and warns as it ages', async () => {
    await begin();
    expect(one('.freshness').textContent).toContain('live · 0 s');
    await doing(() => {
      now.value = morning + 40_000;
    });
    expect(one('.freshness').textContent).toContain('not updated for 40 s');
    expect(one('.freshness').classList.contains('warn')).toBe(true);
  });

  it('offers the other connections when there are any', async () => {
    await begin({ connections: [aConnection(), aConnection({ id: 'k-2', name: 'Fabrikam' })] });
    expect(one('select.connection').textContent).toBe('ContosoFabrikam');
  });

  it('turns the whole page when the language does', async () => {
    await begin({ language: 'he', theme: 'dark' });
    expect(document.documentElement.dir).toBe('rtl');
    expect(document.documentElement.lang).toBe('he');
    expect(document.documentElement.dataset.theme).toBe('dark');
    expect(one('.list').getAttribute('aria-label')).toBe('שיחות מתמשכות');
  });
});

describe('before the notice is acknowledged (G3)', () => {
  it('no customer is shown anywhere', async () => {
    await begin({ connections: [aConnection({ noticeAcknowledged: false })] });
    expect(stage.textContent).not.toMatch(/Ada|Ben|Cid/);
  });
});

describe('a conversation', () => {
  const open = async (row: Conversation) => {
    await begin();
    await press(rowOf('Ada'));
    await doing(() =>
      client.push('conversation', { row, gone: false, lease: { state: 'none' }, messages: [], resetMessages: true }),
    );
  };

  it('names every action; the impossible ones stay reachable and are described by all their reasons', async () => {
    await open(rows[0] as Conversation);
    const assign = button('Assign…');
    expect(assign.getAttribute('aria-disabled')).toBe('true');
    expect(assign.hasAttribute('disabled')).toBe(false);
    const why = document.getElementById(assign.getAttribute('aria-describedby') ?? '')?.textContent;
    expect(why).toBe('Assign: It is Active; possible only when Open. \u2068Xenia\u2069 already has it.');
    await press(assign);
    expect(all('dialog')).toEqual([]);
  });

  it('stays where it is when another place wants one that nobody can tell, and the panel says so', async () => {
    await open(rows[0] as Conversation);
    const wish = { connectionId: 'k-1', conversationId: '', notFound: 'unrecognised' } as const;
    await doing(() => client.push('summons', wish));
    expect(one('.conversation').textContent).toContain('could not tell which conversation that row shows');
    expect(one('.conversation h1').textContent).toContain('Ada');
  });

  it('opens in its own workspace, also right beside what only that can do', async () => {
    await open(rows[0] as Conversation);
    const connection = aConnection({
      capabilities: someCapabilities({ monitor: false }),
      gaps: { monitor: { why: 'onlyInWorkspace' } },
    });
    await doing(() => client.push('session', aSession({ connections: [connection] })));
    const there = () => all('button').filter((each) => each.textContent === 'Open in the workspace');
    expect(there().map((each) => each.closest('li')?.textContent)).toEqual([
      undefined,
      'Monitor: Only the workspace itself can do that: open the conversation there. Open in the workspace',
    ]);
    for (const each of there()) await press(each);
    expect(client.inputs('openInWorkspace')).toEqual([
      { connectionId: 'k-1', conversationId: rows[0]?.id },
      { connectionId: 'k-1', conversationId: rows[0]?.id },
    ]);
  });

  it('shows no message to whoever neither monitors nor takes part (M5), and says what to do', async () => {
    await open(rows[0] as Conversation);
    expect(one('.talk').textContent).toContain('while you monitor or take part');
  });

  it.each([
    ['before monitoring', { state: 'none' }],
    ['while monitoring', { state: 'monitoring', since: morning }],
  ] as const)('of a backend without live messages says so %s, until there are some', async (_, lease) => {
    await open(rows[0] as Conversation);
    const connection = aConnection({ capabilities: someCapabilities({ liveTranscript: false }) });
    await doing(() => client.push('session', aSession({ connections: [connection] })));
    await doing(() => client.push('conversation', { gone: false, lease, messages: [], resetMessages: false }));
    expect(one('.talk').textContent).toContain('cannot be read while a conversation goes on');
    const said = {
      id: 'm-1',
      conversationId: 'c-1',
      from: 'customer',
      audience: 'everyone',
      text: 'Thank you',
      at: morning,
    } as const;
    await doing(() => client.push('conversation', { gone: false, lease, messages: [said], resetMessages: false }));
    expect(one('.talk').textContent?.includes('Thank you')).toBe(lease.state === 'monitoring');
  });

  it('says why monitoring ended (M6)', async () => {
    await open(rows[0] as Conversation);
    const lease = { state: 'ended' as const, reasons: [{ code: 'ownConversation' as const }] };
    await doing(() => client.push('conversation', { gone: false, lease, messages: [], resetMessages: false }));
    expect(one('.talk').textContent).toContain('Monitoring ended.');
    expect(one('.talk').textContent).toContain('assigned to you');
  });

  it('that is gone or closed says so and offers nothing any more', async () => {
    await open(aConversation({ id: 'c-1', version: 2, state: 'closed' }));
    expect(one('.conversation').textContent).toContain('is closed');
    expect(one('.talk').textContent).toContain('of a closed conversation are not shown');
    expect(all('.actions')).toEqual([]);
    await doing(() =>
      client.push('conversation', { gone: true, lease: { state: 'none' }, messages: [], resetMessages: false }),
    );
    expect(one('.conversation').textContent).toContain('no longer there');
  });

  it('after joining sends with Enter to the agent only, and Shift+Enter begins a line', async () => {
    const me = { agentId: 'a-me', name: 'Noa Adler', mode: 'consultant' as const, since: morning };
    const joined = aConversation({ id: 'c-1', version: 2, participants: [me] });
    client.answer({
      act: ({ action, connectionId }) => ({
        id: 'o-1',
        connectionId,
        action,
        account: 'a-me',
        state: 'queued',
        at: morning,
        attempts: 0,
      }),
    });
    await open(joined);
    const field = one('textarea') as HTMLTextAreaElement;
    await doing(() => {
      field.value = 'Code R7';
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await key(field, 'Enter', { shiftKey: true });
    expect(client.inputs('act')).toEqual([]);
    await key(field, 'Enter');
    expect(client.inputs('act').map(({ action }) => action)).toMatchObject([
      { type: 'say', text: 'Code R7', audience: 'internal' },
    ]);
    await vi.waitFor(() => expect(field.value).toBe(''));
  });
});

describe('a worker that does not answer (FA27)', () => {
  const words = () => stage.textContent ?? '';
  const silence = () => doing(() => client.breakLine('silent'));
  beforeEach(() => begin());

  it('leaves the last picture in view with its age, which goes on counting', async () => {
    await silence();
    await doing(() => {
      now.value = morning + 30_000;
    });
    expect(drawnRows()).toEqual(['Ada', 'Ben⟪U+202E⟫kcab', 'Cid']);
    expect(one('.freshness').textContent).toContain('no answer · 30 s old');
    expect(rowOf('Ada').querySelector('.row-end .time')?.textContent).toBe('1:31');
  });

  it('is said urgently with the time that the picture is from, and the way out', async () => {
    await silence();
    expect(one('.banner.urgent[role=alert]').textContent).toMatch(
      /background part does not answer\. What you see is from \d\d:00:00; nothing can be done until it answers\./,
    );
    await press(button('Restart Floorwalker'));
    expect(restart).toHaveBeenCalledOnce();
  });

  it('is said on the page of a conversation too, and over with the first answer', async () => {
    await press(rowOf('Ada'));
    await silence();
    expect(one('.conversation').textContent).toContain('background part does not answer');
    await doing(() => client.mendLine());
    expect(words()).not.toContain('background part does not answer');
  });
});
