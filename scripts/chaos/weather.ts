/** The faults that a campaign may use: what the floor's server, its network and its event stream then do. */
import type { FaultPlan } from '../../lib/floor/server/faults.ts';

type Rule = FaultPlan['rules'][number];

/** Likely enough to happen often, rare enough that work goes on between them. */
export const weather = {
  latency: { fault: 'latency', ms: 300, probability: 0.3 },
  lateReply: { fault: 'lateReply', method: 'POST', ms: 700, probability: 0.5 },
  loseRequest: { fault: 'loseRequest', probability: 0.08 },
  loseReply: { fault: 'loseReply', method: 'POST', probability: 0.25 },
  wrongJson: { fault: 'wrongJson', method: 'POST', probability: 0.1 },
  rateLimited: { fault: 'status', status: 429, retryAfter: 1, probability: 0.04 },
  serverError: { fault: 'status', status: 500, probability: 0.05 },
  unavailable: { fault: 'status', status: 503, probability: 0.05 },
  duplicateEvents: { fault: 'duplicateEvents', probability: 0.2 },
  // Each of these means that everything is read anew: several times a second it would leave time for nothing else.
  reorderEvents: { fault: 'reorderEvents', probability: 0.02 },
  dropEvents: { fault: 'dropEvents', probability: 0.02 },
  halfOpen: { fault: 'halfOpen', probability: 0.02 },
  killSockets: { fault: 'killSockets', probability: 0.03 },
} as const satisfies Record<string, Rule>;

export type FaultName = keyof typeof weather;
export const faultNames = Object.keys(weather) as FaultName[];
