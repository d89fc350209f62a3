/** A dialog at the panel's foot. Esc and the veil close it; the safe choice has the focus (design). */
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { useFocusTrap } from './focus.ts';

export interface SheetProps {
  /** What it does to whom. */
  title: ComponentChildren;
  onClose(): void;
  /** The verbs, at its lower end; mark one button `safe`. */
  foot?: ComponentChildren;
  /** Stands between title and the scrolling middle (tabs, search). */
  top?: ComponentChildren;
  /** `alertdialog` for what cannot be undone. */
  role?: 'dialog' | 'alertdialog';
  children: ComponentChildren;
}

export function Sheet({ title, onClose, foot, top, role = 'dialog', children }: SheetProps) {
  const box = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useFocusTrap(box, onClose);
  return (
    <div class="veil" onPointerDown={(event) => event.target === event.currentTarget && onClose()}>
      <dialog ref={box} open class="sheet" role={role} aria-modal="true" aria-labelledby={titleId} tabIndex={-1}>
        <div class="sheet-top">
          <h2 id={titleId}>{title}</h2>
          {top}
        </div>
        <div class="sheet-middle">{children}</div>
        {foot && <div class="sheet-foot">{foot}</div>}
      </dialog>
    </div>
  );
}
