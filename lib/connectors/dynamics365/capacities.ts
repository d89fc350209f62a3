/** How much work an agent can still take: units, or pieces of work by capacity profile (facts §2.3, §4.4). */
import type { Agent } from '../../domain/records.ts';
import { byProfile, channels } from './codes.ts';

type Capacity = Agent['capacity'];

/** What one conversation takes of a profile. */
const piece = 1;

/** A record of an agent has room for one number: an organisation that uses both ways has none. */
export type CapacityFormat = 'units' | 'profiles' | 'both';

/** By the workstreams whose work a supervisor can give; records cannot be given (A7, T2). */
export function formatOf(
  workstreams: readonly { msdyn_capacityformat?: number | undefined; msdyn_streamsource?: number | undefined }[],
): CapacityFormat {
  const givable = workstreams.filter(({ msdyn_streamsource: code }) => channels[code ?? 0] !== 'entityRecord');
  const inProfiles = givable.filter(({ msdyn_capacityformat: format }) => format === byProfile).length;
  if (inProfiles === 0) return 'units';
  return inProfiles === givable.length ? 'profiles' : 'both';
}

/** Free units may be negative after an override (A5). */
export function unitsOf(max: number | undefined, free: number | undefined): Capacity {
  return max === undefined || free === undefined ? 'unknown' : { max, free };
}

/**
 * From what is free in each of the agent's profiles. Which of them a conversation needs is not documented: known is only
 * what holds for any of them, that there is room in the fullest or none in the emptiest. Their limits are not documented
 * by agent either.
 */
export function piecesOf(free: readonly (number | undefined)[]): Capacity {
  const known = free.filter((each) => each !== undefined);
  if (known.length === 0 || known.length < free.length) return 'unknown';
  const [least, most] = [Math.min(...known), Math.max(...known)];
  if (least === most || least >= piece) return { free: least };
  return most < piece ? { free: most } : 'unknown';
}
