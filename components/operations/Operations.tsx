/** Above the panel's foot: what can still be taken back, and what became of the rest. */
import type { PanelModel } from '../../lib/models/panel.ts';
import { OperationList } from './OperationList.tsx';
import { UndoBar } from './UndoBar.tsx';

export function Operations({ panel }: { panel: PanelModel }) {
  const { operations, directory, session, dialog } = panel;
  return (
    <div class="acts">
      <OperationList
        operations={operations}
        names={directory.names.value}
        connection={session.connection}
        onAskAgain={(type, conversationId) => {
          dialog.value = { type, conversationId };
        }}
      />
      <UndoBar operations={operations} undoSeconds={session.state.value?.undoSeconds ?? 0} />
    </div>
  );
}
