/** One slot of the list, drawn once: afterwards only the cells whose words differ are written. */
import { useComputed } from '@preact/signals';
import { visibleName } from '../../lib/domain/names.ts';
import { duration } from '../../lib/i18n/formats.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import { stalenessSince } from '../../lib/models/freshness.ts';
import type { PanelModel } from '../../lib/models/panel.ts';
import type { RowSlot } from '../../lib/models/slots.ts';
import { Icon } from '../base/Icon.tsx';
import { ChannelIcon, SentimentMark, StateMark } from '../base/marks.tsx';
import { useSurroundings } from '../base/surroundings.tsx';
import type { RowMenuAt } from './RowMenu.tsx';
import { rowLine } from './rowLine.ts';

export interface RowProps {
  panel: PanelModel;
  slot: RowSlot;
  rowHeight: number;
  onMenu(at: RowMenuAt): void;
}

export function rowElementId(key: number): string {
  return `row-${key}`;
}

export function Row({ panel, slot, rowHeight, onMenu }: RowProps) {
  const { text, now } = useSurroundings();
  const { list, directory, pending, opened, session } = panel;
  const { id, row, index } = slot;

  const line = useComputed(() => {
    const it = row.value;
    if (it === undefined) return undefined;
    const workstream = it.workstreamId === undefined ? undefined : directory.workstreams.value.get(it.workstreamId);
    const own = pending.value.get(it.id);
    const names = directory.names.value;
    return rowLine(it, {
      text: text.value,
      names,
      workstream,
      pending: own,
      backendNow: session.backendNow.value,
      now: own === undefined ? 0 : now.value,
      staleness:
        it.olderSince === undefined ? 'none' : stalenessSince(it.olderSince, session.connection.value, now.value),
    });
  });
  const tone = useComputed(() => line.value?.tone ?? 'plain');
  const look = useComputed(() => {
    const isCursor = id.value !== undefined && id.value === list.cursor.value.id;
    const isKnown = row.value !== undefined;
    return `row ${tone.value} ${isCursor ? 'cursor' : ''} ${isKnown ? '' : 'blank'}`;
  });
  const style = useComputed(() =>
    index.value < 0 ? 'display: none' : `transform: translateY(${index.value * rowHeight}px)`,
  );
  const customer = useComputed(() => (row.value === undefined ? '' : visibleName(row.value.customer.name, 80)));
  const subject = useComputed(() => (row.value === undefined ? '' : visibleName(row.value.subject, 160)));
  const words = useComputed(() => line.value?.words ?? '');
  const inState = useComputed(() =>
    row.value === undefined ? '' : duration(session.backendNow.value - row.value.stateSince),
  );
  const position = useComputed(() => index.value + 1);
  const isOpened = useComputed(() => id.value !== undefined && opened.value?.id === id.value);
  const menuLabel = useComputed(() =>
    row.value === undefined ? '' : text.value.list.rowMenu(isolate(row.value.customer.name)),
  );

  function openMenu(event: MouseEvent) {
    event.stopPropagation();
    const conversationId = list.clicked(slot);
    if (conversationId === undefined) return;
    list.pointCursor(conversationId);
    onMenu({ conversationId, anchor: (event.currentTarget as Element).getBoundingClientRect() });
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around takes the keys, on behalf of its active row
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
    // biome-ignore lint/a11y/useSemanticElements: table rows cannot be moved about freely
    <div
      id={rowElementId(slot.key)}
      class={look}
      style={style}
      role="row"
      aria-rowindex={position}
      aria-selected={isOpened}
      onPointerDown={() => list.pointerDown(slot)}
      onClick={() => {
        const conversationId = list.clicked(slot);
        if (conversationId === undefined) return;
        list.pointCursor(conversationId);
        panel.open(conversationId);
      }}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive: the whole row is what is active */}
      {/* biome-ignore lint/a11y/useSemanticElements: as the row */}
      <div class="row-cell" role="gridcell">
        <i class="urgency" />
        <ChannelCell slot={slot} />
        <div class="row-main">
          <div class="row-first">
            <bdi class="row-name">{customer}</bdi>
            <bdi class="row-subject">{subject}</bdi>
          </div>
          <div class="row-second">
            <StateCell slot={slot} />
            <span class="clip">{words}</span>
          </div>
        </div>
        <div class="row-end">
          <span class="time">{inState}</span>
          <SentimentCell slot={slot} />
        </div>
        <button
          type="button"
          class="icon-button row-more"
          tabIndex={-1}
          aria-label={menuLabel}
          aria-haspopup="menu"
          onClick={openMenu}
        >
          <Icon name="menu" />
        </button>
      </div>
    </div>
  );
}

function ChannelCell({ slot }: { slot: RowSlot }) {
  const channel = useComputed(() => slot.row.value?.channel).value;
  const escalatedTo = useComputed(() => slot.row.value?.escalatedTo).value;
  return <span class="row-channel">{channel && <ChannelIcon channel={channel} escalatedTo={escalatedTo} />}</span>;
}

function StateCell({ slot }: { slot: RowSlot }) {
  const state = useComputed(() => slot.row.value?.state).value;
  const ringing = useComputed(() => slot.row.value?.ringing === true).value;
  return state === undefined ? null : <StateMark state={state} ringing={ringing} />;
}

function SentimentCell({ slot }: { slot: RowSlot }) {
  const level = useComputed(() => slot.row.value?.sentiment.level).value;
  const source = useComputed(() => slot.row.value?.sentiment.source).value;
  return level === undefined || source === undefined ? null : <SentimentMark sentiment={{ level, source }} />;
}
