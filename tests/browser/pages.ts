/** Pages that tests open besides the desk's: the extension's own, and workspace pages that answer as a test wants. */
import type { Launched } from '../../scripts/launch.ts';
import type { FloorOfTest, Frame, Page } from './harness.ts';
import { expect } from './harness.ts';

/** A page of the extension in a tab of its own. */
export async function openOwn(
  launched: Launched,
  name: 'sidepanel' | 'options' | 'popup',
  before: (page: Page) => Promise<unknown> = async () => undefined,
): Promise<Page> {
  const page = await launched.context.newPage();
  await before(page);
  await page.goto(`${launched.origin}/${name}.html`);
  return page;
}

/** The panel shows rows of the floor. */
export async function expectFilled(panel: Page | Frame): Promise<void> {
  await expect(panel.getByRole('grid').getByRole('row').filter({ visible: true }).first()).toBeVisible();
}

/** A page of the floor's origin, so that the panel stands in it. */
export async function openHost(
  page: Page,
  floor: FloorOfTest,
  { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string } = {},
): Promise<void> {
  const address = `${floor.url}/host`;
  await page.route(address, (route) =>
    route.fulfill({ contentType: 'text/html', headers, body: `<!doctype html><title>Host</title>${body}` }),
  );
  await page.goto(address);
}

/** What the page's own process holds, closed shadow roots included: every element, attribute and text. */
export async function everythingInPage(page: Page): Promise<string> {
  const line = await page.context().newCDPSession(page);
  const { root } = await line.send('DOM.getDocument', { depth: -1, pierce: true });
  await line.detach();
  return JSON.stringify(root, (key, value) => (key === 'contentDocument' ? undefined : value));
}
