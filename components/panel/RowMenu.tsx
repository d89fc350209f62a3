/** What can be done with a row; what cannot be done says why. */
import { useRef } from 'preact/hooks';
import { switchedActions } from '../../lib/domain/actions.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import { reasonText } from '../../lib/i18n/reasonTexts.ts';
import type { PanelModel } from '../../lib/models/panel.ts';
import { Menu, type MenuItem } from '../base/Menu.tsx';
import { useText } from '../base/surroundings.tsx';

export interface RowMenuAt {
  /** The conversation that was meant when the menu was asked for, whatever stands in that place now. */
  conversationId: string;
  anchor: DOMRect;
}

export function RowMenu({ panel, at, onClose }: { panel: PanelModel; at: RowMenuAt; onClose(): void }) {
  const text = useText();
  const { conversationId, anchor } = at;
  // A row that leaves under the open menu keeps its name there: the menu is closed by whoever opened it, and until then
  // it holds the list. What is chosen then says that the conversation is gone.
  const known = useRef<Conversation | undefined>(undefined);
  known.current = panel.list.rowOf(conversationId) ?? known.current;
  const row = known.current;
  if (row === undefined) return null;
  const names = panel.directory.names.value;
  const items: MenuItem[] = [
    { label: text.actions.open, icon: 'forward', onPress: () => panel.open(conversationId) },
    ...switchedActions.map((type): MenuItem => {
      const reasons = panel.reasonsOnRow(type, row);
      return {
        label: text.actions[type],
        onPress: () => {
          panel.dialog.value = { type, conversationId };
        },
        unavailable: reasons.length > 0,
        notes: reasons.map((reason) => reasonText(text.reasons, reason, names)),
        ...(type === 'monitor' && { icon: 'ear' as const }),
        ...(type === 'forceClose' && { tone: 'danger' as const }),
      };
    }),
  ];
  return <Menu label={text.list.rowMenu(isolate(row.customer.name))} {...{ items, anchor, onClose }} />;
}
