import type { Dialogue } from '../floor.ts';
import { arabic } from './arabic.ts';
import { englishBank } from './englishBank.ts';
import { englishBilling } from './englishBilling.ts';
import { englishOrders } from './englishOrders.ts';
import { englishRetention } from './englishRetention.ts';
import { englishTech } from './englishTech.ts';
import { englishTravel } from './englishTravel.ts';
import { european } from './european.ts';
import { hebrewHome } from './hebrewHome.ts';
import { hebrewOutside } from './hebrewOutside.ts';

/** The talks that the floor plays when it is given no file of others. */
export const builtInDialogues: readonly Dialogue[] = [
  ...englishBilling,
  ...englishOrders,
  ...englishTravel,
  ...englishTech,
  ...englishRetention,
  ...englishBank,
  ...hebrewHome,
  ...hebrewOutside,
  ...arabic,
  ...european,
];
