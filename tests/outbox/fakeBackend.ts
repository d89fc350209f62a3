/** A backend in memory with a ledger of every effect: the judge of the outbox's tests. */
import { type Connector, ConnectorError } from '../../lib/connectors/connector.ts';
import type { Action, Outcome } from '../../lib/domain/actions.ts';
import type { Conversation } from '../../lib/domain/records.ts';

export const me = 'a-me';
export type Fault =
  | 'loseRequest'
  | 'loseReply'
  /** Something fails before the act itself is sent. */
  | 'failBefore'
  | 'auth'
  | 'forbidden'
  | 'broken'
  | 'brokenAfterEffect'
  | { rateLimited: number };

export interface FakeBackend {
  connector: Pick<Connector, 'perform' | 'outcomeOf' | 'read'>;
  rows: Map<string, Conversation>;
  /** One entry per effect. */
  ledger: { operationId: string; type: Action['type']; at: number }[];
  /** One entry per request of any kind. */
  requests: { kind: 'perform' | 'read' | 'outcomeOf'; id: string; at: number }[];
  /** Trouble for the next requests to act, in order; `undefined` lets one through. */
  faults: (Fault | undefined)[];
  /** No answer to anything. */
  offline: boolean;
  /** Someone else changes what the etag stands for. */
  rival(conversationId: string, patch: Partial<Conversation>): void;
  effectsOf(operationId: string): number;
  /** Runs before an effect and after it: where a test crashes the worker. */
  onAct: (point: 'before' | 'after') => void;
}

export function createFakeBackend(options: {
  /** A map is shared with whoever else serves it; `change` then writes to it. */
  rows: Conversation[] | Map<string, Conversation>;
  change?(id: string, patch: Partial<Conversation>): void;
  remembersIds: boolean;
  now(): number;
  /** A request takes this long, ms. */
  wait?(): Promise<void>;
}): FakeBackend {
  const outcomes = new Map<string, Outcome>();

  function change(id: string, patch: Partial<Conversation>): Conversation {
    const before = backend.rows.get(id);
    if (!before) throw new ConnectorError('notFound', 'gone');
    if (options.change) {
      options.change(id, patch);
      return backend.rows.get(id) ?? before;
    }
    const version = before.version + 1;
    const row = { ...before, ...patch, version, etag: `e-${version}` };
    backend.rows.set(id, row);
    return row;
  }

  function effect(action: Action): Outcome {
    const { conversationId: id, operationId, type } = action;
    const row = backend.rows.get(id);
    if (!row) return { kind: 'refused', reasons: [{ code: 'gone' }] };
    if (action.type === 'forceClose' && row.state === 'closed') return { kind: 'alreadySo', row };
    const hasPrecondition = type === 'assign' || type === 'transfer' || type === 'forceClose' || type === 'join';
    if (hasPrecondition && action.etag !== row.etag) return { kind: 'changed', row };
    if (row.state === 'closed') {
      return { kind: 'refused', reasons: [{ code: 'wrongState', state: 'closed', allowed: ['active'] }], row };
    }
    backend.ledger.push({ operationId, type, at: options.now() });
    return { kind: 'done', row: change(id, patchOf(action, row)) };
  }

  function answer(action: Action): Outcome {
    const known = options.remembersIds ? outcomes.get(action.operationId) : undefined;
    if (known) return known;
    backend.onAct('before');
    const outcome = effect(action);
    outcomes.set(action.operationId, outcome);
    backend.onAct('after');
    return outcome;
  }

  async function arrive(kind: 'perform' | 'read' | 'outcomeOf', id: string) {
    backend.requests.push({ kind, id, at: options.now() });
    await options.wait?.();
    if (backend.offline) throw new ConnectorError('offline', 'no network');
  }

  const backend: FakeBackend = {
    rows: options.rows instanceof Map ? options.rows : new Map(options.rows.map((row) => [row.id, row])),
    ledger: [],
    requests: [],
    faults: [],
    offline: false,
    onAct: () => {},
    rival: (id, patch) => void change(id, patch),
    effectsOf: (operationId) => backend.ledger.filter((entry) => entry.operationId === operationId).length,
    connector: {
      async perform(action) {
        await arrive('perform', action.operationId);
        const fault = backend.faults.shift();
        if (fault === 'loseReply' || fault === 'brokenAfterEffect') answer(action);
        if (fault === 'loseRequest' || fault === 'loseReply') throw new ConnectorError('offline', 'connection reset');
        if (fault === 'failBefore') throw new ConnectorError('offline', 'no answer', { hadNoEffect: true });
        if (fault === 'brokenAfterEffect') throw new ConnectorError('broken', '502');
        if (typeof fault === 'string') throw new ConnectorError(fault, fault);
        if (fault) throw new ConnectorError('rateLimited', '429', { retryAfter: fault.rateLimited });
        return answer(action);
      },
      async read(id) {
        await arrive('read', id);
        const row = backend.rows.get(id);
        if (!row) throw new ConnectorError('notFound', 'gone');
        return row;
      },
      ...(options.remembersIds && {
        async outcomeOf(id: string) {
          await arrive('outcomeOf', id);
          return outcomes.get(id);
        },
      }),
    },
  };
  return backend;
}

function patchOf(action: Action, row: Conversation): Partial<Conversation> {
  const others = row.participants.filter(({ agentId }) => agentId !== me);
  switch (action.type) {
    case 'assign':
      return action.agentId === undefined
        ? { queueId: action.queueId }
        : { agentId: action.agentId, state: 'active', participants: [] };
    case 'transfer':
      return { pendingTransfer: { toAgentId: action.agentId ?? '', since: 0 } };
    case 'forceClose':
      return { state: 'closed' };
    case 'join':
      return { participants: [...others, { agentId: me, name: 'Sam', mode: 'consultant', since: 0 }] };
    case 'leave':
      return { participants: others };
    default:
      return {};
  }
}
