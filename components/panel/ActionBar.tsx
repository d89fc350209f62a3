/** What can be done; for whatever cannot be done, every reason in words below. */
import { useId } from 'preact/hooks';
import { isOnlyInWorkspace } from '../../lib/domain/reasons.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import { reasonText } from '../../lib/i18n/reasonTexts.ts';
import type { PageAction } from '../../lib/models/conversation.ts';
import { Button } from '../base/Button.tsx';
import { useText } from '../base/surroundings.tsx';
import { Banner, ReasonList } from '../base/told.tsx';
import { FailedAct } from '../operations/FailedAct.tsx';
import type { ConversationProps } from './ConversationPage.tsx';

export function ActionBar({ panel, conversation, row }: ConversationProps & { row: Conversation }) {
  const text = useText();
  const id = useId();
  const names = panel.directory.names.value;
  const isMonitoring = ['monitoring', 'starting'].includes(conversation.lease.value.state);
  const hasJoined = conversation.context.value?.hasJoined === true;
  // Whoever has joined leaves first; monitoring goes on until it is stopped.
  const begun: PageAction[] = hasJoined ? ['leave'] : [isMonitoring ? 'stopMonitor' : 'monitor', 'join'];
  const actions: PageAction[] = [...begun, 'assign', 'transfer', 'forceClose'];
  const told = actions.map((action) => ({ action, reasons: conversation.reasons(action) }));
  const refused = told.filter(({ reasons }) => reasons.length > 0);
  const trouble = conversation.trouble.value;

  function press(action: PageAction) {
    if (action === 'stopMonitor' || action === 'leave') void conversation.stop(action);
    else panel.dialog.value = { type: action, conversationId: row.id };
  }
  const openThere = () => void conversation.openInWorkspace();
  return (
    <div class="actions-frame">
      <div class="actions" role="toolbar" aria-label={text.conversation.actions}>
        {told.map(({ action, reasons }) => (
          <Button
            key={action}
            kind={action === 'forceClose' ? 'danger' : 'plain'}
            {...(action === 'monitor' || action === 'stopMonitor' ? { icon: 'ear' as const } : {})}
            unavailable={reasons.length > 0}
            {...(reasons.length > 0 && { describedBy: `${id}-${action}` })}
            busy={conversation.isActing.value && (action === 'stopMonitor' || action === 'leave')}
            onPress={() => press(action)}
          >
            {text.actions[action]}
          </Button>
        ))}
        <Button kind="link" onPress={openThere}>
          {text.conversation.openInWorkspace}
        </Button>
      </div>
      {refused.length > 0 && (
        <ul class="why-not" aria-label={text.conversation.unavailable}>
          {refused.map(({ action, reasons }) => (
            <li key={action} id={`${id}-${action}`}>
              {text.because(
                text.actions[action],
                reasons.map((reason) => reasonText(text.reasons, reason, names)).join(' '),
              )}
              {isOnlyInWorkspace(reasons) && (
                <>
                  {' '}
                  <Button kind="link" onPress={openThere}>
                    {text.conversation.openInWorkspace}
                  </Button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {trouble && (
        <Banner tone="urgent">
          {trouble.kind === 'refused' ? (
            <ReasonList reasons={trouble.reasons} names={names} />
          ) : trouble.kind === 'failed' ? (
            <FailedAct {...trouble} />
          ) : (
            text.conversation.trouble[trouble.kind]
          )}
        </Banner>
      )}
    </div>
  );
}
