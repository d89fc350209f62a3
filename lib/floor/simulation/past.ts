/** What was said before the first moment. */
import type { Message } from '../../domain/records.ts';
import { asMessage } from '../engine/talk.ts';
import type { Dialogue } from '../floor.ts';
import type { WireAgent, WireConversation } from '../wire.ts';

export interface Past {
  /** Written down only when somebody reads it. */
  messages: () => Message[];
  times: Pick<WireConversation, 'lastCustomerMessageAt' | 'lastAgentMessageAt'>;
  lastCustomerMessageAt: number | undefined;
}

/** The first `count` turns, spread evenly from `from` to `to`. */
export function pastOf(
  conversationId: string,
  dialogue: Dialogue,
  count: number,
  from: number,
  to: number,
  names: { customer: string; agent: WireAgent | undefined },
): Past {
  const turns = dialogue.turns.slice(0, count);
  const at = (index: number) => Math.round(from + ((to - from) * index) / Math.max(1, turns.length - 1));
  const lastOf = (who: string) => {
    const index = turns.findLastIndex((turn) => turn[0] === who);
    return index < 0 ? undefined : at(index);
  };
  const lastCustomerMessageAt = lastOf('customer');
  const lastAgentMessageAt = lastOf('agent');
  return {
    messages: () =>
      turns.map(([who, text], index) => {
        const agent = names.agent?.kind === 'bot' ? 'bot' : 'agent';
        const authorName = who === 'customer' ? names.customer : (names.agent?.name ?? '');
        return asMessage(
          { from: who === 'customer' ? who : agent, authorName, text },
          conversationId,
          index + 1,
          at(index),
        );
      }),
    times: {
      ...(lastCustomerMessageAt === undefined ? {} : { lastCustomerMessageAt }),
      ...(lastAgentMessageAt === undefined ? {} : { lastAgentMessageAt }),
    },
    lastCustomerMessageAt,
  };
}
