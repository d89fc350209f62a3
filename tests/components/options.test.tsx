/** The options page: why a connection does not work, who holds a switch off, and what leaves as a file. */
import { signal } from '@preact/signals';
import { describe, expect, it, vi } from 'vitest';
import { Options } from '../../components/options/Options.tsx';
import type { LogEntry } from '../../lib/domain/log.ts';
import type { StorageHealth } from '../../lib/domain/storage.ts';
import { en } from '../../lib/i18n/en.ts';
import { he } from '../../lib/i18n/he.ts';
import type { OptionsState, TestResult } from '../../lib/messages/requests.ts';
import { morning } from '../builders.ts';
import { createFakeClient } from '../fakeClient.ts';
import { aConnection, aSession } from '../scenes.ts';
import { isUnavailable, plain, show } from './screen.ts';

const stored: OptionsState = {
  connections: [
    {
      id: 'k-1',
      backend: 'localFloor',
      name: 'Service',
      baseUrl: 'https://floor.example.com',
      managed: false,
      hasSecret: true,
      signIn: { kind: 'token' },
      mayReach: true,
      rulesVersion: '2024',
      rulesHeld: false,
      switches: { monitor: true, assign: true, transfer: true, forceClose: true },
      heldOff: {},
      notice: { version: 1, account: 'Noa', at: morning },
    },
  ],
  backends: [{ id: 'localFloor', name: 'Local floor', signIns: ['token'] }],
  redirectUrl: 'https://extension-id.chromiumapp.org/',
  language: 'auto',
  theme: 'auto',
  undoSeconds: 5,
};
const [connection] = stored.connections;
if (connection === undefined) throw new Error('the scene has one connection');

async function options(state: Partial<OptionsState> = {}, granted = true, entries: LogEntry[] = []) {
  const client = createFakeClient();
  client.answer({ readOptions: () => ({ ...stored, ...state }), readLog: () => ({ entries }) });
  const clock = { now: signal(morning), read: () => morning, start: () => () => {} };
  const restart = vi.fn();
  const screen = await show(
    <Options
      client={client}
      clock={clock}
      browserLanguage="en"
      requestAccess={async () => granted}
      restart={restart}
    />,
  );
  await screen.settle(() => client.push('session', aSession()));
  const fill = async (values: { address?: string; token: string }) => {
    const fields = (label: string) =>
      screen
        .all('label')
        .filter((one) => plain(one.textContent ?? '') === label)
        .map((one) => document.getElementById((one as HTMLLabelElement).htmlFor) ?? undefined);
    if (values.address !== undefined) await screen.type(fields('Address').at(-1), values.address);
    await screen.type(fields('Access token').at(-1), values.token);
  };
  const toggle = (element: HTMLElement | undefined) => screen.press(element);
  return { client, restart, fill, toggle, ...screen };
}

describe('the stored list', () => {
  const withStorage = (storage: Partial<StorageHealth>) =>
    aSession({ connections: [aConnection({ storage: { unreadableActions: 0, lost: false, ...storage } })] });

  it('is rebuilt for its connection by one button that says what it does, and shows how far it has come', async () => {
    const { client, button, press, settle, words } = await options();
    const asked: unknown[] = [];
    client.answer({
      rebuildMirror: (input) => {
        asked.push(input);
        return null;
      },
    });
    const rebuild = button(en.storage.rebuild);
    const told = document.getElementById(rebuild.getAttribute('aria-describedby') ?? '');
    expect(told?.textContent).toBe(en.storage.rebuildTells);
    await press(rebuild);
    expect(asked).toEqual([{ connectionId: 'k-1' }]);
    await settle(() => client.push('session', withStorage({ rebuilding: 120 })));
    expect(isUnavailable(button(en.storage.rebuild))).toBe(true);
    expect(words()).toContain(en.storage.rebuilding(120));
  });
});

describe('adding a connection', () => {
  const tried = async (result: TestResult, granted = true) => {
    const screen = await options({ connections: [] }, granted);
    screen.client.answer({ testConnection: () => result });
    await screen.fill({ address: 'https://floor.example.com', token: 's3' });
    await screen.press(screen.button('Test'));
    return screen;
  };

  it.each([
    ['notFound', 'There is nothing at this address.'],
    ['auth', 'the access token is wrong or has ended'],
    ['offline', 'the server is down, or you are not in its network'],
    ['broken', 'The server answers with an error of its own.'],
    ['notSupervisor', 'is not a supervisor there'],
    ['forbidden', 'may not read conversations'],
    ['wrongBackend', 'Something else answers at this address'],
    ['badAddress', 'This is not an address.'],
  ] as const)('says of %s what is wrong and what to do', async (problem, told) => {
    const { button, words } = await tried({ ok: false, problem, detail: '' });
    expect(words()).toContain(told);
    expect(isUnavailable(button('Save'))).toBe(true);
  });

  it('has a sentence of its own for every problem, in every language', () => {
    for (const { options: texts } of [en, he]) {
      const sentences = Object.values(texts.problems);
      expect(new Set(sentences).size).toBe(sentences.length);
    }
  });

  it('says when the browser was not allowed to reach it, and asks nobody', async () => {
    const { client, words } = await tried({ ok: true, siteName: '', accountName: '', isSupervisor: true }, false);
    expect(words()).toContain('The browser was not allowed to reach this address.');
    expect(client.inputs('testConnection')).toEqual([]);
  });

  it('can be saved once it works, and only with what was tested', async () => {
    const { button, client, fill, press, words } = await tried({
      ok: true,
      siteName: 'Contoso',
      accountName: 'Sam',
      isSupervisor: true,
    });
    expect(words()).toContain('Works: Contoso, signed in as Sam.');
    expect(isUnavailable(button('Save'))).toBe(false);
    await fill({ token: 'another' });
    expect(isUnavailable(button('Save'))).toBe(true);
    await press(button('Save'));
    expect(client.inputs('addConnection')).toEqual([]);
  });

  it('shows what the server said as text, never as markup', async () => {
    const { all, words } = await tried({ ok: false, problem: 'broken', detail: '<img src=x>' });
    expect(words()).toContain('<img src=x>');
    expect(all('img')).toEqual([]);
  });

  it('never shows a token', async () => {
    const { all } = await tried({ ok: false, problem: 'auth', detail: '' });
    expect(all('input[type=password]').length).toBe(1);
  });
});

describe('a connection that exists', () => {
  it('is removed only after a second question', async () => {
    const { button, client, press, words } = await options();
    await press(button('Remove…'));
    expect(words()).toContain('Remove Service?');
    expect(client.inputs('removeConnection')).toEqual([]);
    await press(button('Keep it'));
    await press(button('Remove…'));
    await press(button('Remove'));
    expect(client.inputs('removeConnection')).toEqual([{ connectionId: 'k-1' }]);
  });

  it('of the policy names its owner, cannot be removed, and needs only its token', async () => {
    const managed = { ...connection, managed: true, hasSecret: false };
    const { all, button, client, fill, press, words } = await options({
      connections: [managed],
      organisationName: 'Contoso',
    });
    client.answer({ testConnection: () => ({ ok: true, siteName: 'C', accountName: 'S', isSupervisor: true }) });
    expect(words()).toContain('Set up by Contoso; it cannot be removed here.');
    expect(all('.button.danger')).toEqual([]);
    await fill({ token: 's3' });
    await press(button('Test'));
    expect(client.inputs('testConnection')).toEqual([
      {
        backend: 'localFloor',
        name: 'Service',
        baseUrl: 'https://floor.example.com',
        secret: 's3',
        signIn: { kind: 'token' },
      },
    ]);
  });
});

describe('the ways to sign in', () => {
  const both = {
    id: 'both',
    name: 'Both ways',
    signIns: ['browser', 'oauth'] as const,
    placeholder: 'https://org.example.com',
    takesDescriptor: true,
  };
  const works = { ok: true as const, siteName: 'C', accountName: 'S', isSupervisor: true };
  const backends = [...stored.backends, both];
  async function form() {
    const screen = await options({ connections: [], backends });
    screen.client.answer({ testConnection: () => works, signIn: () => ({ ok: true }) });
    const select = async (index: number, value: string) => {
      const element = screen.all('form select')[index] as HTMLSelectElement;
      await screen.settle(() => {
        element.value = value;
        element.dispatchEvent(new Event('change', { bubbles: true }));
      });
    };
    const field = (label: string) => {
      const found = screen.all('label').find((one) => plain(one.textContent ?? '') === label) as HTMLLabelElement;
      return (document.getElementById(found?.htmlFor ?? '') ?? undefined) as HTMLInputElement | undefined;
    };
    const labels = () => screen.all('form label').map((one) => plain(one.textContent ?? '').split('  ')[0]);
    return { ...screen, select, field, labels };
  }

  it('follow the backend: one way asks nothing about it, the usual one stands first', async () => {
    const { all, field, select, words } = await form();
    expect([all('form select').length, field('Access token')?.type]).toEqual([1, 'password']);
    await select(0, 'both');
    expect(all('form select option').map((one) => one.textContent)).toEqual([
      'Local floor',
      'Both ways',
      'This browser’s own session there',
      'OAuth (Entra ID)',
    ]);
    expect([field('Access token'), field('Address')?.placeholder]).toEqual([undefined, both.placeholder]);
    expect(words()).toContain(plain(en.options.connections.browserTells));
  });

  it('by the browser’s session need the address only; pages act for it only when that is chosen', async () => {
    const { all, button, client, field, press, select, type } = await form();
    await select(0, 'both');
    expect(isUnavailable(button('Test'))).toBe(true);
    await type(field('Address'), 'https://org.example.com');
    await press(button('Test'));
    expect(isUnavailable(button('Save'))).toBe(false);
    await press(all('form input[type=checkbox]')[0]);
    // What was tested is not what would be saved.
    expect(isUnavailable(button('Save'))).toBe(true);
    await press(button('Test'));
    expect(client.inputs('testConnection').map(({ signIn, secret }) => [signIn, secret])).toEqual([
      [{ kind: 'browser', throughPage: false }, ''],
      [{ kind: 'browser', throughPage: true }, ''],
    ]);
    expect(client.inputs('signIn')).toEqual([]);
  });

  it('by OAuth need issuer and client id, sign in as part of the test, and show what must be registered', async () => {
    const { button, client, field, press, select, type, words } = await form();
    await select(0, 'both');
    await select(1, 'oauth');
    await type(field('Address'), 'https://org.example.com');
    await type(field('Issuer'), 'http://login.example/v2.0');
    await type(field('Client id'), ' c-1 ');
    expect(isUnavailable(button('Sign in and test'))).toBe(true);
    await type(field('Issuer'), 'https://login.example/v2.0');
    await press(button('Sign in and test'));
    const signIn = { kind: 'oauth', issuer: 'https://login.example/v2.0', clientId: 'c-1' };
    expect(client.inputs('signIn')).toEqual([{ baseUrl: 'https://org.example.com', signIn }]);
    expect(client.inputs('testConnection')).toMatchObject([{ backend: 'both', secret: '', signIn }]);
    expect(words()).toContain(stored.redirectUrl);
    const copied: string[] = [];
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void copied.push(text));
    await press(button('Copy'));
    expect([copied, words().includes('Copied.')]).toEqual([[stored.redirectUrl], true]);
  });

  it.each([
    ['browser', 'Nobody is signed in there in this browser.'],
    ['oauth', 'Signing in did not come to an end.'],
  ] as const)('by %s: “not signed in” speaks of no token', async (way, told) => {
    const { button, client, field, press, select, type, words } = await form();
    client.answer({ testConnection: () => ({ ok: false, problem: 'auth', detail: '' }) });
    await select(0, 'both');
    await select(1, way);
    await type(field('Address'), 'https://org.example.com');
    if (way === 'oauth') {
      await type(field('Issuer'), 'https://login.example/v2.0');
      await type(field('Client id'), 'c');
    }
    await press(button(way === 'oauth' ? 'Sign in and test' : 'Test'));
    expect(words()).toContain(told);
    expect(words()).not.toContain('token');
  });

  it('of a policy: the browser has only to be asked for leave, nothing to be typed', async () => {
    const signIn = { kind: 'browser' as const, throughPage: true };
    const managed = { ...connection, backend: 'both', managed: true, mayReach: false, signIn };
    const { all, button, client, press, words } = await options({ connections: [managed], backends });
    client.answer({ testConnection: () => works, addConnection: () => works });
    expect(words()).toContain('The browser has not been asked yet');
    expect(all('form input:not([hidden])')).toEqual([]);
    await press(button('Test'));
    await press(button('Save'));
    expect(client.inputs('addConnection')).toMatchObject([{ baseUrl: connection.baseUrl, signIn, secret: '' }]);
  });

  it('are nothing to ask about where the browser reaches it', async () => {
    const { all } = await options({ connections: [{ ...connection, signIn: { kind: 'browser', throughPage: true } }] });
    expect(all('.card form')).toEqual([]);
  });

  describe('corrections by an administrator', () => {
    const corrected = { ...connection, backend: 'both', signIn: { kind: 'browser' as const, throughPage: false } };
    async function chosen(text: string, descriptorName?: string) {
      const state = { ...corrected, ...(descriptorName === undefined ? {} : { descriptorName }) };
      const screen = await options({ connections: [state], backends });
      const [input] = screen.all('input[type=file]') as HTMLInputElement[];
      if (input === undefined) throw new Error('there is nowhere to choose a file');
      Object.defineProperty(input, 'files', { value: [new File([text], 'ours.json')] });
      await screen.settle(() => input.dispatchEvent(new Event('change', { bubbles: true })));
      await screen.settle();
      return screen;
    }

    it('are chosen as a file', async () => {
      const { client } = await chosen('{"a":1}');
      expect(client.inputs('setDescriptor')).toEqual([
        { connectionId: 'k-1', descriptor: { name: 'ours.json', content: { a: 1 } } },
      ]);
    });

    it('that are none are refused in words', async () => {
      const { client, words } = await chosen('[]');
      expect(words()).toContain('This file holds something else than one JSON object');
      expect(client.inputs('setDescriptor')).toEqual([]);
    });

    it('are shown by name and can be removed', async () => {
      const { button, client, press, words } = await chosen('[]', 'theirs.json');
      expect(words()).toContain('Corrections from theirs.json');
      await press(button('Remove the corrections'));
      expect(client.inputs('setDescriptor')).toEqual([{ connectionId: 'k-1' }]);
    });

    it.each([
      ['a backend that takes none', { backend: 'localFloor' }],
      ['a connection of the policy', { managed: true }],
    ])('are not offered for %s', async (_whose, change) => {
      const { all } = await options({ connections: [{ ...corrected, ...change }], backends });
      expect(all('input[type=file]')).toEqual([]);
    });
  });
});

describe('rules', () => {
  it('that the policy has chosen are shown, with who chose them', async () => {
    const { all, words } = await options({
      connections: [{ ...connection, rulesVersion: '2025', rulesHeld: true }],
      organisationName: 'Contoso',
    });
    const rules = all('select').find((one) => (one as HTMLSelectElement).value === '2025') as HTMLSelectElement;
    expect(rules.disabled).toBe(true);
    expect(words()).toContain('Chosen by Contoso’s policy');
  });
});

describe('switches', () => {
  it('that the policy or the backend holds off are disabled, with who does', async () => {
    const held = { ...connection, heldOff: { assign: ['policy' as const, 'backend' as const] } };
    const { all, client, toggle, words } = await options({ connections: [held], organisationName: 'Contoso' });
    const [monitor, assign] = all('[role=switch]') as HTMLInputElement[];
    expect([monitor?.disabled, assign?.disabled, assign?.checked]).toEqual([false, true, false]);
    expect(words()).toContain('Off by Contoso’s policy · Off in the contact-centre system');
    await toggle(assign);
    expect(client.inputs('setSwitches')).toEqual([]);
  });

  it('change alone', async () => {
    const { all, client, toggle } = await options();
    await toggle(all('[role=switch]')[2]);
    expect(client.inputs('setSwitches')).toMatchObject([{ switches: { assign: true, transfer: false } }]);
  });
});

describe('the rest', () => {
  it('shows who acknowledged the notice and when', async () => {
    const { words } = await options();
    expect(words()).toContain('Acknowledged by Noa on');
  });

  it('speaks the language that is set', async () => {
    const { client, settle, words } = await options();
    await settle(() => client.push('session', aSession({ language: 'he' })));
    expect(words()).toContain('אפשרויות');
  });

  it('exports the log as JSON lines', async () => {
    const entry: LogEntry = {
      sequence: 1,
      at: morning,
      connectionId: 'k-1',
      account: 'Noa',
      action: 'assign',
      conversationId: 'c-1',
      operationId: 'o-1',
      outcome: 'done',
      reasonCodes: [],
    };
    const { button, press } = await options({}, true, [entry]);
    const made: Blob[] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      made.push(blob as Blob);
      return 'blob:log';
    });
    await press(button('Export as JSON lines'));
    expect(await made[0]?.text()).toBe(`${JSON.stringify(entry)}\n`);
  });
});

describe('a worker that does not answer', () => {
  it('is said once, with the way out, and what is stored stays in view', async () => {
    const { all, button, client, press, restart, settle, words } = await options();
    await settle(() => client.breakLine('silent'));
    expect(all('[role=alert]').length).toBe(1);
    expect(words()).toContain('Floorwalker’s background part does not answer.');
    expect(words()).toContain(en.options.connections.title);
    await press(button('Restart Floorwalker'));
    expect(restart).toHaveBeenCalledOnce();
  });
});
