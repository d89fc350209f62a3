/**
 * Runs axe over every screen in both themes and looks for anything that is wider than its panel.
 * `node tests/gallery/audit.ts [screen…]`; ends with 1 when it found something.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { looks, openGallery, showScreen, steps } from './screens.ts';

const wanted = process.argv.slice(2);
const screens = wanted.length > 0 ? wanted : Object.keys(steps);
const { address, browser, close } = await openGallery();
const found: string[] = [];
let passes = 0;
try {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('pageerror', (error) => found.push(`${page.url()}: ${error.message}`));
  for (const screen of screens) {
    for (const look of looks.slice(0, 2)) {
      console.log(`${screen} ${look.lang} ${look.theme}`);
      await showScreen(page, address, screen, look, 280);
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('#stage *')]
          .filter((element) => {
            const { left, right, width } = element.getBoundingClientRect();
            const isHidden = element.closest('.visually-hidden, svg, .clip, .row-subject') !== null;
            return width > 0 && !isHidden && (left < -1 || right > innerWidth + 1);
          })
          .map((element) => `${element.tagName}.${element.getAttribute('class')}`),
      );
      for (const one of wide) found.push(`${screen} ${look.lang}: ${one} is wider than the panel`);
      const { violations, passes: passed } = await new AxeBuilder({ page }).analyze();
      passes += passed.length;
      for (const { id, nodes } of violations) {
        const where = nodes
          .slice(0, 3)
          .map(({ html, failureSummary }) => `    ${html.slice(0, 160)}\n    ${failureSummary}`);
        found.push(`${screen} ${look.lang} ${look.theme}: ${id} (${nodes.length})\n${where.join('\n')}`);
      }
    }
  }
} finally {
  await close();
}
console.log(found.join('\n'));
console.log(`${screens.length} screens, ${passes} checks passed, ${found.length} findings`);
process.exitCode = found.length > 0 || passes === 0 ? 1 : 0;
