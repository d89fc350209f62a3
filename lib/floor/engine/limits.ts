/** The floor's own clocks, in milliseconds of floor time unless said otherwise. */
export const ringingLimit = 30_000;
export const transferLimit = 30_000;
/** An agent who lost the connection loses the work after this long. */
export const disconnectLimit = 150_000;
export const wrapUpLimit = 5 * 60_000;
export const inactivityLimit = 12 * 60_000;
/** How long a closed conversation can still be read. */
export const closedRetention = 10 * 60_000;
/** Wall-clock time: a lease runs in real time whatever the floor's speed (M6). */
export const leaseDuration = 60_000;
/** Events kept for readers that come back. */
export const historyLength = 20_000;
