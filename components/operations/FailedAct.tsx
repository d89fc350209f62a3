/** Why an act was not accepted, and whether it may have happened all the same. */
import type { Acted } from '../../lib/models/act.ts';
import { useText } from '../base/surroundings.tsx';

type Failed = Extract<Acted, { kind: 'failed' }>;

export function FailedAct({ code, mayHaveHappened }: Pick<Failed, 'code' | 'mayHaveHappened'>) {
  const { dialogs, requestErrors } = useText();
  return (
    <>
      {requestErrors[code]} {mayHaveHappened ? dialogs.mayHaveHappened : dialogs.nothingSent}
    </>
  );
}
