/** How far a list that is held still has drifted from the list as it would be now. */

/**
 * The number of rows that would come, go or move on release. `places` are the held indices of the rows of the new
 * order, -1 for one that was not there; `heldCount` is the length of the held list. Moved are as few as possible: those
 * outside the longest run that kept its order.
 */
export function countWaiting(places: Iterable<number>, heldCount: number): number {
  /** `ends[n]`: the smallest index at which a rising run of length n + 1 can end (patience sorting). */
  const ends: number[] = [];
  let come = 0;
  let stayed = 0;
  for (const place of places) {
    if (place < 0) {
      come += 1;
      continue;
    }
    stayed += 1;
    let low = ends.length;
    if (low > 0 && (ends[low - 1] as number) > place) {
      let high = low;
      low = 0;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((ends[middle] as number) < place) low = middle + 1;
        else high = middle;
      }
    }
    ends[low] = place;
  }
  const gone = heldCount - stayed;
  return come + gone + (stayed - ends.length);
}
