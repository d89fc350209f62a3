/** English: the few words that the worker itself shows, around the panel and in the browser's menu. */
import { formats } from '../formats.ts';
import type { Isolated } from '../isolate.ts';

const { number, plural } = formats('en');

export const shell = {
  code: 'en',
  dir: 'ltr' as 'ltr' | 'rtl',
  overlay: {
    panel: 'Floorwalker: ongoing conversations',
    show: 'Show Floorwalker',
    hide: 'Hide Floorwalker',
    resize: 'Width of Floorwalker',
  },
  menu: {
    open: (customer?: Isolated) => (customer ? `Open ${customer} in the panel` : 'Open in the panel'),
    monitor: (customer?: Isolated) => (customer ? `Monitor ${customer}…` : 'Monitor…'),
    assign: (customer?: Isolated) => (customer ? `Assign ${customer}…` : 'Assign…'),
    transfer: (customer?: Isolated) => (customer ? `Transfer ${customer}…` : 'Transfer…'),
    forceClose: (customer?: Isolated) => (customer ? `Force close ${customer}…` : 'Force close…'),
    /** Behind an item, where there is no telling which conversation the row shows. */
    unrecognised: (item: string) => `${item} (row not recognised)`,
    badge: (count: number) =>
      `Floorwalker: ${plural(count, { one: `${number(count)} conversation over its limit`, other: `${number(count)} conversations over their limit` })}`,
  },
};
