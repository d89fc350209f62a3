import { expect, test } from 'vitest';
import type { Handlers } from '../../lib/background/handlers.ts';
import { servePage } from '../../lib/background/pageLine.ts';
import type { FromWorker } from '../../lib/messages/envelope.ts';
import { createFrameTokens } from '../../lib/messages/frameTokens.ts';
import { protocol } from '../../lib/messages/requests.ts';
import { OutboxError } from '../../lib/outbox/book.ts';

/** A page of its own on the line to a worker that starts when it is told to. */
function scene(handlers: Partial<Handlers>) {
  const heard: FromWorker[] = [];
  let speak = (_message: unknown) => {};
  let hangUp = () => {};
  let start = () => {};
  const ready = new Promise<void>((resolve) => (start = resolve));
  servePage(
    {
      send: (message) => heard.push(message as FromWorker),
      onMessage: (listener) => (speak = listener),
      onClose: (listener) => (hangUp = listener),
      close: () => hangUp(),
    },
    { kind: 'page' },
    { tokens: createFrameTokens(() => 't'), handlers: handlers as Handlers, ready },
  );
  speak({ kind: 'hello', protocol });
  return { heard, speak: (message: unknown) => speak(message), hangUp: () => hangUp(), start: () => start() };
}

const subscribe = {
  kind: 'ask',
  id: 'r-1',
  name: 'subscribe',
  input: { topic: 'session', subscription: 's-1', params: {} },
};

test('what a page asks while the worker starts is answered when it has started', async () => {
  const it = scene({ subscribe: async () => null });
  it.speak(subscribe);
  expect(it.heard).toEqual([{ kind: 'welcome' }]);
  it.start();
  await expect.poll(() => it.heard.at(-1)).toEqual({ kind: 'answer', id: 'r-1', value: null });
});

test('a page that leaves while the worker starts leaves no standing question behind', async () => {
  const questions: string[] = [];
  const it = scene({
    async subscribe({ subscription }) {
      questions.push(subscription);
      return null;
    },
  });
  it.speak(subscribe);
  it.hangUp();
  it.start();
  await expect.poll(() => it.heard.at(-1)).toMatchObject({ kind: 'failure', id: 'r-1', code: 'lineLost' });
  expect(questions).toEqual([]);
});

test('an act that could not be made durable fails as "storage": it was not accepted', async () => {
  const it = scene({ cancelOperation: () => Promise.reject(new OutboxError(new Error('no room'))) });
  it.start();
  it.speak({ kind: 'ask', id: 'r-1', name: 'cancelOperation', input: { connectionId: 'k-1', operationId: 'o-1' } });
  await expect.poll(() => it.heard.at(-1)).toMatchObject({ kind: 'failure', id: 'r-1', code: 'storage' });
});
