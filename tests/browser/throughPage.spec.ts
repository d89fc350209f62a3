/**
 * Asking a site through its own page, over the real line to the real content script: the site sees the page asking, the
 * page's code sees nothing of it and cannot bring it about.
 */
import { expect, expectPanel, listenToLines, type Page, test } from './modelDriven.ts';

const paths = '^/api/data/v9\\.2/';
const secret = 'CCaaS_TellNobody';
const answerText = JSON.stringify({ secret: 'the answer' });

/** Everything that a hostile page can watch requests and messages with. */
async function spyOn(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    const note = (what: string, value: unknown) => seen.push(`${what} ${JSON.stringify(value)}`);
    const { fetch: given } = globalThis;
    globalThis.fetch = (...how) => {
      note('fetch', String(how[0]));
      return given(...how);
    };
    const { open, send } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...how: unknown[]) {
      note('open', how);
      return Reflect.apply(open, this, how);
    };
    XMLHttpRequest.prototype.send = function (this: XMLHttpRequest, ...how: unknown[]) {
      note('send', how);
      return Reflect.apply(send, this, how);
    };
    for (const [name, of] of [
      ['text', Response.prototype],
      ['json', Response.prototype],
      ['getReader', ReadableStream.prototype],
      ['pipeThrough', ReadableStream.prototype],
      ['get', Headers.prototype],
    ] as const) {
      const own = Reflect.get(of, name) as (...how: unknown[]) => unknown;
      Reflect.set(of, name, function (this: unknown, ...how: unknown[]) {
        note(name, '');
        return Reflect.apply(own, this, how);
      });
    }
    addEventListener('message', ({ data }) => note('message', data));
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes)
        for (const node of [target, ...addedNodes]) if (node instanceof Element) note('node', node.outerHTML);
    }).observe(document, { childList: true, attributes: true, characterData: true, subtree: true });
  });
}
const seenBy = (page: Page) =>
  page.evaluate(() => {
    const timed = performance.getEntriesByType('resource').map(({ name }) => `timed ${name}`);
    return [...(globalThis as never as { seen: string[] }).seen, ...timed].join('\n');
  });

test('the site is asked as its page would ask it: its origin, its whole session, the body as it is', async ({
  site,
}) => {
  site.show('<meta name="referrer" content="no-referrer"><p>App');
  const lines = await listenToLines(site);
  const page = await site.open();
  await expectPanel(page);
  const path = '/api/data/v9.2/msdyn_ocliveworkitems(1)/Microsoft.Dynamics.CRM.CCaaS_Do';
  const headers = { 'Content-Type': 'application/json', 'OData-Version': '4.0' };
  const said = await lines.ask({ path, headers, body: '{"ApiVersion":"1.0"}' }, { origin: site.url, paths });
  expect(said).toMatchObject({ kind: 'answer', answer: { status: 200, text: answerText } });
  expect(said).toMatchObject({ answer: { headers: { 'content-type': 'application/json', 'retry-after': '3' } } });
  const asked = site.posted.at(-1);
  // Another test's site of this machine may have set them under another path as well.
  expect(new Set(asked?.headers.cookie?.split('; '))).toEqual(new Set(['lax=1', 'strict=1']));
  expect([asked?.path, asked?.body]).toEqual([path, '{"ApiVersion":"1.0"}']);
  expect(asked?.headers).toMatchObject({
    origin: site.url,
    referer: page.url(),
    'content-type': 'application/json',
    'odata-version': '4.0',
    'sec-fetch-site': 'same-origin',
    'sec-fetch-mode': 'same-origin',
  });
  await page.close();
});

test('nothing is asked of another site or path, and no redirect is followed', async ({ site }) => {
  site.show('<p>App');
  const lines = await listenToLines(site);
  const page = await site.open();
  await expectPanel(page);
  const before = site.posted.length;
  const whyNot = async (path: string, origin = site.url) => lines.ask({ path }, { origin, paths });
  for (const [path, origin] of [
    ['/main.aspx'],
    ['/api/data/v9.2/../../x'],
    [`//${new URL(site.url).host.replace('127.0.0.1', 'localhost')}/api/data/v9.2/x`],
    ['/api/data/v9.2/x', 'https://contoso.crm4.dynamics.com'],
  ] as const) {
    expect(await whyNot(path, origin)).toMatchObject({ kind: 'noAnswer', why: 'notAllowed' });
  }
  expect(site.posted.length).toBe(before);
  expect(await whyNot('/api/data/v9.2/away')).toMatchObject({ kind: 'noAnswer', why: 'failed' });
  expect(site.posted.slice(before).map(({ path }) => path)).toEqual(['/api/data/v9.2/away']);
  await page.close();
});

test('the page’s code sees neither question nor answer, and cannot bring one about', async ({ site }) => {
  site.show('<p>App');
  const lines = await listenToLines(site);
  const page = await site.launched.context.newPage();
  await spyOn(page);
  await page.goto(`${site.url}/main.aspx`);
  await expectPanel(page);
  const asking = { path: '/api/data/v9.2/x', body: secret };
  expect(await lines.ask(asking, { origin: site.url, paths })).toMatchObject({ answer: { text: answerText } });
  const seen = await seenBy(page);
  expect(seen).not.toContain(secret);
  expect(seen).not.toContain('the answer');
  expect(seen).not.toContain('/api/data/');
  expect(seen).not.toMatch(/^(fetch|open|send|text|json|getReader|pipeThrough|get) /m);

  // The same words by every way that a page has.
  const before = site.posted.length;
  const message = { kind: 'ask', id: 'x', request: { method: 'POST', headers: {}, ...asking }, allowed: { paths } };
  await page.evaluate((words) => {
    const host = document.querySelector('floorwalker-panel');
    for (const target of [globalThis, document, host]) {
      target?.dispatchEvent(new MessageEvent('message', { data: words, bubbles: true }));
      target?.dispatchEvent(new CustomEvent('ask', { detail: words, bubbles: true }));
    }
    postMessage(words, '*');
    new BroadcastChannel('overlay').postMessage(words);
  }, message);
  await lines.ask({ path: '/main.aspx' }, { origin: site.url, paths });
  expect(site.posted.length).toBe(before);

  // Planted: what the page's own code asks is seen by the same spies.
  await page.evaluate((body) => fetch('/api/data/v9.2/x', { method: 'POST', body }).then((one) => one.text()), secret);
  expect(await seenBy(page)).toMatch(/^fetch .*\n(.*\n)*text .*\n(.*\n)*timed .*\/api\/data\//m);
  await page.close();
});
