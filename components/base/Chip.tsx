/** A small switch in a line of them: on or off, or on and removable. */
import type { ComponentChildren } from 'preact';
import { Icon } from './Icon.tsx';
import { useText } from './surroundings.tsx';

export interface ChipProps {
  on: boolean;
  onPress(): void;
  count?: number;
  /** Shows a cross; `label` then says what the press removes. */
  removable?: boolean;
  label?: string;
  children: ComponentChildren;
}

export function Chip({ on, onPress, count, removable = false, label, children }: ChipProps) {
  const text = useText();
  return (
    <button
      type="button"
      class="chip"
      aria-pressed={removable ? undefined : on}
      data-on={on || undefined}
      aria-label={label}
      onClick={onPress}
    >
      <span class="chip-text">{children}</span>
      {count !== undefined && <span class="count">{text.number(count)}</span>}
      {removable && <Icon name="cross" />}
    </button>
  );
}
