/** The floor's agents, queues and workstreams of the connection that is looked at, and what to call them. */
import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { Agent, Queue, Workstream } from '../domain/records.ts';
import type { Directory } from '../domain/ruleContext.ts';
import { isolate } from '../i18n/isolate.ts';
import type { Language } from '../i18n/languages.ts';
import type { Names } from '../i18n/reasonTexts.ts';
import type { WorkerClient } from '../messages/client.ts';
import type { DirectoryPush } from '../messages/topics.ts';

export interface Everybody extends Directory {
  agents: Iterable<Agent>;
  queues: Iterable<Queue>;
}

export interface DirectoryModel {
  agents: ReadonlySignal<ReadonlyMap<string, Agent>>;
  queues: ReadonlySignal<ReadonlyMap<string, Queue>>;
  workstreams: ReadonlySignal<ReadonlyMap<string, Workstream>>;
  /** All of them, to look up and to walk through, as the rules want them. */
  everybody: ReadonlySignal<Everybody>;
  /** What reasons and sentences call them. */
  names: ReadonlySignal<Names>;
  start(): () => void;
}

export function createDirectory(
  client: WorkerClient,
  connectionId: ReadonlySignal<string | undefined>,
  text: ReadonlySignal<Language>,
  organisation: ReadonlySignal<string | undefined>,
): DirectoryModel {
  const agents = signal<ReadonlyMap<string, Agent>>(new Map());
  const queues = signal<ReadonlyMap<string, Queue>>(new Map());
  const workstreams = signal<ReadonlyMap<string, Workstream>>(new Map());

  function take(push: DirectoryPush): void {
    batch(() => {
      agents.value = merged(agents.peek(), push.all, push.agents, push.gone.agents);
      queues.value = merged(queues.peek(), push.all, push.queues, push.gone.queues);
      workstreams.value = merged(workstreams.peek(), push.all, push.workstreams, push.gone.workstreams);
    });
  }

  return {
    agents,
    queues,
    workstreams,
    everybody: computed(() => {
      const [byAgent, byQueue, byWorkstream] = [agents.value, queues.value, workstreams.value];
      return {
        agent: (id) => byAgent.get(id),
        queue: (id) => byQueue.get(id),
        workstream: (id) => byWorkstream.get(id),
        agents: [...byAgent.values()],
        queues: [...byQueue.values()],
      };
    }),
    names: computed(() => {
      const { unknownAgent, unknownQueue } = text.value.common;
      const [byAgent, byQueue, name] = [agents.value, queues.value, organisation.value];
      return {
        agent: (id) => isolate(byAgent.get(id)?.name ?? unknownAgent),
        queue: (id) => isolate(byQueue.get(id)?.name ?? unknownQueue),
        organisation: name === undefined ? undefined : isolate(name),
      };
    }),
    start() {
      return effect(() => {
        const id = connectionId.value;
        take({ all: true, agents: [], queues: [], workstreams: [], gone: { agents: [], queues: [], workstreams: [] } });
        if (id === undefined) return;
        const subscription = untracked(() => client.subscribe('directory', () => ({ connectionId: id }), take));
        return () => subscription.stop();
      });
    },
  };
}

function merged<R extends { id: string }>(
  before: ReadonlyMap<string, R>,
  all: boolean,
  records: readonly R[],
  gone: readonly string[],
): ReadonlyMap<string, R> {
  if (!all && records.length === 0 && gone.length === 0) return before;
  const after = new Map(all ? [] : before);
  for (const record of records) after.set(record.id, record);
  for (const id of gone) after.delete(id);
  return after;
}
