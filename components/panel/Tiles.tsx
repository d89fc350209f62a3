/** The floor in four numbers. */
import { useComputed } from '@preact/signals';
import { duration } from '../../lib/i18n/formats.ts';
import type { PanelModel } from '../../lib/models/panel.ts';
import { useSurroundings, useText } from '../base/surroundings.tsx';

export function Tiles({ panel }: { panel: PanelModel }) {
  const { tiles } = useText().panel;
  const { text } = useSurroundings();
  const { overview } = panel.overview;
  const { backendNow } = panel.session;
  const number = (value: number | undefined) =>
    value === undefined ? text.value.panel.tiles.none : text.value.number(value);
  const waiting = useComputed(() => number(overview.value?.byState.open));
  const longest = useComputed(() => {
    const since = overview.value?.longestWaitingSince;
    return since === undefined ? text.value.panel.tiles.none : duration(backendNow.value - since);
  });
  const active = useComputed(() => number(overview.value?.byState.active));
  const unitsFree = useComputed(() => number(overview.value?.freeUnits));
  // Work waits in a queue where nobody is available.
  const isUrgent = useComputed(() => overview.value?.queues.some(({ zeroCoverage }) => zeroCoverage) === true);
  return (
    <dl class="tiles">
      {[
        { label: tiles.waiting, value: waiting },
        { label: tiles.longest, value: longest, isUrgent: isUrgent.value },
        { label: tiles.active, value: active },
        { label: tiles.unitsFree, value: unitsFree },
      ].map(({ label, value, isUrgent: urgent }) => (
        <div class="tile" key={label}>
          <dt>{label}</dt>
          <dd class={urgent ? 'time urgent' : 'time'}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
