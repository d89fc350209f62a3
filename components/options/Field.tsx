/** One line of a form with its label and hint. */
import { useId } from 'preact/hooks';

interface FieldProps {
  label: string;
  hint?: string;
  placeholder?: string;
  type?: 'text' | 'url' | 'password' | 'code';
  value: string;
  onInput(value: string): void;
}

export function Field({ label, hint, placeholder, type = 'text', value, onInput }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const shared = {
    id,
    dir: type === 'text' ? ('auto' as const) : ('ltr' as const),
    autocomplete: 'off',
    spellcheck: false,
    maxLength: { text: 100, url: 500, password: 2000, code: 200 }[type],
    placeholder,
    'aria-describedby': hint === undefined ? undefined : hintId,
    value,
    onInput: (event: { currentTarget: HTMLInputElement }) => onInput(event.currentTarget.value),
  };
  return (
    <div class="preference">
      <label htmlFor={id}>{label}</label>
      {type === 'password' ? <input type="password" {...shared} /> : <input type="text" {...shared} />}
      {hint && (
        <small id={hintId} class="options-hint">
          {hint}
        </small>
      )}
    </div>
  );
}
