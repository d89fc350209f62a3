/** Hebrew: the few words that the worker itself shows, around the panel and in the browser's menu. */
import { formats } from '../formats.ts';
import type { Shell } from '../shells.ts';

const { number, plural } = formats('he');

export const shell: Shell = {
  code: 'he',
  dir: 'rtl',
  overlay: {
    panel: 'Floorwalker: שיחות שוטפות',
    show: 'הצגת Floorwalker',
    hide: 'הסתרת Floorwalker',
    resize: 'רוחב Floorwalker',
  },
  menu: {
    open: (customer) => (customer ? `פתיחת ${customer} בלוח` : 'פתיחה בלוח'),
    monitor: (customer) => (customer ? `ניטור ${customer}…` : 'ניטור…'),
    assign: (customer) => (customer ? `הקצאת ${customer}…` : 'הקצאה…'),
    transfer: (customer) => (customer ? `העברת ${customer}…` : 'העברה…'),
    forceClose: (customer) => (customer ? `סגירה בכוח של ${customer}…` : 'סגירה בכוח…'),
    unrecognised: (item) => `${item} (השורה לא זוהתה)`,
    badge: (count: number) =>
      `Floorwalker: ${plural(count, { one: 'שיחה אחת חורגת מהמגבלה', two: 'שתי שיחות חורגות מהמגבלה', other: `${number(count)} שיחות חורגות מהמגבלה` })}`,
  },
};
