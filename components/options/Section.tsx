/** A part of the options page under its own heading. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface SectionProps {
  title: string;
  hint?: string;
  children: ComponentChildren;
}

export function Section({ title, hint, children }: SectionProps) {
  const id = useId();
  return (
    <section class="options-section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {hint && <p class="options-hint">{hint}</p>}
      {children}
    </section>
  );
}
