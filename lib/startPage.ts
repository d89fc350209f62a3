/** What every page of the extension begins with: a line to the worker, a clock, ids, the browser's language. */
import { browser, signInPermission } from './browser.ts';
import { sitePattern } from './domain/workspacePage.ts';
import type { WorkerClient } from './messages/client.ts';
import type { ClientEnvironment } from './messages/createWorkerClient.ts';
import { createWorkerClient } from './messages/createWorkerClient.ts';
import type { Clock } from './models/clock.ts';
import { createClock } from './models/clock.ts';
import type { RequestAccess } from './models/signIn.ts';

export interface PageBasics {
  client: WorkerClient;
  clock: Clock;
  newId(): string;
  browserLanguage: string;
  /** Ends the worker and every page of the extension, and begins anew: the way out when the worker says nothing. */
  restart(): void;
  requestAccess: RequestAccess;
}

export function startPage(open: ClientEnvironment['open']): PageBasics {
  const newId = () => crypto.randomUUID();
  const client = createWorkerClient({ open, newId, schedule: (task, delay) => void setTimeout(task, delay) });
  const clock = createClock({
    read: () => Date.now(),
    every(interval, task) {
      const timer = setInterval(task, interval);
      return () => clearInterval(timer);
    },
  });
  client.start();
  return {
    client,
    clock,
    newId,
    browserLanguage: browser.i18n.getUILanguage(),
    restart: () => browser.runtime.reload(),
    // A refusal is an answer, not an error.
    requestAccess: (baseUrl, signIn) =>
      browser.permissions.request({
        origins: [sitePattern(baseUrl)],
        permissions: signIn.kind === 'oauth' ? [signInPermission] : [],
      }),
  };
}
