/** Whether a menu stands open, and at what. */
import { type Signal, useSignal } from '@preact/signals';

export interface MenuState {
  anchor: Signal<DOMRect | undefined>;
  openAt(element: Element): void;
  close(): void;
}

export function useMenu(): MenuState {
  const anchor = useSignal<DOMRect | undefined>(undefined);
  return {
    anchor,
    openAt(element) {
      anchor.value = element.getBoundingClientRect();
    },
    close() {
      anchor.value = undefined;
    },
  };
}
