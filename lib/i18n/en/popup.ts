/** English: the queue overview in the toolbar's popup. */
import { formats } from '../formats.ts';

const { number, plural, list } = formats('en');

export const popup = {
  title: 'Queues',
  caption: 'Queues: what waits, what goes on, and who is there',
  columns: {
    queue: 'Queue',
    waiting: 'Waiting',
    longest: 'Longest',
    active: 'Active',
    wrapUp: 'Wrap-up',
    free: 'Free',
    agents: 'Agents',
  },
  freeTitle: 'Free units of the available agents',
  none: '—',
  zeroCoverage: 'work waiting, nobody available',
  agents: (parts: readonly string[]) => (parts.length === 0 ? 'no agents' : list(parts)),
  agentCount: (count: number, presence: string) => `${number(count)} ${presence}`,
  overLimit: (count: number) =>
    count === 0
      ? 'No conversation is over its limit'
      : plural(count, {
          one: '1 conversation is over its limit',
          other: `${number(count)} conversations are over their limit`,
        }),
  openPanel: 'Open panel',
  empty: 'No queues are known yet.',
  loading: 'Reading the queues…',
};
