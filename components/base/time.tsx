/** Running times. All tick from one clock signal, and only their own text node is written. */
import type { ReadonlySignal } from '@preact/signals';
import { useComputed, useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { duration } from '../../lib/i18n/formats.ts';
import { useSurroundings } from './surroundings.tsx';

export interface DurationProps {
  /** Epoch ms on the same clock as `now`. */
  since: number;
  /** Default: this machine's clock; rows of a backend bring the backend's. */
  now?: ReadonlySignal<number>;
  class?: string;
}

/** Time since then as m:ss or h:mm:ss, in tabular figures. */
export function Duration({ since, now, class: className = '' }: DurationProps) {
  const surroundings = useSurroundings();
  const clock = now ?? surroundings.now;
  const from = useSignal(since);
  useLayoutEffect(() => {
    from.value = since;
  }, [since]);
  const shown = useComputed(() => duration(clock.value - from.value));
  return <span class={`time ${className}`}>{shown}</span>;
}
