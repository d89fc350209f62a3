/** Keeping the keyboard where the eye is. */
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

const focusable = 'button, input, select, textarea, a[href], [tabindex]:not([tabindex="-1"])';

function stopsIn(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>(focusable)].filter(
    (element) => element.tabIndex >= 0 && !element.hasAttribute('disabled'),
  );
}

/**
 * While the box stands: focus goes to its safe choice (`data-safe`), else its first stop, stays inside, and returns
 * to where it was; Esc calls `onClose`.
 */
export function useFocusTrap(box: RefObject<HTMLElement | null>, onClose: () => void): (event: KeyboardEvent) => void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    const element = box.current;
    const first = element?.querySelector<HTMLElement>('[data-safe]') ?? (element && stopsIn(element)[0]) ?? element;
    first?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
    if (event.key !== 'Tab' || box.current === null) return;
    const stops = stopsIn(box.current);
    const [first, last] = [stops[0], stops.at(-1)];
    const leaving = event.shiftKey ? first : last;
    if (document.activeElement !== leaving && box.current.contains(document.activeElement)) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  };
}
