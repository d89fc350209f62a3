/** Puts a component on a page of happy-dom, and looks at it as a supervisor would: by words, roles and keys. */
import type { ComponentChild } from 'preact';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { onTestFinished } from 'vitest';

export interface Screen {
  /** All words that are shown, single-spaced, without the marks that isolate names. */
  words(): string;
  /** @throws when there is none, or more than one */
  button(name: string): HTMLButtonElement;
  all(selector: string): HTMLElement[];
  /** These throw when the element is not there. */
  press(element: HTMLElement | undefined): Promise<void>;
  key(element: Element | undefined | null, key: string): Promise<void>;
  type(element: HTMLElement | undefined, text: string): Promise<void>;
  /** Lets promises and effects that follow settle. */
  settle(change?: () => void): Promise<void>;
}

export async function show(view: ComponentChild): Promise<Screen> {
  const root = document.createElement('div');
  document.body.append(root);
  onTestFinished(() => {
    render(null, root);
    root.remove();
  });
  const settle = async (change = () => {}) => {
    await act(async () => {
      change();
      // One turn of the task queue: promises that wait for promises, and what they render.
      await new Promise((resolve) => setTimeout(resolve));
    });
  };
  await settle(() => render(view, root));
  const all = (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)];
  return {
    words: () => plain(root.textContent ?? ''),
    button(name) {
      const found = all('button').filter(
        (one) => plain(one.getAttribute('aria-label') ?? one.textContent ?? '') === name,
      );
      const [only] = found;
      if (only === undefined || found.length > 1) {
        const names = all('button').map((one) => plain(one.textContent ?? ''));
        throw new Error(`${found.length} buttons are called "${name}". There are: ${names.join(' | ')}`);
      }
      return only as HTMLButtonElement;
    },
    all,
    press: (element) => settle(() => there(element).click()),
    key: (element, key) =>
      settle(() => {
        there(element).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      }),
    type: (element, text) =>
      settle(() => {
        (there(element) as HTMLInputElement).value = text;
        there(element).dispatchEvent(new Event('input', { bubbles: true }));
      }),
    settle,
  };
}

function there<E extends Element>(element: E | undefined | null): E {
  if (!element) throw new Error('What should be used is not on the screen.');
  return element;
}

/** Without bidi isolates, single-spaced. */
export function plain(text: string): string {
  return text
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

export function isUnavailable(element: HTMLElement): boolean {
  return element.getAttribute('aria-disabled') === 'true';
}
