/** The panel stands beside a page that fills the window, whatever its layout, and gives its room back exactly. */
import { expect, expectPanel, listenToLines, type Page, test } from './modelDriven.ts';

// The panel's own lines end at the left here; beside a shell it stands at the right all the same.
test.use({ language: 'he' });

const width = 1440;
const height = 900;
/** What the panel leaves the page at its first width. */
const room = width - 380;
const tab = 28;

const filled = 'html,body{height:100%;margin:0;overflow:hidden}';
const placed = (how: string) => `<div id="shell" style="${how};inset:0"></div>`;
/** `#shell` is what fills the window without us. */
const layouts = {
  'in normal flow': '<body style="margin:0"><div id="shell" style="height:100vh"></div>',
  'in normal flow, by percent': `<style>${filled}</style><body><div id="shell" style="width:100%;height:100%"></div>`,
  absolute: `<body style="margin:0;color:red">${placed('position:absolute')}`,
  'absolute where nothing scrolls': `<style>${filled}</style><body>${placed('position:absolute')}`,
  fixed: `<body style="margin:0">${placed('position:fixed')}`,
  'fixed where nothing scrolls': `<style>${filled}</style><body>${placed('position:fixed')}`,
};

const boxOf = (page: Page, selector = '#shell') => page.locator(selector).boundingBox();
const ofWidth = (shellWidth: number) => ({ x: 0, y: 0, width: shellWidth, height });
/** On a busy machine a click may still go to the frame that stood there a moment ago; it is lost, and made again. */
const toggle = (page: Page, x: number, shellWidth: number) =>
  expect(async () => {
    await page.mouse.click(x, height / 2);
    await expect.poll(() => boxOf(page), { timeout: 2_000 }).toEqual(ofWidth(shellWidth));
  }).toPass({ timeout: 20_000 });
const tracesIn = (page: Page) =>
  page.evaluate(() => [
    document.querySelector('floorwalker-panel') === null,
    document.documentElement.getAttribute('style'),
    document.body.getAttribute('style'),
  ]);

for (const [name, markup] of Object.entries(layouts)) {
  test(`a shell ${name} makes room, less when it is collapsed, and has all of it back afterwards`, async ({ site }) => {
    site.show(markup);
    const lines = await listenToLines(site);
    const page = await site.open();
    await expectPanel(page);
    await expect.poll(() => boxOf(page)).toEqual(ofWidth(room));
    const scrolled = await page.evaluate(() => [document.documentElement.scrollHeight, document.body.scrollWidth]);
    expect(scrolled).toEqual([height, room]);
    await toggle(page, room - 4, width - tab);
    await toggle(page, width - tab / 2, room);
    const own = /<body style="([^"]*)"/.exec(markup)?.[1] ?? '';
    const asWritten = await page.evaluate((text) => {
      const one = document.createElement('p');
      one.style.cssText = text;
      return one.getAttribute('style');
    }, own);
    // The worker, which did not say so itself, puts the panel back at its next look at the tab.
    await expect(async () => {
      await lines.say({ kind: 'remove' });
      const left = async () => [await boxOf(page), await tracesIn(page)];
      await expect.poll(left, { timeout: 1_000 }).toEqual([ofWidth(width), [true, null, asWritten || null]]);
    }).toPass({ timeout: 20_000 });
    await page.close();
  });
}

for (const [name, style] of [
  ['in normal flow', 'height:100vh'],
  ['absolute', 'position:absolute;top:0;left:0;height:100vh'],
]) {
  test(`what is as wide as the window whatever its room (100vw, ${name}) is brought into view by scrolling`, async ({
    site,
  }) => {
    site.show(`<body style="margin:0"><div id="shell" style="${style};width:100vw"></div>`);
    const page = await site.open();
    await expectPanel(page);
    await expect.poll(() => page.evaluate(() => document.body.clientWidth)).toBe(room);
    await page.mouse.move(200, 200);
    await page.mouse.wheel(2000, 0);
    await expect.poll(async () => (await boxOf(page))?.x).toBe(room - width);
    await page.close();
  });
}

/** As libraries do that place menus and tips by coordinates of the window. */
const withMenu = `<body style="margin:0">${placed('position:fixed')}
  <button id="opens" style="position:absolute;left:300px;top:200px">Open</button>
  <script>
    document.getElementById('opens').onclick = ({ target }) => {
      const { left, bottom } = target.getBoundingClientRect();
      const menu = Object.assign(document.createElement('p'), { id: 'menu', textContent: 'Menu' });
      menu.style = 'margin:0;position:fixed;left:' + left + 'px;top:' + bottom + 'px';
      document.body.append(menu);
    };
  </script>`;

test('a menu that the page places by coordinates of the window stands at its button', async ({ site }) => {
  site.show(withMenu);
  const page = await site.open();
  await expectPanel(page);
  await expect.poll(() => boxOf(page)).toEqual(ofWidth(room));
  const button = await boxOf(page, '#opens');
  await page.locator('#opens').click();
  const menu = await boxOf(page, '#menu');
  expect([menu?.x, menu?.y]).toEqual([button?.x, (button?.y ?? 0) + (button?.height ?? 0)]);
  await page.close();
});

test('only the app’s page gets the panel: not others of the site, its frames or windows of its own', async ({
  site,
}) => {
  site.show('<body><iframe src="/main.aspx?framed"></iframe>');
  const page = await site.open();
  await expectPanel(page);
  const [framed] = page
    .mainFrame()
    .childFrames()
    .filter((frame) => frame.url().endsWith('framed'));
  if (framed === undefined) throw new Error('The frame is not there.');
  const others = [await site.open('/'), await site.open('/main.aspx/more'), await site.open('/WebResources/main.aspx')];
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate(() => void open(location.href, 'own', 'popup,width=400,height=300')),
  ]);
  // A page that was opened after all of these has its panel: each of them had its time.
  await expectPanel(await site.open('/main.aspx'));
  const panels = [framed, popup, ...others].map((one) => one.locator('floorwalker-panel').count());
  expect(await Promise.all(panels)).toEqual([0, 0, 0, 0, 0]);

  // The app moves on without loading anything: the panel stays.
  await page.evaluate(() => history.pushState(null, '', '/main.aspx?pagetype=entitylist'));
  await expectPanel(page);
  for (const one of [page, popup, ...others]) await one.close();
});
