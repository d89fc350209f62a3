import { defineContentScript } from 'wxt/utils/define-content-script';
import { type Overlay, startOverlay } from '../lib/overlay/startOverlay.ts';

/** Registered at run time for the origins of the user's connections only; never in the manifest. */
export default defineContentScript({
  registration: 'runtime',
  main() {
    const world = globalThis as { floorwalkerOverlay?: Overlay };
    if (world.floorwalkerOverlay?.isAlive()) return;
    // One of an earlier version may not have noticed yet that it is over (FA7).
    world.floorwalkerOverlay?.leave();
    world.floorwalkerOverlay = startOverlay(() => {
      delete world.floorwalkerOverlay;
    });
  },
});
