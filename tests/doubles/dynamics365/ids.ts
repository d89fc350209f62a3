/** The floor's ids as GUIDs and back: the same floor id is the same GUID in every run. */
import { createHash } from 'node:crypto';

export interface Ids {
  guidOf(floorId: string): string;
  /** `undefined` for a GUID that was never given out. */
  floorIdOf(guid: string): string | undefined;
}

export function createIds(): Ids {
  const guids = new Map<string, string>();
  const floorIds = new Map<string, string>();
  return {
    guidOf(floorId) {
      const known = guids.get(floorId);
      if (known !== undefined) return known;
      const guid = guidFrom(floorId);
      guids.set(floorId, guid);
      floorIds.set(guid, floorId);
      return guid;
    },
    floorIdOf: (guid) => floorIds.get(guid.toLowerCase()),
  };
}

function guidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
