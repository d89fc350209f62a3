/** The floor's events: numbered without a gap, told to whoever listens, the last ones kept for those who come back. */
import type { FloorEvent } from '../floor.ts';
import { historyLength } from './limits.ts';

type WithoutStamp<T> = T extends unknown ? Omit<T, 'sequence' | 'at'> : never;
export type FloorNews = WithoutStamp<FloorEvent>;

export interface History {
  /** Number of the last event. */
  readonly sequence: number;
  emit(at: number, news: FloorNews): void;
  /** `undefined`: not known that far back, or a number that this floor has not reached. */
  after(from: number): FloorEvent[] | undefined;
  subscribe(listener: (event: FloorEvent) => void): () => void;
}

export function createHistory(firstSequence: number): History {
  let sequence = firstSequence;
  let kept: FloorEvent[] = [];
  const listeners = new Set<(event: FloorEvent) => void>();
  return {
    get sequence() {
      return sequence;
    },
    emit(at, news) {
      sequence += 1;
      const event: FloorEvent = { ...news, sequence, at };
      kept.push(event);
      if (kept.length >= 2 * historyLength) kept = kept.slice(-historyLength);
      for (const listener of listeners) listener(event);
    },
    after(from) {
      const missing = sequence - from;
      if (!Number.isInteger(missing) || missing < 0 || missing > Math.min(kept.length, historyLength)) return undefined;
      return kept.slice(kept.length - missing);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
