/** What order the list is in, how much of it is shown, and what waits while it is held still. */
import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { sortKeys } from '../../lib/domain/query.ts';
import type { PanelModel } from '../../lib/models/panel.ts';
import { Button } from '../base/Button.tsx';
import { Icon } from '../base/Icon.tsx';
import { Menu, type MenuItem } from '../base/Menu.tsx';
import { useSurroundings, useText } from '../base/surroundings.tsx';
import { useMenu } from './useMenu.ts';

export function ListHead({ panel }: { panel: PanelModel }) {
  const text = useText();
  const surroundings = useSurroundings();
  const { list, overview } = panel;
  const menu = useMenu();
  const { key, descending } = list.query.value.sort;
  const count = useComputed(() => {
    const shown = list.total.value;
    const byState = overview.overview.value?.byState;
    const all = byState && Object.values(byState).reduce((sum, one) => sum + one, 0);
    if (shown === undefined) return '';
    return surroundings.text.value.list.count(shown, Math.max(shown, all ?? shown));
  });
  const waiting = list.isHeld.value ? list.waitingChanges.value : 0;
  const items: MenuItem[] = [
    ...sortKeys.map((one) => ({
      label: text.list.sorts[one],
      checked: one === key,
      onPress: () => one !== key && list.sortBy(one),
    })),
    { label: text.list.reverse, icon: 'sort', onPress: () => list.sortBy(key) },
  ];
  function openMenu(event: MouseEvent) {
    list.hold('menu');
    menu.openAt(event.currentTarget as Element);
  }
  function closeMenu() {
    list.release('menu');
    menu.close();
  }
  return (
    <div class="list-head">
      <button
        type="button"
        class="sort"
        aria-haspopup="menu"
        aria-expanded={menu.anchor.value !== undefined}
        onClick={openMenu}
      >
        <Icon name="sort" />
        <span class="visually-hidden">{text.list.sort}: </span>
        <span class="clip">{text.list.sorts[key]}</span>
        {descending && <span class="sort-reversed">{text.list.reversed}</span>}
      </button>
      <span class="grow" />
      {waiting > 0 ? (
        <span class="held">
          <span class="clip">{text.list.heldChanges(waiting)}</span>
          <Button kind="link" onPress={list.letIn}>
            {text.list.update}
          </Button>
        </span>
      ) : (
        <span class="count">{count}</span>
      )}
      <Announced panel={panel} />
      {menu.anchor.value && (
        <Menu label={text.list.sort} items={items} anchor={menu.anchor.value} onClose={closeMenu} />
      )}
    </div>
  );
}

/** Says the number of rows aloud when filter or search changed it, not whenever the floor does. */
function Announced({ panel }: { panel: PanelModel }) {
  const { text } = useSurroundings();
  const { query, total } = panel.list;
  const words = useSignal('');
  const said = useSignal('');
  useSignalEffect(() => {
    const { filter, search } = query.value;
    const asked = JSON.stringify([filter, search]);
    const rows = total.value;
    if (rows === undefined || asked === said.peek()) return;
    const isFirst = said.peek() === '';
    said.value = asked;
    if (!isFirst) words.value = text.peek().list.changed(rows);
  });
  return (
    <span class="visually-hidden" role="status">
      {words}
    </span>
  );
}
