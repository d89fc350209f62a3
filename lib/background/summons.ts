/** Wishes of other places ("assign this one") on their way to the panel that should carry them out. */
import type { Summons } from '../messages/topics.ts';

/** Milliseconds a wish waits for a panel that is still opening. */
const patience = 10_000;

export interface SummonsDesk {
  /** To the panel in that tab; to any panel of its own when the tab has none. */
  call(tabId: number | undefined, summons: Summons): void;
  listen(tabId: number | undefined, listener: (summons: Summons) => void): () => void;
}

export function createSummonsDesk(now: () => number): SummonsDesk {
  const listeners = new Map<(summons: Summons) => void, number | undefined>();
  let waiting: { tabId: number | undefined; summons: Summons; at: number } | undefined;
  return {
    call(tabId, summons) {
      const there = [...listeners].filter(([, at]) => at === tabId);
      for (const [listener] of there) listener(summons);
      waiting = there.length === 0 ? { tabId, summons, at: now() } : undefined;
    },
    listen(tabId, listener) {
      listeners.set(listener, tabId);
      if (waiting !== undefined && waiting.tabId === tabId && now() - waiting.at <= patience) {
        listener(waiting.summons);
        waiting = undefined;
      }
      return () => listeners.delete(listener);
    },
  };
}
