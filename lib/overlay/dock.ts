/**
 * The panel's place in the workspace page: a frame of the extension's origin and a handle, inside a closed shadow root.
 * Nothing here knows a customer; the page is moved aside, not covered, and put back exactly as it was.
 */
import type { Docking, Layout } from '../domain/workspacePage.ts';
import type { OverlayLabels } from '../messages/overlay.ts';
import { createRoom } from './room.ts';

const widths = { least: 280, most: 900, step: 20 };
const tabWidth = 28;

const style = `
:host { all: initial; }
.dock { position: fixed; inset-block: 0; inset-inline-end: 0; z-index: 2147483647; display: flex;
  color-scheme: light dark; font: 12px/1 system-ui, sans-serif; }
iframe { border: 0; width: 100%; height: 100%; background: light-dark(#fff, #191f27); }
.dock[data-collapsed] iframe, .dock[data-collapsed] .handle { display: none; }
.handle { flex: none; width: 6px; cursor: col-resize; touch-action: none;
  background: light-dark(#c6ccd5, #3d4856); }
.handle:hover, .handle:focus-visible { background: light-dark(#1f5fbf, #7fb0ff); outline: 0; }
.toggle { all: unset; box-sizing: border-box; position: absolute; inset-block-start: 50%; inset-inline-start: -14px;
  width: 20px; height: 44px; margin-block-start: -22px; display: grid; place-items: center; cursor: pointer;
  border-radius: 6px; background: light-dark(#fff, #212934); color: light-dark(#4a5665, #b4beca);
  border: 1px solid light-dark(#c6ccd5, #3d4856); }
.toggle:hover { color: light-dark(#1f5fbf, #7fb0ff); }
.toggle:focus-visible { outline: 2px solid light-dark(#1f5fbf, #7fb0ff); outline-offset: 1px; }
.dock[data-collapsed] { width: ${tabWidth}px; }
.dock[data-collapsed] .toggle { inset-inline-start: 4px; }
.toggle svg { width: 10px; height: 10px; fill: none; stroke: currentColor; stroke-width: 2; }
.dock[data-collapsed] .toggle svg, .dock:dir(rtl) .toggle svg { transform: scaleX(-1); }
.dock[data-collapsed]:dir(rtl) .toggle svg { transform: none; }`;

export interface Dock {
  readonly host: HTMLElement;
  readonly frame: HTMLIFrameElement;
  show(layout: Layout, docking: Docking, labels: OverlayLabels): void;
  layout(): Layout;
  expand(): void;
  remove(): void;
}

/** Builds the dock without showing it. `onLayout` hears of changes that the user made. */
export function createDock(frameUrl: string, onLayout: (layout: Layout) => void, signal: AbortSignal): Dock {
  const host = document.createElement('floorwalker-panel');
  const root = host.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];

  const dock = document.createElement('div');
  dock.className = 'dock';
  const handle = document.createElement('div');
  handle.className = 'handle';
  handle.tabIndex = 0;
  handle.setAttribute('role', 'separator');
  handle.setAttribute('aria-orientation', 'vertical');
  handle.setAttribute('aria-valuemin', String(widths.least));
  handle.setAttribute('aria-valuemax', String(widths.most));
  const toggle = document.createElement('button');
  toggle.className = 'toggle';
  const arrow = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  arrow.setAttribute('viewBox', '0 0 10 10');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'M3.5 1.5 7 5 3.5 8.500');
  arrow.append(path);
  toggle.append(arrow);
  const frame = document.createElement('iframe');
  // A page under `Cross-Origin-Embedder-Policy: require-corp` loads no other frame; ours keeps no storage anyway.
  frame.setAttribute('credentialless', '');
  frame.src = frameUrl;
  dock.append(toggle, handle, frame);
  root.append(dock);

  const page = document.documentElement;
  const rightToLeft = () => dock.dir === 'rtl';
  let current: Layout = { width: 380, collapsed: false };
  let words: OverlayLabels | undefined;
  let docking: Docking = 'flow';
  const room = createRoom(page);

  function draw() {
    const width = Math.min(Math.max(current.width, widths.least), Math.min(widths.most, innerWidth));
    dock.toggleAttribute('data-collapsed', current.collapsed);
    dock.style.width = current.collapsed ? '' : `${width}px`;
    room.make(current.collapsed ? tabWidth : width, docking, rightToLeft() ? 'left' : 'right');
    handle.setAttribute('aria-valuenow', String(width));
    toggle.setAttribute('aria-expanded', String(!current.collapsed));
    if (words === undefined) return;
    frame.title = words.panel;
    handle.setAttribute('aria-label', words.resize);
    toggle.setAttribute('aria-label', current.collapsed ? words.show : words.hide);
  }

  function change(layout: Partial<Layout>, tell: boolean) {
    current = { ...current, ...layout };
    current.width = Math.round(Math.min(Math.max(current.width, widths.least), widths.most));
    draw();
    if (tell) onLayout(current);
  }

  const listening = { signal };
  toggle.addEventListener(
    'click',
    (event) => event.isTrusted && change({ collapsed: !current.collapsed }, true),
    listening,
  );
  handle.addEventListener(
    'pointerdown',
    (event) => {
      if (!event.isTrusted) return;
      // The capture keeps the drag with the handle while the pointer crosses the frame.
      handle.setPointerCapture(event.pointerId);
      event.preventDefault();
    },
    listening,
  );
  handle.addEventListener(
    'pointermove',
    (event) => {
      if (!event.isTrusted || !handle.hasPointerCapture(event.pointerId)) return;
      change({ width: rightToLeft() ? event.clientX : innerWidth - event.clientX }, false);
    },
    listening,
  );
  handle.addEventListener('pointerup', (event) => event.isTrusted && onLayout(current), listening);
  handle.addEventListener(
    'keydown',
    (event) => {
      const wider = rightToLeft() ? 'ArrowRight' : 'ArrowLeft';
      const narrower = rightToLeft() ? 'ArrowLeft' : 'ArrowRight';
      if (!event.isTrusted || (event.key !== wider && event.key !== narrower)) return;
      event.preventDefault();
      change({ width: current.width + (event.key === wider ? widths.step : -widths.step) }, true);
    },
    listening,
  );
  addEventListener('resize', () => host.isConnected && draw(), listening);

  return {
    host,
    frame,
    layout: () => current,
    show(layout, way, labels) {
      words = labels;
      docking = way;
      // The dock stands on the side where the panel's language ends lines. Not beside a shell: moved to the right, what
      // it places by coordinates of the window (menus, tips) would stand off by the dock's width.
      dock.dir = way === 'shell' ? 'ltr' : labels.direction;
      current = layout;
      draw();
      if (!host.isConnected) page.append(host);
    },
    expand: () => change({ collapsed: false }, true),
    remove() {
      room.giveBack();
      host.remove();
    },
  };
}
