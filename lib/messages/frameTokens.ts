/**
 * One-time tokens by which the panel's frame proves that our own overlay put it into that tab. They live in memory:
 * after a restart the overlay connects again and hands its frame a new one.
 */
export interface FrameTokens {
  issue(tabId: number): string;
  /** True once per token, and only for the tab it was issued to. */
  redeem(token: string, tabId: number): boolean;
  /** Drops what was issued to a tab whose overlay is gone. */
  revoke(tabId: number): void;
}

export function createFrameTokens(newToken: () => string): FrameTokens {
  const byTab = new Map<number, string>();
  return {
    issue(tabId) {
      const token = newToken();
      byTab.set(tabId, token);
      return token;
    },
    redeem(token, tabId) {
      if (byTab.get(tabId) !== token) return false;
      byTab.delete(tabId);
      return true;
    },
    revoke: (tabId) => void byTab.delete(tabId),
  };
}
