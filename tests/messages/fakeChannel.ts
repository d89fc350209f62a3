/** Two ends of a line in memory; what one sends the other hears in the same turn. */
import type { Channel } from '../../lib/messages/channel.ts';

export function channelPair(): [Channel, Channel] {
  const ends = [0, 1].map(() => ({ hear: [] as ((message: unknown) => void)[], close: [] as (() => void)[] }));
  let open = true;
  const shut = () => {
    if (!open) return;
    open = false;
    for (const end of ends) for (const listener of end.close) listener();
  };
  const end = (mine: number): Channel => ({
    send(message) {
      if (!open) return;
      // As between real contexts, nothing is shared.
      const copy = structuredClone(message);
      for (const listener of ends[1 - mine]?.hear ?? []) listener(copy);
    },
    onMessage: (listener) => ends[mine]?.hear.push(listener),
    onClose: (listener) => ends[mine]?.close.push(listener),
    close: shut,
  });
  return [end(0), end(1)];
}
