/** Numbers, times, lists and plurals as a language writes them. */

export interface Formats {
  number(value: number): string;
  /** Hours and minutes, as a wall clock shows them. */
  clock(at: number): string;
  /** With seconds. */
  exactClock(at: number): string;
  dateTime(at: number): string;
  list(items: readonly string[]): string;
  anyOf(items: readonly string[]): string;
  /** Picks the form for `count`; `other` serves for every form that is not given. */
  plural(count: number, forms: { one: string; two?: string; other: string }): string;
}

/** @param locale BCP 47 tag of the language */
export function formats(locale: string): Formats {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const clocks = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const exactClocks = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const dateTimes = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const and = new Intl.ListFormat(locale, { type: 'conjunction' });
  const or = new Intl.ListFormat(locale, { type: 'disjunction' });
  return {
    number: (value) => numbers.format(value),
    clock: (at) => clocks.format(at),
    exactClock: (at) => exactClocks.format(at),
    dateTime: (at) => dateTimes.format(at),
    list: (items) => and.format(items),
    anyOf: (items) => or.format(items),
    plural(count, forms) {
      const form = rules.select(count);
      if (form === 'one') return forms.one;
      return (form === 'two' && forms.two) || forms.other;
    },
  };
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** m:ss, from one hour on h:mm:ss. Negative spans (clocks that disagree) count as none. @param span ms */
export function duration(span: number): string {
  const seconds = Math.max(0, Math.floor(span / second));
  const two = (value: number) => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** How old something is, coarser the older: 0.4 s, 12 s, 3 min, 2 h. @param span ms */
export function ageParts(span: number): { value: number; unit: 'second' | 'minute' | 'hour' } {
  const age = Math.max(0, span);
  if (age < 10 * second) return { value: Math.floor(age / 100) / 10, unit: 'second' };
  if (age < minute) return { value: Math.floor(age / second), unit: 'second' };
  if (age < hour) return { value: Math.floor(age / minute), unit: 'minute' };
  return { value: Math.floor(age / hour), unit: 'hour' };
}
