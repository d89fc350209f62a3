/** What each topic is made of: how a standing question is answered now and whenever the answer changes. */
import type { Operation } from '../domain/actions.ts';
import { targetOf } from '../domain/actions.ts';
import type { Query } from '../domain/query.ts';
import type { Agent, Queue, Workstream } from '../domain/records.ts';
import type { RequestInput } from '../messages/requests.ts';
import { RequestError } from '../messages/requests.ts';
import type { DirectoryPush, SessionState, Summons } from '../messages/topics.ts';
import type { Mirror } from '../mirror/mirror.ts';
import { createView } from '../views/createView.ts';
import { createWindowSender, sendInterval } from '../views/createWindowSender.ts';
import { coalesce } from './coalesce.ts';
import type { Connections } from './connections.ts';
import type { WorkerEnvironment } from './environment.ts';
import type { LiveConnection } from './liveConnection.ts';

export interface StandingQuestion {
  stop(): void;
  changeQuery?(query: Query): void;
  hold?(held: boolean): void;
}

/** Milliseconds between pushes of numbers that nobody reads faster. */
const calm = 500;

export interface SubscriptionParts {
  connections: Connections;
  environment: WorkerEnvironment;
  session(tabId: number | undefined): SessionState;
  /** Tells when anything in the session state may have changed. */
  onSession(listener: () => void): () => void;
  summons(tabId: number | undefined, listener: (summons: Summons) => void): () => void;
}

type Input = RequestInput<'subscribe'>;

/** @throws RequestError notFound for a connection that does not exist (any more) */
export function openQuestion(
  parts: SubscriptionParts,
  input: Input,
  tabId: number | undefined,
  push: (push: unknown) => void,
): StandingQuestion {
  switch (input.topic) {
    case 'session': {
      const tell = coalesce(() => push(parts.session(tabId)), calm, parts.environment.schedule);
      tell.ask();
      const unsubscribe = parts.onSession(tell.ask);
      const stopLooking = watchAges(parts, tell.ask);
      return stopping(unsubscribe, stopLooking, tell.stop);
    }
    case 'summons':
      return stopping(parts.summons(tabId, push));
    default:
      return following(parts, input.params.connectionId, (live) => ofConnection(parts, input, live, push));
  }
}

/** A picture that is confirmed without a change makes no event; whoever shows its age hears of it all the same. */
function watchAges({ connections, environment }: SubscriptionParts, onNews: () => void): () => void {
  const ages = () =>
    connections
      .all()
      .map(({ mirror }) => mirror.asOf)
      .join();
  let told = ages();
  return everySecond(() => {
    const now = ages();
    if (now !== told) onNews();
    told = now;
  }, environment);
}

function everySecond(task: () => void, { schedule }: WorkerEnvironment): () => void {
  let cancel = () => {};
  const next = () => {
    cancel = schedule(() => {
      task();
      next();
    }, 1000);
  };
  next();
  return () => cancel();
}

type OfConnection = Exclude<Input, { topic: 'session' | 'summons' }>;

function ofConnection(
  { environment }: SubscriptionParts,
  input: OfConnection,
  live: LiveConnection,
  push: (push: unknown) => void,
): StandingQuestion {
  switch (input.topic) {
    case 'list': {
      const view = createView(live.mirror, input.params.query, live.labels);
      const sender = createWindowSender(view, { schedule: environment.schedule, send: push });
      return {
        stop() {
          sender.stop();
          view.stop();
        },
        changeQuery: (query) => view.setQuery(query),
        hold: (held) => view.hold(held),
      };
    }
    case 'directory': {
      const tell = directoryTeller(live, push);
      const calmly = coalesce(tell, calm, environment.schedule);
      calmly.ask();
      return stopping(
        live.mirror.subscribe((delta) => delta.directory && calmly.ask()),
        calmly.stop,
      );
    }
    case 'overview': {
      let told = -1;
      const read = () => live.overview.read(live.backendNow());
      const tell = () => {
        const overview = read();
        told = overview.overLimit;
        push(overview);
      };
      const calmly = coalesce(tell, calm, environment.schedule);
      calmly.ask();
      // Limits are passed by the clock alone, also on a floor where nothing happens.
      const stopLooking = everySecond(() => read().overLimit !== told && calmly.ask(), environment);
      return stopping(live.overview.subscribe(calmly.ask), calmly.stop, stopLooking);
    }
    case 'conversation':
      return stopping(live.monitoring.watch(input.params.conversationId, push));
    case 'operations': {
      // Whole each time: of a thousand at once not every step of each is told.
      const soon = coalesce(
        () => push({ operations: live.outbox.recent().map((one) => named(one, live.mirror)) }),
        sendInterval,
        environment.schedule,
      );
      soon.ask();
      return stopping(live.outbox.subscribe(soon.ask), soon.stop);
    }
  }
}

/** Names are never on the disk: a worker that came back has them from the mirror again. */
function named(operation: Operation, mirror: Mirror): Operation {
  const { action, about } = operation;
  const row = mirror.conversation(action.conversationId);
  if (about !== undefined || row === undefined) return operation;
  const { agentId, queueId = '' } = action.type === 'assign' || action.type === 'transfer' ? targetOf(action) : {};
  const target = agentId === undefined ? mirror.queue(queueId) : mirror.agent(agentId);
  return { ...operation, about: { customer: row.customer.name, ...(target && { target: target.name }) } };
}

function stopping(...stops: (() => void)[]): StandingQuestion {
  return {
    stop() {
      for (const stop of stops) stop();
    },
  };
}

/**
 * Nothing about customers leaves the worker before the notice is acknowledged (G3). A connection that gets another token
 * begins anew under the same id: the question is then asked again there, and its first push is whole.
 */
function following(
  { connections, onSession }: SubscriptionParts,
  connectionId: string,
  open: (live: LiveConnection) => StandingQuestion,
): StandingQuestion {
  if (connections.get(connectionId) === undefined) {
    throw new RequestError('notFound', 'This connection does not exist any more.');
  }
  let asked: LiveConnection | undefined;
  let question: StandingQuestion | undefined;
  let query: Query | undefined;
  let isHeld = false;
  function follow() {
    const live = connections.get(connectionId);
    const wanted = live?.status().noticeAcknowledged ? live : undefined;
    if (wanted === asked) return;
    question?.stop();
    asked = wanted;
    question = wanted && open(wanted);
    if (query !== undefined) question?.changeQuery?.(query);
    if (isHeld) question?.hold?.(true);
  }
  follow();
  const unsubscribe = onSession(follow);
  return {
    stop() {
      unsubscribe();
      question?.stop();
    },
    changeQuery(changed) {
      query = changed;
      question?.changeQuery?.(changed);
    },
    hold(held) {
      isHeld = held;
      question?.hold?.(held);
    },
  };
}

/** Tells only what changed since the last time, by comparing records by reference: the mirror replaces, never edits. */
function directoryTeller({ mirror }: LiveConnection, push: (push: DirectoryPush) => void): () => void {
  let agents = new Map<string, Agent>();
  let queues = new Map<string, Queue>();
  let workstreams = new Map<string, Workstream>();
  let first = true;
  return () => {
    const now = {
      agents: byId(mirror.agents()),
      queues: byId(mirror.queues()),
      workstreams: byId(mirror.workstreams()),
    };
    push({
      all: first,
      agents: fresh(agents, now.agents),
      queues: fresh(queues, now.queues),
      workstreams: fresh(workstreams, now.workstreams),
      gone: {
        agents: missing(agents, now.agents),
        queues: missing(queues, now.queues),
        workstreams: missing(workstreams, now.workstreams),
      },
    });
    ({ agents, queues, workstreams } = now);
    first = false;
  };
}
const byId = <T extends { id: string }>(records: Iterable<T>) => new Map([...records].map((one) => [one.id, one]));
const fresh = <T extends { id: string }>(before: Map<string, T>, after: Map<string, T>) =>
  [...after.values()].filter((one) => before.get(one.id) !== one);
const missing = <T>(before: Map<string, T>, after: Map<string, T>) => [...before.keys()].filter((id) => !after.has(id));
