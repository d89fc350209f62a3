/** The first `limit` of many rows in a sort, without sorting them all: what a grid of 100,000 rows needs twice a second. */
export type SortKey = string | number | undefined;

/** Rows without a key come last in both directions; equal keys are ordered by id, so that nothing jumps. */
export function topRows<T extends { id: string }>(
  rows: Iterable<T>,
  limit: number,
  keyOf: (row: T) => SortKey,
  descending: boolean,
): T[] {
  const top: { key: SortKey; row: T }[] = [];
  const before = (key: SortKey, id: string, other: { key: SortKey; row: T }): boolean => {
    if (key === other.key) return id < other.row.id;
    if (key === undefined || other.key === undefined) return other.key === undefined;
    return descending ? key > other.key : key < other.key;
  };
  for (const row of rows) {
    const key = keyOf(row);
    const last = top.at(-1);
    if (top.length === limit && last && !before(key, row.id, last)) continue;
    let low = 0;
    let high = top.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = top[middle];
      if (other && before(key, row.id, other)) high = middle;
      else low = middle + 1;
    }
    top.splice(low, 0, { key, row });
    if (top.length > limit) top.pop();
  }
  return top.map((entry) => entry.row);
}
