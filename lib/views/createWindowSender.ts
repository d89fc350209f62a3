/** Sends a view's window to somebody who keeps the rows: only what is new to them, and not faster than they can use it. */
import type { Window } from '../domain/query.ts';
import type { Conversation } from '../domain/records.ts';
import type { View, ViewCause } from './createView.ts';

/** Milliseconds for which changes are gathered once one was sent. */
export const sendInterval = 100;

export interface WindowSender {
  /** The window whole, as to somebody who has nothing. */
  resend(): void;
  stop(): void;
}

/**
 * Sends the window whole, then news. What was asked for (query, hold) is sent at once; of changes the first at once, those of the next 100 ms together.
 * `rows` of a sent window holds those that the receiver does not have in this version; the receiver keeps the rows of
 * the last window and forgets the others. A window that would say nothing new is not sent.
 */
export function createWindowSender(
  view: View,
  { schedule, send }: { schedule(task: () => void, delay: number): void; send(window: Window): void },
): WindowSender {
  let rowsThere = new Map<string, Conversation>();
  let last: Window | undefined;
  let isGathering = false;
  let isDue = false;
  let isStopped = false;

  function sendNews(): void {
    isDue = false;
    const window = view.window();
    const rows = window.rows.filter((row) => rowsThere.get(row.id) !== row);
    const isNew = rows.length > 0 || last === undefined || !looksLike(last, window);
    rowsThere = new Map(window.rows.map((row) => [row.id, row]));
    last = window;
    if (isNew) send({ ...window, rows });
  }

  function gather(): void {
    isGathering = true;
    schedule(() => {
      isGathering = false;
      if (!isDue || isStopped) return;
      sendNews();
      gather();
    }, sendInterval);
  }

  function onView(cause: ViewCause): void {
    isDue = true;
    if (cause === 'asked') {
      sendNews();
    } else if (!isGathering) {
      sendNews();
      gather();
    }
  }

  function resend(): void {
    rowsThere = new Map();
    last = undefined;
    sendNews();
  }

  const unsubscribe = view.subscribe(onView);
  sendNews();

  return {
    resend,
    stop() {
      isStopped = true;
      unsubscribe();
    },
  };
}

/** The same list in the same state; rows aside. */
function looksLike(a: Window, b: Window): boolean {
  return (
    a.total === b.total &&
    a.from === b.from &&
    a.held === b.held &&
    a.waitingChanges === b.waitingChanges &&
    a.ids.length === b.ids.length &&
    a.ids.every((id, index) => id === b.ids[index])
  );
}
