/** The options page: a connection is tested before it is kept, what is stored is what is shown. */
import { describe, expect, it } from 'vitest';
import { type OptionsState, RequestError } from '../../lib/messages/requests.ts';
import { createActionLog } from '../../lib/models/actionLog.ts';
import { parseDescriptor } from '../../lib/models/descriptorFile.ts';
import { createOptions, type NewConnection } from '../../lib/models/options.ts';
import { createFakeClient } from '../fakeClient.ts';

export function someOptions(overrides: Partial<OptionsState> = {}): OptionsState {
  return {
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
      },
    ],
    backends: [{ id: 'localFloor', name: 'Local floor', signIns: ['token'] }],
    redirectUrl: 'https://extension-id.chromiumapp.org/',
    language: 'auto',
    theme: 'auto',
    undoSeconds: 5,
    ...overrides,
  };
}

const form: NewConnection = {
  backend: 'localFloor',
  name: 'Service',
  baseUrl: 'https://floor.example.com',
  signIn: { kind: 'token' },
  secret: 's3',
};
const works = { ok: true as const, siteName: 'Contoso', accountName: 'Sam', isSupervisor: true };

function scene(granted = true) {
  const client = createFakeClient();
  client.answer({ readOptions: () => someOptions(), testConnection: () => works, addConnection: () => works });
  const requested: string[] = [];
  const model = createOptions(client, async (baseUrl, { kind }) => {
    requested.push(`${kind} ${baseUrl}`);
    return granted;
  });
  return { client, requested, model, names: () => client.asked.map(({ name }) => name) };
}

describe('a connection', () => {
  it('asks the browser before anything else, within the gesture', () => {
    const { client, requested, model } = scene();
    void model.test(form);
    expect([requested, client.asked]).toEqual([['token https://floor.example.com'], []]);
  });

  it('is tested with exactly what was typed', async () => {
    const { client, model } = scene();
    await model.test(form);
    expect(client.inputs('testConnection')).toEqual([form]);
    expect(model.attempt.value).toEqual({ kind: 'result', tried: form, result: works, saved: false });
  });

  it.each(['', 'not an address', 'ftp://floor', 'http://floor.example.com', 'javascript:alert(1)'])(
    'is not asked for at %j, which is no address to send a token to',
    async (baseUrl) => {
      const { client, requested, model } = scene();
      await model.test({ ...form, baseUrl });
      expect(model.attempt.value).toMatchObject({ kind: 'result', result: { ok: false, problem: 'badAddress' } });
      expect([requested, client.asked]).toEqual([[], []]);
    },
  );

  it('is not tried when the browser is not allowed to reach it', async () => {
    const { client, model } = scene(false);
    await model.test(form);
    expect(model.attempt.value).toMatchObject({ result: { ok: false, problem: 'noPermission' } });
    expect(client.asked).toEqual([]);
  });

  describe('that signs in by OAuth', () => {
    const byOAuth: NewConnection = {
      ...form,
      secret: '',
      signIn: { kind: 'oauth', issuer: 'https://login.example/v2.0', clientId: 'c' },
    };
    const { baseUrl, signIn } = byOAuth;

    it('asks for the sign-in window in the same question, lets the person sign in, then tests', async () => {
      const { client, model, names, requested } = scene();
      client.answer({ signIn: () => ({ ok: true }) });
      await model.test(byOAuth);
      expect([requested, names()]).toEqual([[`oauth ${baseUrl}`], ['signIn', 'testConnection']]);
      expect(client.inputs('signIn')).toEqual([{ baseUrl, signIn }]);
      expect(model.attempt.value).toMatchObject({ kind: 'result', result: works });
    });

    it('is not tested when the person does not sign in', async () => {
      const { client, model, names } = scene();
      client.answer({ signIn: () => ({ ok: false, problem: 'auth', detail: 'closed' }) });
      await model.test(byOAuth);
      expect(names()).toEqual(['signIn']);
      expect(model.attempt.value).toMatchObject({ kind: 'result', saved: false, result: { problem: 'auth' } });
    });

    it('is saved with the sign-in that was tested, without another window', async () => {
      const { model, names } = scene();
      expect(await model.save(byOAuth)).toBe(true);
      expect(names()).toEqual(['addConnection', 'readOptions']);
    });
  });

  it('is kept only when it works, and then shown', async () => {
    const { client, model, names } = scene();
    client.answer({ addConnection: () => ({ ok: false, problem: 'auth', detail: '401' }) });
    expect(await model.save(form)).toBe(false);
    expect(names()).toEqual(['addConnection']);
    client.answer({ addConnection: () => ({ ...works, connectionId: 'k-1' }) });
    expect(await model.save(form)).toBe(true);
    expect(model.state.value?.connections.length).toBe(1);
  });

  it('tells a broken line apart from a broken connection', async () => {
    const { client, model } = scene();
    client.answer({ testConnection: () => Promise.reject(new RequestError('lineLost', 'gone')) });
    await model.test(form);
    expect(model.attempt.value).toMatchObject({ kind: 'failed', code: 'lineLost' });
  });
});

describe('a file of corrections', () => {
  it.each([
    ['one JSON object', '{"actions":{"assign":null}}', { ok: true, content: { actions: { assign: null } } }],
    ['an empty object', '{}', { ok: true, content: {} }],
    ['no JSON', '{"actions":', { ok: false, problem: 'notJson' }],
    ['nothing', '', { ok: false, problem: 'notJson' }],
    ['a list', '[{}]', { ok: false, problem: 'notAnObject' }],
    ['a word', '"actions"', { ok: false, problem: 'notAnObject' }],
    ['null', 'null', { ok: false, problem: 'notAnObject' }],
    ['more than corrections can be', `{"a":"${'x'.repeat(100_000)}"}`, { ok: false, problem: 'tooLarge' }],
  ])('with %s', (_what, text, expected) => {
    expect(parseDescriptor(text)).toEqual(expected);
  });

  it('is stored under its name, and taken away again', async () => {
    const { client, model } = scene();
    const descriptor = { name: 'ours.json', content: { a: 1 } };
    await model.setDescriptor('k-1', descriptor);
    await model.setDescriptor('k-1', undefined);
    expect(client.inputs('setDescriptor')).toEqual([{ connectionId: 'k-1', descriptor }, { connectionId: 'k-1' }]);
  });
});

describe('what is stored', () => {
  it('changes one switch and leaves the others', async () => {
    const { client, model, names } = scene();
    await model.load();
    await model.setSwitch('k-1', 'transfer', false);
    expect(client.inputs('setSwitches')).toEqual([
      { connectionId: 'k-1', switches: { monitor: true, assign: true, transfer: false, forceClose: true } },
    ]);
    expect(names()).toEqual(['readOptions', 'setSwitches', 'readOptions']);
  });

  it('says when it could not be stored, and keeps showing what is', async () => {
    const { client, model } = scene();
    await model.load();
    client.answer({ setPreferences: () => Promise.reject(new RequestError('storage', 'full')) });
    await model.setPreferences({ undoSeconds: 9 });
    expect([model.trouble.value, model.state.value?.undoSeconds]).toEqual(['storage', 5]);
  });
});

describe('the action log', () => {
  const entry = (sequence: number) => ({
    sequence,
    at: sequence,
    connectionId: 'k-1',
    account: 'a-me',
    action: 'assign',
    conversationId: 'c-1',
    operationId: `o-${sequence}`,
    outcome: 'done' as const,
    reasonCodes: [],
  });
  function logOf(count: number) {
    const client = createFakeClient();
    client.answer({
      readLog: ({ before = count + 1, limit }) => ({
        entries: Array.from({ length: count }, (_, index) => entry(count - index))
          .filter(({ sequence }) => sequence < before)
          .slice(0, limit),
      }),
    });
    return { client, log: createActionLog(client, 'k-1') };
  }

  it('is read in pages, newest first, until there are no more', async () => {
    const { log } = logOf(60);
    await log.readOn();
    expect([log.entries.value[0]?.sequence, log.entries.value.length, log.more.value]).toEqual([60, 50, true]);
    await log.readOn();
    expect([log.entries.value.at(-1)?.sequence, log.entries.value.length, log.more.value]).toEqual([1, 60, false]);
  });

  it('adds a page once, even when it was asked for twice', async () => {
    const { log } = logOf(60);
    await Promise.all([log.readOn(), log.readOn()]);
    expect(log.entries.value.length).toBe(50);
  });

  it('is exported whole, oldest first, one JSON object a line', async () => {
    const { log } = logOf(1001);
    const lines = (await log.asLines())?.trimEnd().split('\n') ?? [];
    expect(lines.map((line) => JSON.parse(line).sequence)).toEqual(
      Array.from({ length: 1001 }, (_, index) => index + 1),
    );
  });

  it('says when it cannot be read', async () => {
    const { client, log } = logOf(1);
    client.breakLine();
    expect([await log.asLines(), log.trouble.value]).toEqual([undefined, 'lineClosed']);
  });
});
