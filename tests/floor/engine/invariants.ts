/** What must hold after every single event, reckoned anew from the rows alone (model.md §1 and §2). */
import type { Floor, FloorEvent } from '../../../lib/floor/floor.ts';
import type { WireConversation } from '../../../lib/floor/wire.ts';

const actionFields = ['state', 'agentId', 'queueId', 'ringing', 'pendingTransfer'] as const;

/** Throws on the first event that breaks one of them. */
export function watchInvariants(floor: Floor): void {
  const workstreams = new Map(floor.workstreams().map((each) => [each.id, each]));
  const rows = new Map(floor.conversations().map((row) => [row.id, row]));
  const agents = new Map(floor.agents().map((row) => [row.id, row]));
  let last = floor.sequence;

  function unitsOf(row: WireConversation): number {
    const workstream = workstreams.get(row.workstreamId ?? '');
    const units = workstream?.unitsNeeded ?? 0;
    if (row.state === 'active') return units;
    return row.state === 'wrapUp' && workstream?.wrapUpKeepsCapacity ? units : 0;
  }

  function capacities(): void {
    const taken = new Map<string, number>();
    for (const row of floor.conversations())
      if (row.agentId !== undefined) taken.set(row.agentId, (taken.get(row.agentId) ?? 0) + unitsOf(row));
    for (const { id, capacity } of floor.agents()) {
      const free = capacity === 'unknown' || capacity.max === undefined ? undefined : capacity.max - capacity.free;
      if (free !== (taken.get(id) ?? 0))
        throw new Error(`${id} has ${free} units taken, its work is ${taken.get(id) ?? 0}`);
    }
  }

  function participants({ id, state, agentId, ringing, participants }: WireConversation): void {
    const ids = participants.map((each) => each.agentId);
    if (new Set(ids).size !== ids.length) throw new Error(`${id}: somebody is in it twice: ${ids.join(', ')}`);
    if (participants.some(({ mode }) => mode === 'monitor')) throw new Error(`${id}: monitoring shows`);
    const primaries = participants.filter(({ mode }) => mode === 'primary').map((each) => each.agentId);
    const expected = agentId === undefined || ringing || state === 'open' ? [] : [agentId];
    if (state !== 'closed' && primaries.join() !== expected.join())
      throw new Error(`${id}: ${state} with ${agentId}, but primary is ${primaries.join()}`);
  }

  function conversation(row: WireConversation): void {
    const before = rows.get(row.id);
    rows.set(row.id, row);
    participants(row);
    if (row.state === 'open' && row.agentId !== undefined) throw new Error(`${row.id}: open with ${row.agentId}`);
    if (row.ringing && row.state !== 'active') throw new Error(`${row.id}: rings while ${row.state}`);
    if (row.pendingTransfer && row.state !== 'active' && row.state !== 'waiting')
      throw new Error(`${row.id}: a transfer is pending while ${row.state}`);
    if (!before) return;
    if (row.version <= before.version) throw new Error(`${row.id}: version ${before.version} → ${row.version}`);
    if (before.state === 'closed') throw new Error(`${row.id}: a closed one changed`);
    const differs = actionFields.some((field) => JSON.stringify(row[field]) !== JSON.stringify(before[field]));
    if (differs !== (row.etag !== before.etag))
      throw new Error(`${row.id}: etag ${before.etag} → ${row.etag}, fields differ: ${differs}`);
    if ((row.state === before.state) !== (row.stateSince === before.stateSince) && row.stateSince !== floor.now)
      throw new Error(`${row.id}: the time in the state is wrong`);
  }

  floor.subscribe((event: FloorEvent) => {
    if (event.sequence !== last + 1) throw new Error(`event ${event.sequence} after ${last}`);
    last = event.sequence;
    capacities();
    if (event.type === 'conversation') conversation(event.row);
    if (event.type === 'removed') {
      if (event.version <= (rows.get(event.id)?.version ?? 0))
        throw new Error(`${event.id}: removed with an old version`);
      rows.delete(event.id);
    }
    if (event.type === 'agent') agents.set(event.row.id, event.row);
    if (event.at !== floor.now) throw new Error(`event at ${event.at}, the floor is at ${floor.now}`);
  });
}

/** Whoever only read the events knows the same floor as who reads it anew. */
export function followRows(floor: Floor): () => void {
  const rows = new Map(floor.conversations().map((row) => [row.id, row]));
  const agents = new Map(floor.agents().map((row) => [row.id, row]));
  floor.subscribe((event) => {
    if (event.type === 'conversation') rows.set(event.row.id, event.row);
    if (event.type === 'removed') rows.delete(event.id);
    if (event.type === 'agent') agents.set(event.row.id, event.row);
  });
  return () => {
    for (const row of floor.conversations())
      if (rows.get(row.id) !== row) throw new Error(`${row.id} changed without an event`);
    for (const row of floor.agents())
      if (agents.get(row.id) !== row) throw new Error(`${row.id} changed without an event`);
  };
}
