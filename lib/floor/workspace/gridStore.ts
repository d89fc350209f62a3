/** The rows behind all open grids: kept up by events while somebody looks, forgotten when nobody does. */
import type { Floor, FloorEvent } from '../floor.ts';
import type { WireAgent, WireConversation } from '../wire.ts';

export interface GridStore {
  /** @returns a function that lets go again */
  retain(): () => void;
  /** Ongoing ones only. */
  readonly rows: ReadonlyMap<string, WireConversation>;
  readonly agents: ReadonlyMap<string, WireAgent>;
  readonly queueNames: ReadonlyMap<string, string>;
  /** Rises with every change. */
  readonly revision: number;
}

export function createGridStore(floor: Floor): GridStore {
  const rows = new Map<string, WireConversation>();
  const agents = new Map<string, WireAgent>();
  const queueNames = new Map<string, string>();
  let revision = 0;
  let viewers = 0;
  let unsubscribe = () => {};

  function put(row: WireConversation): void {
    if (row.state === 'closed') rows.delete(row.id);
    else rows.set(row.id, row);
  }

  function take(event: FloorEvent): void {
    revision += 1;
    if (event.type === 'conversation') put(event.row);
    else if (event.type === 'removed') rows.delete(event.id);
    else if (event.type === 'agent') agents.set(event.row.id, event.row);
    else if (event.type === 'queue') queueNames.set(event.row.id, event.row.name);
  }

  function load(): void {
    unsubscribe = floor.subscribe(take);
    for (const row of floor.conversations()) put(row);
    for (const agent of floor.agents()) agents.set(agent.id, agent);
    for (const queue of floor.queues()) queueNames.set(queue.id, queue.name);
  }

  return {
    rows,
    agents,
    queueNames,
    get revision() {
      return revision;
    },
    retain() {
      if (viewers === 0) load();
      viewers += 1;
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        viewers -= 1;
        if (viewers > 0) return;
        unsubscribe();
        for (const map of [rows, agents, queueNames]) map.clear();
      };
    },
  };
}
