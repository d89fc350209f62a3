/** Where a reading goes on: in the general way, or (`table`, then `changes`) by change tracking. `next`: the backend's link. */
export type Place = { kind: 'live' } | { kind: 'snapshot' | 'table' | 'changes'; next: string };

/**
 * Where a reading stands, as one opaque string. `since` is the newest change that was seen, on the backend's own clock:
 * what was closed is asked for from there, whatever any other clock says.
 */
export type Cursor = Place & { since: number };

export function formatCursor(cursor: Cursor): string {
  return cursor.kind === 'live' ? `live:${cursor.since}` : `${cursor.kind}:${cursor.since}:${cursor.next}`;
}

/** `undefined` for anything that `formatCursor` did not make: the reading begins anew. */
export function parseCursor(text: string | undefined): Cursor | undefined {
  const live = /^live:(\d{1,15})$/.exec(text ?? '');
  if (live) return { kind: 'live', since: Number(live[1]) };
  const linked = /^(snapshot|table|changes):(\d{1,15}):(.+)$/s.exec(text ?? '');
  if (!linked) return undefined;
  const [, kind, since, next = ''] = linked;
  return { kind: kind as 'snapshot' | 'table' | 'changes', since: Number(since), next };
}
