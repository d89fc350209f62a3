import { describe, expect, test } from 'vitest';
import { proveSender } from '../../lib/messages/sender.ts';

const self = { id: 'our-id', origin: 'chrome-extension://our-id' };
const page = 'https://workspace.example';

describe('who is speaking is read from what the browser stamped', () => {
  test.each([
    ['the popup', { id: 'our-id', origin: self.origin, url: `${self.origin}/popup.html` }, 'page'],
    ['the options page in a tab', { id: 'our-id', origin: self.origin, frameId: 0, tab: { id: 3 } }, 'page'],
    ['our page in a frame of a tab', { id: 'our-id', origin: self.origin, frameId: 7, tab: { id: 3 } }, 'frame'],
    ['our page in a frame without a tab', { id: 'our-id', origin: self.origin, frameId: 7 }, 'stranger'],
    ['a content script', { id: 'our-id', origin: page, frameId: 0, tab: { id: 3 } }, 'contentScript'],
    [
      'a content script that lies in its url',
      { id: 'our-id', origin: page, url: `${self.origin}/popup.html`, frameId: 0, tab: { id: 3 } },
      'contentScript',
    ],
    ['a sender known only by its url', { id: 'our-id', url: `${page}/a`, frameId: 2, tab: { id: 3 } }, 'contentScript'],
    ['another extension', { id: 'other-id', origin: 'chrome-extension://other-id' }, 'stranger'],
    ['a web page (externally connectable)', { origin: page, frameId: 0, tab: { id: 3 } }, 'stranger'],
    ['nobody', undefined, 'stranger'],
  ])('%s', (_who, sender, kind) => {
    expect(proveSender(sender, self).kind).toBe(kind);
  });
});
