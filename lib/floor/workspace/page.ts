/** The workspace's two pages as HTML. Nothing that a customer wrote is in here: it comes by feed, as text. */
import { html } from 'hono/html';
import type { Queue } from '../../domain/records.ts';
import type { GridUpdate } from './feeds.ts';
import { type SortColumn, sortColumns } from './gridView.ts';
import { type Language, languages } from './texts.ts';

interface Shell {
  language: Language;
  /** Who is signed in. */
  me: { name: string; presence: GridUpdate['presence'] };
  queues: readonly Queue[];
  /** The queue that is shown alone. */
  queueId: string | undefined;
  speed: number;
}
type Markup = ReturnType<typeof html>;

/** `here` is the page's own address, marked in the navigation where it stands there. */
function page({ language, me, queues, speed }: Shell, feed: string, here: string, main: Markup): Markup {
  const texts = languages[language];
  const link = (path: string, lang: Language = language) =>
    `${path}${lang === 'he' ? `${path.includes('?') ? '&' : '?'}lang=he` : ''}`;
  const current = (path: string) => (path === here ? html`aria-current="page"` : '');
  return html`<!doctype html>
<html lang="${language}" dir="${language === 'he' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${texts.ongoing} · ${texts.organisation}</title>
<link rel="icon" href="/workspace/icon.svg">
<link rel="stylesheet" href="/workspace/workspace.css">
<script src="/workspace/workspace.js" defer></script>
</head>
<body data-feed="${feed}" data-speed="${speed}" data-lost="${texts.lost}" data-internal="${texts.internal}" data-link="${link('/workspace/conversation/:id')}">
<header class="top">
<span class="brand"><span class="mark" aria-hidden="true"></span><b>${texts.organisation}</b><span class="product">${texts.product}</span></span>
<span class="status" id="status" role="status">${texts.connecting}</span>
<a class="language" lang="${language === 'he' ? 'en' : 'he'}" href="${link(here, language === 'he' ? 'en' : 'he')}">${texts.otherLanguage}</a>
<span class="me"><bdi>${me.name}</bdi><span class="presence" id="presence" data-base="${me.presence.base}">${me.presence.text}</span></span>
</header>
<nav class="side" aria-label="${texts.navigation}">
<a href="${link('/workspace')}" ${current('/workspace')}>${texts.allQueues}</a>
<h2>${texts.queues}</h2>
${queues.map((queue) => html`<a href="${link(gridPath(queue.id))}" ${current(gridPath(queue.id))}><bdi>${queue.name}</bdi></a>`)}
</nav>
<main>${main}</main>
</body>
</html>`;
}

function gridPath(queueId: string | undefined): string {
  return queueId === undefined ? '/workspace' : `/workspace?queue=${encodeURIComponent(queueId)}`;
}

export function gridPage(shell: Shell, sort: SortColumn, descending: boolean): Markup {
  const { language, queueId } = shell;
  const texts = languages[language];
  const query = new URLSearchParams({ lang: language, sort, dir: descending ? 'desc' : 'asc' });
  if (queueId !== undefined) query.set('queue', queueId);
  const heading = (column: SortColumn) =>
    html`<th scope="col" data-column="${column}" ${column === sort ? html`aria-sort="${descending ? 'descending' : 'ascending'}"` : ''}><button type="button" data-sort="${column}">${texts[column]}</button></th>`;
  return page(
    shell,
    `/workspace/feed?${query}`,
    gridPath(queueId),
    html`<div class="title"><h1>${texts.ongoing}</h1><span id="count" aria-live="off"></span></div>
<div class="scroll"><table id="grid">
<thead><tr>${sortColumns.map(heading)}</tr></thead>
<tbody></tbody>
</table><p class="empty" id="empty" hidden>${texts.nothing}</p></div>`,
  );
}

export function conversationPage(shell: Shell, id: string): Markup {
  const { language } = shell;
  const texts = languages[language];
  const side = (name: 'agent' | 'customer', title: string) =>
    html`<section class="talk" aria-labelledby="${name}-title"><h2 id="${name}-title">${title}</h2><ol id="${name}-side" tabindex="0"></ol></section>`;
  const path = encodeURIComponent(id);
  return page(
    shell,
    `/workspace/feed/${path}?lang=${language}`,
    `/workspace/conversation/${path}`,
    html`<a class="back" href="/workspace${language === 'he' ? '?lang=he' : ''}">${texts.back}</a>
<article data-conversation-id="${id}" tabindex="0">
<div class="title"><h1><bdi id="customer"></bdi></h1><span class="pill" id="state"></span></div>
<p class="subject"><bdi id="subject"></bdi></p>
<p class="facts"><span id="facts"></span> <span class="people">${texts.people}: <bdi id="people"></bdi></span></p>
</article>
<div class="sides">${side('agent', texts.agentSide)}${side('customer', texts.customerSide)}</div>`,
  );
}

export function notFoundPage(shell: Shell, id: string): Markup {
  return page(
    shell,
    '',
    `/workspace/conversation/${encodeURIComponent(id)}`,
    html`<p class="empty">${languages[shell.language].notFound}</p>`,
  );
}
