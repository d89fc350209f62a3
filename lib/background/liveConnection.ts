/**
 * One connection at work: its connector, mirror, outbox, sync and leases, joined. It answers what a panel asks about
 * that connection and decides nothing that the rules do not say.
 */
import { ConnectorError } from '../connectors/connector.ts';
import type { Action, Operation } from '../domain/actions.ts';
import { targetOf } from '../domain/actions.ts';
import { hasPrecondition, isDestructive } from '../domain/goals.ts';
import type { Reason } from '../domain/reasons.ts';
import type { Conversation } from '../domain/records.ts';
import { RequestError } from '../messages/requests.ts';
import type { ConnectionStatus } from '../messages/topics.ts';
import { createMirror } from '../mirror/createMirror.ts';
import { createIdbStore as createMirrorStore } from '../mirror/idbStore.ts';
import type { Mirror } from '../mirror/mirror.ts';
import { createOutbox } from '../outbox/createOutbox.ts';
import { createIdbStore as createOutboxStore } from '../outbox/idbStore.ts';
import type { ActionLog, Outbox } from '../outbox/outbox.ts';
import type { SettingsStore } from '../settings/createSettings.ts';
import type { StoredConnection } from '../settings/settings.ts';
import { lacksToken } from '../settings/settings.ts';
import { createBackoffGate } from '../sync/backoffGate.ts';
import { createSync } from '../sync/createSync.ts';
import { keepGate } from '../sync/keepGate.ts';
import type { Labels } from '../views/labels.ts';
import { createLabels } from '../views/labels.ts';
import type { OverviewCounter } from '../views/overview.ts';
import { createOverview } from '../views/overview.ts';
import type { Account } from './account.ts';
import { createAccount } from './account.ts';
import type { Connect } from './connecting.ts';
import type { WorkerEnvironment } from './environment.ts';
import { gatedConnector } from './gatedConnector.ts';
import { identifyingConnector } from './identifyingConnector.ts';
import type { Monitoring } from './monitoring.ts';
import { createMonitoring } from './monitoring.ts';
import { createStorageWatch } from './storageWatch.ts';
import { wipeStored } from './wipeStored.ts';

/** Milliseconds. */
const rereadPatience = 10_000;
const pruneEvery = 600_000;
/** By then the backend has told its clock, and a worker that nobody needs is not yet ended. */
const firstPruneAfter = 20_000;

export interface LiveConnection {
  readonly id: string;
  readonly account: Account;
  readonly mirror: Mirror;
  readonly outbox: Outbox;
  readonly log: Pick<ActionLog, 'read'>;
  readonly overview: OverviewCounter;
  /** What rows are searched and sorted by; shared by all views of this mirror. */
  readonly labels: Labels;
  readonly monitoring: Monitoring;
  status(): ConnectionStatus;
  /** The backend's clock, epoch ms. */
  backendNow(): number;
  /** @throws OutboxError when it could not be made durable: it was not accepted then */
  act(action: Action, about: NonNullable<Operation['about']>): Promise<Operation>;
  /** A person asks what became of it: now, not after the pause that follows failures. @throws OutboxError */
  check(operationId: string): Promise<Operation | undefined>;
  /** @throws RequestError offline */
  reread(conversationId: string): Promise<{ row: Conversation } | { gone: true }>;
  refresh(): void;
  /** Throws the stored list away and reads everything anew beside the picture; resolves when that has begun. */
  rebuild(): Promise<void>;
  /** Resolves when it can be asked: its image is in memory. @throws RequestError notFound when it ended before */
  untilFilled(): Promise<void>;
  subscribe(listener: () => void): () => void;
  start(): Promise<void>;
  /** The account that this life of the connection is of; `undefined` before it has ever signed in. */
  signedInAs(): StoredConnection['identity'];
  /** Ends it; what is stored for it stays. */
  close(): Promise<void>;
  /** Ends it and deletes everything that is stored for it. @throws when the browser leaves something */
  wipe(): Promise<void>;
}

/** Inert until `start`. */
export function createLiveConnection(parts: {
  stored: StoredConnection;
  settings: SettingsStore;
  environment: WorkerEnvironment;
  connect: Connect;
  /** What it signed in with is of no use any more. */
  forgetSignIn(): Promise<void>;
}): LiveConnection {
  const { settings, environment, connect } = parts;
  const { id } = parts.stored;
  const { now, schedule, random } = environment;
  /** As the backend said it in this worker's life: it holds at once, whether or not it can be kept. */
  let signedIn: StoredConnection['identity'];
  const stored = () => {
    const one = settings.current.connections.find((connection) => connection.id === id) ?? parts.stored;
    return signedIn === undefined ? one : { ...one, identity: signedIn };
  };
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };

  const connector = identifyingConnector(connect(parts.stored), now, (identity) => {
    const before = stored().identity;
    if (JSON.stringify(identity) === JSON.stringify(before)) return;
    const known = { ...identity, switchedOff: [...identity.switchedOff] };
    if (before !== undefined && before.accountId !== identity.accountId) {
      // This life is of the person before: it ends, and the next one begins with nothing of theirs (TH13).
      settings.updateConnection(id, (one) => ({ ...one, identity: known })).catch(environment.report);
      throw new ConnectorError('auth', 'Another person is signed in there now.');
    }
    signedIn = known;
    monitoring.rightsChanged();
    tell();
    // Kept for the next start, which may be offline; failing to keep it costs nothing now.
    settings.updateConnection(id, (one) => ({ ...one, identity: known })).catch(environment.report);
  });
  const mirrorStore = createMirrorStore(id, schedule);
  const outboxStore = createOutboxStore(id, schedule, tell);
  const kept = createMirror({ store: mirrorStore, now, schedule });
  const { mirror } = kept;
  const gate = createBackoffGate({ now, schedule, random });
  const beside = gatedConnector(connector, gate);
  const sync = createSync({ connector, mirror, gate, now, schedule, onStatus: tell });
  const account = createAccount({
    stored,
    settings,
    mirror,
    capabilities: connector.capabilities,
    isMonitoring: (conversationId) => monitoring.lease(conversationId).state === 'monitoring',
  });

  const outbox = createOutbox({
    connectionId: id,
    connector,
    store: outboxStore,
    gate,
    now,
    schedule,
    account: () => account.identity()?.agentId ?? '',
    row: (conversationId) => mirror.conversation(conversationId),
    recheck: (action) => account.reasonsAgainstAction(action),
    onRow: mirror.update,
    onProblem: environment.report,
    lock: environment.lock,
  });

  const monitoring = createMonitoring({
    connectionId: id,
    mirror,
    connector: beside,
    environment,
    session: environment.session,
    myAgentId: () => account.identity()?.agentId,
    reasonsAgainstMonitoring: account.reasonsAgainstMonitoring,
    stopMonitoring(row) {
      const { id: conversationId, etag, customer } = row;
      const action: Action = { type: 'stopMonitor', operationId: environment.newId(), conversationId, etag };
      // Where it cannot be stored the lease ends by itself after 60 s.
      outbox.add(action, { customer: customer.name }, { holdFor: 0 }).catch(environment.report);
    },
  });

  /** Each state of an operation is told to the leases once, in the order of the clicks. */
  const toldStates = new Map<string, Operation['state']>();
  function tellLeases() {
    const recent = outbox.recent().reverse();
    for (const operation of recent) {
      const told = toldStates.get(operation.id);
      if (told === operation.state) continue;
      toldStates.set(operation.id, operation.state);
      // Settled in an earlier life of the worker: those leases are taken up by `resume`, if they still are.
      if (told === undefined && operation.settledAt !== undefined) continue;
      monitoring.operationChanged(operation);
    }
    const there = new Set(recent.map((operation) => operation.id));
    for (const known of toldStates.keys()) if (!there.has(known)) toldStates.delete(known);
  }

  /** The rules said no before anything was stored: it is on record, and that is all. */
  async function refuse(action: Action, about: NonNullable<Operation['about']>, reasons: Reason[]): Promise<Operation> {
    const at = now();
    const target = action.type === 'assign' || action.type === 'transfer' ? targetOf(action) : undefined;
    const agentId = account.identity()?.agentId ?? '';
    // Where nothing can be stored, why it was refused is said all the same.
    const entry = {
      at,
      connectionId: id,
      account: agentId,
      action: action.type,
      conversationId: action.conversationId,
      operationId: action.operationId,
      outcome: 'refused',
      reasonCodes: reasons.map(({ code }) => code),
      ...(target === undefined ? {} : { target: target.agentId ?? target.queueId }),
    } as const;
    await outboxStore.append(entry).catch(environment.report);
    return {
      id: action.operationId,
      connectionId: id,
      action,
      account: agentId,
      state: 'refused',
      at,
      attempts: 0,
      settledAt: at,
      reasons,
      about,
    };
  }

  async function reread(conversationId: string) {
    await untilFilled();
    try {
      // Somebody waits for it: where it cannot be asked now, that is said now.
      if (gate.state.kind !== 'open') throw gate.state.problem;
      const wasKnown = mirror.conversation(conversationId) !== undefined;
      const row = await beside.read(conversationId, AbortSignal.timeout(rereadPatience));
      if (wasKnown) mirror.update(row);
      else mirror.apply({ changes: [{ kind: 'conversation', row }] });
      return { row: mirror.conversation(conversationId) ?? row };
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      if (error.kind !== 'notFound') throw new RequestError('offline', error.message);
      const known = mirror.conversation(conversationId);
      if (known) mirror.apply({ changes: [{ kind: 'removed', id: conversationId, version: known.version }] });
      return { gone: true as const };
    }
  }

  const stopWatchingRights = settings.subscribe(monitoring.rightsChanged);
  kept.onStorage(tell);
  const storage = createStorageWatch({
    connectionId: id,
    stored,
    settings,
    kept,
    collected: () => sync.status.collected,
    outbox,
    outboxStore,
    environment,
  });

  let hasEnded = false;
  let letIn = () => {};
  /** The image is in memory and what is stored of acts is known: before that nothing can be judged. */
  const filled = new Promise<void>((resolve) => {
    letIn = resolve;
  });
  async function untilFilled() {
    await filled;
    if (hasEnded) throw new RequestError('notFound', 'This connection does not exist any more.');
  }

  async function end() {
    hasEnded = true;
    letIn();
    sync.stop();
    outbox.stop();
    monitoring.stop();
    stopWatchingRights();
    storage.stop();
    cancelPrune();
    await kept.stop();
  }

  async function close() {
    await end();
    await Promise.all([mirrorStore.close(), outboxStore.close()]);
  }

  let cancelPrune = () => {};
  function pruneForEver() {
    kept.prune(now() + sync.status.clockOffset);
    cancelPrune = schedule(pruneForEver, pruneEvery);
  }

  return {
    id,
    account,
    mirror,
    outbox,
    log: outboxStore,
    overview: createOverview(mirror),
    labels: createLabels(mirror),
    monitoring,
    status() {
      const { backend: backendId, name, baseUrl, signIn, managed } = stored();
      const identity = account.identity();
      const asOf = mirror.asOf;
      return {
        id,
        backend: backendId,
        name,
        baseUrl,
        signIn,
        managed,
        ...sync.status,
        // Set up by the policy, but this supervisor's own token is still missing.
        ...(lacksToken(stored()) ? { phase: 'signedOut' as const } : {}),
        ...(asOf === undefined ? {} : { asOf }),
        ...(identity === undefined ? {} : { identity }),
        ...account.offer(),
        rulesVersion: stored().rulesVersion,
        ...(connector.pollEvery === undefined ? {} : { pollEvery: connector.pollEvery }),
        switchedOff: account.switchedOff(),
        noticeAcknowledged: account.noticeAcknowledged(),
        storage: storage.health(),
      };
    },
    backendNow: () => now() + sync.status.clockOffset,
    async act(action, about) {
      await untilFilled();
      const known = outbox.get(action.operationId);
      if (known) return known;
      const reasons = account.reasonsAgainstAction(action);
      const row = mirror.conversation(action.conversationId);
      if (row !== undefined && row.etag !== action.etag && hasPrecondition(action.type)) {
        reasons.push({ code: 'changedMeanwhile', what: [] });
      }
      if (reasons.length > 0) return refuse(action, about, reasons);
      return outbox.add(action, about, {
        holdFor: isDestructive(action.type) ? settings.current.undoSeconds * 1000 : 0,
      });
    },
    async check(operationId) {
      await untilFilled();
      gate.retryNow();
      return outbox.check(operationId);
    },
    reread,
    untilFilled,
    refresh: () => sync.refresh(),
    async rebuild() {
      await untilFilled();
      const wiped = kept.rebuild();
      sync.refresh();
      tell();
      // What the browser would not delete is left behind under its old name; whether the new one works, writing tells.
      await Promise.all([wiped.catch(environment.report), storage.startOutbox()]);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async start() {
      if (hasEnded) return;
      await kept.load();
      if (hasEnded) return;
      outbox.subscribe(tellLeases);
      await keepGate(gate, id, environment.session, environment.report);
      if (hasEnded) return;
      if (!lacksToken(parts.stored)) sync.start();
      // Behind the mirror, whose rows its rules look at.
      await storage.startOutbox();
      letIn();
      if (hasEnded) return;
      await monitoring.resume();
      if (!hasEnded) cancelPrune = schedule(pruneForEver, firstPruneAfter);
    },
    signedInAs: () => signedIn ?? parts.stored.identity,
    close,
    async wipe() {
      await close();
      await parts.forgetSignIn();
      await wipeStored(id, settings, environment);
    },
  };
}
