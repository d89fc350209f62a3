import { expect, test } from 'vitest';
import type { ActionType } from '../../lib/domain/actions.ts';
import { aConversation, anOpenConversation } from '../builders.ts';
import { me } from './fakeBackend.ts';
import { anAction, createScene } from './scene.ts';

const verbs: ActionType[] = [
  'monitor',
  'renewMonitor',
  'stopMonitor',
  'join',
  'leave',
  'say',
  'assign',
  'transfer',
  'forceClose',
];
/** Where the worker dies, each before and after: stored · marked as being sent · sent · answered · outcome stored. */
const points = [
  'before add',
  'after add',
  'before put queued',
  'after put queued',
  'before put sending',
  'after put sending',
  'before sent',
  'after sent',
  'before put confirmed',
  'after put confirmed',
];
const cases = [true, false].flatMap((remembersIds) =>
  verbs.flatMap((verb) => points.map((point) => ({ remembersIds, verb, point }))),
);

test.each(cases)('FA2: $verb, worker dies $point (backend remembers ids: $remembersIds)', async (failpoint) => {
  const { remembersIds, verb, point } = failpoint;
  // A member of the talk, so that leaving is an effect.
  const consultant = { agentId: me, name: 'Sam', mode: 'consultant' as const, since: 0 };
  const rows = [
    anOpenConversation({ id: 'c-open' }),
    verb === 'leave' ? aConversation({ participants: [consultant] }) : aConversation(),
  ];
  const { clock, backend, startWorker, stored } = createScene({ remembersIds, rows });
  const holdFor = verb === 'forceClose' ? 5_000 : 0;
  const id = `o-${verb}`;

  const first = startWorker((at) => at === point && first.kill());
  backend.onAct = (when) => `${when} sent` === point && !first.isDead && first.kill();
  let isAcknowledged = false;
  void first.outbox.add(anAction(verb), undefined, { holdFor }).then(() => {
    isAcknowledged = true;
  });
  await clock.advance(6_000);
  // A point that this verb does not come by: the worker dies where it is.
  first.kill();
  const effectsBefore = backend.effectsOf(id);

  const second = startWorker();
  await clock.settle();
  if (isAcknowledged) expect(await stored(id), 'acknowledged but lost').toBeDefined();
  // A page whose question was not answered asks it again under the same id.
  else await second.outbox.add(anAction(verb), undefined, { holdFor });
  await clock.advance(30_000);

  const { state, outcome } = (await stored(id)) ?? {};
  const effects = backend.effectsOf(id);
  expect(effects, 'two effects').toBeLessThanOrEqual(1);
  if (state === 'confirmed') expect({ effects, outcome }).toEqual({ effects: 1, outcome: 'done' });
  else if (state === 'expired') expect({ effects, verb }).toEqual({ effects: 0, verb: 'forceClose' });
  // Only where the row does not tell and the backend does not remember.
  else
    expect({ state, remembersIds, effects }).toEqual({ state: 'unknown', remembersIds: false, effects: effectsBefore });
});
