/** Trouble on request: what a real backend and the network in front of it do to a client, with a seed. */
import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import * as v from 'valibot';

const chance = {
  /** How likely each opportunity is taken, 0–1; absent = always. */
  probability: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  /** How often in all; absent = without end. */
  count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
};
const request = {
  ...chance,
  method: v.optional(v.string()),
  // `*` stands for anything: `/v1/conversations/*/assign`. Absent = every path below /v1.
  path: v.optional(v.string()),
};

const requestFault = v.variant('fault', [
  v.object({ fault: v.literal('latency'), ...request, ms: v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)) }),
  /** The request takes effect at once; its answer comes this much later, when it may be the past already. */
  v.object({ fault: v.literal('lateReply'), ...request, ms: v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)) }),
  /** The connection breaks before the request is looked at. */
  v.object({ fault: v.literal('loseRequest'), ...request }),
  /** The request takes effect, then the connection breaks. */
  v.object({ fault: v.literal('loseReply'), ...request }),
  /** Answered with this status; nothing takes effect. */
  v.object({
    fault: v.literal('status'),
    ...request,
    status: v.picklist([401, 403, 404, 409, 412, 429, 500, 502, 503, 504]),
    /** Seconds for a Retry-After header. */
    retryAfter: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
  /** Takes effect; the answer's body is cut short in the middle. */
  v.object({ fault: v.literal('wrongJson'), ...request }),
]);
const eventFault = v.variant('fault', [
  v.object({ fault: v.literal('duplicateEvents'), ...chance }),
  /** An event arrives after the one that follows it. */
  v.object({ fault: v.literal('reorderEvents'), ...chance }),
  v.object({ fault: v.literal('dropEvents'), ...chance }),
  /** A socket stays open and never says anything again, pings included; the opportunity is each time one has something to say. */
  v.object({ fault: v.literal('halfOpen'), ...chance }),
  /** A socket is cut; the opportunity is each time one has something to say. */
  v.object({ fault: v.literal('killSockets'), ...chance }),
]);

export const faultPlanSchema = v.object({
  seed: v.optional(v.pipe(v.number(), v.integer())),
  rules: v.array(v.variant('fault', [requestFault, eventFault])),
});
export type FaultPlan = v.InferOutput<typeof faultPlanSchema>;
export type RequestFault = v.InferOutput<typeof requestFault>;
type EventFault = v.InferOutput<typeof eventFault>;

export interface Faults {
  /** Replaces all rules; an empty list heals everything. */
  set(plan: FaultPlan): void;
  /** Milliseconds to wait first, and the one fault that then happens to this request. */
  forRequest(method: string, path: string): { latency: number; fault: RequestFault | undefined };
  /** Whether this kind of event fault strikes at this opportunity. */
  strikes(fault: EventFault['fault']): boolean;
}

export function createFaults(): Faults {
  let rules: { rule: FaultPlan['rules'][number]; left: number }[] = [];
  let random = xoroshiro128plus(1);

  function takes(entry: (typeof rules)[number]): boolean {
    if (entry.left <= 0) return false;
    const { probability = 1 } = entry.rule;
    if (probability < 1 && uniformFloat32(random) >= probability) return false;
    entry.left -= 1;
    return true;
  }

  return {
    set(plan) {
      rules = plan.rules.map((rule) => ({ rule, left: rule.count ?? Number.POSITIVE_INFINITY }));
      random = xoroshiro128plus(plan.seed ?? 1);
    },
    forRequest(method, path) {
      let latency = 0;
      for (const entry of rules) {
        const { rule } = entry;
        if (isEventFault(rule) || !suits(rule, method, path) || !takes(entry)) continue;
        if (rule.fault !== 'latency') return { latency, fault: rule };
        latency += rule.ms;
      }
      return { latency, fault: undefined };
    },
    strikes: (fault) => rules.some((entry) => entry.rule.fault === fault && takes(entry)),
  };
}

function isEventFault(rule: FaultPlan['rules'][number]): rule is EventFault {
  return eventFault.options.some((option) => option.entries.fault.literal === rule.fault);
}

function suits(rule: RequestFault, method: string, path: string): boolean {
  if (rule.method !== undefined && rule.method.toUpperCase() !== method) return false;
  if (rule.path === undefined) return true;
  const parts = rule.path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(path);
}
