/** Words of other people (names, subjects, backend texts): shown as they are, walled off from our direction. */
import { visibleName } from '../../lib/domain/names.ts';

export interface NameProps {
  text: string;
  /** Code points after which it is cut. */
  maxLength?: number;
  class?: string;
}

export function Name({ text, maxLength = 120, class: className }: NameProps) {
  return <bdi class={className}>{visibleName(text, maxLength)}</bdi>;
}
