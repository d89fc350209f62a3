/** What every component may lean on without being handed it: the language and this machine's clock. */
import type { ReadonlySignal } from '@preact/signals';
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { createContext } from 'preact';
import { useContext, useLayoutEffect } from 'preact/hooks';
import { en } from '../../lib/i18n/en.ts';
import type { Language } from '../../lib/i18n/languages.ts';

export interface Surroundings {
  text: ReadonlySignal<Language>;
  /** Epoch ms on this machine's clock; ticks once a second for all. */
  now: ReadonlySignal<number>;
}

const SurroundingsContext = createContext<Surroundings>({ text: signal(en), now: signal(0) });

/** The current language; the component is drawn anew when it changes. */
export function useText(): Language {
  return useContext(SurroundingsContext).text.value;
}

/** For cells that follow the language or the clock without drawing their component anew. */
export function useSurroundings(): Surroundings {
  return useContext(SurroundingsContext);
}

export interface SurroundedProps extends Surroundings {
  theme: ReadonlySignal<'auto' | 'light' | 'dark'>;
  children: ComponentChildren;
}

/** Gives a page its language (with direction), theme and clock. */
export function Surrounded({ text, now, theme, children }: SurroundedProps) {
  const { code, dir } = text.value;
  const shade = theme.value;
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.lang = code;
    root.dir = dir;
    root.dataset.theme = shade;
  }, [code, dir, shade]);
  return <SurroundingsContext.Provider value={{ text, now }}>{children}</SurroundingsContext.Provider>;
}
