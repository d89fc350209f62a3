/** How true the picture is now: a mark, words, and the age (spec §3). */
import { useComputed } from '@preact/signals';
import type { SessionModel } from '../../lib/models/session.ts';
import { useSurroundings, useText } from '../base/surroundings.tsx';
import './freshness.css';

export function Freshness({ session }: { session: SessionModel }) {
  const { freshness } = session;
  const { text } = useSurroundings();
  const words = useText().freshness;
  const tone = useComputed(() => freshness.value.tone);
  const shown = useComputed(() => {
    const { kind, age } = freshness.value;
    const say = text.value.freshness;
    switch (kind) {
      case 'live':
      case 'polling':
      case 'stale':
        return say[kind](age ?? 0);
      case 'offline':
      case 'reconnecting':
      case 'silent':
        return say[kind](age);
      case 'loading':
        return say.loading(session.connection.value?.loaded ?? 0);
      default:
        return say[kind];
    }
  });
  // Read aloud when the kind changes, not every second.
  const aloud = useComputed(() => {
    const { kind } = freshness.value;
    const say = text.value.freshness[kind];
    return typeof say === 'string' ? say : '';
  });
  return (
    <span class={`freshness ${tone.value}`} title={words.title}>
      <svg class="mark filled" viewBox="0 0 12 12" aria-hidden="true">
        <path
          d={
            tone.value === 'urgent' || tone.value === 'warn'
              ? 'M6 1.5 11 10.5H1z'
              : 'M10.5 6a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0'
          }
        />
      </svg>
      <span class="time clip">{shown}</span>
      <span class="visually-hidden" role="status">
        {aloud}
      </span>
    </span>
  );
}
