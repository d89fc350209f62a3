/**
 * Asks the site that the overlay stands in, as the page itself would: from its origin, with the session the user has
 * there. It runs in the extension's own world: the page's code can neither start it nor see what is asked and answered.
 */
import type { NoAnswerWhy, PageAnswer, PageRequest } from '../domain/pageRequest.ts';
import { mostAnswered } from '../domain/pageRequest.ts';
import type { Askable } from '../messages/overlay.ts';

export interface Site {
  /** Of the document; `null` where it is sandboxed. */
  origin: string;
  fetch: typeof fetch;
}

/** Nothing is asked of another origin or path than `allowed`; a redirect is not followed. */
export async function askSite(
  { method, path, headers, body }: PageRequest,
  allowed: Askable,
  site: Site,
  signal: AbortSignal,
): Promise<{ answer: PageAnswer } | { why: NoAnswerWhy }> {
  const url = site.origin === allowed.origin ? URL.parse(path, site.origin) : null;
  // Judged as the browser will read it: dot segments gone, `//` and `\` another host.
  if (url?.origin !== allowed.origin || !new RegExp(allowed.paths).test(url.pathname)) return { why: 'notAllowed' };
  try {
    const response = await site.fetch(url.href, {
      method,
      headers,
      body,
      mode: 'same-origin',
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
      // Whatever the page prefers: by the standard, `no-referrer` would hide the origin, too.
      referrerPolicy: 'same-origin',
      signal,
    });
    const text = await readText(response);
    if (text === undefined) return { why: 'tooLarge' };
    return { answer: { status: response.status, headers: Object.fromEntries(response.headers), text } };
  } catch {
    // Whether it arrived is unknown: that is what `failed` says.
    return { why: 'failed' };
  }
}

async function readText({ body }: Response): Promise<string | undefined> {
  let text = '';
  if (body === null) return text;
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.length > mostAnswered) return undefined;
  }
  return text;
}
