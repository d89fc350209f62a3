/** The languages that exist. A further one is its own file and one line here. */
import { en } from './en.ts';
import { he } from './he.ts';

/** Every language has the shape of the English one. */
export type Language = typeof en;

export const languages: readonly Language[] = [en, he];

/** The language for a BCP 47 tag; English where there is none. */
export function languageFor(tag: string): Language {
  const wanted = tag.toLowerCase().split('-')[0];
  return languages.find((language) => language.code === wanted) ?? en;
}
