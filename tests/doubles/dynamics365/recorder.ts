/** Writes the floor down as an organisation's tables, and every change as it happens. */
import type { TransitionName } from '../../../lib/floor/engine/transitions.ts';
import type { Floor } from '../../../lib/floor/floor.ts';
import type { WireConversation } from '../../../lib/floor/wire.ts';
import type { Database } from './database.ts';
import type { Ids } from './ids.ts';
import { putAgent, putPresences } from './tables/agents.ts';
import { contactOf, conversationRow, liveConversationRow } from './tables/conversations.ts';
import { putOrganisation } from './tables/organisation.ts';
import { putMailbox, putQueue, putWorkstream } from './tables/queues.ts';
import { putTranscript } from './tables/transcripts.ts';
import { createThread, type Thread } from './threads.ts';

export interface Recorder {
  thread(conversationId: string): Thread | undefined;
  /** Whatever changes while `act` runs was asked for by a supervisor. */
  asSupervisor<T>(act: () => T): T;
  stop(): void;
}

export function createRecorder(floor: Floor, database: Database, { guidOf }: Ids): Recorder {
  const threads = new Map<string, Thread>();
  let counted = new Map(floor.transitions);
  let bySupervisor = false;

  /** The floor counts each cause just before it tells of the change. */
  function causesSince(): TransitionName[] {
    const now = floor.transitions;
    const causes = [...now].flatMap(([name, count]) => ((counted.get(name) ?? 0) < count ? [name] : []));
    counted = new Map(now);
    return causes as TransitionName[];
  }

  function write(row: WireConversation, causes: readonly TransitionName[], at: number): void {
    const known = threads.get(row.id);
    const thread = known ?? createThread(database, guidOf, row);
    threads.set(row.id, thread);
    // Who comes and goes is written in the participants alone; anything else, a message too, touches the conversation.
    const somebodyMoved = thread.follow(row, causes, bySupervisor, at);
    database.put('contact', guidOf(contactOf(row)), { fullname: row.customer.name });
    const { changeReason, sessionId } = thread;
    const around = { guidOf, changeReason, sessionId, primaryId: thread.primaryId() };
    const values = conversationRow(row, around);
    const touched = known !== undefined && !somebodyMoved;
    database.put('msdyn_ocliveworkitem', guidOf(row.id), values, touched);
    database.put('msdyn_liveconversation', guidOf(`live:${row.id}`), liveConversationRow(row, values), touched);
    if (row.state === 'closed') putTranscript(database, guidOf, row.id, floor.transcript(row.id));
  }

  function forget(id: string): void {
    threads.get(id)?.remove();
    threads.delete(id);
    database.remove('msdyn_ocliveworkitem', guidOf(id));
    database.remove('msdyn_liveconversation', guidOf(`live:${id}`));
    database.remove('msdyn_transcript', guidOf(`transcript:${id}`));
    database.remove('annotation', guidOf(`annotation:${id}`));
  }

  putOrganisation(database, guidOf);
  putPresences(database, guidOf);
  for (const queue of floor.queues()) putQueue(database, guidOf, queue);
  putMailbox(database, guidOf);
  const bot = floor.agents().find(({ kind }) => kind === 'bot')?.id;
  for (const workstream of floor.workstreams()) putWorkstream(database, guidOf, workstream, bot);
  for (const agent of floor.agents()) putAgent(database, guidOf, agent);
  for (const row of floor.conversations()) write(row, [], floor.now);

  const unsubscribe = floor.subscribe((event) => {
    if (event.type === 'conversation') write(event.row, causesSince(), event.at);
    else if (event.type === 'removed') {
      causesSince();
      forget(event.id);
    } else if (event.type === 'agent') putAgent(database, guidOf, event.row);
    else if (event.type === 'queue') putQueue(database, guidOf, event.row);
    else putWorkstream(database, guidOf, event.row, bot);
  });

  return {
    thread: (id) => threads.get(id),
    asSupervisor(act) {
      bySupervisor = true;
      try {
        return act();
      } finally {
        bySupervisor = false;
      }
    },
    stop: unsubscribe,
  };
}
