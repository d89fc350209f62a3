/** The worker says nothing any more (FA27): how old what is shown is, and the way out. */
import type { ReadonlySignal } from '@preact/signals';
import type { LineState } from '../../lib/messages/client.ts';
import { Button } from './Button.tsx';
import { useText } from './surroundings.tsx';
import { Banner } from './told.tsx';

export interface SilenceProps {
  line: ReadonlySignal<LineState>;
  /** When what is shown was last confirmed, epoch ms; where the page shows something that ages. */
  asOf?: number | undefined;
  /** Ends the worker and all pages of the extension, and begins anew. */
  restart(): void;
}

export function Silence({ line, asOf, restart }: SilenceProps) {
  const { trouble } = useText();
  if (line.value !== 'silent') return null;
  const action = <Button onPress={restart}>{trouble.restart}</Button>;
  return (
    <Banner tone="urgent" action={action}>
      {trouble.silent(asOf)}
    </Banner>
  );
}
