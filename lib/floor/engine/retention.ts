/** Closed conversations can be read for a while, then they are dropped. */
import type { Core, Witness } from './core.ts';
import { closedRetention } from './limits.ts';
import type { Talk } from './talk.ts';

export interface Retention {
  readonly witness: Witness;
  /** Drops what was closed long ago. */
  sweep(): void;
}

export function createRetention(core: Core): Retention {
  const closed: { talk: Talk; until: number }[] = [];
  return {
    witness: {
      talk(talk, before, after) {
        if (after?.state === 'closed' && before?.state !== 'closed')
          closed.push({ talk, until: core.now + closedRetention });
      },
    },
    sweep() {
      const due = closed.findIndex(({ until }) => until > core.now);
      const dropped = closed.splice(0, due < 0 ? closed.length : due);
      for (const { talk } of dropped) if (core.talks.get(talk.row.id) === talk) core.forget(talk);
    },
  };
}
