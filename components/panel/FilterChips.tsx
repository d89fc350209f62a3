/** The states as switches with their counts, and the other filters that are on. */
import { states } from '../../lib/domain/records.ts';
import type { FilterKind } from '../../lib/models/listQuery.ts';
import type { PanelModel } from '../../lib/models/panel.ts';
import { Chip } from '../base/Chip.tsx';
import { useText } from '../base/surroundings.tsx';
import { filterLabel } from './filterLabels.ts';

const liveStates = states.filter((state) => state !== 'closed');
const otherKinds: readonly FilterKind[] = ['queueIds', 'channels', 'agentIds', 'sentiments'];

export function FilterChips({ panel }: { panel: PanelModel }) {
  const text = useText();
  const { list, overview } = panel;
  const { filter } = list.query.value;
  const names = panel.directory.names.value;
  const counts = overview.overview.value?.byState;
  return (
    <div class="chips">
      {liveStates.map((state) => (
        <Chip
          key={state}
          on={filter.states.includes(state)}
          {...(counts && { count: counts[state] })}
          onPress={() => list.toggleFilter('states', state)}
        >
          {text.states[state]}
        </Chip>
      ))}
      {otherKinds.flatMap((kind) =>
        filter[kind].map((value) => {
          const label = filterLabel(text, names, kind, value);
          return (
            <Chip
              key={`${kind} ${value}`}
              on
              removable
              label={text.list.removeFilter(label)}
              onPress={() => list.toggleFilter(kind, value as never)}
            >
              {label}
            </Chip>
          );
        }),
      )}
    </div>
  );
}
