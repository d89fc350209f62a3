/** What keeps the browser from storing something, and what a connection's storage has come to. */

/**
 * `full`: no room. `denied`: the browser refuses storage here. `blocked`: a page from before an update holds an older
 * version open. `broken`: everything else, above all a damaged database.
 */
export type StorageTrouble = 'full' | 'denied' | 'blocked' | 'broken';

export interface StorageHealth {
  /** Why the list lives in memory only. */
  list?: StorageTrouble;
  /** Why no action can be stored, so that none is accepted. */
  actions?: StorageTrouble;
  /** Stored actions that cannot be read: they are not sent, and not thrown away either. */
  unreadableActions: number;
  /** What was stored had disappeared without anybody's doing (a browser deletes a damaged database). */
  lost: boolean;
  /** The list is being rebuilt: conversations read so far. */
  rebuilding?: number;
}
