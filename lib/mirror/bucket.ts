/**
 * A folder on the disk for the mirrors alone (FA23): Chromium deletes a damaged folder of databases as a whole, without
 * a word, and the outbox is not to go with what can be read again. Quota and eviction are those of the extension, as for
 * every database. Where a browser has no storage buckets (Firefox, which keeps each database in a file of its own), the
 * mirrors lie where databases usually do.
 */
export async function bucketOfMirrors(): Promise<IDBFactory> {
  const { storageBuckets } = navigator as { storageBuckets?: Buckets };
  if (storageBuckets === undefined) return indexedDB;
  return (await storageBuckets.open('mirror')).indexedDB;
}

/** Not in TypeScript's library (W3C Storage Buckets). */
interface Buckets {
  /** Makes it when there is none. Rejects with what the browser says. */
  open(name: string): Promise<{ readonly indexedDB: IDBFactory }>;
}
