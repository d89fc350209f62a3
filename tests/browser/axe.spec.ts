/** axe on every screen, in both languages and both themes. */
import AxeBuilder from '@axe-core/playwright';
import { expect } from './harness.ts';
import { crossLooks, test } from './screens.ts';

for (const look of crossLooks) {
  test(`axe finds nothing on any screen in ${look.language}, ${look.theme}`, async ({ tour }) => {
    test.setTimeout(300_000);
    const found: string[] = [];
    await tour.walk(look, async (screen, page) => {
      const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      // An empty page has no violations either.
      if (passes.length < 10) found.push(`${screen}: only ${passes.length} rules found anything to look at`);
      for (const { id, nodes } of violations) {
        for (const { html, failureSummary } of nodes) found.push(`${screen}: ${id}: ${html} ${failureSummary}`);
      }
    });
    expect(found).toEqual([]);
  });
}
