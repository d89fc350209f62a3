import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ActionType, Operation } from '../../lib/domain/actions.ts';
import type { Fault } from './fakeBackend.ts';
import { anAction, createScene } from './scene.ts';

const types: ActionType[] = ['join', 'say', 'assign', 'transfer', 'forceClose', 'monitor'];
const faults: (Fault | undefined)[] = [
  undefined,
  'loseRequest',
  'loseReply',
  'broken',
  'brokenAfterEffect',
  'auth',
  { rateLimited: 5_000 },
];

type Step =
  | { step: 'click'; type: ActionType; conversation: number; holdFor: number }
  | { step: 'again'; which: number }
  | { step: 'cancel'; which: number }
  | { step: 'rival'; conversation: number; change: 'agent' | 'closed' }
  | { step: 'fault'; fault: Fault | undefined }
  | { step: 'offline'; is: boolean }
  | { step: 'kill' }
  | { step: 'signIn' }
  | { step: 'wait'; ms: number };

const conversation = fc.integer({ min: 1, max: 4 });
const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      step: fc.constant('click' as const),
      type: fc.constantFrom(...types),
      conversation,
      holdFor: fc.constantFrom(0, 0, 5_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('again' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('cancel' as const), which: fc.nat(20) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      step: fc.constant('rival' as const),
      conversation,
      change: fc.constantFrom('agent' as const, 'closed' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('fault' as const), fault: fc.constantFrom(...faults) }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('offline' as const), is: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('kill' as const) }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('signIn' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ step: fc.constant('wait' as const), ms: fc.constantFrom(1, 300, 1_000, 6_000, 130_000) }),
  },
);

async function play(steps: Step[], remembersIds: boolean) {
  const scene = createScene({ remembersIds, requestTakes: 200 });
  const { clock, backend, mirror } = scene;
  let worker = scene.startWorker();
  const clicked: { operationId: string; type: ActionType; conversationId: string; etag: string }[] = [];
  const acknowledged = new Set<string>();
  const taken = new Set<string>();

  function ask(click: (typeof clicked)[number] | undefined, holdFor: number) {
    if (!click) return;
    const { type, ...ids } = click;
    worker.outbox.add({ ...anAction(type, ids), etag: click.etag }, undefined, { holdFor }).then(
      // The same wish while it is held is acknowledged as the one that is held.
      ({ id }) => acknowledged.add(id),
      () => {},
    );
  }

  for (const [index, step] of steps.entries()) {
    const click = 'which' in step ? clicked[step.which % Math.max(1, clicked.length)] : undefined;
    switch (step.step) {
      case 'click': {
        const conversationId = step.type === 'assign' ? 'c-open' : `c-${step.conversation}`;
        const etag = mirror.get(conversationId)?.etag ?? '';
        clicked.push({ operationId: `o-${index}`, type: step.type, conversationId, etag });
        ask(clicked.at(-1), step.holdFor);
        break;
      }
      case 'again':
        ask(click, 0);
        break;
      case 'cancel':
        if (click && (await worker.outbox.cancel(click.operationId))) taken.add(click.operationId);
        break;
      case 'rival':
        backend.rival(
          `c-${step.conversation}`,
          step.change === 'closed' ? { state: 'closed' } : { agentId: `a-${index}` },
        );
        break;
      case 'fault':
        backend.faults.push(step.fault);
        break;
      case 'offline':
        backend.offline = step.is;
        break;
      case 'kill':
        worker.kill();
        worker = scene.startWorker();
        break;
      case 'signIn':
        worker.gate.retryNow();
        break;
      case 'wait':
        await clock.advance(step.ms);
    }
    if (step.step !== 'kill') await clock.settle();
  }

  backend.faults = [];
  backend.offline = false;
  worker.gate.retryNow();
  await clock.advance(15 * 60_000);
  const settled = new Map((await scene.disk.load()).operations.map((operation) => [operation.id, operation]));
  return { backend, settled, clicked, acknowledged, taken, log: await scene.disk.read(undefined, 10_000) };
}

type Played = Awaited<ReturnType<typeof play>>;

function check({ backend, settled, clicked, acknowledged, taken, log }: Played, remembersIds: boolean) {
  for (const { operationId, type } of clicked) {
    const operation = settled.get(operationId);
    const effects = backend.effectsOf(operationId);
    expect(effects, `${type} ${operationId} took effect twice`).toBeLessThanOrEqual(1);
    if (acknowledged.has(operationId)) expect(operation, `${operationId} was acknowledged and lost`).toBeDefined();
    if (!operation) expect(effects, `${operationId} took effect without being stored`).toBe(0);
    else expect(problemWith(operation, effects, remembersIds), `${type} ${operationId}`).toBeUndefined();
    if (taken.has(operationId)) expect(effects, `${operationId} was taken back`).toBe(0);
  }
  // The log has no gaps.
  expect(log.map(({ sequence }) => sequence)).toEqual(log.map((_, index) => log.length - index));
}

/** What is said of an operation and what the ledger says of it. */
function problemWith({ state, outcome, action, until }: Operation, effects: number, remembersIds: boolean) {
  if (state === 'held' || state === 'queued' || state === 'sending') return `stuck in ${state}`;
  if (state === 'cancelled' || (state === 'expired' && remembersIds))
    return effects === 0 ? undefined : `${state}, done`;
  if (!remembersIds) return undefined;
  if (state === 'unknown') return 'unknown, though the backend remembers it';
  if (state === 'refused') return effects === 0 ? undefined : 'refused, but done';
  if (outcome === 'done') return effects === 1 ? undefined : 'said to be done, but not done';
  return action.type === 'forceClose' || until === undefined || effects === 0 ? undefined : 'alreadySo, but done by us';
}

test.each([true, false])(
  'Whatever is lost, throttled, killed or taken back: no second effect, nothing acknowledged is lost, and what is said is true (backend remembers ids: %s)',
  async (remembersIds) => {
    const property = fc.asyncProperty(fc.array(stepArbitrary, { minLength: 1, maxLength: 50 }), async (steps) => {
      check(await play(steps, remembersIds), remembersIds);
    });
    await fc.assert(property, { numRuns: 400 });
  },
  60_000,
);
