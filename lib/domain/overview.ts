/** The floor in numbers: what the popup, the tiles and the badge show. Kept up incrementally, see overviewOf. */
import type { PresenceBase, QueueKind } from './records.ts';

export interface QueueOverview {
  queueId: string;
  name: string;
  kind: QueueKind;
  /** Open, nobody's. */
  waiting: number;
  /** Since when the longest of them waits, on the backend's clock. */
  longestWaitingSince: number | undefined;
  active: number;
  /** State `waiting`: the customer may come back. */
  away: number;
  wrapUp: number;
  /** Human agents of the queue by base presence. */
  agents: Record<PresenceBase, number>;
  /** Sum of the free units of the queue's available human agents (negative ones count as 0). */
  freeUnits: number;
  /** Work waits and no human agent of the queue is available. */
  zeroCoverage: boolean;
}

export interface Overview {
  queues: QueueOverview[];
  byState: { open: number; active: number; waiting: number; wrapUp: number };
  byChannel: Record<string, number>;
  byQueue: Record<string, number>;
  byAgent: Record<string, number>;
  longestWaitingSince: number | undefined;
  /** Over all queues, each agent once. */
  freeUnits: number;
  /** Conversations over their workstream's limit (model.md §1) at the time asked. */
  overLimit: number;
}
