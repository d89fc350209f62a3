/**
 * A workspace page whose own code has turned against the user (an XSS on the agent workspace). Every attack is tried
 * with the panel as it is, where it must get nothing, and again with a planted leak, where it must get what it came for:
 * an attack that cannot succeed at all would prove nothing.
 *
 * | attack                                                        | planted leak that it must find                       |
 * |---------------------------------------------------------------|------------------------------------------------------|
 * | window.find for a customer's name, subject, message           | the text in a closed shadow root of the page's process |
 * | innerText, outerHTML, select all + getSelection               | the text in the light DOM                            |
 * | MutationObserver that dumps everything since the page began   | the text in the light DOM for a moment only          |
 * | addresses: performance entries, frames' src                   | an id in a frame's address                           |
 * | accessible names and titles                                   | a name in an aria-label inside a closed root         |
 * | key, input and composition listeners on window                | the same keys typed into a field of the page         |
 * | synthetic clicks, pointer and key events on host and handles  | a button that acts without asking `isTrusted`        |
 * | removing, moving, hiding, restyling the panel                 | a keeper without a bound                             |
 * | embedding sidepanel.html, guessing tokens at it               | the same document as the extension's own page        |
 * | the extension's messages from the page, from a content script | the same calls from the extension's own page         |
 * | row attributes with hostile ids                               | a true id in the same attribute                      |
 * | fetching the files of the build by their static address       | the same addresses from the extension's own page     |
 */
import { readdir } from 'node:fs/promises';
import type { CDPSession } from '@playwright/test';
import { buildFolder } from '../../scripts/launch.ts';
import { panelIn } from './harness.ts';
import { everythingInPage, expectFilled, openHost, openOwn } from './pages.ts';
import { createDesk, type Desk, en, expect, type Frame, type Page, test } from './shift.ts';

const canary = { customer: 'Zyxwolf Canaryname', subject: 'Qhubjekt canary', message: 'Vmessig canarytext' };
const canaries = Object.values(canary);

interface Spy {
  dumped: string[];
  keys: string[];
}
type Spied = typeof globalThis & { spy: Spy; acted: number };

/** Runs before anything else in the page, as the code of a page does. */
async function spyOn(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const spied = globalThis as Spied;
    // The tab serves several tests, each of which asks for this.
    if (spied.spy !== undefined) return;
    spied.spy = { dumped: [], keys: [] };
    spied.acted = 0;
    new MutationObserver((changes) => {
      for (const { target, addedNodes, attributeName } of changes) {
        for (const node of addedNodes) {
          spied.spy.dumped.push(node instanceof Element ? node.outerHTML : (node.textContent ?? ''));
        }
        if (attributeName !== null) spied.spy.dumped.push((target as Element).outerHTML);
      }
    }).observe(document, { childList: true, attributes: true, characterData: true, subtree: true });
    for (const type of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'compositionstart', 'paste']) {
      addEventListener(type, (event) => spied.spy.keys.push(`${type} ${(event as KeyboardEvent).key ?? ''}`), true);
    }
  });
}

/** Every way in which a page can read, each with which of the words it got. */
async function read(page: Page, words: readonly string[]): Promise<Record<string, string[]>> {
  const seen = await page.evaluate((wanted) => {
    type Finder = { find(text: string, matchCase: boolean, backwards: boolean, wraps: boolean): boolean };
    const found = wanted.filter((word) => {
      getSelection()?.removeAllRanges();
      return (globalThis as never as Finder).find(word, false, false, true);
    });
    getSelection()?.selectAllChildren(document.documentElement);
    const selected = String(getSelection());
    getSelection()?.removeAllRanges();
    return {
      found,
      selected,
      innerText: String(Reflect.get(document.documentElement, 'innerText')),
      outerHTML: document.documentElement.outerHTML,
      dumped: (globalThis as Spied).spy.dumped.join('\n'),
      addresses: JSON.stringify([
        performance.getEntries().map(({ name }) => name),
        [...document.querySelectorAll('iframe')].map(({ src }) => src),
        Array.from({ length: length }, (_, index) => String(index)),
      ]),
    };
  }, words);
  const { found, ...texts } = seen;
  const process = { ...texts, names: await everythingInPage(page) };
  return {
    found,
    ...Object.fromEntries(
      Object.entries(process).map(([way, text]) => [way, words.filter((one) => text.includes(one))]),
    ),
  };
}

async function openCanary(desk: Desk): Promise<string> {
  const talk = desk.talk({ customer: canary.customer, subject: canary.subject, agentId: desk.cast.holder.id });
  desk.floor.command({ type: 'say', conversationId: talk.id, from: 'customer', text: canary.message });
  await desk.open(talk);
  await desk.press(en.actions.monitor);
  await desk.panel.getByRole('dialog').getByRole('button', { name: en.dialogs.buttons.monitor, exact: true }).click();
  for (const word of canaries) await expect(desk.panel.getByText(word).first()).toBeVisible();
  return talk.id;
}

test.use({ address: '/workspace/conversation/none' });

test('nothing that the panel shows can be read by the page', async ({ desk: { page, floor }, shift }) => {
  await spyOn(page);
  await openHost(page, floor, { body: '<p>Host words' });
  const panel = await panelIn(page);
  const id = await openCanary(createDesk(shift, page, panel));
  const words = [...canaries, id];
  expect(await page.evaluate(() => length)).toBe(0);
  for (const [way, got] of Object.entries(await read(page, words))) expect(got, way).toEqual([]);

  // Planted, one after the other: each way must find what was left there for it.
  const [word = ''] = words;
  await page.evaluate((text) => {
    const host = document.body.appendChild(document.createElement('section'));
    const root = host.attachShadow({ mode: 'closed' });
    root.innerHTML = `<p>${text}</p><iframe src="about:blank?${text}" title="${text}"></iframe>`;
  }, word);
  const inRoot = await read(page, words);
  expect(inRoot.found).toEqual([word]);
  expect(inRoot.names).toEqual([word]);
  expect(inRoot.outerHTML).toEqual([]);
  await page.evaluate(async (text) => {
    const passing = document.body.appendChild(document.createElement('p'));
    passing.title = text;
    await new Promise(requestAnimationFrame);
    passing.remove();
  }, word);
  expect((await read(page, words)).dumped).toEqual([word]);
  await page.evaluate(async (text) => {
    document.body.append(text);
    const frame = document.createElement('iframe');
    frame.src = `/workspace/icon.svg?${encodeURIComponent(text)}`;
    await new Promise((loaded) => {
      frame.onload = loaded;
      document.body.append(frame);
    });
  }, 'Vleak');
  const inLight = await read(page, ['Vleak']);
  for (const way of ['found', 'selected', 'innerText', 'outerHTML', 'dumped', 'addresses', 'names']) {
    expect(inLight[way], way).toEqual(['Vleak']);
  }
});

test('keys typed in the panel are not seen by the page', async ({ desk }) => {
  const { page, floor } = desk;
  await spyOn(page);
  await openHost(page, floor, { body: '<input aria-label="Own field">' });
  const panel = await panelIn(page);
  const keys = () => page.evaluate(() => (globalThis as Spied).spy.keys);
  const search = panel.getByRole('searchbox', { name: en.list.searchLabel });
  await search.click();
  await page.keyboard.type('secret words');
  await expect(search).toHaveValue('secret words');
  expect(await keys()).toEqual([]);
  await page.getByLabel('Own field').click();
  await page.keyboard.type('s');
  expect(await keys()).toEqual(['keydown s', 'keypress s', 'beforeinput ', 'input ', 'keyup s']);
});

/** A function of the page's world on an element inside the closed root, as an attacker who had got hold of it. */
async function onInner(line: CDPSession, selector: string, call: string): Promise<void> {
  const { root } = await line.send('DOM.getDocument', { depth: -1, pierce: true });
  type Node = typeof root;
  const within = (node: Node): Node | undefined =>
    node.nodeName === 'FLOORWALKER-PANEL' ? node.shadowRoots?.[0] : node.children?.map(within).find(Boolean);
  const shadow = within(root);
  const { nodeId } = await line.send('DOM.querySelector', { nodeId: shadow?.nodeId ?? 0, selector });
  const { object } = await line.send('DOM.resolveNode', { nodeId });
  await line.send('Runtime.callFunctionOn', {
    objectId: object.objectId ?? '',
    functionDeclaration: `function () { ${call} }`,
  });
}

test('what the page clicks and types by itself does nothing', async ({ desk }) => {
  const { page, floor } = desk;
  await spyOn(page);
  await openHost(page, floor, {
    body: '<button onclick="acted += 1" onkeydown="acted += 1" onpointerdown="acted += 1">Trusting button</button>',
  });
  const panel = await panelIn(page);
  await expectFilled(panel);
  const before = await (await panel.frameElement()).boundingBox();
  const acts = floor.floor.ledger.length;

  const assault = `
    const events = ['click', 'pointerdown', 'mousedown', 'pointermove', 'pointerup', 'mouseup', 'dblclick', 'contextmenu'];
    for (const type of events) {
      this.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true, clientX: 300, clientY: 300, pointerId: 1 }));
    }
    for (const key of ['Enter', ' ', 'ArrowLeft', 'Escape']) {
      this.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
    }`;
  // Each only once and to one side, so that no second one takes back what a first one did.
  await page.evaluate((code) => {
    const attack = new Function(code) as (this: Element) => void;
    for (const one of [document.querySelector('floorwalker-panel'), document.querySelector('button')]) {
      if (one !== null) attack.call(one);
    }
    for (let x = 0; x < innerWidth; x += innerWidth / 20) {
      for (let y = 0; y < innerHeight; y += innerHeight / 20) {
        const hit = document.elementFromPoint(x, y);
        if (hit !== null && hit.localName === 'floorwalker-panel') attack.call(hit);
      }
    }
  }, assault);
  const line = await page.context().newCDPSession(page);
  await line.send('DOM.enable');
  for (const selector of ['.toggle', '.handle', 'iframe']) await onInner(line, selector, assault);
  await line.detach();

  // The planted button did act on each of them.
  expect(await page.evaluate(() => (globalThis as Spied).acted)).toBe(6);
  expect(await (await panel.frameElement()).boundingBox()).toEqual(before);
  expect(floor.floor.ledger.length).toBe(acts);
});

test('a page that removes the panel wins after a few tries and gets its whole width back', async ({ desk }) => {
  const { page, floor } = desk;
  await openHost(page, floor, { body: '<button onclick="this.textContent = \'Pressed\'">Press</button>' });
  await expectFilled(await panelIn(page));
  const fought = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let removed = 0;
        let quiet = 0;
        const fight = () => {
          const host = document.querySelector('floorwalker-panel');
          host?.remove();
          removed += host === null ? 0 : 1;
          quiet = host === null ? quiet + 1 : 0;
          if (quiet < 30) requestAnimationFrame(fight);
          else resolve(removed);
        };
        fight();
      }),
  );
  // The panel itself, and the times that it came back.
  expect(fought).toBeGreaterThan(1);
  expect(fought).toBeLessThanOrEqual(6);
  expect(await page.evaluate(() => document.documentElement.getBoundingClientRect().width)).toBe(1440);
  expect(await page.evaluate(() => document.documentElement.getAttribute('style'))).toBeNull();
  await page.getByRole('button').click();
  await expect(page.getByRole('button')).toHaveText('Pressed');
});

test('moved elsewhere in the page the panel fills again; hidden by the page it is left hidden', async ({ desk }) => {
  const { page, floor } = desk;
  await openHost(page, floor, { body: '<main></main><button onclick="this.textContent = \'Pressed\'">Press</button>' });
  const first = await panelIn(page);
  await expectFilled(first);
  await page.evaluate(() => {
    const host = document.querySelector('floorwalker-panel');
    if (host !== null) document.querySelector('main')?.append(host);
  });
  await expect.poll(() => first.isDetached()).toBe(true);
  await expectFilled(await panelIn(page));
  const mutations = await page.evaluate(async () => {
    const host = document.querySelector<HTMLElement>('floorwalker-panel');
    host?.setAttribute('style', 'display: none !important');
    let count = 0;
    const watch = new MutationObserver((changes) => (count += changes.length));
    watch.observe(document, { childList: true, attributes: true, subtree: true });
    for (let frames = 0; frames < 30; frames += 1) await new Promise(requestAnimationFrame);
    return count;
  });
  expect(mutations).toBe(0);
  await page.getByRole('button').click();
  await expect(page.getByRole('button')).toHaveText('Pressed');
});

/** The frame's address changes with every start of the browser; here the attacker is given it. */
async function stolenAddress(page: Page): Promise<string> {
  const found = (await everythingInPage(page)).match(/chrome-extension:\/\/[^"]*\/sidepanel\.html/);
  if (found === null) throw new Error('The panel has no frame.');
  return found[0];
}

test('the panel embedded by the page itself stays empty, whatever token is guessed', async ({ desk, shift }) => {
  const { page, floor } = desk;
  const { launched } = shift;
  const talk = desk.talk({ customer: canary.customer, subject: canary.subject });
  await openHost(page, floor, { body: '<main></main>' });
  const panel = await panelIn(page);
  await expectFilled(panel);
  const address = await stolenAddress(page);
  expect(new URL(address).host).not.toBe(new URL(launched.origin).host);

  const embed = (src: string) =>
    page.evaluate(
      (from) =>
        new Promise<void>((resolve) => {
          const frame = document.createElement('iframe');
          frame.src = from;
          frame.onload = () => resolve();
          document.querySelector('main')?.append(frame);
        }),
      src,
    );
  await embed(`${launched.origin}/sidepanel.html`);
  await embed(address);
  const embedded = page
    .frames()
    .filter((frame) => frame !== page.mainFrame() && frame !== panel && frame.url().includes('sidepanel.html'));
  expect(embedded).toHaveLength(1);
  const [stolen] = embedded;
  if (stolen === undefined) throw new Error('The stolen address did not load.');
  // Tokens at every window within reach, while the stolen frame asks the worker again and again for its own.
  for (let round = 0; round < 20; round += 1) {
    await page.evaluate(() => {
      for (let index = 0; index < length; index += 1) {
        for (const token of ['', 'guess', crypto.randomUUID()]) {
          (globalThis as never as Window[])[index]?.postMessage({ floorwalkerToken: token }, '*');
        }
      }
      postMessage({ floorwalkerToken: 'guess' }, '*');
    });
    await stolen.evaluate(() => new Promise(requestAnimationFrame));
  }
  await expect(stolen.getByRole('heading', { name: en.panel.title })).toBeVisible();
  expect(await stolen.getByRole('grid').count()).toBe(0);
  expect(await stolen.locator('body').textContent()).not.toContain(canary.customer);
  // The true panel goes on beside it.
  await panel.getByRole('searchbox', { name: en.list.searchLabel }).fill(talk.id);
  await expect(panel.getByText(canary.customer).first()).toBeVisible();

  // Planted: the same document as a page of its own, where it has the right, does show it.
  const own = await openOwn(launched, 'sidepanel');
  await own.getByRole('searchbox', { name: en.list.searchLabel }).fill(talk.id);
  await expect(own.getByText(canary.customer).first()).toBeVisible();
  await own.close();
});

test('embedded by a foreign site the panel stays empty', async ({ desk, shift }) => {
  await expectFilled(desk.panel);
  const address = await stolenAddress(desk.page);
  const page = await shift.launched.context.newPage();
  await page.route('http://foreign.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><iframe src="${address}"></iframe>` }),
  );
  await page.goto('http://foreign.example/');
  const stolen = await panelIn(page);
  await expect(stolen.getByRole('heading', { name: en.panel.title })).toBeVisible();
  expect(await stolen.getByRole('grid').count()).toBe(0);
  await page.close();
});

/** Says hello as a page would and asks for the options; answers with what was heard until the line was cut or used. */
const knock = `new Promise((resolve) => {
  const runtime = globalThis.chrome?.runtime;
  if (runtime?.connect === undefined || runtime.sendMessage === undefined) return resolve('out of reach');
  const heard = [];
  const port = runtime.connect({ name: 'page' });
  port.onMessage.addListener((message) => {
    heard.push(message.kind);
    if (heard.length === 2) resolve(heard.join(' '));
  });
  port.onDisconnect.addListener(() => resolve(['cut', ...heard].join(' ')));
  port.postMessage({ kind: 'hello', protocol: 1, token: 'guess' });
  port.postMessage({ kind: 'ask', id: 'x', name: 'readOptions', input: {} });
})`;

test('neither the page nor a content script can ask for what the panel asks', async ({ desk, shift }) => {
  const { page } = desk;
  await expectFilled(desk.panel);
  expect(await page.evaluate(knock)).toBe('out of reach');

  const line = await page.context().newCDPSession(page);
  const contexts: { id: number; origin: string; auxData?: { type?: string } }[] = [];
  line.on('Runtime.executionContextCreated', ({ context }) => contexts.push(context));
  await line.send('Runtime.enable');
  const script = contexts.find(
    ({ origin, auxData }) => auxData?.type === 'isolated' && origin === shift.launched.origin,
  );
  const { result } = await line.send('Runtime.evaluate', {
    expression: knock,
    awaitPromise: true,
    ...(script ? { contextId: script.id } : {}),
  });
  expect(result.value).toBe('cut');
  const stored = await line.send('Runtime.evaluate', {
    expression: `chrome.storage.local.get().then(() => 'read', (error) => error.message)`,
    awaitPromise: true,
    ...(script ? { contextId: script.id } : {}),
  });
  expect(stored.result.value).toContain('not allowed');
  await line.detach();

  const own = await openOwn(shift.launched, 'options');
  expect(await own.evaluate(knock)).toBe('welcome answer');
  await own.close();
});

const hostileIds = [
  '../',
  '..',
  '__proto__',
  'constructor',
  '"><img src=x onerror="document.title=1">',
  'javascript:alert(1)',
  'x'.repeat(10_000),
  ' ',
];

test('row attributes with hostile ids lead to "not there" or "not recognised" and nothing else', async ({
  desk,
  shift,
}) => {
  const { page, floor } = desk;
  const talk = desk.talk({ customer: canary.customer });
  await openHost(page, floor, {
    body: `<style>p { height: 20px; margin: 0; overflow: hidden; width: 200px }</style>${[...hostileIds, talk.id]
      .map((id) => `<p data-conversation-id="${id.replaceAll('"', '&quot;')}">Row</p>`)
      .join('')}`,
  });
  const inPage = await panelIn(page);
  await expectFilled(inPage);
  const acts = floor.floor.ledger.length;
  const [worker] = shift.launched.context.serviceWorkers();
  const rightClick = async (index: number) => {
    await page.locator('p').nth(index).click({ button: 'right' });
    await worker?.evaluate(async () => {
      type Chrome = {
        tabs: { query(what: object): Promise<{ id: number }[]> };
        contextMenus: { onClicked: { dispatch(info: object, tab: object): void } };
      };
      const { tabs, contextMenus } = (globalThis as never as { chrome: Chrome }).chrome;
      const [tab] = await tabs.query({ active: true, lastFocusedWindow: true });
      contextMenus.onClicked.dispatch({ menuItemId: 'forceClose', frameId: 0 }, tab ?? {});
    });
  };
  const missing = inPage.getByText(en.panel.missing).or(inPage.getByText(en.panel.unrecognised));
  for (const [index, id] of hostileIds.entries()) {
    await rightClick(index);
    await expect(missing, id.slice(0, 40)).toBeVisible();
    expect(await inPage.getByRole('alertdialog').count()).toBe(0);
  }
  expect(floor.floor.ledger.length).toBe(acts);
  expect(await page.title()).toBe('Host');
  // Planted: a true id in the same attribute opens the dialog.
  await rightClick(hostileIds.length);
  await expect(inPage.getByRole('alertdialog')).toContainText(canary.customer);
  await page.keyboard.press('Escape');
});

test('no file of the build can be fetched by its static address', async ({ desk, shift }) => {
  await expectFilled(desk.panel);
  const { origin } = shift.launched;
  const all = await readdir(buildFolder, { recursive: true, withFileTypes: true });
  const addresses = all
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${origin}${`${parentPath}/${name}`.slice(buildFolder.length)}`);
  expect(addresses.length).toBeGreaterThan(10);
  const fetched = (where: Page | Frame) =>
    where.evaluate(
      async (urls) =>
        Promise.all(
          urls.map((url) =>
            fetch(url).then(
              ({ ok }) => ok,
              () => false,
            ),
          ),
        ),
      addresses,
    );
  expect((await fetched(desk.page)).filter(Boolean)).toEqual([]);
  const own = await openOwn(shift.launched, 'options');
  expect((await fetched(own)).filter((ok) => !ok)).toEqual([]);
  await own.close();
});
