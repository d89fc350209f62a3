// @vitest-environment node
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { topRows } from '../../../lib/floor/workspace/topRows.ts';
import { fakeFloor, fakeRow } from './fakeFloor.ts';
import { startServer } from './harness.ts';

/** The next update of a feed, each time it is called. */
async function feedOf(url: string) {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const response = await fetch(url, { signal: stop.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  // biome-ignore lint/suspicious/noExplicitAny: updates are checked by the tests
  return async function next(): Promise<any> {
    while (!text.includes('\n\n')) {
      const chunk = await reader?.read();
      if (!chunk || chunk.done) throw new Error('the feed has ended');
      text += chunk.value;
    }
    const [event = '', ...rest] = text.split('\n\n');
    text = rest.join('\n\n');
    return JSON.parse(event.replace(/^data: /, ''));
  };
}

describe('the workspace page', () => {
  it.each([
    '/workspace',
    '/workspace?lang=he',
    '/workspace/conversation/c-000000',
    '/workspace/conversation/none',
    '/workspace/workspace.js',
    '/workspace/workspace.css',
    '/workspace/icon.svg',
  ])('%s forbids everything that it does not need', async (path) => {
    const { call } = await startServer(fakeFloor(1));
    const { headers, status } = await call(path, { as: null });
    expect(status).toBe(path.endsWith('none') ? 404 : 200);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'",
    );
  });

  it('keeps its own policy: no inline style, no inline script, no handler attributes', async () => {
    const { call } = await startServer(fakeFloor(1));
    for (const path of ['/workspace', '/workspace/conversation/c-000000']) {
      const { body } = await call(path, { as: null });
      expect(body).not.toMatch(/<style|style=|<script(?! src=)| on\w+=/);
    }
  });

  it('is right to left in Hebrew, and shows markup in an address as text', async () => {
    const { call, floor } = await startServer(fakeFloor(1));
    expect((await call('/workspace?lang=he')).body).toContain('<html lang="he" dir="rtl">');
    floor.put(fakeRow('<b>"x', 1));
    const { body } = await call(`/workspace/conversation/${encodeURIComponent('<b>"x')}`);
    expect(body).toContain('data-conversation-id="&lt;b&gt;&quot;x"');
    expect((await call('/workspace?queue=%22%3E%3Cb%3E')).body).not.toContain('"><b>');
  });

  it('serves a script that is plain JavaScript on its own', async () => {
    const { call } = await startServer(fakeFloor(0));
    const { body } = await call('/workspace/workspace.js');
    expect(() => new Function(body)).not.toThrow();
    expect(body).not.toMatch(/\bimport\b|__vi|__name/);
  });
});

describe('the grid feed', () => {
  it('sends the first rows of the sort, then only what changed', async () => {
    const { url, clock, floor } = await startServer(fakeFloor(250));
    const next = await feedOf(`${url}/workspace/feed?sort=wait&dir=desc`);
    const first = await next();
    // The fake's rows have waited longer the higher their number.
    expect(first.ids.slice(0, 2)).toEqual(['c-000249', 'c-000248']);
    expect([first.ids.length, first.rows.length, first.count]).toEqual([200, 200, 'First 200 of 250 ongoing']);
    expect(first.rows[0]).toMatchObject({ customer: 'Customer c-000249', stateText: 'Open', queue: 'Billing' });
    const row = floor.conversation('c-000248');
    if (row) floor.put({ ...row, version: 2, subject: 'Something else' });
    clock.pass(500);
    const second = await next();
    expect(second.ids).toBeUndefined();
    expect(second.rows.map((each: { id: string; subject: string }) => [each.id, each.subject])).toEqual([
      ['c-000248', 'Something else'],
    ]);
  });

  it('lets closed and removed rows go, and takes only the asked queue', async () => {
    const { url, clock, floor } = await startServer(fakeFloor(2));
    floor.put({ ...fakeRow('c-other', 1), queueId: 'q-2' });
    const next = await feedOf(`${url}/workspace/feed?sort=customer&dir=asc&queue=q-1`);
    expect((await next()).ids).toEqual(['c-000000', 'c-000001']);
    floor.put({ ...fakeRow('c-000000', 1), state: 'closed', version: 2 });
    clock.pass(500);
    expect(await next()).toMatchObject({ ids: ['c-000001'], count: '1 ongoing' });
  });

  it('speaks Hebrew', async () => {
    const { url } = await startServer(fakeFloor(1));
    const update = await (await feedOf(`${url}/workspace/feed?lang=he`))();
    expect(update.rows[0]).toMatchObject({ stateText: 'פתוחה', agent: 'ללא נציג', channel: 'צ׳אט חי' });
  });
});

describe('the conversation feed', () => {
  it('shows who takes part but never who monitors (M4), and marks internal lines', async () => {
    const { url, clock, floor } = await startServer(fakeFloor(1));
    const someone = (agentId: string, mode: 'primary' | 'monitor') => ({
      agentId,
      name: `Agent ${agentId}`,
      mode,
      since: 1,
    });
    floor.put({ ...fakeRow('c-000000', 1), participants: [someone('a-1', 'monitor'), someone('a-2', 'primary')] });
    const next = await feedOf(`${url}/workspace/feed/c-000000`);
    expect(await next()).toMatchObject({
      people: 'Agent a-2',
      facts: ['Agent a-2', 'Billing', 'Live chat'],
      lines: [],
    });
    const line = { conversationId: 'c-000000', at: 1, from: 'system', audience: 'everyone' } as const;
    floor.tell({ ...line, id: 'm-1', text: 'A supervisor joined' });
    clock.pass(500);
    expect((await next()).lines).toMatchObject([{ text: 'A supervisor joined', internal: false }]);
    floor.tell({ ...line, id: 'm-2', from: 'supervisor', audience: 'internal', text: 'Offer a refund' });
    clock.pass(500);
    expect((await next()).lines).toMatchObject([{ text: 'Offer a refund', internal: true }]);
  });
});

describe('topRows', () => {
  it('is what sorting everything would begin with', () => {
    const rows = fc.uniqueArray(fc.record({ id: fc.string(), key: fc.option(fc.nat(9), { nil: undefined }) }), {
      selector: (row) => row.id,
    });
    fc.assert(
      fc.property(rows, fc.nat(20), fc.boolean(), (all, limit, descending) => {
        const sorted = all.toSorted((a, b) => {
          if (a.key === b.key) return a.id < b.id ? -1 : 1;
          if (a.key === undefined || b.key === undefined) return a.key === undefined ? 1 : -1;
          return descending ? b.key - a.key : a.key - b.key;
        });
        expect(topRows(all, limit, (row) => row.key, descending)).toEqual(sorted.slice(0, limit));
      }),
    );
  });
});
