import { describe, expect, test } from 'vitest';
import type { Handlers } from '../../lib/background/handlers.ts';
import { servePage } from '../../lib/background/pageLine.ts';
import { createFrameTokens } from '../../lib/messages/frameTokens.ts';
import { protocol, requestSchemas } from '../../lib/messages/requests.ts';
import type { Sender } from '../../lib/messages/sender.ts';
import { channelPair } from '../messages/fakeChannel.ts';

/** One line: what the page heard, whether it was cut, and how often a handler ran. */
function line(sender: Sender) {
  const [page, worker] = channelPair();
  let minted = 0;
  const tokens = createFrameTokens(() => {
    minted += 1;
    return `token-${minted}`;
  });
  const heard: { kind: string; code?: string }[] = [];
  const was = { cut: false, handled: 0 };
  page.onMessage((message) => heard.push(message as { kind: string }));
  page.onClose(() => {
    was.cut = true;
  });
  const handlers = new Proxy({} as Handlers, {
    get: () => async () => {
      was.handled += 1;
      return null;
    },
  });
  servePage(worker, sender, { tokens, handlers, ready: Promise.resolve() });
  return { page, tokens, heard, was };
}

const frame: Sender = { kind: 'frame', tabId: 7 };
const hello = (token?: string) => ({ kind: 'hello', protocol, ...(token === undefined ? {} : { token }) });
const ask = { kind: 'ask', id: 'q', name: 'readOptions', input: {} };
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('who may ask what the panel asks', () => {
  const strangers: Sender[] = [
    { kind: 'contentScript', tabId: 7, frameId: 0, origin: 'https://desk.example' },
    { kind: 'stranger' },
  ];
  test.each(strangers)('a $kind is cut off, even with the token of its own tab', async (sender) => {
    const { page, tokens, heard, was } = line(sender);
    page.send(hello(tokens.issue(7)));
    page.send(ask);
    await settled();
    expect({ heard, ...was }).toEqual({ heard: [], cut: true, handled: 0 });
  });

  test('a page of the extension is believed as it is', async () => {
    const { page, heard, was } = line({ kind: 'page' });
    page.send(hello());
    page.send(ask);
    await settled();
    expect(heard.map(({ kind }) => kind)).toEqual(['welcome', 'answer']);
    expect(was).toEqual({ cut: false, handled: 1 });
  });

  test('a frame is believed with the token of its tab, once', async () => {
    const { page, tokens, heard, was } = line(frame);
    const token = tokens.issue(7);
    page.send(hello(token));
    page.send(ask);
    await settled();
    expect(heard.map(({ kind }) => kind)).toEqual(['welcome', 'answer']);
    expect(tokens.redeem(token, 7)).toBe(false);
    expect(was.handled).toBe(1);
  });

  test.each([
    ['none', undefined],
    ['a guessed one', 'guess'],
    ['an empty one', ''],
  ])('a frame with %s is cut off', async (_what, token) => {
    const { page, tokens, heard, was } = line(frame);
    tokens.issue(7);
    page.send(hello(token));
    page.send(ask);
    await settled();
    expect(was.handled).toBe(0);
    expect(heard.some(({ kind }) => kind === 'welcome' || kind === 'answer')).toBe(false);
  });

  test('the token of another tab is none', async () => {
    const { page, tokens, was } = line(frame);
    page.send(hello(tokens.issue(8)));
    await settled();
    expect(was).toEqual({ cut: true, handled: 0 });
  });

  test('before it has proved itself every request is refused, known or not', async () => {
    const { page, heard, was } = line(frame);
    for (const name of [...Object.keys(requestSchemas), '__proto__', 'toString']) page.send({ ...ask, name });
    await settled();
    expect(was.handled).toBe(0);
    expect(new Set(heard.map(({ kind, code }) => `${kind} ${code}`))).toEqual(new Set(['failure notAllowed']));
  });

  test('names that are no requests reach no handler', async () => {
    const { page, heard, was } = line({ kind: 'page' });
    page.send(hello());
    for (const name of ['__proto__', 'toString', 'constructor', 'evil']) page.send({ ...ask, name });
    await settled();
    expect(was.handled).toBe(0);
    expect(heard.slice(1).map(({ code }) => code)).toEqual(Array(4).fill('badMessage'));
  });
});
