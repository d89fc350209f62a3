/** What was said: grouped by author, each message in its own direction, internal ones marked (M5). */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Message } from '../../lib/domain/records.ts';
import type { Language } from '../../lib/i18n/languages.ts';
import { Button } from '../base/Button.tsx';
import { Icon } from '../base/Icon.tsx';
import { Name } from '../base/Name.tsx';
import { useText } from '../base/surroundings.tsx';
import { ReasonList } from '../base/told.tsx';
import type { ConversationProps } from './ConversationPage.tsx';

/** Messages of one author stand together when less than this lies between them, ms. */
const together = 120_000;

export function Transcript({ panel, conversation }: ConversationProps) {
  const text = useText();
  const lease = conversation.lease.value;
  const words = text.conversation;
  const isLive = conversation.context.value?.capabilities.liveTranscript !== false;
  const isThere = isLive || conversation.messages.value.length > 0;
  if (conversation.mayRead.value && isThere) return <Messages conversation={conversation} />;
  if (lease.state === 'starting') return <Locked>{words.starting}</Locked>;
  if (lease.state === 'ended') {
    return (
      <Locked title={words.ended}>
        <ReasonList reasons={lease.reasons} names={panel.directory.names.value} />
      </Locked>
    );
  }
  if (conversation.row.value?.state === 'closed') return <Locked>{words.lockedForGood}</Locked>;
  return <Locked>{isLive ? words.locked : words.notLive}</Locked>;
}

function Locked({ title, children }: { title?: string; children: ComponentChildren }) {
  return (
    <div class="talk locked" role="status">
      <Icon name="lock" />
      {title && <p class="empty-title">{title}</p>}
      {typeof children === 'string' ? <p>{children}</p> : children}
    </div>
  );
}

function Messages({ conversation }: Pick<ConversationProps, 'conversation'>) {
  const text = useText();
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const seen = useRef(0);
  const unseen = useSignal(0);
  const messages = conversation.messages.value;

  function toEnd() {
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight;
    atEnd.current = true;
    seen.current = messages.length;
    unseen.value = 0;
  }
  // Follows the talk only while its end is in view: whoever reads further up is not torn away.
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
    else unseen.value = Math.max(0, messages.length - seen.current);
  }, [messages]);
  function onScroll() {
    const talk = box.current;
    if (talk === null) return;
    atEnd.current = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 24;
    if (atEnd.current) toEnd();
  }
  return (
    <div class="talk-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div ref={box} class="talk" role="log" aria-label={text.conversation.transcript} tabIndex={0} onScroll={onScroll}>
        {messages.length === 0 && <p class="said-by-system">{text.conversation.noMessages}</p>}
        {messages.map((message, index) => (
          <Said key={message.id} text={text} message={message} before={messages[index - 1]} />
        ))}
      </div>
      {unseen.value > 0 && (
        <div class="unseen">
          <Button onPress={toEnd}>{text.conversation.latest(unseen.value)}</Button>
        </div>
      )}
    </div>
  );
}

function Said({ text, message, before }: { text: Language; message: Message; before: Message | undefined }) {
  const { from, authorName, audience, at } = message;
  if (from === 'system') {
    return (
      <p class="said-by-system">
        <bdi dir="auto">{message.text}</bdi> · <span class="time">{text.clock(at)}</span>
      </p>
    );
  }
  const isSame =
    before !== undefined &&
    before.from === from &&
    before.authorName === authorName &&
    before.audience === audience &&
    at - before.at < together;
  const side = from === 'customer' ? 'theirs' : 'ours';
  return (
    <div class={`said ${side} ${from} ${audience} ${isSame ? 'same' : ''}`}>
      <p class={isSame ? 'visually-hidden' : 'said-by'}>
        {authorName ? <Name text={authorName} /> : text.conversation.from[from]}
        {audience === 'internal' && ` · ${text.conversation.toAgentOnly}`}
        {' · '}
        <span class="time">{text.clock(at)}</span>
      </p>
      <p class="said-text" dir="auto">
        {message.text}
      </p>
    </div>
  );
}
