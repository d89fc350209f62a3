/** A search field; Esc empties it first and only then does what Esc does outside. */
import type { Ref } from 'preact';
import { IconButton } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { useText } from './surroundings.tsx';

export interface SearchBoxProps {
  label: string;
  placeholder: string;
  value: string;
  onInput(value: string): void;
  /** The key that brings the focus here, shown while it is empty. */
  shortcut?: string;
  inputRef?: Ref<HTMLInputElement>;
  /** Leaves the field towards what was found. */
  onDown?(): void;
}

export function SearchBox({ label, placeholder, value, onInput, shortcut, inputRef, onDown }: SearchBoxProps) {
  const text = useText();
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape' && value !== '') {
      event.stopPropagation();
      onInput('');
    }
    if (event.key === 'ArrowDown' && onDown) {
      event.preventDefault();
      onDown();
    }
  }
  return (
    <div class="search">
      <Icon name="find" />
      <input
        {...(inputRef === undefined ? {} : { ref: inputRef })}
        type="search"
        dir="auto"
        maxLength={200}
        spellcheck={false}
        autocomplete="off"
        aria-label={label}
        aria-keyshortcuts={shortcut}
        placeholder={placeholder}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {value === '' ? (
        shortcut && (
          <span class="key" aria-hidden="true">
            {shortcut}
          </span>
        )
      ) : (
        <IconButton icon="cross" label={text.common.clear} onPress={() => onInput('')} />
      )}
    </div>
  );
}
