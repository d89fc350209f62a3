import { defineContentScript } from 'wxt/utils/define-content-script';
import { startOverlay } from '../lib/overlay/startOverlay.ts';

/** Registered at run time for the origins of the user's connections only; never in the manifest. */
export default defineContentScript({
  registration: 'runtime',
  main() {
    const world = globalThis as { floorwalkerIsHere?: boolean };
    if (world.floorwalkerIsHere === true) return;
    world.floorwalkerIsHere = true;
    startOverlay(() => {
      world.floorwalkerIsHere = false;
    });
  },
});
