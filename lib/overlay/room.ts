/**
 * Room for the dock beside the page: styles on the page's own two outermost elements, given back exactly. Measured in
 * Chromium with pages of several layouts (tests/browser/dock.spec.ts).
 */
import type { Docking } from '../domain/workspacePage.ts';

export interface Room {
  /** @param width CSS pixels @param side of the window where the dock stands */
  make(width: number, docking: Docking, side: 'left' | 'right'): void;
  giveBack(): void;
}

type Styled = 'page' | 'body';

export function createRoom(page: HTMLElement): Room {
  /** What stood there before us. */
  const taken = new Map<string, { element: HTMLElement; property: string; value: string; priority: string }>();

  function put(of: Styled, property: string, value: string): void {
    const element = of === 'page' ? page : document.body;
    const key = `${of} ${property}`;
    if (taken.get(key)?.element !== element) {
      const { style } = element;
      taken.set(key, {
        element,
        property,
        value: style.getPropertyValue(property),
        priority: style.getPropertyPriority(property),
      });
    }
    element.style.setProperty(property, value, 'important');
  }

  function giveBack(): void {
    for (const { element, property, value, priority } of taken.values()) {
      element.style.removeProperty(property);
      if (value !== '') element.style.setProperty(property, value, priority);
      if (element.getAttribute('style') === '') element.removeAttribute('style');
    }
    taken.clear();
  }

  return {
    make(width, docking, side) {
      const property = `margin-${side}`;
      if (taken.size > 0 && !taken.has(`page ${property}`)) giveBack();
      put('page', property, `${width}px`);
      if (docking !== 'shell') return;
      // Boxes of any position stand in the body now, which reaches to the window's bottom as they expect; what is as wide
      // as the window all the same (100vw) is brought into view by scrolling.
      put('body', 'contain', 'layout');
      put('body', 'overflow-x', 'auto');
      put('body', 'min-height', fullHeight(document.body));
    },
    giveBack,
  };
}

function fullHeight(body: HTMLElement): string {
  const { marginTop, marginBottom } = getComputedStyle(body);
  return `calc(100vh - ${marginTop} - ${marginBottom})`;
}
