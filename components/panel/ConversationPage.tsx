/** One conversation: who and what, what can be done with it, what is said, and what the supervisor says. */
import { useEffect, useRef } from 'preact/hooks';
import type { ConversationModel } from '../../lib/models/conversation.ts';
import type { PanelModel } from '../../lib/models/panel.ts';
import { IconButton } from '../base/Button.tsx';
import { ChannelIcon, StateMark } from '../base/marks.tsx';
import { Name } from '../base/Name.tsx';
import { Silence } from '../base/Silence.tsx';
import { useText } from '../base/surroundings.tsx';
import { Duration } from '../base/time.tsx';
import { Banner, Progress } from '../base/told.tsx';
import { ActionBar } from './ActionBar.tsx';
import { Composer } from './Composer.tsx';
import { Facts } from './Facts.tsx';
import { Freshness } from './Freshness.tsx';
import { Transcript } from './Transcript.tsx';
import './conversation.css';

export interface ConversationProps {
  panel: PanelModel;
  conversation: ConversationModel;
}

export function ConversationPage({ panel, conversation, restart }: ConversationProps & { restart(): void }) {
  const text = useText();
  const page = useRef<HTMLElement>(null);
  const row = conversation.row.value;
  const isOver = conversation.gone.value || row?.state === 'closed';
  useEffect(() => page.current?.focus(), []);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    panel.back();
  }
  return (
    <section
      ref={page}
      class="conversation panel-page"
      tabIndex={-1}
      aria-label={row?.customer.name}
      onKeyDown={onKeyDown}
    >
      <ConversationHeader panel={panel} conversation={conversation} />
      <Silence line={panel.client.line} asOf={panel.session.connection.value?.asOf} restart={restart} />
      {panel.notFound.value && <Banner tone="warn">{text.panel[panel.notFound.value]}</Banner>}
      {row === undefined && !conversation.gone.value && <Progress label={text.conversation.loading} />}
      {conversation.gone.value && <Banner tone="warn">{text.conversation.gone}</Banner>}
      {row?.state === 'closed' && <Banner tone="info">{text.conversation.closed}</Banner>}
      {row && (
        <>
          <Facts panel={panel} conversation={conversation} row={row} />
          {!isOver && <ActionBar panel={panel} conversation={conversation} row={row} />}
          <Transcript panel={panel} conversation={conversation} />
          {conversation.mayWrite.value && <Composer panel={panel} conversation={conversation} row={row} />}
        </>
      )}
    </section>
  );
}

function ConversationHeader({ panel, conversation }: ConversationProps) {
  const text = useText();
  const row = conversation.row.value;
  return (
    <header class="bar">
      <IconButton icon="back" label={text.common.back} onPress={panel.back} />
      <div class="grow">
        {row && (
          <>
            <h1 class="title">
              <Name class="clip customer" text={row.customer.name} /> <Name class="clip subject" text={row.subject} />
            </h1>
            <p class="under-title">
              <StateMark state={row.state} ringing={row.ringing} silent />
              <span>{row.ringing ? text.conversation.ringing : text.states[row.state]}</span>·
              <Duration since={row.stateSince} now={panel.session.backendNow} />·
              <ChannelIcon channel={row.channel} escalatedTo={row.escalatedTo} silent />
              <span class="clip channel-words">
                {row.escalatedTo ? text.conversation.escalated[row.escalatedTo] : text.channel(row.channel)}
              </span>
            </p>
          </>
        )}
      </div>
      <Freshness session={panel.session} />
    </header>
  );
}
