/** Sentiment follows from the customer's turns, and from nothing else. */
import type { Message, SentimentPoint } from '../../domain/records.ts';
import type { SentimentOf } from './core.ts';
import { customerTurns } from './talk.ts';

const remembered = 5000;

/** Dialogues are played many times: the same turns are read once. */
export function remembering(sentimentOf: SentimentOf): SentimentOf {
  const known = new Map<string, ReturnType<SentimentOf>>();
  return (turns) => {
    const key = turns.join('\n');
    const ready = known.get(key);
    if (ready !== undefined) return ready;
    const level = sentimentOf(turns);
    if (known.size >= remembered) known.clear();
    known.set(key, level);
    return level;
  };
}

/** One point for each turn of the customer that can be read, oldest first. */
export function sentimentCurve(messages: readonly Message[], sentimentOf: SentimentOf): SentimentPoint[] {
  const spoken = messages.filter(({ from }) => from === 'customer');
  const turns = customerTurns(spoken);
  return spoken.flatMap(({ at }, index) => {
    const level = sentimentOf(turns.slice(0, index + 1));
    return level === 'unknown' ? [] : [{ at, level }];
  });
}
