/** Things said to the supervisor: what an act would do, why something is not possible, what is wrong, what is empty. */
import type { ComponentChildren } from 'preact';
import type { Reason } from '../../lib/domain/reasons.ts';
import { type Names, reasonText } from '../../lib/i18n/reasonTexts.ts';
import { Icon, type IconName } from './Icon.tsx';
import { useText } from './surroundings.tsx';

export interface Consequence {
  icon: 'bell' | 'ear' | 'record' | 'undo' | 'info' | 'warning';
  text: ComponentChildren;
  tone?: 'warn' | 'urgent';
}

/** "Told before": who is notified, who hears or reads what, what is recorded, whether it can be undone. */
export function ConsequenceCard({ id, lines }: { id?: string; lines: readonly Consequence[] }) {
  return (
    <ul class="consequences" id={id}>
      {lines.map(({ icon, text, tone }, index) => (
        <li key={index} class={tone}>
          <Icon name={icon} />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

export interface ReasonListProps {
  reasons: readonly Reason[];
  names: Names;
  /** For `describedBy`. */
  id?: string;
  class?: string;
}

/** All reasons, never only the first. */
export function ReasonList({ reasons, names, id, class: className = '' }: ReasonListProps) {
  const text = useText();
  return (
    <ul class={`reasons ${className}`} id={id}>
      {reasons.map((reason, index) => (
        <li key={`${reason.code}${index}`}>{reasonText(text.reasons, reason, names)}</li>
      ))}
    </ul>
  );
}

export interface BannerProps {
  tone: 'info' | 'good' | 'warn' | 'urgent';
  action?: ComponentChildren;
  children: ComponentChildren;
}

/** Announced when it appears; `urgent` interrupts. */
export function Banner({ tone, action, children }: BannerProps) {
  const icon = { info: 'info', good: 'check', warn: 'warning', urgent: 'warning' } as const;
  return (
    <div class={`banner ${tone}`} role={tone === 'urgent' ? 'alert' : 'status'}>
      <Icon name={icon[tone]} />
      <div class="banner-text">{children}</div>
      {action}
    </div>
  );
}

/** Without `value` it only shows that something is under way. */
export function Progress({ label, value, max }: { label: string; value?: number; max?: number }) {
  return <progress class="progress" aria-label={label} value={value} max={max} />;
}

export interface EmptyStateProps {
  icon: IconName;
  title: ComponentChildren;
  children?: ComponentChildren;
  action?: ComponentChildren;
}

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p class="empty-title">{title}</p>
      {children && <p class="empty-text">{children}</p>}
      {action}
    </div>
  );
}
