/**
 * The model-driven workspace of Dynamics 365 (facts §6 of Dynamics 365). What its grids look like was observed, not
 * promised; whether a row carries its record's id is unknown, so the cells' words are the second way.
 */
import type { Workspace } from './workspaces.ts';

const guid = '[\\da-fA-F]{8}(?:-[\\da-fA-F]{4}){3}-[\\da-fA-F]{12}';
const wholeGuid = `^\\{?(${guid})\\}?$`;

export const dynamics365Workspace: Workspace = {
  backend: 'dynamics365',
  origins: (baseUrl) => [new URL(baseUrl).origin],
  // The app lives in one page; dialogs, reports and web resources of the same site are others.
  pages: ['/main.aspx', '/main.aspx?*'],
  rows: {
    // Header rows have no index.
    selector: '[role="row"][row-index]',
    id: ['row-id', 'data-id'].map((attribute) => ({ attribute, pattern: wholeGuid })),
    words: {
      cell: '[role="gridcell"][col-id]',
      nameAttribute: 'col-id',
      customer: ['msdyn_customer'],
      subject: ['subject', 'msdyn_title'],
    },
  },
  docking: 'shell',
  askable: '^/api/data/v9\\.2/',
  /** Without the app's id the site opens its own choice of app (facts §6). */
  conversationUrl(baseUrl, id, pageUrl) {
    const app = pageUrl === undefined ? null : new URL(pageUrl).searchParams.get('appid');
    const url = new URL('/main.aspx', baseUrl);
    if (app !== null && new RegExp(`^${guid}$`).test(app)) url.searchParams.set('appid', app);
    url.searchParams.set('pagetype', 'entityrecord');
    url.searchParams.set('etn', 'msdyn_ocliveworkitem');
    url.searchParams.set('id', id);
    return url.href;
  },
};
