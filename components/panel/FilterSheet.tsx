/** All filters with their counts; the list behind follows at once, the foot says how many remain. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { sentimentGroups } from '../../lib/domain/query.ts';
import { states } from '../../lib/domain/records.ts';
import { type FilterKind, filterCount } from '../../lib/models/listQuery.ts';
import type { PanelModel } from '../../lib/models/panel.ts';
import { Button } from '../base/Button.tsx';
import { Chip } from '../base/Chip.tsx';
import { SearchBox } from '../base/SearchBox.tsx';
import { Sheet } from '../base/Sheet.tsx';
import { useText } from '../base/surroundings.tsx';
import { filterLabel } from './filterLabels.ts';

/** Agents are many: only so many are offered at once, the search finds the others. */
const agentsShown = 12;

interface Choice {
  value: string;
  label: string;
  count: number | undefined;
}

export function FilterSheet({ panel, onClose }: { panel: PanelModel; onClose(): void }) {
  const text = useText();
  const agentSearch = useSignal('');
  const { list, directory } = panel;
  const query = list.query.value;
  const names = directory.names.value;
  const overview = panel.overview.overview.value;
  useEffect(() => {
    list.hold('sheet');
    return () => list.release('sheet');
  }, []);

  const counted = (kind: FilterKind, counts: Record<string, number> | undefined, values: readonly string[]): Choice[] =>
    values.map((value) => ({
      value,
      label: filterLabel(text, names, kind, value),
      count: counts && (counts[value] ?? 0),
    }));
  const byCount = (choices: Choice[]) =>
    choices.sort((a, b) => (b.count ?? 0) - (a.count ?? 0) || a.label.localeCompare(b.label, text.code));
  const wanted = agentSearch.value.trim().toLocaleLowerCase();
  const agents = byCount(counted('agentIds', overview?.byAgent, ['none', ...directory.agents.value.keys()])).filter(
    ({ value, label }) => query.filter.agentIds.includes(value) || label.toLocaleLowerCase().includes(wanted),
  );
  const groups: { kind: FilterKind; choices: Choice[] }[] = [
    {
      kind: 'states',
      choices: counted(
        'states',
        overview?.byState,
        states.filter((state) => state !== 'closed'),
      ),
    },
    { kind: 'queueIds', choices: byCount(counted('queueIds', overview?.byQueue, [...directory.queues.value.keys()])) },
    {
      kind: 'channels',
      choices: byCount(counted('channels', overview?.byChannel, Object.keys(overview?.byChannel ?? {}))),
    },
    { kind: 'sentiments', choices: counted('sentiments', undefined, sentimentGroups) },
    { kind: 'agentIds', choices: agents.slice(0, agentsShown) },
  ];

  return (
    <Sheet
      title={text.list.filterTitle}
      onClose={onClose}
      foot={
        <>
          <Button onPress={list.clearFilters} unavailable={filterCount(query) === 0}>
            {text.list.clearFilters}
          </Button>
          <Button kind="primary" safe onPress={onClose}>
            {text.list.show(list.total.value ?? 0)}
          </Button>
        </>
      }
    >
      {groups.map(({ kind, choices }) => (
        <fieldset class="filter-group" key={kind}>
          <legend>{text.list.filterBy[kind]}</legend>
          {kind === 'agentIds' && directory.agents.value.size > agentsShown && (
            <SearchBox
              label={text.list.findAgent}
              placeholder={text.list.findAgent}
              value={agentSearch.value}
              onInput={(value) => (agentSearch.value = value)}
            />
          )}
          <div class="filter-choices">
            {choices.map(({ value, label, count }) => (
              <Chip
                key={value}
                on={(query.filter[kind] as readonly string[]).includes(value)}
                {...(count !== undefined && { count })}
                onPress={() => list.toggleFilter(kind, value as never)}
              >
                {label}
              </Chip>
            ))}
            {kind === 'agentIds' && agents.length > agentsShown && (
              <span class="filter-more">{text.list.moreAgents(agents.length - agentsShown)}</span>
            )}
          </div>
        </fieldset>
      ))}
    </Sheet>
  );
}
