import { describe, expect, it } from 'vitest';
import { planCampaign } from '../../scripts/chaos/plan.ts';
import { faultNames } from '../../scripts/chaos/weather.ts';

const options = { seed: 5, kills: 40, changes: 500, actions: 30, faults: faultNames };

describe('the plan of a campaign', () => {
  it('is the same for the same options, and another for another seed', () => {
    expect(planCampaign(options)).toEqual(planCampaign(options));
    expect(planCampaign({ ...options, seed: 6 }).lives).not.toEqual(planCampaign(options).lives);
  });

  it('holds as many kills and acts as were asked for, in order and within its duration', () => {
    const { lives, lastKills, actionsAt, duration } = planCampaign(options);
    expect([lives.length + lastKills, actionsAt.length]).toEqual([40, 30]);
    const times = actionsAt.map(({ at }) => at);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    expect(Math.max(...times)).toBeLessThan(duration);
  });

  it('kills mostly while the worker gets up, and lets it live long enough in between to get work done', () => {
    const { lives } = planCampaign({ ...options, kills: 1000 });
    const short = lives.filter((life) => life < 250).length / lives.length;
    expect(short).toBeGreaterThan(0.55);
    expect(short).toBeLessThan(0.65);
    expect(Math.max(...lives)).toBeGreaterThan(1_000);
  });

  it('uses only the faults it may use, and ends with those that nothing later mends', () => {
    const { spells, lastFaults } = planCampaign({ ...options, kills: 1000, faults: ['loseReply', 'dropEvents'] });
    const used = new Set(spells.flatMap(({ faults }) => faults));
    expect([...used].sort()).toEqual(['dropEvents', 'loseReply']);
    expect(lastFaults).toEqual(['dropEvents']);
    expect(planCampaign({ ...options, faults: [] }).spells.every(({ faults }) => faults.length === 0)).toBe(true);
  });

  it('uses every fault sooner or later', () => {
    const { spells } = planCampaign({ ...options, kills: 1000 });
    expect([...new Set(spells.flatMap(({ faults }) => faults))].sort()).toEqual([...faultNames].sort());
  });
});
