import { describe, expect, test, vi } from 'vitest';
import type { PageRequest } from '../../lib/domain/pageRequest.ts';
import { mostAnswered } from '../../lib/domain/pageRequest.ts';
import { askSite } from '../../lib/overlay/askSite.ts';
import { dynamics365Workspace } from '../../lib/workspaces/dynamics365.ts';

const origin = 'https://contoso.crm4.dynamics.com';
const allowed = { origin, paths: dynamics365Workspace.askable ?? '' };
const aRequest = (path = '/api/data/v9.2/CCaaS_Do'): PageRequest => ({
  method: 'POST',
  path,
  headers: { 'Content-Type': 'application/json' },
  body: '{"ApiVersion":"1.0"}',
});

function aSite(answer: () => Response | Promise<Response>, at = origin) {
  const fetched = vi.fn<typeof fetch>(async () => answer());
  return { origin: at, fetch: fetched };
}
const ask = (site: ReturnType<typeof aSite>, request = aRequest(), signal = new AbortController().signal) =>
  askSite(request, allowed, site, signal);

test('it asks its own site as the page would: same origin, with the session, following nothing', async () => {
  const site = aSite(() => new Response('{"a":1}', { status: 202, headers: { 'Retry-After': '7' } }));
  const { signal } = new AbortController();
  expect(await ask(site, aRequest(), signal)).toEqual({
    answer: {
      status: 202,
      headers: { 'content-type': 'text/plain;charset=UTF-8', 'retry-after': '7' },
      text: '{"a":1}',
    },
  });
  expect(site.fetch.mock.calls).toEqual([
    [
      `${origin}/api/data/v9.2/CCaaS_Do`,
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{"ApiVersion":"1.0"}',
        mode: 'same-origin',
        credentials: 'same-origin',
        redirect: 'error',
        cache: 'no-store',
        referrerPolicy: 'same-origin',
        signal,
      },
    ],
  ]);
});

describe('nothing is asked', () => {
  test.each([
    ['of another path', '/main.aspx'],
    ['of another version', '/api/data/v9.1/x'],
    ['by dot segments', '/api/data/v9.2/../../../main.aspx'],
    ['by encoded dot segments', '/api/data/v9.2/%2e%2e/%2E%2E/x'],
    ['of another host by two slashes', '//evil.example/api/data/v9.2/x'],
    ['of another host by a backslash', '/\\evil.example/api/data/v9.2/x'],
    ['of another host by an address', 'https://evil.example/api/data/v9.2/x'],
    ['by a scheme', 'javascript:/api/data/v9.2/'],
  ])('%s', async (_what, path) => {
    const site = aSite(() => new Response());
    expect(await ask(site, aRequest(path))).toEqual({ why: 'notAllowed' });
    expect(site.fetch).not.toHaveBeenCalled();
  });
  test.each([
    ['from a page of another site', 'https://fabrikam.crm4.dynamics.com'],
    ['from a page of another port', `${origin}:8443`],
    ['from a sandboxed page', 'null'],
  ])('%s', async (_what, at) => {
    const site = aSite(() => new Response(), at);
    expect(await ask(site)).toEqual({ why: 'notAllowed' });
    expect(site.fetch).not.toHaveBeenCalled();
  });
});

test.each([
  ['no answer', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['a redirect', () => Promise.reject(new TypeError('redirect mode is "error"'))],
  [
    'an answer that breaks off',
    () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.error(new TypeError('network error')),
        }),
      ),
  ],
])('%s leaves it unknown', async (_what, answer) => {
  expect(await ask(aSite(answer))).toEqual({ why: 'failed' });
});

test('an answer is read up to 1 MB and not further', async () => {
  expect(await ask(aSite(() => new Response('x'.repeat(mostAnswered))))).toMatchObject({ answer: { status: 200 } });
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(100_000).fill(120));
    },
  });
  expect(await ask(aSite(() => new Response(endless)))).toEqual({ why: 'tooLarge' });
  expect(pulled).toBeLessThan(20);
});

test('an empty answer has no text', async () => {
  expect(await ask(aSite(() => new Response(null, { status: 204 })))).toEqual({
    answer: { status: 204, headers: {}, text: '' },
  });
});
