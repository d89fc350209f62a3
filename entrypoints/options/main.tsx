import { render } from 'preact';
import { Options } from '../../components/options/Options.tsx';
import { browser } from '../../lib/browser.ts';
import { sitePattern } from '../../lib/domain/workspacePage.ts';
import { openFromPage } from '../../lib/messages/openLine.ts';
import { startPage } from '../../lib/startPage.ts';

/** A refusal is an answer, not an error. */
const requestAccess = (baseUrl: string) => browser.permissions.request({ origins: [sitePattern(baseUrl)] });

render(<Options {...startPage(openFromPage(browser.runtime))} requestAccess={requestAccess} />, document.body);
