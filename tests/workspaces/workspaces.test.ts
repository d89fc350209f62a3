import { describe, expect, test } from 'vitest';
import { dynamics365Workspace } from '../../lib/workspaces/dynamics365.ts';
import { localFloorWorkspace } from '../../lib/workspaces/localFloor.ts';
import { pageAddresses } from '../../lib/workspaces/workspaces.ts';

const org = 'https://contoso.crm4.dynamics.com';
const app = '11112222-3333-4444-5555-666677778888';
const id = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';

test('of a model-driven site only the app’s one page gets the panel', () => {
  expect(pageAddresses(dynamics365Workspace, org)).toEqual([`${org}/main.aspx`, `${org}/main.aspx?*`]);
});
test('of the local floor every page gets it, by its port', () => {
  expect(pageAddresses(localFloorWorkspace, 'http://127.0.0.1:4777')).toEqual(['http://127.0.0.1:4777/*']);
});

describe('a conversation opens', () => {
  test.each([
    ['in the app of the page that is open', `${org}/main.aspx?appid=${app}&pagetype=dashboard`, `appid=${app}&`],
    ['in the site’s own choice of app where the page names none', `${org}/main.aspx`, ''],
    ['in the site’s own choice of app where no page is open', undefined, ''],
    ['without what only looks like an app', `${org}/main.aspx?appid=${encodeURIComponent('x&id=1')}`, ''],
  ])('%s', (_what, pageUrl, appid) => {
    expect(dynamics365Workspace.conversationUrl(org, id, pageUrl)).toBe(
      `${org}/main.aspx?${appid}pagetype=entityrecord&etn=msdyn_ocliveworkitem&id=${id}`,
    );
  });
  test('at its own site, whatever its id holds', () => {
    const strange = '../?a#b&c=d';
    const url = new URL(dynamics365Workspace.conversationUrl(org, strange));
    expect([url.origin, url.pathname, url.searchParams.get('id')]).toEqual([org, '/main.aspx', strange]);
    expect(localFloorWorkspace.conversationUrl('http://127.0.0.1:4777', strange)).toBe(
      `http://127.0.0.1:4777/workspace/conversation/${encodeURIComponent(strange)}`,
    );
  });
});
