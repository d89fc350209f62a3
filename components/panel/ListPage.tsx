/** Every ongoing conversation: the floor in four numbers, search and filters, and the list itself. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { filterCount } from '../../lib/models/listQuery.ts';
import type { PanelModel } from '../../lib/models/panel.ts';
import { IconButton } from '../base/Button.tsx';
import { SearchBox } from '../base/SearchBox.tsx';
import { useText } from '../base/surroundings.tsx';
import { Banner } from '../base/told.tsx';
import { FilterChips } from './FilterChips.tsx';
import { FilterSheet } from './FilterSheet.tsx';
import { List } from './List.tsx';
import { ListHead } from './ListHead.tsx';
import { RowMenu, type RowMenuAt } from './RowMenu.tsx';
import { Tiles } from './Tiles.tsx';
import './list.css';

export function ListPage({ panel }: { panel: PanelModel }) {
  const text = useText();
  const search = useRef<HTMLInputElement>(null);
  const listBox = useRef<HTMLDivElement>(null);
  const isFiltering = useSignal(false);
  const rowMenu = useSignal<RowMenuAt | undefined>(undefined);
  const { list, opened } = panel;
  const filters = filterCount(list.query.value);

  // Whoever comes back from a conversation is where they left.
  const isCovered = opened.value !== undefined;
  const wasCovered = useRef(false);
  useEffect(() => {
    if (wasCovered.current && !isCovered) listBox.current?.focus();
    wasCovered.current = isCovered;
  }, [isCovered]);

  useEffect(() => {
    const toSearch = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement | null;
      const isWriting = target?.matches('input, textarea, select, [contenteditable]') === true;
      if (event.key !== '/' || isWriting || event.ctrlKey || event.metaKey || event.altKey) return;
      if (opened.peek() !== undefined || document.querySelector('[aria-modal="true"]') !== null) return;
      event.preventDefault();
      search.current?.focus();
    };
    document.addEventListener('keydown', toSearch);
    return () => document.removeEventListener('keydown', toSearch);
  }, []);

  function openRowMenu(at: RowMenuAt) {
    list.hold('menu');
    rowMenu.value = at;
  }
  function closeRowMenu() {
    list.release('menu');
    rowMenu.value = undefined;
  }

  return (
    <div class="list-page">
      <Tiles panel={panel} />
      <div class="list-search">
        <SearchBox
          label={text.list.searchLabel}
          placeholder={text.list.search}
          shortcut="/"
          value={list.query.value.search}
          onInput={list.setSearch}
          inputRef={search}
          onDown={() => listBox.current?.focus()}
        />
        <span class="filter-button">
          <IconButton
            icon="filter"
            label={filters === 0 ? text.list.filter : text.list.filtersOn(filters)}
            opens="dialog"
            onPress={() => (isFiltering.value = true)}
          />
          {filters > 0 && (
            <span class="count" aria-hidden="true">
              {text.number(filters)}
            </span>
          )}
        </span>
      </div>
      <FilterChips panel={panel} />
      {panel.notFound.value && <Banner tone="warn">{text.panel[panel.notFound.value]}</Banner>}
      <ListHead panel={panel} />
      <List panel={panel} box={listBox} onMenu={openRowMenu} />
      {list.refused.value && <Banner tone="info">{text.list.moved}</Banner>}
      {rowMenu.value && (
        <RowMenu key={rowMenu.value.conversationId} panel={panel} at={rowMenu.value} onClose={closeRowMenu} />
      )}
      {isFiltering.value && <FilterSheet panel={panel} onClose={() => (isFiltering.value = false)} />}
    </div>
  );
}
