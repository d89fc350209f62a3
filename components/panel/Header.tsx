/** Whose floor this is, how fresh it is, and the panel's own menu. */
import type { PanelModel } from '../../lib/models/panel.ts';
import { IconButton } from '../base/Button.tsx';
import { Icon } from '../base/Icon.tsx';
import { Menu, type MenuItem } from '../base/Menu.tsx';
import { Name } from '../base/Name.tsx';
import { useText } from '../base/surroundings.tsx';
import { Progress } from '../base/told.tsx';
import { Freshness } from './Freshness.tsx';
import type { PanelBodyProps } from './Panel.tsx';
import { useMenu } from './useMenu.ts';

export function Header({ panel, openOptions }: PanelBodyProps) {
  const text = useText();
  const menu = useMenu();
  const { session } = panel;
  const connection = session.connection.value;
  const items: MenuItem[] = [];
  if (connection) items.push({ label: text.common.refresh, icon: 'refresh', onPress: panel.refresh });
  if (openOptions) items.push({ label: text.panel.options, icon: 'gear', onPress: openOptions });
  return (
    <header class="bar">
      <span class="logo">
        <Icon name="logo" />
      </span>
      <ConnectionName panel={panel} />
      {connection && <Freshness session={session} />}
      {items.length > 0 && (
        <IconButton
          icon="menu"
          label={text.panel.menu}
          opens="menu"
          expanded={menu.anchor.value !== undefined}
          onPress={(event) => menu.openAt(event.currentTarget as Element)}
        />
      )}
      {menu.anchor.value && (
        <Menu label={text.panel.menu} items={items} anchor={menu.anchor.value} onClose={menu.close} />
      )}
      {session.freshness.value.kind === 'loading' && (
        <Progress label={text.freshness.loading(connection?.loaded ?? 0)} />
      )}
    </header>
  );
}

function ConnectionName({ panel }: { panel: PanelModel }) {
  const text = useText();
  const { state, connection, choose } = panel.session;
  const connections = state.value?.connections ?? [];
  const nameOf = ({ name, identity }: { name: string; identity?: { siteName: string } }) =>
    name || identity?.siteName || '';
  if (connections.length > 1) {
    return (
      <select
        class="connection grow"
        aria-label={text.panel.connection}
        value={connection.value?.id}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {connections.map((one) => (
          <option key={one.id} value={one.id}>
            {nameOf(one)}
          </option>
        ))}
      </select>
    );
  }
  return (
    <h1 class="grow title">
      <Name class="clip" text={connection.value ? nameOf(connection.value) : text.panel.title} />
    </h1>
  );
}
