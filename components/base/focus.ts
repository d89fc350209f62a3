/** Keeping the keyboard where the eye is. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

const focusable = 'button, input, select, textarea, a[href], [tabindex]:not([tabindex="-1"])';

function stopsIn(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>(focusable)].filter(
    (element) => element.tabIndex >= 0 && !element.hasAttribute('disabled'),
  );
}

/**
 * While the box stands: focus goes to its safe choice (`data-safe`), else its first stop, stays inside (also when the
 * element that had it went away), and returns to where it was; Esc calls `onClose`, wherever the focus is.
 */
export function useFocusTrap(box: RefObject<HTMLElement | null>, onClose: () => void): void {
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const before = document.activeElement;
    focusFirst(box.current);
    const onKeyDown = (event: KeyboardEvent) => keepInside(event, box.current, close.current);
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useLayoutEffect(() => {
    if (document.activeElement === document.body) focusFirst(box.current);
  });
}

function focusFirst(box: HTMLElement | null): void {
  const first = box?.querySelector<HTMLElement>('[data-safe]') ?? (box && stopsIn(box)[0]) ?? box;
  first?.focus();
}

function keepInside(event: KeyboardEvent, box: HTMLElement | null, onClose: () => void): void {
  if (event.key === 'Escape') {
    event.stopPropagation();
    onClose();
  }
  if (event.key !== 'Tab' || box === null) return;
  const stops = stopsIn(box);
  const [first, last] = [stops[0], stops.at(-1)];
  const leaving = event.shiftKey ? first : last;
  if (document.activeElement !== leaving && box.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
