import { describe, expect, it } from 'vitest';
import { planCampaign } from '../../scripts/chaos/plan.ts';
import { faultNames } from '../../scripts/chaos/weather.ts';

const options = { seed: 5, kills: 40, changes: 500, actions: 30, faults: faultNames };

describe('the plan of a campaign', () => {
  it('is the same for the same options, and another for another seed', () => {
    expect(planCampaign(options)).toEqual(planCampaign(options));
    expect(planCampaign({ ...options, seed: 6 }).killsAt).not.toEqual(planCampaign(options).killsAt);
  });

  it('holds as many kills and acts as were asked for, in order and within its duration', () => {
    const { killsAt, lastKills, actionsAt, duration } = planCampaign(options);
    expect([killsAt.length + lastKills, actionsAt.length]).toEqual([40, 30]);
    expect([...killsAt].sort((a, b) => a - b)).toEqual(killsAt);
    expect(Math.max(...killsAt, ...actionsAt.map(({ at }) => at))).toBeLessThan(duration);
  });

  it('uses only the faults it may use, and ends with those that nothing later mends', () => {
    const { spells } = planCampaign({ ...options, faults: ['loseReply', 'dropEvents'] });
    const used = new Set(spells.flatMap(({ faults }) => faults));
    expect([...used].sort()).toEqual(['dropEvents', 'loseReply']);
    expect(spells.at(-1)?.faults).toEqual(['dropEvents']);
    expect(planCampaign({ ...options, faults: [] }).spells.every(({ faults }) => faults.length === 0)).toBe(true);
  });

  it('uses every fault sooner or later', () => {
    const { spells } = planCampaign({ ...options, kills: 1000 });
    expect([...new Set(spells.flatMap(({ faults }) => faults))].sort()).toEqual([...faultNames].sort());
  });
});
