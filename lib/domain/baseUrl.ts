/** The address of a backend, from what people paste. */

export type BaseUrl = { ok: true; baseUrl: string } | { ok: false; problem: 'badAddress' };

/**
 * An address as people paste it → the address to keep: scheme, host, port and path, no slash at the end. Plain http
 * goes to this machine only; an address that carries a name or password is refused, since it would be shown and stored.
 */
export function normaliseBaseUrl(pasted: string): BaseUrl {
  const bad: BaseUrl = { ok: false, problem: 'badAddress' };
  const text = pasted.trim();
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  // Chromium makes `%20` of a space in a host's name instead of refusing it.
  if (url === null || url.hostname.includes('%')) return bad;
  if (url.username !== '' || url.password !== '' || url.hostname === '') return bad;
  if (url.protocol !== 'https:' && !isPlainOnThisMachine(url)) return bad;
  return { ok: true, baseUrl: url.origin + url.pathname.replace(/\/+$/, '') };
}

/** Plain http, to one of the two names that the extension's content security policy lets it go to. */
export function isPlainOnThisMachine({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1');
}
