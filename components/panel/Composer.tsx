/** Writing after joining: to the agent only unless the supervisor chooses otherwise (J3). */
import { useEffect, useId, useRef } from 'preact/hooks';
import { type Audience, maxSayLength } from '../../lib/domain/actions.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import { reasonText } from '../../lib/i18n/reasonTexts.ts';
import { IconButton } from '../base/Button.tsx';
import { Segmented } from '../base/Segmented.tsx';
import { useText } from '../base/surroundings.tsx';
import type { ConversationProps } from './ConversationPage.tsx';

const audiences: readonly Audience[] = ['internal', 'everyone'];

export function Composer({ panel, conversation, row }: ConversationProps & { row: Conversation }) {
  const text = useText();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const names = panel.directory.names.value;
  const draft = conversation.draft.value;
  const against = {
    internal: conversation.reasonsAgainstSaying('internal'),
    everyone: conversation.reasonsAgainstSaying('everyone'),
  };
  const limits = [
    ...new Set(audiences.flatMap((one) => against[one].map((reason) => reasonText(text.reasons, reason, names)))),
  ];
  const isPossible = against[draft.audience].length === 0;
  const other = draft.audience === 'internal' ? 'everyone' : 'internal';
  const othersArePossible = against[other].length === 0;

  // The audience that cannot be reached any more gives way to the one that can, before anything is written to it.
  useEffect(() => {
    if (!isPossible && othersArePossible && draft.text === '') conversation.setDraft({ ...draft, audience: other });
  }, [isPossible, othersArePossible, draft.audience, draft.text]);

  const canSend = isPossible && draft.text.trim() !== '';
  const toAgent = row.agentId === undefined ? text.composer.internal : text.composer.toAgent(names.agent(row.agentId));
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (canSend) void conversation.send();
  }
  return (
    <form class={`composer ${draft.audience}`} onSubmit={(event) => event.preventDefault()}>
      <Segmented
        label={text.composer.audience}
        value={draft.audience}
        describedBy={`${id}-limits`}
        segments={audiences.map((value) => ({
          value,
          label: text.composer[value],
          unavailable: against[value].length > 0,
        }))}
        onChange={(audience) => conversation.setDraft({ ...draft, audience })}
      />
      <p class="composer-limits" id={`${id}-limits`}>
        {limits.join(' ')}
      </p>
      <div class="composer-field">
        <textarea
          ref={field}
          rows={Math.min(6, draft.text.split('\n').length)}
          dir={draft.text === '' ? undefined : 'auto'}
          maxLength={maxSayLength}
          aria-label={text.composer.label}
          aria-describedby={`${id}-hint`}
          placeholder={draft.audience === 'everyone' ? text.composer.toEveryone : toAgent}
          value={draft.text}
          onInput={(event) => conversation.setDraft({ ...draft, text: event.currentTarget.value })}
          onKeyDown={onKeyDown}
        />
        <IconButton
          icon="send"
          label={text.actions.say}
          unavailable={!canSend || conversation.isActing.value}
          onPress={() => conversation.send()}
        />
      </div>
      <p class="composer-hint" id={`${id}-hint`}>
        {text.composer.hint}
      </p>
    </form>
  );
}
