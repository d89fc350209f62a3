/**
 * Where a reading stands, as one opaque string. `since` is the newest change that was seen, on the backend's own clock:
 * what was closed is asked for from there, whatever any other clock says.
 */
export type Cursor = { kind: 'live'; since: number } | { kind: 'snapshot'; since: number; next: string };

export function formatCursor(cursor: Cursor): string {
  return cursor.kind === 'live' ? `live:${cursor.since}` : `snapshot:${cursor.since}:${cursor.next}`;
}

/** `undefined` for anything that `formatCursor` did not make: the reading begins anew. */
export function parseCursor(text: string | undefined): Cursor | undefined {
  const live = /^live:(\d{1,15})$/.exec(text ?? '');
  if (live) return { kind: 'live', since: Number(live[1]) };
  const snapshot = /^snapshot:(\d{1,15}):(.+)$/s.exec(text ?? '');
  return snapshot ? { kind: 'snapshot', since: Number(snapshot[1]), next: snapshot[2] ?? '' } : undefined;
}
