/** Watches which row the user points at, by trusted events only, without any work in between. */
import type { NamedRow, RowRule } from '../domain/workspacePage.ts';
import { locateRow } from '../workspaces/locateRow.ts';

export interface RowWatch {
  /** The row of the last trusted `contextmenu` event. */
  contextRow(): NamedRow | undefined;
}

export function watchRows(
  rule: () => RowRule | undefined,
  onRow: (row: NamedRow | undefined) => void,
  signal: AbortSignal,
): RowWatch {
  let entered = '';
  let contextRow: NamedRow | undefined;
  const rowOf = (event: Event) => {
    const rows = rule();
    return rows && locateRow(event.target, rows);
  };
  const listening = { capture: true, passive: true, signal };
  const enter = (event: Event) => {
    if (!event.isTrusted) return;
    const row = rowOf(event);
    const said = JSON.stringify(row) ?? '';
    if (said === entered) return;
    entered = said;
    onRow(row);
  };
  document.addEventListener('pointerover', enter, listening);
  document.addEventListener('focusin', enter, listening);
  document.addEventListener(
    'contextmenu',
    (event) => {
      if (event.isTrusted) contextRow = rowOf(event);
    },
    listening,
  );
  return { contextRow: () => contextRow };
}
