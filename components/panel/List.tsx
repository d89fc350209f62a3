/**
 * The virtual list: rows of one height, drawn into recycled slots. The grid itself keeps the focus and names its
 * active row, so that the focus follows a conversation and not the slot that happens to show it.
 */
import { useComputed, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Query } from '../../lib/domain/query.ts';
import { filterCount, sameList } from '../../lib/models/listQuery.ts';
import type { PanelModel } from '../../lib/models/panel.ts';
import { Button } from '../base/Button.tsx';
import { useText } from '../base/surroundings.tsx';
import { EmptyState, Progress } from '../base/told.tsx';
import { Row, rowElementId } from './Row.tsx';
import type { RowMenuAt } from './RowMenu.tsx';

/** CSS pixels; the same as --row. */
export const rowHeight = 52;

export interface ListProps {
  panel: PanelModel;
  box: RefObject<HTMLDivElement | null>;
  onMenu(at: RowMenuAt): void;
}

export function List({ panel, box, onMenu }: ListProps) {
  const text = useText();
  const { list } = panel;
  const shownQuery = useRef<Query | undefined>(undefined);

  const showVisible = () => {
    const scroller = box.current;
    if (scroller === null) return;
    list.show(Math.floor(scroller.scrollTop / rowHeight), Math.ceil(scroller.clientHeight / rowHeight) + 1);
  };
  useLayoutEffect(() => {
    const scroller = box.current;
    if (scroller === null) return;
    showVisible();
    const observer = new ResizeObserver(showVisible);
    observer.observe(scroller);
    return () => observer.disconnect();
  }, []);
  // Another list begins at its top.
  useSignalEffect(() => {
    const query = list.query.value;
    const before = shownQuery.current;
    shownQuery.current = query;
    if (before === undefined || sameList(before, query) || box.current === null) return;
    box.current.scrollTop = 0;
    showVisible();
  });

  const height = useComputed(() => `height: ${(list.total.value ?? 0) * rowHeight}px`);
  const rowCount = useComputed(() => list.total.value ?? -1);
  const active = useComputed(() => {
    const { id } = list.cursor.value;
    const slot = id === undefined ? undefined : list.slots.value.find((one) => one.id.value === id);
    return slot === undefined ? undefined : rowElementId(slot.key);
  });

  function moveTo(index: number) {
    list.moveCursor(index);
    const scroller = box.current;
    if (scroller === null) return;
    const top = list.cursor.peek().index * rowHeight;
    const lowest = top + rowHeight - scroller.clientHeight;
    if (scroller.scrollTop > top) scroller.scrollTop = top;
    else if (scroller.scrollTop < lowest) scroller.scrollTop = lowest;
    showVisible();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget) return;
    const { id, index } = list.cursor.peek();
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 1);
    const last = (list.total.peek() ?? 1) - 1;
    const places: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: last,
    };
    const to = places[event.key];
    const wantsMenu = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    if (to !== undefined) moveTo(to);
    else if (id !== undefined && (event.key === 'Enter' || event.key === ' ')) panel.open(id);
    else if (id !== undefined && wantsMenu) openMenu(id);
    else return;
    event.preventDefault();
  }
  function openMenu(conversationId: string) {
    const element = active.peek() === undefined ? null : document.getElementById(active.peek() ?? '');
    if (element !== null) onMenu({ conversationId, anchor: element.getBoundingClientRect() });
  }
  /** Whoever comes by keyboard begins at the first row in view. */
  function onFocus() {
    const scroller = box.current;
    if (scroller === null || list.cursor.peek().id !== undefined || (list.total.peek() ?? 0) === 0) return;
    moveTo(Math.max(list.cursor.peek().index, Math.ceil(scroller.scrollTop / rowHeight)));
  }

  const isEmpty = list.total.value === 0;
  return (
    <div class="list-frame">
      {list.total.value === undefined && <Progress label={text.freshness.connecting} />}
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual */}
      <div
        ref={box}
        class="list"
        role="grid"
        aria-label={text.list.label}
        aria-rowcount={rowCount}
        aria-activedescendant={active}
        tabIndex={0}
        onScroll={showVisible}
        onKeyDown={onKeyDown}
        onFocus={onFocus}
        onPointerEnter={() => list.hold('pointer')}
        onPointerLeave={() => list.release('pointer')}
      >
        <div style={height}>
          {list.slots.value.map((slot) => (
            <Row key={slot.key} {...{ panel, slot, rowHeight, onMenu }} />
          ))}
        </div>
      </div>
      {isEmpty && <Nothing panel={panel} />}
    </div>
  );
}

function Nothing({ panel }: { panel: PanelModel }) {
  const text = useText();
  const { list } = panel;
  const query = list.query.value;
  if (filterCount(query) === 0 && query.search === '') {
    return (
      <EmptyState icon="liveChat" title={text.list.empty}>
        {text.list.emptyHint}
      </EmptyState>
    );
  }
  const clear = () => {
    list.clearFilters();
    list.setSearch('');
  };
  return (
    <EmptyState
      icon="find"
      title={text.list.nothingFound}
      action={<Button onPress={clear}>{text.list.clearFilters}</Button>}
    >
      {text.list.nothingFoundHint}
    </EmptyState>
  );
}
