/** A small menu at a button or a row. What cannot be chosen stays reachable and says why, in words, below its name. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './Icon.tsx';
import { useText } from './surroundings.tsx';

export interface MenuItem {
  label: string;
  onPress(): void;
  icon?: IconName;
  /** Set for one of several choices. */
  checked?: boolean;
  unavailable?: boolean;
  /** Shown below the label: the reasons. */
  notes?: readonly string[];
  tone?: 'danger';
}

export interface MenuProps {
  label: string;
  items: readonly MenuItem[];
  /** Where it stands: below this box, or above where there is no room. */
  anchor: DOMRect;
  onClose(): void;
}

const gap = 4;
const margin = 8;

export function Menu({ label, items, anchor, onClose }: MenuProps) {
  const text = useText();
  const box = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  function giveFocusBack() {
    if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
  }
  useLayoutEffect(() => {
    const menu = box.current;
    if (menu === null) return;
    before.current = document.activeElement;
    const { innerHeight, innerWidth } = window;
    const { offsetHeight: height, offsetWidth: width } = menu;
    const below = anchor.bottom + gap;
    const top = below + height + margin <= innerHeight ? below : anchor.top - gap - height;
    const wanted = text.dir === 'rtl' ? anchor.left : anchor.right - width;
    menu.style.top = `${Math.max(margin, top)}px`;
    menu.style.left = `${Math.max(margin, Math.min(wanted, innerWidth - width - margin))}px`;
    (menu.querySelector<HTMLElement>('[aria-checked="true"]') ?? menu.querySelector<HTMLElement>('button'))?.focus();
    return () => {
      const { activeElement } = document;
      if (activeElement === document.body || menu.contains(activeElement)) giveFocusBack();
    };
  }, []);

  function onKeyDown(event: KeyboardEvent) {
    const buttons = [...(box.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if (to !== undefined) buttons.at(to % buttons.length)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class="menu-veil" onPointerDown={(event) => event.target === event.currentTarget && onClose()}>
      <div ref={box} class="menu" role="menu" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
        {items.map((item) => (
          <button
            type="button"
            key={item.label}
            class={item.tone}
            tabIndex={-1}
            {...roleOf(item)}
            aria-disabled={item.unavailable || undefined}
            onClick={() => {
              if (item.unavailable === true) return;
              // Before anything opens: a dialog keeps the focus that it takes, and gives it back to where it was.
              giveFocusBack();
              onClose();
              item.onPress();
            }}
          >
            <span class="menu-icon">
              {item.checked ? <Icon name="check" /> : item.icon && <Icon name={item.icon} />}
            </span>
            <span>{item.label}</span>
            {item.notes && item.notes.length > 0 && (
              <span class="menu-notes">
                {item.notes.map((note) => (
                  <span key={note}>{note}</span>
                ))}
              </span>
            )}
          </button>
        ))}
      </div>
    </div>
  );
}

function roleOf({ checked }: MenuItem) {
  return checked === undefined
    ? { role: 'menuitem' as const }
    : { role: 'menuitemradio' as const, 'aria-checked': checked };
}
