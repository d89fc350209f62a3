/**
 * Every screen in every language, in every theme and at every width that a panel can have: nothing sticks out, nothing
 * is cut, everything runs in its language's direction, and axe finds nothing. FLOORWALKER_SHOTS names a folder for
 * pictures.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { languageFor } from '../../lib/i18n/languages.ts';
import type { Page } from './harness.ts';
import { expect } from './harness.ts';
import { crossLooks, test } from './tour.ts';

const widths = [280, 380, 640];
const shots = process.env.FLOORWALKER_SHOTS;

/** What sticks out of the page sideways, and every control whose words are cut. */
function misplaced(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const problems: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) problems.push(`the page: ${scrollWidth} > ${clientWidth}`);
    const scrollsSideways = (element: Element | null): boolean =>
      element !== null &&
      (/auto|scroll/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth
        ? true
        : scrollsSideways(element.parentElement));
    for (const control of document.querySelectorAll<HTMLElement>(
      'button, select, input, textarea, [role=radio], h1, h2',
    )) {
      if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const { left, right, width, height } = control.getBoundingClientRect();
      if (width < 2 || height < 2) continue;
      const name =
        `<${control.localName} class="${control.className}"> ${control.ariaLabel ?? control.textContent}`.slice(0, 120);
      if ((left < -0.5 || right > innerWidth + 0.5) && !scrollsSideways(control.parentElement)) {
        problems.push(`${name}: ${Math.round(left)}…${Math.round(right)} of ${innerWidth}`);
      }
      const inner = control.querySelector('.button-text') ?? control;
      if (control.localName === 'button' && inner.scrollWidth > inner.clientWidth + 1 && inner.clientWidth > 0) {
        problems.push(`${name}: words cut, ${inner.scrollWidth} > ${inner.clientWidth}`);
      }
    }
    return problems;
  });
}

async function inaccessible(page: Page): Promise<string[]> {
  // Of what passes, one element is enough: axe takes most of its time to name the others.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations, passes } = await axe.analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
  // An empty page has no violations either.
  return passes.length < 10 ? [...found, `only ${passes.length} rules found anything to look at`] : found;
}

for (const look of crossLooks) {
  test(`every screen holds together, and axe finds nothing, in ${look.language}, ${look.theme}`, async ({ tour }) => {
    test.setTimeout(300_000);
    if (shots) await mkdir(shots, { recursive: true });
    const problems: string[] = [];
    await tour.walk(look, async (screen, page, { language, theme }) => {
      for (const width of screen === 'popup' ? [640] : widths) {
        await page.setViewportSize({ width, height: 760 });
        await page.evaluate(() => new Promise(requestAnimationFrame));
        const direction = await page.evaluate(() => getComputedStyle(document.body).direction);
        if (direction !== languageFor(language).dir) problems.push(`${screen}: ${direction}`);
        for (const problem of await misplaced(page)) problems.push(`${screen}, ${width}: ${problem}`);
        if (shots) {
          const file = `${screen.replaceAll(/\W+/g, '-')}-${width}-${language}-${theme}.png`;
          await page.screenshot({ path: path.join(shots, file), fullPage: screen === 'options' });
        }
      }
      await page.setViewportSize({ width: 280, height: 760 });
      for (const problem of await inaccessible(page)) problems.push(`${screen}: ${problem}`);
    });
    expect(problems).toEqual([]);
  });
}

test('what sticks out, is cut or lacks a name is found', async ({ tour }) => {
  const page = await tour.blank();
  await page.setViewportSize({ width: 380, height: 400 });
  await page.setContent(
    `<!doctype html><h1>Fits</h1>
     <button style="position: absolute; left: -20px">Sticks out</button>
     <div style="width: 60px"><button style="width: 50px; overflow: hidden; white-space: nowrap"><span class="button-text" style="display: block; overflow: hidden">Words that are cut</span></button></div>`,
  );
  expect((await misplaced(page)).length).toBe(2);
  await page.setContent('<!doctype html><div style="width: 500px">Wide</div>');
  expect(await misplaced(page)).toEqual(['the page: 508 > 380']);
  await page.setContent('<!doctype html><input>');
  expect((await inaccessible(page)).map((problem) => problem.split(':')[0])).toContain('label');
  await page.close();
});
