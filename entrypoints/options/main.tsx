import { render } from 'preact';
import { Options } from '../../components/options/Options.tsx';
import { browser } from '../../lib/browser.ts';
import { openFromPage } from '../../lib/messages/openLine.ts';
import { startPage } from '../../lib/startPage.ts';

render(<Options {...startPage(openFromPage(browser.runtime))} />, document.body);
