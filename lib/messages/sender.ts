/**
 * Who is speaking, by what the browser stamps on a message, never by what the message claims: an extension page carries
 * the extension's own origin, a content script that of the page it stands in.
 */
export interface SenderLike {
  id?: string | undefined;
  origin?: string | undefined;
  url?: string | undefined;
  frameId?: number | undefined;
  tab?: { id?: number | undefined; url?: string | undefined } | undefined;
}

export type Sender =
  /** A page of the extension on its own: popup, options, the browser's side panel. */
  | { kind: 'page' }
  /** A page of the extension inside a frame of a tab: believed only with that tab's one-time token. */
  | { kind: 'frame'; tabId: number }
  | { kind: 'contentScript'; tabId: number; frameId: number; origin: string }
  | { kind: 'stranger' };

export function proveSender(sender: SenderLike | undefined, self: { id: string; origin: string }): Sender {
  if (sender === undefined || sender.id !== self.id) return { kind: 'stranger' };
  const origin = sender.origin ?? originOf(sender.url);
  const tabId = sender.tab?.id;
  const frameId = sender.frameId ?? 0;
  if (origin === self.origin) {
    if (frameId === 0) return { kind: 'page' };
    return tabId === undefined ? { kind: 'stranger' } : { kind: 'frame', tabId };
  }
  if (tabId === undefined || origin === undefined) return { kind: 'stranger' };
  return { kind: 'contentScript', tabId, frameId, origin };
}

export function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}
