import { render } from 'preact';
import { Panel } from '../../components/panel/Panel.tsx';
import { browser } from '../../lib/browser.ts';
import { openFromFrame, openFromPage } from '../../lib/messages/openLine.ts';
import { startPage } from '../../lib/startPage.ts';

/** The same panel in the browser's side panel and inside the overlay's frame in a workspace page. */
const inFrame = window.top !== window;
const page = startPage(inFrame ? openFromFrame(browser.runtime, window) : openFromPage(browser.runtime));

render(<Panel {...page} openOptions={() => void browser.runtime.openOptionsPage()} />, document.body);
