/** The worker's own words in every language, without all the others: a worker that is waked often should be small. */
import { shell as en } from './en/shell.ts';
import { shell as he } from './he/shell.ts';

export type Shell = typeof en;

/** The shell of a BCP 47 tag; English where there is none. */
export function shellFor(tag: string): Shell {
  const wanted = tag.toLowerCase().split('-')[0];
  return [en, he].find(({ code }) => code === wanted) ?? en;
}
