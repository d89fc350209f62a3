/** What came of an undo or of looking again. */
import type { Reply } from '../../lib/models/operations.ts';
import { useText } from '../base/surroundings.tsx';

export function ReplyLine({ reply, class: className }: { reply: Reply | undefined; class: string }) {
  const { operations, requestErrors } = useText();
  if (reply === undefined) return null;
  const words = reply === 'tooLate' || reply === 'checked' ? operations[reply] : requestErrors[reply];
  return (
    <span class={className} role="alert">
      {words}
    </span>
  );
}
