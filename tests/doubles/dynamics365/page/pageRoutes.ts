/** The workspace's page at `/main.aspx`, with what it needs (facts §6). Who is not signed in is sent to the login. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { FloorEnv } from '../../../../lib/floor/server/http.ts';
import type { Accounts } from '../accounts.ts';
import type { Manners } from '../manners.ts';
import { workspacePage } from './workspacePage.ts';

export interface PageParts {
  accounts: Accounts;
  manners: () => Manners;
  loginUrl: () => string;
  /** The app's and its view's ids in addresses. */
  appId: string;
  viewId: string;
}

export function pageRoutes({ accounts, manners, loginUrl, appId, viewId }: PageParts): Hono<FloorEnv> {
  const app = new Hono<FloorEnv>();
  app.get('/main.aspx', (c) => {
    if (!accounts.isSignedIn(c)) return c.redirect(loginUrl());
    c.header('content-security-policy', "frame-ancestors 'self'");
    return c.html(shell(appId, viewId, manners().rowIds));
  });
  app.get('/uclient/scripts/app.js', (c) =>
    c.body(`(${workspacePage})();\n`, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  app.get('/uclient/app.css', async (c) =>
    c.body(await readFile(join(import.meta.dirname, 'page.css'), 'utf8'), 200, {
      'content-type': 'text/css; charset=utf-8',
    }),
  );
  app.get('/', (c) => c.redirect(`/main.aspx?appid=${appId}`));
  app.get('/favicon.ico', (c) => c.body(null, 204));
  return app;
}

/** Everything else is put into it by the script, page after page, without another reload. */
function shell(appId: string, viewId: string, rowIds: boolean) {
  return html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<title>Customer Service workspace</title>
<link rel="stylesheet" href="/uclient/app.css">
<script src="/uclient/scripts/app.js" defer></script>
</head>
<body data-app-id="${appId}" data-view-id="${viewId}" data-row-ids="${String(rowIds)}">
<div id="ApplicationShell">
<header class="top"><b>Contoso</b><span>Customer Service workspace</span></header>
<div class="middle">
<nav class="sitemap" aria-label="Site map">
<a data-page="home" href="/main.aspx?appid=${appId}">Home</a>
<a data-page="list" href="/main.aspx?appid=${appId}&amp;pagetype=entitylist&amp;etn=msdyn_ocliveworkitem&amp;viewid=${viewId}&amp;viewtype=1039">All ongoing conversations</a>
</nav>
<main id="content"></main>
</div>
</div>
</body>
</html>`;
}
