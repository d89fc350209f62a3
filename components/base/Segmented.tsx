/** One of a few, side by side: native radio buttons, so the arrow keys walk them in both directions of reading. */
import { useId } from 'preact/hooks';
import { useText } from './surroundings.tsx';

export interface Segment<V extends string> {
  value: V;
  label: string;
  count?: number;
  /** Say why in the text that `describedBy` names. */
  unavailable?: boolean;
}

export interface SegmentedProps<V extends string> {
  label: string;
  value: V;
  segments: readonly Segment<V>[];
  onChange(value: V): void;
  describedBy?: string;
}

export function Segmented<V extends string>({ label, value, segments, onChange, describedBy }: SegmentedProps<V>) {
  const text = useText();
  const name = useId();
  return (
    <div class="segmented" role="radiogroup" aria-label={label} aria-describedby={describedBy}>
      {segments.map((segment) => (
        <label key={segment.value}>
          <input
            type="radio"
            name={name}
            value={segment.value}
            checked={segment.value === value}
            disabled={segment.unavailable}
            onChange={() => onChange(segment.value)}
          />
          <span>
            {segment.label}
            {segment.count !== undefined && <span class="count"> {text.number(segment.count)}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}
