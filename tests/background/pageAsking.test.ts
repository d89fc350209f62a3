import { beforeEach, describe, expect, test } from 'vitest';
import { createPageAsking } from '../../lib/background/pageAsking.ts';
import { ConnectorError } from '../../lib/connectors/connector.ts';
import type { PageRequest } from '../../lib/domain/pageRequest.ts';
import type { ToOverlay } from '../../lib/messages/overlay.ts';

const request: PageRequest = { method: 'POST', path: '/api/x', headers: {}, body: '' };
const allowed = { origin: 'https://one.example', paths: '^/api/' };
const answer = { status: 200, headers: {}, text: 'yes' };

let said: ToOverlay[];
let timers: Map<() => void, number>;
let asking: ReturnType<typeof createPageAsking>;
const line = { send: (message: ToOverlay) => void said.push(message) };
const other = { send: () => {} };

beforeEach(() => {
  said = [];
  timers = new Map();
  let ids = 0;
  asking = createPageAsking({
    newId: () => `q-${++ids}`,
    schedule(task, delay) {
      timers.set(task, delay);
      return () => timers.delete(task);
    },
  });
});
const ask = (signal = new AbortController().signal) => asking.ask(line, request, allowed, signal);
const kindOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error instanceof ConnectorError ? error.kind : error),
  );

test('the page is asked with what it may be asked, and its answer is the answer', async () => {
  const asked = ask();
  expect(said).toEqual([{ kind: 'ask', id: 'q-1', request, allowed }]);
  asking.hear(line, { kind: 'answer', id: 'q-1', answer });
  expect(await asked).toEqual(answer);
  expect(timers.size).toBe(0);
});

test('each question gets its own answer, in whatever order they come', async () => {
  const [first, second] = [ask(), ask()];
  asking.hear(line, { kind: 'answer', id: 'q-2', answer: { ...answer, text: 'second' } });
  asking.hear(line, { kind: 'answer', id: 'q-1', answer: { ...answer, text: 'first' } });
  expect([(await first).text, (await second).text]).toEqual(['first', 'second']);
});

test('another page’s answer counts for nothing', async () => {
  const asked = ask();
  asking.hear(other, { kind: 'answer', id: 'q-1', answer: { ...answer, text: 'forged' } });
  asking.lineClosed(other);
  asking.hear(line, { kind: 'answer', id: 'q-1', answer });
  expect(await asked).toEqual(answer);
});

describe('without an answer it is', () => {
  test.each([
    ['forbidden where the page may not ask that', 'notAllowed', 'forbidden'],
    ['broken where the answer was too large', 'tooLarge', 'broken'],
    ['offline where the page got none', 'failed', 'offline'],
  ] as const)('%s', async (_what, why, kind) => {
    const asked = kindOf(ask());
    asking.hear(line, { kind: 'noAnswer', id: 'q-1', why });
    expect(await asked).toBe(kind);
  });

  test('offline when the line breaks first', async () => {
    const asked = kindOf(ask());
    asking.lineClosed(line);
    expect(await asked).toBe('offline');
  });

  test('offline after 20 seconds, and the page is told to give up', async () => {
    const asked = kindOf(ask());
    const [[task, delay] = [() => {}, 0]] = timers;
    task();
    expect([await asked, delay, said.at(-1)]).toEqual(['offline', 20_000, { kind: 'abandon', id: 'q-1' }]);
  });

  test('offline when whoever asked gives up, and the page is told so', async () => {
    const whoAsks = new AbortController();
    const asked = kindOf(ask(whoAsks.signal));
    whoAsks.abort();
    expect([await asked, said.at(-1)]).toEqual(['offline', { kind: 'abandon', id: 'q-1' }]);
    asking.hear(line, { kind: 'answer', id: 'q-1', answer });
  });

  test('offline, and nothing is asked, for whoever gave up before', async () => {
    expect(await kindOf(ask(AbortSignal.abort()))).toBe('offline');
    expect(said).toEqual([]);
  });
});
