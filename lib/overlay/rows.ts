/** Watches which conversation's row the user points at, by trusted events only, without any work in between. */
import type { RowRule } from '../domain/workspacePage.ts';
import { locateRow } from '../workspaces/locateRow.ts';

export interface RowWatch {
  /** The row of the last trusted `contextmenu` event. */
  contextRow(): string | undefined;
}

export function watchRows(
  rule: () => RowRule | undefined,
  onRow: (id: string | undefined) => void,
  signal: AbortSignal,
): RowWatch {
  let entered: string | undefined;
  let contextRow: string | undefined;
  const rowOf = (event: Event) => {
    const rows = rule();
    return rows && event.isTrusted ? locateRow(event.target, rows) : undefined;
  };
  const listening = { capture: true, passive: true, signal };
  const enter = (event: Event) => {
    if (!event.isTrusted) return;
    const id = rowOf(event);
    if (id === entered) return;
    entered = id;
    onRow(id);
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
