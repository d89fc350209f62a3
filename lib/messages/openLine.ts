/** How a page of the extension reaches the worker: directly, or from inside a workspace page with that tab's token. */

import type { PortLike } from './channel.ts';
import { portChannel } from './channel.ts';
import type { ClientEnvironment } from './createWorkerClient.ts';
import { pagePortName } from './envelope.ts';
import type { TokenMessage } from './overlay.ts';
import { tokenQuestion } from './overlay.ts';

export interface PageRuntime {
  connect(info: { name: string }): PortLike;
  sendMessage(message: unknown): Promise<unknown>;
}

/**
 * The token is asked for again after this long, ms: the overlay may itself have been mending its line. With the longest
 * pause between attempts it is shorter than what makes a worker silent (createWorkerClient): each attempt hears it.
 */
const tokenPatience = 1000;

/** A frame inside a foreign page proves itself by a token that only the overlay of that tab can hand to it. */
export function openFromFrame(runtime: PageRuntime, frame: Window): ClientEnvironment['open'] {
  return async (heard) => {
    const token = await new Promise<string>((resolve, reject) => {
      const ended = new AbortController();
      frame.addEventListener(
        'message',
        (event) => {
          const token = (event.data as Partial<TokenMessage> | null)?.floorwalkerToken;
          if (event.source !== frame.parent || typeof token !== 'string') return;
          ended.abort();
          resolve(token);
        },
        { signal: ended.signal },
      );
      const give = (why: string) => {
        ended.abort();
        reject(new Error(why));
      };
      // Who stands in a page without an overlay gets no token from a worker that is well and answers.
      runtime.sendMessage(tokenQuestion).then(heard, () => give('The worker could not be asked for a token.'));
      setTimeout(() => give('No token came from the page.'), tokenPatience);
    });
    return { channel: portChannel(runtime.connect({ name: pagePortName })), token };
  };
}

export function openFromPage(runtime: PageRuntime): ClientEnvironment['open'] {
  return async () => ({ channel: portChannel(runtime.connect({ name: pagePortName })), token: undefined });
}
