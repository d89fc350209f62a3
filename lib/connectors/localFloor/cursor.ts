/**
 * Where a reading of the local floor stands, as one opaque string. A snapshot's cursor carries the sequence at which
 * the snapshot began: the stream then replays everything that changed while pages were being read.
 */
export type Cursor = { kind: 'live'; sequence: number } | { kind: 'snapshot'; startedAt: number; after: string };

export function formatCursor(cursor: Cursor): string {
  return cursor.kind === 'live' ? `live:${cursor.sequence}` : `snapshot:${cursor.startedAt}:${cursor.after}`;
}

/** `undefined` for anything that `formatCursor` did not make: the reading begins anew. */
export function parseCursor(text: string | undefined): Cursor | undefined {
  const live = /^live:(\d{1,15})$/.exec(text ?? '');
  if (live) return { kind: 'live', sequence: Number(live[1]) };
  const snapshot = /^snapshot:(\d{1,15}):(.+)$/s.exec(text ?? '');
  return snapshot ? { kind: 'snapshot', startedAt: Number(snapshot[1]), after: snapshot[2] ?? '' } : undefined;
}
