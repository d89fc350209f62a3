/**
 * State, presence, sentiment and channel as marks: told by shape and colour, with words for screen readers. `silent`
 * where the same words stand beside the mark.
 */
import type { Channel, Conversation, PresenceBase, Sentiment, State } from '../../lib/domain/records.ts';
import { Icon, type IconName } from './Icon.tsx';
import { useText } from './surroundings.tsx';

const stateShapes: Record<State, string> = {
  open: 'M10 6a4 4 0 1 1-8 0 4 4 0 0 1 8 0',
  active: 'M10.5 6a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0',
  waiting: 'M3.8 2v8M8.2 2v8',
  wrapUp: 'M2 10V7.7L7.9 1.8l2.3 2.3L4.3 10z',
  closed: 'M2 2h8v8H2z',
};
const filledStates: readonly State[] = ['active', 'wrapUp', 'closed'];

export interface StateMarkProps {
  state: State;
  ringing?: boolean;
  silent?: boolean;
}

export function StateMark({ state, ringing = false, silent = false }: StateMarkProps) {
  const text = useText();
  const shape = `${filledStates.includes(state) && !ringing ? 'filled' : 'lined'} ${state === 'waiting' ? 'bars' : ''}`;
  return (
    <Mark
      class={`state-${state} ${shape}`}
      path={ringing ? `${stateShapes.active}M6 3.8v2.5M6 8.3h.01` : stateShapes[state]}
      label={silent ? undefined : text.states[state]}
    />
  );
}

const presenceShapes: Record<PresenceBase, { path: string; look: 'filled' | 'lined' | 'dashed' }> = {
  available: { path: 'M10.5 6a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0', look: 'filled' },
  busy: { path: 'M2.2 2.2h7.6v7.6H2.2z', look: 'filled' },
  doNotDisturb: { path: 'M10.2 6a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0M4 6h4', look: 'lined' },
  away: { path: 'M10.2 6a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0M6 3.5V6l1.7 1', look: 'lined' },
  offline: { path: 'M2.8 2.8l6.4 6.4M9.2 2.8 2.8 9.2', look: 'lined' },
  unknown: { path: 'M10.2 6a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0', look: 'dashed' },
};

export interface PresenceMarkProps {
  base: PresenceBase;
  silent?: boolean;
}

export function PresenceMark({ base, silent = false }: PresenceMarkProps) {
  const text = useText();
  const { path, look } = presenceShapes[base];
  return <Mark class={`presence-${base} ${look}`} path={path} label={silent ? undefined : text.presences[base]} />;
}

/** The mouth, from very negative to very positive; the strongest ones have brows or an open mouth too. */
const mouths: Record<number, string> = {
  [-3]: 'M5.5 11.3c1.3-2 3.7-2 5 0M5 5.4l1.8.9M11 5.4l-1.8.9',
  [-2]: 'M5.6 11c1.3-1.6 3.5-1.6 4.8 0',
  [-1]: 'M5.8 10.6c1.2-.8 3.2-.8 4.4 0',
  0: 'M5.8 10h4.4',
  1: 'M5.8 9.7c1.2.8 3.2.8 4.4 0',
  2: 'M5.6 9.3c1.3 1.7 3.5 1.7 4.8 0',
  3: 'M5.2 9h5.6c-.5 3-5.1 3-5.6 0z',
};

export interface SentimentMarkProps {
  sentiment: Sentiment;
  silent?: boolean;
}

export function SentimentMark({ sentiment, silent = false }: SentimentMarkProps) {
  const text = useText();
  const { level, source } = sentiment;
  const look =
    level === 'unknown' ? 'unknown' : level < -1 ? 'negative' : level < 0 ? 'slight' : level > 0 ? 'positive' : '';
  return (
    <>
      <svg class={`icon sentiment ${look} ${source}`} viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="5.8" />
        {level !== 'unknown' && <path d={`${mouths[level]}M6.2 6.8h.01M9.8 6.8h.01`} />}
      </svg>
      {!silent && <span class="visually-hidden">{text.sentiment(sentiment)}</span>}
    </>
  );
}

const channelIcons: Record<string, IconName> = {
  liveChat: 'liveChat',
  sms: 'sms',
  whatsApp: 'whatsApp',
  messaging: 'messaging',
  voice: 'voice',
  entityRecord: 'entityRecord',
};

export interface ChannelIconProps {
  channel: Channel;
  escalatedTo?: Conversation['escalatedTo'];
  silent?: boolean;
}

export function ChannelIcon({ channel, escalatedTo, silent = false }: ChannelIconProps) {
  const text = useText();
  const name = escalatedTo ?? channelIcons[channel] ?? 'otherChannel';
  const words = escalatedTo === undefined ? text.channel(channel) : text.conversation.escalated[escalatedTo];
  return <Icon name={name} {...(silent ? {} : { label: words })} />;
}

function Mark({ class: look, path, label }: { class: string; path: string; label: string | undefined }) {
  return (
    <>
      <svg class={`mark ${look}`} viewBox="0 0 12 12" aria-hidden="true">
        <path d={path} />
      </svg>
      {label !== undefined && <span class="visually-hidden">{label}</span>}
    </>
  );
}
