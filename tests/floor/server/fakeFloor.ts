/** A floor with no people in it: rows change only when a test says so. */
import type { Action, Outcome } from '../../../lib/domain/actions.ts';
import type { Reason } from '../../../lib/domain/reasons.ts';
import type { Message } from '../../../lib/domain/records.ts';
import type { Floor, FloorEvent, LedgerEntry } from '../../../lib/floor/floor.ts';
import type { WireAgent, WireConversation } from '../../../lib/floor/wire.ts';

type News<T = FloorEvent> = T extends FloorEvent ? Omit<T, 'sequence' | 'at'> : never;

export interface FakeFloor extends Floor {
  put(row: WireConversation): void;
  tell(message: Message): void;
}

export function fakeFloor(conversations: number): FakeFloor {
  let now = 1_000_000;
  let events: FloorEvent[] = [];
  const listeners = new Set<(event: FloorEvent) => void>();
  const rows = new Map<string, WireConversation>();
  const said = new Map<string, Message[]>();
  const reading = new Set<string>();
  const ledger: LedgerEntry[] = [];
  const stored = new Map<string, { json: string; outcome: Outcome }>();
  const agents: WireAgent[] = ['a-1', 'a-2', 'a-3'].map((id) => ({
    id,
    name: `Agent ${id}`,
    kind: 'human',
    presence: { base: 'available' },
    capacity: { max: 4, free: 2 },
    queueIds: ['q-1'],
  }));
  const emit = (news: News) => {
    const event = { ...news, sequence: events.length + 1, at: now } as FloorEvent;
    events = [...events, event];
    for (const listener of listeners) listener(event);
  };
  const put = (row: WireConversation) => {
    rows.set(row.id, row);
    emit({ type: 'conversation', row });
  };
  for (let index = 0; index < conversations; index += 1) {
    const id = `c-${String(index).padStart(6, '0')}`;
    rows.set(id, fakeRow(id, now - index * 1000));
  }

  const floor: FakeFloor = {
    get now() {
      return now;
    },
    get sequence() {
      return events.length;
    },
    advance(to) {
      now = to;
    },
    standStill() {},
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    eventsAfter: (from) => (from > events.length ? undefined : events.slice(from)),
    conversations: () => [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    conversation: (id) => rows.get(id),
    agents: () => agents,
    queues: () => [{ id: 'q-1', name: 'Billing', kind: 'messaging' }],
    workstreams: () => [],
    supervisors: [
      { id: 's-1', agentId: 'a-1', name: 'Ruth Adler', roles: ['supervisor'] },
      { id: 's-2', agentId: 'a-2', name: 'Omar Said', roles: ['supervisor'] },
    ],
    switchedOff: [],
    transcript: (id) => said.get(id) ?? [],
    sentimentOverTime: () => [],
    mayRead: (supervisorId, id) => reading.has(`${supervisorId} ${id}`),
    perform(supervisorId, action, sender) {
      const before = stored.get(action.operationId);
      if (before) return before.json === JSON.stringify(action) ? before.outcome : 'keyReused';
      const row = rows.get(action.conversationId);
      if (!row) return 'noSuchConversation';
      const outcome = decide(supervisorId, action, row);
      stored.set(action.operationId, { json: JSON.stringify(action), outcome });
      const reasonCodes = outcome.kind === 'refused' ? outcome.reasons.map((reason) => reason.code) : [];
      const version = rows.get(row.id)?.version;
      ledger.push({
        operationId: action.operationId,
        at: now,
        supervisorId,
        sender,
        action,
        outcome: outcome.kind,
        reasonCodes,
        version,
      });
      return outcome;
    },
    outcomeOf: (operationId) => ledger.find((entry) => entry.operationId === operationId),
    ledger,
    transitions: new Map([['open>active:assigned', 1]]),
    command: (command) =>
      command.type === 'newConversation' ? { ok: true, conversationId: 'c-new' } : { ok: false, why: 'not here' },
    put,
    tell(message) {
      said.set(message.conversationId, [...(said.get(message.conversationId) ?? []), message]);
      const row = rows.get(message.conversationId);
      if (row) put({ ...row, version: row.version + 1 });
    },
  };

  function decide(supervisorId: string, action: Action, row: WireConversation): Outcome {
    const full = { ...row, connectionId: 'floor', observedAt: now };
    if (action.etag !== '' && action.etag !== row.etag) return { kind: 'changed', row: full };
    if (action.type === 'monitor') reading.add(`${supervisorId} ${row.id}`);
    if (action.type === 'assign' && row.state !== 'open') {
      const reasons: Reason[] = [
        { code: 'wrongState', state: row.state, allowed: ['open'] },
        { code: 'alreadyAssigned', agentId: 'a-1' },
      ];
      return { kind: 'refused', reasons };
    }
    if (action.type === 'assign') put({ ...row, state: 'active', agentId: action.agentId, version: 2, etag: 'e-2' });
    return { kind: 'done' };
  }
  return floor;
}

export function fakeRow(id: string, waitingSince: number): WireConversation {
  return {
    id,
    subject: 'Where is my order?',
    customer: { name: `Customer ${id}` },
    channel: 'liveChat',
    state: 'open',
    stateSince: waitingSince,
    queueId: 'q-1',
    ringing: false,
    participants: [],
    sentiment: { level: 'unknown', source: 'estimate' },
    transferCount: 0,
    startedAt: waitingSince,
    waitingSince,
    version: 1,
    etag: 'e-1',
  };
}
