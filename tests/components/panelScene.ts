/** A panel model over a fake worker with a small floor, for the screens that stand on it. */

import { signal } from '@preact/signals';
import { onTestFinished } from 'vitest';
import type { Operation } from '../../lib/domain/actions.ts';
import type { Agent, Conversation, Queue, Workstream } from '../../lib/domain/records.ts';
import type { SessionState } from '../../lib/messages/topics.ts';
import type { Clock } from '../../lib/models/clock.ts';
import { createPanel } from '../../lib/models/panel.ts';
import { anAgent, aQueue, aWorkstream, morning } from '../builders.ts';
import { createFakeClient } from '../fakeClient.ts';
import { aSession } from '../scenes.ts';

export interface Floor {
  session: SessionState;
  agents: Agent[];
  queues: Queue[];
  workstreams: Workstream[];
  row: Conversation;
}

/** Pushes what a worker would, at once, to whatever the page asks; acts are accepted and stay queued. */
export function panelScene(floor: Partial<Floor> & { row: Conversation }) {
  const client = createFakeClient();
  const now = signal(morning);
  const clock: Clock = { now, read: () => now.peek(), start: () => () => {} };
  let minted = 0;
  const panel = createPanel({
    client,
    clock,
    requestAccess: async () => true,
    browserLanguage: 'en',
    newId: () => `o-${++minted}`,
  });
  const { session = aSession(), agents = [anAgent({ id: 'a-x', name: 'Xenia' }), anAgent()], row } = floor;
  const { queues = [aQueue(), aQueue({ id: 'q-2', name: 'Billing' })], workstreams = [aWorkstream()] } = floor;
  client.answer({
    reread: () => ({ row }),
    act: ({ action, about, connectionId }): Operation => ({
      id: action.operationId,
      connectionId,
      action,
      about,
      account: 'a-me',
      state: 'queued',
      at: now.peek(),
      attempts: 0,
    }),
  });
  const directory = (all: boolean, next: Partial<Pick<Floor, 'agents' | 'queues' | 'workstreams'>>) => ({
    all,
    agents: [],
    queues: [],
    workstreams: [],
    gone: { agents: [], queues: [], workstreams: [] },
    ...next,
  });
  const tellRow = (next: Conversation) =>
    client.push('conversation', {
      row: next,
      gone: false,
      lease: { state: 'none' },
      messages: [],
      resetMessages: false,
    });
  const stop = panel.start();
  client.push('session', session);
  client.push('directory', directory(true, { agents, queues, workstreams }));
  onTestFinished(() => {
    panel.dialog.value = undefined;
    stop();
  });
  return {
    client,
    panel,
    now,
    tellRow,
    tellSession: (next: Partial<SessionState>) => client.push('session', { ...session, ...next }),
    tellAgents: (...next: Agent[]) => client.push('directory', directory(false, { agents: next })),
    tellOperations: (...operations: Operation[]) => client.push('operations', { operations }),
    /** Opens a dialog on the row, as the row's menu would. */
    open(type: 'monitor' | 'join' | 'assign' | 'transfer' | 'forceClose') {
      panel.dialog.value = { type, conversationId: row.id };
      tellRow(row);
    },
  };
}
