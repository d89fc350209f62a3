/**
 * Buttons stay focusable when they cannot be used (`unavailable`): whoever reaches one hears why, from the element
 * that `describedBy` names. They never act then.
 */
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon.tsx';

interface Pressable {
  onPress(event: MouseEvent): void;
  unavailable?: boolean;
  /** Id of the text that says why, or what it does. */
  describedBy?: string | undefined;
  /** Gets the focus first when its sheet opens: the choice that changes nothing. */
  safe?: boolean;
}

export interface ButtonProps extends Pressable {
  /** `danger` is an outline, `destroy` the filled one that does it. */
  kind?: 'plain' | 'primary' | 'danger' | 'destroy' | 'link';
  icon?: IconName;
  busy?: boolean;
  pressed?: boolean;
  expanded?: boolean;
  /** What it does to what, for whoever hears it without seeing where it stands; begins with what it shows. */
  label?: string;
  children: ComponentChildren;
}

export function Button(props: ButtonProps) {
  const { kind = 'plain', icon, busy = false, pressed, expanded, label, children } = props;
  return (
    <button
      type="button"
      class={`button ${kind}`}
      aria-label={label}
      aria-busy={busy || undefined}
      aria-pressed={pressed}
      aria-expanded={expanded}
      {...pressing({ ...props, unavailable: props.unavailable === true || busy })}
    >
      {icon && <Icon name={icon} />}
      <span class="button-text">{children}</span>
    </button>
  );
}

export interface IconButtonProps extends Pressable {
  icon: IconName;
  label: string;
  pressed?: boolean;
  expanded?: boolean;
  /** `menu` when it opens one. */
  opens?: 'menu' | 'dialog';
}

export function IconButton(props: IconButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={props.label}
      title={props.label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-haspopup={props.opens}
      {...pressing(props)}
    >
      <Icon name={props.icon} />
    </button>
  );
}

function pressing({ onPress, unavailable = false, describedBy, safe = false }: Pressable) {
  return {
    'aria-disabled': unavailable || undefined,
    'aria-describedby': describedBy,
    'data-safe': safe || undefined,
    onClick: (event: MouseEvent) => {
      if (!unavailable) onPress(event);
    },
  };
}
