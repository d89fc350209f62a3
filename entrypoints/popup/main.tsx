import { render } from 'preact';
import { QueuePopup } from '../../components/popup/QueuePopup.tsx';
import { browser, sidePanel } from '../../lib/browser.ts';
import { openFromPage } from '../../lib/messages/openLine.ts';
import { startPage } from '../../lib/startPage.ts';

/** Known before the click: the side panel opens only within the gesture, before anything is awaited. */
let windowId: number | undefined;
void browser.windows.getCurrent().then((current) => {
  windowId = current.id;
});

function openPanel(): void {
  if (sidePanel === undefined || windowId === undefined) return;
  void sidePanel.open({ windowId }).then(() => window.close());
}

render(<QueuePopup {...startPage(openFromPage(browser.runtime))} openPanel={openPanel} />, document.body);
