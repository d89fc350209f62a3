/** Settings and policy of this installation: read once, held in memory, every change written before it is told. */
import { byToken } from '../domain/signIn.ts';
import { withLeaving } from './leaving.ts';
import type { Policy } from './policy.ts';
import { parsePolicy } from './policy.ts';
import type { Settings, StoredConnection } from './settings.ts';
import { firstSettings, newConnection, parseSettings } from './settings.ts';

export interface StorageLike {
  get(key: string): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
}

export interface SettingsStore {
  /** Idempotent; rejects when stored settings cannot be read, and may be tried again. Nothing is written over them. */
  load(): Promise<void>;
  readonly current: Settings;
  readonly policy: Policy;
  /** Writes are taken one after the other; resolves when the change is stored. */
  update(change: (settings: Settings) => Settings): Promise<void>;
  updateConnection(id: string, change: (connection: StoredConnection) => StoredConnection): Promise<void>;
  /** The administrator changed the policy. */
  policyChanged(): Promise<void>;
  subscribe(listener: () => void): () => void;
}

export const managedConnectionId = 'managed';
const key = 'settings';

/** `managed.get` rejects where no policy exists at all; that is the ordinary case, not a failure. */
export function createSettings(areas: {
  local: StorageLike;
  managed: { get(): Promise<Record<string, unknown>> };
  /** The local build's ready-made settings, used when nothing is stored yet. */
  firstRun?: () => Promise<Partial<Settings>>;
}): SettingsStore {
  let current = firstSettings;
  let policy: Policy = {};
  let loading: Promise<void> | undefined;
  let writes: Promise<void> = Promise.resolve();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };

  const readPolicy = () =>
    areas.managed.get().then(
      (managed) => parsePolicy(managed),
      () => ({}),
    );

  async function read() {
    const [stored, readPolicyNow] = await Promise.all([areas.local.get(key), readPolicy()]);
    policy = readPolicyNow;
    const base =
      stored[key] === undefined ? { ...firstSettings, ...(await areas.firstRun?.()) } : parseSettings(stored[key]);
    const next = withManagedConnection(base, policy);
    // The policy may have changed meanwhile. One that names no connection may only not have been readable just now.
    const stillThere = base.connections.filter(({ id }) => next.connections.some((one) => one.id === id));
    current = withLeaving({ ...base, connections: stillThere }, next);
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = writes.then(work);
    writes = turn.catch(() => undefined);
    return turn;
  }

  const update = (change: (settings: Settings) => Settings): Promise<void> =>
    inTurn(async () => {
      const next = withLeaving(current, change(current));
      await areas.local.set({ [key]: next });
      current = next;
      tell();
    });

  return {
    load: () =>
      (loading ??= read().catch((error: unknown) => {
        loading = undefined;
        throw error;
      })),
    get current() {
      return current;
    },
    get policy() {
      return policy;
    },
    update,
    updateConnection: (id, change) =>
      update((settings) => ({
        ...settings,
        connections: settings.connections.map((one) => (one.id === id ? change(one) : one)),
      })),
    policyChanged: () =>
      inTurn(async () => {
        policy = await readPolicy();
        current = withLeaving(current, withManagedConnection(current, policy));
        tell();
      }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The policy's connection stands beside the user's own; it goes when the policy goes. */
function withManagedConnection(settings: Settings, policy: Policy): Settings {
  const own = settings.connections.filter((connection) => !connection.managed);
  const before = settings.connections.find((connection) => connection.managed);
  if (policy.connection === undefined) return { ...settings, connections: own };
  const sameSite = before?.baseUrl === policy.connection.baseUrl ? before : undefined;
  const { signIn = byToken, descriptor, rulesVersion } = policy.connection;
  const secret = policy.connection.secret ?? sameSite?.secret ?? '';
  const kept: Partial<StoredConnection> & Pick<StoredConnection, keyof typeof newConnection> =
    sameSite ?? newConnection;
  const { identity } = kept;
  const sameProof = secret === sameSite?.secret && JSON.stringify(signIn) === JSON.stringify(sameSite.signIn);
  const managed: StoredConnection = {
    ...kept,
    // Whose another secret or sign-in is, is not known yet: rights and notice are a person's (G1, G3).
    identity: sameProof ? identity : undefined,
    id: managedConnectionId,
    managed: true,
    backend: policy.connection.backend,
    name: policy.connection.name,
    baseUrl: policy.connection.baseUrl,
    secret,
    signIn,
    descriptor,
    rulesVersion: rulesVersion ?? kept.rulesVersion,
  };
  return { ...settings, connections: [managed, ...own] };
}
