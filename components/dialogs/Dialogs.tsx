/** The dialog that the panel has open: on whatever the row, the people and the rules are now. */
import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { PresenceChoice } from '../../lib/domain/capabilities.ts';
import type { RuleContext } from '../../lib/domain/ruleContext.ts';
import type { ConversationModel } from '../../lib/models/conversation.ts';
import { createDialog } from '../../lib/models/dialog.ts';
import type { DialogRequest, PanelModel } from '../../lib/models/panel.ts';
import { Sheet } from '../base/Sheet.tsx';
import { useText } from '../base/surroundings.tsx';
import { Progress } from '../base/told.tsx';
import { DialogSheet } from './DialogSheet.tsx';

export function Dialogs({ panel }: { panel: PanelModel }) {
  const text = useText();
  const request = panel.dialog.value;
  const conversation = panel.dialogConversation.value;
  if (request === undefined || conversation === undefined || conversation.id !== request.conversationId) return null;
  const isKnown = conversation.row.value !== undefined || conversation.gone.value;
  const context = conversation.context.value;
  if (!isKnown || context === undefined) {
    return (
      <Sheet title={text.conversation.loading} onClose={() => close(panel)}>
        <Progress label={text.conversation.loading} />
      </Sheet>
    );
  }
  return (
    <OpenDialog key={`${request.type} ${request.conversationId}`} {...{ panel, request, conversation, context }} />
  );
}

interface OpenDialogProps {
  panel: PanelModel;
  request: DialogRequest;
  conversation: ConversationModel;
  context: RuleContext;
}

function OpenDialog({ panel, request, conversation, context: first }: OpenDialogProps) {
  const { type, conversationId } = request;
  const text = useText();
  const { everybody, names } = panel.directory;
  const { model, context } = useMemo(() => {
    // The session may go while the dialog stands (another connection is chosen): the last known rules hold until it is closed.
    let last = first;
    const context = computed(() => {
      last = conversation.context.value ?? last;
      return last;
    });
    const row = computed(() => (conversation.gone.value ? undefined : conversation.row.value));
    const { act, isStale } = panel;
    const presences = computed(() => panel.session.connection.value?.presences ?? []);
    const presenceName = ({ base, text: named }: PresenceChoice) => named ?? text.presences[base];
    return {
      model: createDialog({ type, act, row, everybody, context, presences, presenceName, isStale }),
      context,
    };
  }, [conversation, type]);
  return (
    <DialogSheet
      {...{ model, everybody, context }}
      line={panel.client.line}
      freshness={panel.session.freshness}
      names={names.value}
      undoSeconds={panel.session.state.value?.undoSeconds ?? 0}
      onClose={() => close(panel)}
      onAccepted={() => {
        close(panel);
        if (type === 'monitor') panel.open(conversationId);
      }}
      onOpenInWorkspace={() => {
        close(panel);
        // Its page says so where that fails.
        panel.open(conversationId);
        void panel.opened.peek()?.openInWorkspace();
      }}
      onInstead={(other) => {
        panel.dialog.value = { type: other, conversationId };
      }}
    />
  );
}

function close(panel: PanelModel): void {
  panel.dialog.value = undefined;
}
