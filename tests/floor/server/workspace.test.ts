import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { topRows } from '../../../lib/floor/workspace/topRows.ts';
import { startServer } from './harness.ts';
import { activate, change, command, queueId, testFloor, workstreamId } from './testFloor.ts';

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
    const { call } = await startServer(testFloor(1));
    const { headers, status } = await call(path, { as: null });
    expect(status).toBe(path.endsWith('none') ? 404 : 200);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'",
    );
  });

  it('keeps its own policy: no inline style, no inline script, no handler attributes', async () => {
    const { call } = await startServer(testFloor(1));
    for (const path of ['/workspace', '/workspace/conversation/c-000000']) {
      const { body } = await call(path, { as: null });
      expect(body).not.toMatch(/<style|style=|<script(?! src=)| on\w+=/);
    }
  });

  it('is right to left in Hebrew, and shows markup in an address as text', async () => {
    const { call, floor } = await startServer(testFloor(1));
    expect((await call('/workspace?lang=he')).body).toContain('<html lang="he" dir="rtl">');
    command(floor, { type: 'newConversation', id: '<b>"x', workstreamId, queueId });
    const { body } = await call(`/workspace/conversation/${encodeURIComponent('<b>"x')}`);
    expect(body).toContain('data-conversation-id="&lt;b&gt;&quot;x"');
    expect((await call('/workspace?queue=%22%3E%3Cb%3E')).body).not.toContain('"><b>');
  });

  it('serves a script that is plain JavaScript on its own', async () => {
    const { call } = await startServer(testFloor(0));
    const { body } = await call('/workspace/workspace.js');
    expect(() => new Function(body)).not.toThrow();
    expect(body).not.toMatch(/\bimport\b|__vi|__name/);
  });
});

describe('the grid feed', () => {
  it('sends the first rows of the sort, then only what changed', async () => {
    const { url, clock, floor } = await startServer(testFloor(210));
    const next = await feedOf(`${url}/workspace/feed?sort=wait&dir=desc`);
    const first = await next();
    expect(first.ids.slice(0, 2)).toEqual(['c-000000', 'c-000001']);
    expect([first.ids.length, first.rows.length, first.count]).toEqual([200, 200, 'First 200 of 210 ongoing']);
    expect(first.rows[0]).toMatchObject({ customer: 'Customer c-000000', stateText: 'Open', agent: 'Nobody yet' });
    const byCustomer = await (await feedOf(`${url}/workspace/feed?sort=customer&dir=desc`))();
    expect(byCustomer.ids[0]).toBe('c-000209');
    command(floor, { type: 'offer', conversationId: 'c-000001', agentId: floor.agents2[0] });
    clock.pass(500);
    const second = await next();
    const changed = second.rows.filter((row: { id: string }) => row.id === 'c-000001');
    expect(changed).toMatchObject([{ state: 'active', stateText: 'Ringing' }]);
    expect(second.rows.length).toBeLessThanOrEqual(2);
  });

  it('lets closed and removed rows go, and takes only the asked queue', async () => {
    const { url, clock, floor } = await startServer(testFloor(3));
    command(floor, { type: 'newConversation', id: 'c-other', workstreamId, queueId: 'q-tech' });
    const next = await feedOf(`${url}/workspace/feed?sort=customer&dir=asc&queue=${queueId}`);
    expect((await next()).ids).toEqual(['c-000000', 'c-000001', 'c-000002']);
    command(floor, { type: 'remove', conversationId: 'c-000000' });
    command(floor, { type: 'customerLeaves', conversationId: 'c-000001' });
    clock.pass(500);
    expect(await next()).toMatchObject({ ids: ['c-000002'], count: '1 ongoing' });
  });

  it('speaks Hebrew', async () => {
    const { url } = await startServer(testFloor(1));
    const update = await (await feedOf(`${url}/workspace/feed?lang=he`))();
    expect(update.rows[0]).toMatchObject({ stateText: 'פתוחה', agent: 'ללא נציג', channel: 'צ׳אט חי' });
  });
});

describe('the conversation feed', () => {
  it('sends each line once, tells internal ones, and never who monitors (M4)', async () => {
    const { url, clock, floor, act } = await startServer(testFloor(1));
    activate(floor);
    await act('c-000000', 'monitor', {});
    const agent = floor.agents().find(({ id }) => id === floor.agents2[0])?.name;
    const next = await feedOf(`${url}/workspace/feed/c-000000`);
    const first = await next();
    expect(first).toMatchObject({ state: 'active', people: agent, facts: [agent, expect.anything(), 'Live chat'] });
    expect(first.lines.map((line: { id: string }) => line.id)).toEqual(
      floor.transcript('c-000000').map(({ id }) => id),
    );
    await act('c-000000', 'join', {}, { key: 'op-2' });
    await act('c-000000', 'say', { text: 'Offer a refund', audience: 'internal' }, { key: 'op-3' });
    change(floor, 1);
    clock.pass(500);
    const second = await next();
    expect(second.people).toBe(`${agent}, ${floor.supervisors[0]?.name}`);
    expect(second.lines).toMatchObject([
      { from: 'system', internal: false },
      { from: 'supervisor', text: 'Offer a refund', internal: true },
      { from: 'customer', text: 'Line 0', internal: false },
    ]);
    command(floor, { type: 'remove', conversationId: 'c-000000' });
    clock.pass(500);
    expect(await next()).toMatchObject({ state: 'gone', lines: [] });
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
