import { describe, expect, it } from 'vitest';
import type { Window } from '../../lib/domain/query.ts';
import { everything } from '../../lib/domain/query.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import { createMirror } from '../../lib/mirror/createMirror.ts';
import { createMemoryStore } from '../../lib/mirror/memoryStore.ts';
import { createView } from '../../lib/views/createView.ts';
import { createWindowSender } from '../../lib/views/createWindowSender.ts';
import { aConversation, morning } from '../builders.ts';
import { createTimers } from '../mirror/scene.ts';

function aSender() {
  const { mirror } = createMirror({ store: createMemoryStore(), now: () => morning, schedule: () => undefined });
  const put = (...rows: Conversation[]) =>
    mirror.apply({ changes: rows.map((row) => ({ kind: 'conversation' as const, row })) });
  put(...['a', 'b', 'c', 'd'].map((id, i) => aConversation({ id, stateSince: morning + i })));
  const query = { ...everything, count: 2 };
  const view = createView(mirror, query);
  const timers = createTimers();
  const sent: string[] = [];
  const show = ({ from, ids, rows }: Window) =>
    sent.push(`${from}: ${ids.join(' ')} with ${rows.map(({ id, version }) => id + version).join(' ')}`);
  const sender = createWindowSender(view, { schedule: timers.schedule, send: show });
  return { put, query, view, timers, sent, sender };
}

describe('the window sender', () => {
  it('sends the whole window first', () => {
    expect(aSender().sent).toEqual(['0: a b with a1 b1']);
  });

  it('sends the first change at once and those of the next 100 ms together, new rows only', () => {
    const { put, timers, sent } = aSender();
    put(aConversation({ id: 'a', version: 2 }));
    put(aConversation({ id: 'a', version: 3 }));
    put(aConversation({ id: 'b', version: 2, stateSince: morning + 1 }));
    expect(sent.slice(1)).toEqual(['0: a b with a2']);
    timers.pass(99);
    expect(sent).toHaveLength(2);
    timers.pass(1);
    expect(sent.slice(2)).toEqual(['0: a b with a3 b2']);
  });

  it('rests when nothing more comes, and then sends the next change at once again', () => {
    const { put, timers, sent } = aSender();
    put(aConversation({ id: 'a', version: 2 }));
    timers.pass(100);
    expect(timers.waiting).toBe(0);
    put(aConversation({ id: 'a', version: 3 }));
    expect(sent.slice(1)).toEqual(['0: a b with a2', '0: a b with a3']);
  });

  it('does not hold back what was asked for, and sends again rows that had left the window', () => {
    const { query, view, sent } = aSender();
    view.setQuery({ ...query, from: 1 });
    view.setQuery({ ...query, from: 2 });
    view.setQuery({ ...query, from: 1 });
    expect(sent.slice(1)).toEqual(['1: b c with c1', '2: c d with d1', '1: b c with b1']);
  });

  it('sends nothing when the window says nothing new', () => {
    const { put, query, view, timers, sent } = aSender();
    put(aConversation({ id: 'd', version: 2, stateSince: morning + 3 }));
    view.setQuery(query);
    timers.pass(100);
    expect(sent).toHaveLength(1);
  });

  it('sends the total when rows outside the window come', () => {
    const { put, sent } = aSender();
    put(aConversation({ id: 'e', stateSince: morning + 9 }));
    expect(sent.slice(1)).toEqual(['0: a b with ']);
  });

  it('sends everything again on request, and nothing after stop', () => {
    const { put, sender, timers, sent } = aSender();
    sender.resend();
    put(aConversation({ id: 'a', version: 2 }));
    put(aConversation({ id: 'a', version: 3 }));
    sender.stop();
    timers.pass(1000);
    put(aConversation({ id: 'a', version: 4 }));
    expect(sent.slice(1)).toEqual(['0: a b with a1 b1', '0: a b with a2']);
  });
});
